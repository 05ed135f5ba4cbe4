"""Whoever lets a text leave sees marked what the look found, wherever it stands; and is told where it is not marked."""

from uuid import UUID

import pytest

from shared.events.catalogue import DraftChecked, DraftOffered
from tests.cases.ladder_world import Silence, after
from tests.cases.test_checks import body_of, edited, item, page
from tests.cases.test_gaps import a_gap

__all__ = ["page"]
WORD = "ana"
MARKED = f"<mark>{WORD}<span"
ASIDE = f"Nga {WORD} e shkollës"
LOOK = "Shikojini fjalët e shënuara më poshtë"
NOT_HERE = "nuk është shënuar në këtë faqe"


@pytest.fixture
def case(story):
    story.bench.doubted = (WORD,)
    return story.with_findings()


def of_act(case, page, **words):
    act = case.draft(body_of(case), **words)
    return page(case.approver, f"/cases/staff/recommendations/{act['id']}").text


@pytest.mark.parametrize(
    "words",
    [lambda: {"title": ASIDE}, lambda: {"grounds": ASIDE}, lambda: {"items": [item(ASIDE)]}, lambda: {"items": [item(evidence=ASIDE)]}],
    ids=["title", "grounds", "what is asked", "its evidence"],
)  # fmt: skip
def test_a_question_in_any_part_of_an_act_is_marked(case, page, words):
    seen = of_act(case, page, **words())
    assert "Ndryshojini, ose një person i dytë shkruan pse mund të mbeten" in seen and "Miratoje me këtë arsye" in seen
    assert seen.count(MARKED) == 1 and NOT_HERE not in seen


def test_a_reminder_marks_a_question_in_its_title_and_in_its_words(case, page, bench, commissioner):
    body = bench.body()
    bench.doubted = ()
    act = case.issue(body, items=1)
    bench.deliver(act, body)
    silence = Silence(case, body, act, commissioner, bench.person("publisher"))
    bench.doubted = (WORD, "Kujtesë")
    with silence.on(after(silence.owed[0]["reply_due"])):
        path = edited(silence, f"Nga {WORD} e shkollës?")
        seen = page(case.approver, f"/cases/staff/rungs/{path.rsplit('/', 1)[-1]}").text
    assert MARKED in seen and "<mark>Kujtesë<span" in seen and NOT_HERE not in seen


@pytest.mark.parametrize("where", ["title", "description", "provision"])
def test_a_gap_marks_a_question_in_any_part(case, page, where):
    entered = case.officer.post("/gaps", {**a_gap(cases=[str(case.case_id)]), where: f"Nga {WORD} e shkollës"})
    assert entered.status_code == 201, entered.json
    seen = page(case.approver, f"/cases/staff/gaps/{entered.json['gap']['id']}").text
    assert seen.count(MARKED) == 1 and NOT_HERE not in seen


def answered(case, page, places, stops=0, questions=0):
    """The page of an act after intake told this of it."""
    bench = case.bench
    bench.intake_away = True
    act = case.draft(body_of(case))
    offered = bench.told(DraftOffered)[-1]
    told = {name: offered[name] for name in ("check_id", "text_id", "kind", "content_hash")}
    bench.hear(DraftChecked, UUID(offered["text_id"]), **told, stops=stops, questions=questions, places=tuple(places))
    return page(case.approver, f"/cases/staff/recommendations/{act['id']}").text


def place(part, start=0, kind="name", severity="question"):
    return {"part": part, "start": start, "end": start + 2, "kind": kind, "severity": severity}


def test_of_what_stands_in_an_enclosure_alone_it_is_not_said_that_it_is_marked(case, page):
    seen = answered(case, page, [place(50)], questions=1)
    assert NOT_HERE in seen and "lexojeni tekstin të tërë dhe bashkëlidhjet" in seen
    assert LOOK not in seen and "<mark>" not in seen


def test_a_stop_that_stands_in_an_enclosure_alone_says_what_is_to_be_done(case, page):
    seen = answered(case, page, [place(50, severity="stop")], stops=1)
    assert NOT_HERE in seen and "Hiqini, ose personi i dytë shkruan pse duhen." in seen and "<mark>" not in seen


def test_what_is_beyond_the_places_that_are_told_is_counted(case, page):
    seen = answered(case, page, [place(1, severity="stop")], stops=3)
    assert "Vende në tekst që tregojnë një njeri: 3" in seen and "2 vende që mund" in seen and seen.count("<mark>") == 1


def test_of_numbers_of_an_office_it_is_not_said_that_they_may_be_names(case, page):
    seen = answered(case, page, [place(1, kind="number")], questions=1)
    assert "Asnjë emër. Numrat dhe adresat e shënuara" in seen and LOOK not in seen
