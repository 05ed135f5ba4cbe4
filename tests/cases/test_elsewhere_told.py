"""What whoever complained reads when a court or a prosecutor takes the matter, and when it comes back."""

import pytest
from sqlalchemy import text

from shared.events import catalogue
from tests.cases.test_elsewhere import BACK, COURT, promise, school, step

__all__ = ["school"]


def written_as(school, by_child, language):
    with school.bench.platform.database.transaction() as session:
        told = {"child": by_child, "language": language, "case": school.story.case_id}
        session.execute(
            text("UPDATE complaint SET by_child = :child, language = :language WHERE case_id = :case"), told
        )


def messages(school):
    events = school.bench.told(catalogue.ComplainantInformed)
    return [school.bench.platform.documents.get_json(one["message"])["text"] for one in events]


@pytest.mark.parametrize(
    ("by_child", "language", "held", "back"),
    [
        (True, "sq", "Për këtë që na tregove", "Kjo që na tregove"),
        (True, "en", "about what you told us", "What you told us has come back"),
        (False, "sq", "Për çështjen tuaj", "Çështja juaj"),
        (False, "en", "is deciding your case", "Your case has come back"),
    ],
)
def test_a_child_reads_it_in_a_childs_words_and_an_adult_in_an_adults(school, by_child, language, held, back):
    written_as(school, by_child, language)
    step(school, COURT)
    step(school, BACK)
    events = school.bench.told(catalogue.ComplainantInformed)
    texts = messages(school)[-2:]
    assert (held in texts[0], back in texts[1]) == (True, True), texts
    for event in events[-2:]:
        written = school.bench.platform.documents.get_json(event["message"])
        assert written["text"] == written[f"text_{language}"]
        assert written["text_sq"] != written["text_en"]


@pytest.mark.parametrize(
    ("by_child", "language", "pending", "decided", "awaits"),
    [
        (True, "sq", "po vendos një gjyqtar ose një prokuror", "ka vendosur një gjyqtar", "Ende presim përgjigje"),
        (True, "en", "judge or a prosecutor is deciding", "judge or a prosecutor has decided", "still waiting for"),
        (False, "sq", "po vendos gjykata ose prokuroria", "ka vendosur gjykata ose prokuroria", "Ende presim"),
        (False, "en", "court or a prosecutor is deciding", "court or a prosecutor has decided", "still await"),
    ],
)
@pytest.mark.parametrize("who", ["court", "prosecutor"])
@pytest.mark.parametrize("replied", [True, False])
def test_what_the_office_knows_is_said_without_an_if_and_not_which_of_the_two_has_it(
    school, by_child, language, pending, decided, awaits, who, replied
):
    written_as(school, by_child, language)
    if replied:
        promise(school, 20)
    for elsewhere, says, other in (("pending_before", pending, decided), ("decided_by", decided, pending)):
        step(school, COURT | {"elsewhere": f"{elsewhere}_{who}"})
        step(school, BACK)
        held, back = messages(school)[-2:]
        assert says in held and other not in held
        assert (awaits in back) == (not replied), back
