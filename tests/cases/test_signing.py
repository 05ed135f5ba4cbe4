"""Who approves an act and who signs it follows from its kind, and says the same in the API, on the page and on the letter."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from services.cases import data
from services.cases.actions.escalations.texts import passed_words
from services.cases.data import acts as act_data
from services.cases.domain.kinds import Approval
from services.cases.domain.signing import FUNCTIONS, Signatory, Signature, Substitution, signing_on
from shared.rules import NotAllowed
from tests.cases.drafting import ordered
from tests.cases.test_letters import text_of

RULES = (
    Signature(key="dismissal", approved_by=("approver", "commissioner"), signed_by=("commissioner",)),
    Signature(key="request", approved_by=(), signed_by=("case_officer", "approver")),
)
AUGUST = Substitution(
    key="order-1", function="commissioner", by="approver", valid_from=date(2027, 8, 2), valid_to=date(2027, 8, 13)
)
BY_COMMISSIONER = {
    "prosecution_referral": "prosecution",
    "constitutional_review": "constitutional_court",
    "assembly_report": "assembly",
}


class TestTheRule:
    def test_somebody_signs_in_their_highest_function(self):
        signing = signing_on(RULES, (), "request", date(2027, 1, 1))
        assert signing.signatory({"case_officer", "approver"}) == Signatory("approver")
        assert signing.signatory({"case_officer"}) == Signatory("case_officer")
        assert signing.signatory({"publisher"}) is None
        with pytest.raises(NotAllowed, match="nobody"):
            signing.check_approver({"approver"})

    @pytest.mark.parametrize(
        ("day", "signs"),
        [
            (date(2027, 8, 1), None),
            (date(2027, 8, 2), Signatory("approver", "commissioner")),
            (date(2027, 8, 13), Signatory("approver", "commissioner")),
            (date(2027, 8, 14), None),
        ],
    )
    def test_who_stands_in_for_a_function_signs_from_the_first_to_the_last_day(self, day, signs):
        assert signing_on(RULES, (AUGUST,), "dismissal", day).signatory({"approver"}) == signs
        assert signing_on(RULES, (AUGUST,), "dismissal", day).signatory({"commissioner"}) == Signatory("commissioner")

    def test_every_kind_says_who_signs_it_and_who_approves_it_if_anybody_must(self):
        for kind in data.kinds():
            signing = act_data.signing_of(kind.key, kind.valid_from or date(2026, 1, 1))
            assert signing.signatories, kind.key
            assert bool(signing.approvers) is (kind.approval is not Approval.NONE), kind.key


@pytest.fixture
def drafted(bench, story):
    def draft(kind, body_class):
        body = bench.body(body_class)
        case = replace(story, case_id=bench.admit(bodies=[body.id])).with_findings()
        return case.draft(body, kind=kind, items=[{"text": "x", **ordered(kind)}])

    return draft


@pytest.mark.parametrize(("kind", "body_class"), BY_COMMISSIONER.items())
def test_the_head_of_section_alone_issues_no_act_that_the_commissioner_signs(bench, story, drafted, kind, body_class):
    act = drafted(kind, body_class)
    path = f"/recommendations/{act['id']}"
    assert act["signed_by_functions"] == ["commissioner"]
    commissioner = bench.person("commissioner")
    assert story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]}).status_code == 200
    refused = story.approver.post(f"{path}/issue")
    assert (refused.status_code, refused.json["detail"]) == (403, f"{kind} is signed by: commissioner")
    issued = commissioner.post(f"{path}/issue")
    assert issued.status_code == 200, issued.json


def test_a_substitute_signs_in_the_place_of_the_commissioner(story, drafted, monkeypatch):
    """The row is what the data file would hold."""
    standing_in = replace(AUGUST, valid_from=date(2020, 1, 1), valid_to=date(2090, 1, 1))
    monkeypatch.setattr(act_data, "_substitutions", lambda: (standing_in,))
    act = drafted("prosecution_referral", "prosecution")
    path = f"/recommendations/{act['id']}"
    assert act["signed_by_functions"] == ["commissioner", "approver"]
    story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    assert story.approver.post(f"{path}/issue").status_code == 200


def test_a_function_that_nobody_has_is_a_fault_of_the_data():
    with pytest.raises(ValueError, match="somebody signs"):
        Signature(key="x", approved_by=(), signed_by=())
    with pytest.raises(ValueError, match="case_officer"):
        Signature(key="x", approved_by=("boss",), signed_by=("commissioner",))
    with pytest.raises(ValueError, match="last day"):
        replace(AUGUST, valid_to=None)
    assert FUNCTIONS[0] == "commissioner"


def test_the_page_offers_the_button_to_who_signs_and_tells_the_others_who_does(bench, story, drafted):
    act, commissioner = drafted("prosecution_referral", "prosecution"), bench.person("commissioner")
    story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
    for person, offered in ((commissioner, True), (story.approver, False)):
        person.client.set_cookie("besa_staff", person.token)
        page = " ".join(unescape(person.client.get(f"/cases/staff/recommendations/{act['id']}").text).split())
        assert ("Lëshoje dhe dërgoje" in page) is offered
        assert ("Një akt të tillë e nënshkruan dhe e lëshon: Komisioner (për t'u konfirmuar)." in page) is not offered
        assert "(për t'u konfirmuar nga juristët e zyrës)" in page, "nobody has read the article of this kind yet"


class TestUnconfirmedLaw:
    """A doubt about the law is shown to staff, printed in no letter, and refuses the issue where the office asks for that."""

    def test_no_letter_says_it_and_the_pages_of_staff_do(self, bench, story, drafted):
        act = drafted("practice_change", "municipality")
        body = act["addressees"][0]["institution_id"]
        printed = text_of(story.officer.get(f"/recommendations/{act['id']}/letters/{body}").data)
        assert "konfirmuar" not in printed and "neni 22" not in printed and "nenit 24" not in printed
        assert "nenit 63, pika 3, të Kushtetutës dhe të ligjit nr. 8454" in printed
        story.officer.client.set_cookie("besa_staff", story.officer.token)
        page = unescape(story.officer.client.get(f"/cases/staff/recommendations/{act['id']}").text)
        assert "neni 24 (për t'u konfirmuar nga juristët e zyrës)" in page

    def test_with_the_setting_nothing_is_issued_on_it(self, bench, story, drafted, monkeypatch):
        act = drafted("practice_change", "municipality")
        path = f"/recommendations/{act['id']}"
        story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
        strict = replace(bench.platform.settings, confirmed_law_only=True)
        with monkeypatch.context() as patch:
            patch.setitem(bench.app.extensions, "besa", replace(bench.platform, settings=strict))
            refused = story.approver.post(f"{path}/issue")
            assert (refused.status_code, refused.json["code"]) == (409, "law.unconfirmed")
            said = story.officer.get(path).json["faults"]
            assert [one["code"] for one in said] == ["law.unconfirmed"]
            asked = {
                "step": "request_information",
                "institution_id": act["addressees"][0]["institution_id"],
                "text": "x",
            }
            by_step = story.officer.post(f"/cases/{act['case_id']}/steps", asked)
            assert (by_step.status_code, by_step.json["code"]) == (409, "law.unconfirmed")
        assert story.approver.post(f"{path}/issue").status_code == 200


@pytest.mark.parametrize(
    ("days", "sq", "en"),
    [
        (0, "nuk ka kaluar ende asnjë ditë", "no day has passed yet"),
        (1, "ka kaluar 1 ditë", "1 day has passed"),
        (2, "kanë kaluar 2 ditë", "2 days have passed"),
        (21, "kanë kaluar 21 ditë", "21 days have passed"),
    ],
)
def test_one_day_has_passed_and_thirteen_days_have(days, sq, en):
    day = date(2026, 11, 26)
    assert (passed_words(days, "sq", day), passed_words(days, "en", day)) == (sq, en)
