"""The draft findings of a visit go to its body before they are final: it corrects them in a term of their own, and the office answers each."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from shared.events.catalogue import ObligationAssessed, RecommendationIssued, VisitConcluded
from tests.cases.bench import today
from tests.cases.test_api_paper import letter as paper_letter
from tests.cases.test_visits import begun, conclude, give, read
from tests.cases.test_visits_concluded import RESIDENTIAL, SIX
from tests.intake.files import PDF

SENTENCE = "Regjistri i vendimeve u gjet pas vizitës."


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def visit(officer, home):
    visit = begun(officer, home)
    assert give(officer, visit, *((one, "not_met") for one in SIX), ("res.06", "met")).status_code == 200
    return visit


def path(visit, step):
    return f"/visits/{visit['visit']['id']}/{step}"


def sent(officer, visit):
    """The letter with the draft findings, as the office reads it, and its item by question."""
    answer = officer.post(path(visit, "draft-findings"))
    assert answer.status_code == 200, answer.json
    visit = read(officer, visit)
    act = officer.get(f"/recommendations/{visit['sent']['act_id']}").json
    by_text = {one["text"].partition(" Gjetja:")[0]: one["id"] for one in act["items"]}
    items = {key: by_text[one.text.sq] for key, one in RESIDENTIAL.questions.items() if one.text.sq in by_text}
    return visit, act, items


def correct(bench, act, home, items, **positions):
    """The body answers: of each question its position, and one sentence for all."""
    said = [
        {"item_id": items[f"res.{number[1:]}"], "position": position, "has_reasons": True}
        for number, position in positions.items()
    ]
    words = {"items": [{"item_id": one["item_id"], "reasons": SENTENCE} for one in said]}
    return bench.reply(act, home, *said, reply=bench.platform.documents.put_json(words))


def answer(officer, visit, question, verdict, value=None, words="E pamë regjistrin."):
    wanted = {"question": question, "verdict": verdict, "words": words, **({"value": value} if value else {})}
    return officer.post(path(visit, "corrections"), wanted)


def later(bench, days):
    """As if the letter had been delivered so many days earlier, so that its term is over."""
    bench.platform.database.run(
        lambda session: session.connection().exec_driver_sql(
            f"UPDATE obligation SET reply_due = reply_due - {days} WHERE reply_due IS NOT NULL"
        )
    )


def test_they_go_out_as_a_letter_of_their_own_with_its_own_term_and_press_nobody(bench, officer, home, visit):
    assert "send_findings" in read(officer, visit)["steps"]
    visit, act, items = sent(officer, visit)
    assert visit["visit"]["state"] == "with_body"
    assert (act["kind"], act["status"], len(act["items"])) == ("finding_corrections", "issued", 6)
    assert set(items) == set(SIX)
    assert act["number"].startswith("I-")
    # The case is there and has no findings yet: what is a draft breaches nothing.
    case = officer.get(f"/cases/{visit['opened']['id']}").json
    assert (case["case"]["status"], case["findings"], case["trigger"]["kind"]) == (
        "under_investigation",
        [],
        "inspection",
    )
    [told] = bench.told(RecommendationIssued, kind="finding_corrections")
    text = bench.platform.documents.get_json(told["addressees"][0]["rendering"])
    assert [one["position"] for one in text["reply"]["form"]["positions"]] == [
        "accepted", "accepted_in_part", "refused", "asks_clarification"
    ]  # fmt: skip
    bench.deliver(act, home)
    due = read(officer, visit)["sent"]["due"]
    assert str(today() + timedelta(days=14)) < due < str(today() + timedelta(days=25))
    # It is answered on the visit, and not by the officer's hand before that; answers are not changed meanwhile.
    assert give(officer, visit, ("res.06", "not_met")).status_code == 409
    assert bench.told(VisitConcluded) == []


def refuse_what_is_wrong(officer, visit):
    for wrong, field in (
        ({"verdict": "correction_taken"}, "value"),
        ({"verdict": "correction_taken", "value": "not_met"}, "value"),
        ({"verdict": "correction_not_taken", "value": "met"}, "value"),
        ({"verdict": "correction_not_taken", "words": " "}, "words"),
        ({"verdict": "never"}, "verdict"),
        ({"verdict": "correction_not_taken", "question": "res.99"}, "question"),
    ):
        refused = officer.post(path(visit, "corrections"), {"question": "res.01", "words": "Fjalë.", **wrong})
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, f"/{field}"), refused.json


def check_beside(bench, officer, visit, items):
    """What was sent, what the office made of it, and what stands now."""
    now = read(officer, visit)
    stands = {one["question"]: (one["value"], one["version"]) for one in now["answers"]}
    assert [stands[one] for one in ("res.01", "res.17", "res.03")] == [("met", 2), ("partly", 2), ("not_met", 1)]
    beside = {one["question"]: one for one in now["sent"]["corrections"]}
    assert (beside["res.01"]["sent_value"], beside["res.01"]["outcome"]) == ("not_met", "correction_taken")
    # Its body reads what became of each correction, in a word.
    told = {one["item_id"]: one["outcome"] for one in bench.told(ObligationAssessed)}
    assert told[items["res.01"]] == "correction_taken"
    assert told[items["res.03"]] == "correction_not_taken"


def check_remedy(bench, officer, ended):
    """It holds what was not taken over, and says what the office made of each correction."""
    drafted = officer.get(f"/recommendations/{ended['opened']['act_id']}").json
    kept = [RESIDENTIAL.questions[one] for one in SIX if one not in {"res.01", "res.17"}]
    assert {one["text"] for one in drafted["items"]} == {one.item.sq for one in kept}
    assert "Saktësimi nuk u mor parasysh. Fëmijët u panë." in drafted["grounds"]
    assert "Saktësimi u mor parasysh. E pamë regjistrin." in drafted["grounds"]
    case = officer.get(f"/cases/{ended['opened']['id']}").json
    assert case["case"]["status"] == "findings_recorded"
    closed = {one["question"]: one["outcome"] for one in ended["sent"]["corrections"]}
    assert (closed["res.05"], closed["res.04"]) == ("nothing_corrected", "nothing_corrected")
    assert bench.scalar("SELECT count(*) FROM obligation WHERE closed_on IS NULL") == 0


def test_each_correction_is_answered_and_what_was_taken_over_stands_beside_what_was_sent(bench, officer, home, visit):
    visit, act, items = sent(officer, visit)
    bench.deliver(act, home, at=datetime.now(UTC) - timedelta(days=1))
    correct(bench, act, home, items, q01="refused", q17="accepted_in_part", q03="refused", q04="accepted")
    by_question = {one["question"]: one for one in read(officer, visit)["sent"]["corrections"]}
    assert [by_question[one]["position"] for one in ("res.01", "res.04", "res.02")] == ["refused", "accepted", None]
    assert by_question["res.01"]["words"] == SENTENCE
    assert {one for one, said in by_question.items() if said["waits"]} == {"res.01", "res.17", "res.03"}
    # Two more by a letter on paper, noted by staff: the same engine.
    scan = {"file": (io.BytesIO(PDF), "letra.pdf")}
    scanned = officer.call("POST", f"/recommendations/{act['id']}/scans", data=scan).json["id"]
    on_paper = paper_letter({**act, "scan_id": scanned}, {"item_id": items["res.02"], "position": "accepted"})
    noted = officer.post(f"/recommendations/{act['id']}/paper-replies", on_paper)
    assert noted.status_code in (200, 201), noted.json

    refuse_what_is_wrong(officer, visit)
    assert answer(officer, visit, "res.05", "correction_not_taken").json["code"] == "correction.not_corrected"

    assert answer(officer, visit, "res.01", "correction_taken", "met").status_code == 200
    assert answer(officer, visit, "res.17", "correction_taken_in_part", "partly").status_code == 200
    refused = conclude(officer, visit)
    assert (refused.status_code, refused.json["code"], refused.json["legal"]) == (
        409,
        "correction.unanswered",
        ["res.03"],
    )
    assert answer(officer, visit, "res.03", "correction_not_taken", words="Fëmijët u panë.").status_code == 200

    check_beside(bench, officer, visit, items)

    # res.05 was never answered by the body: it has time until its last day.
    assert conclude(officer, visit).json["code"] == "correction.term_runs"
    later(bench, 60)
    ended = conclude(officer, visit)
    assert ended.status_code == 200, ended.json
    check_remedy(bench, officer, ended.json)

    # What left with the event: that there was a visit, and nothing that was found.
    [event] = bench.told(VisitConcluded)
    assert event == {
        "visit_id": visit["visit"]["id"],
        "number": visit["visit"]["number"],
        "institution_id": str(home.id),
        "kind": "full",
        "announced": True,
        "checklist": "residential",
        "checklist_version": 1,
        "begun_on": str(today()),
        "concluded_on": str(today()),
    }


def test_where_everything_was_taken_over_no_remedy_is_drafted_and_the_case_says_so(bench, officer, home):
    visit = begun(officer, home)
    give(officer, visit, ("res.01", "not_met"))
    visit, act, items = sent(officer, visit)
    bench.deliver(act, home)
    correct(bench, act, home, items, q01="refused")
    assert answer(officer, visit, "res.01", "correction_taken", "met").status_code == 200
    ended = conclude(officer, visit)
    assert (ended.status_code, ended.json["opened"]["act_id"]) == (200, None), ended.json
    case = officer.get(f"/cases/{ended.json['opened']['id']}").json
    assert [one["result"] for one in case["findings"]] == ["violation_not_found"]


def test_who_does_not_see_the_case_reads_no_correction_and_a_visit_without_fault_sends_nothing(
    bench, officer, home, visit
):
    clean = begun(officer, home)
    give(officer, clean, ("res.01", "met"))
    assert officer.post(path(clean, "draft-findings")).json["code"] == "visit.nothing_to_send"
    sent(officer, visit)
    other, monitor = bench.person("case_officer"), bench.person("monitor")
    assert (read(other, visit)["sent"], read(monitor, visit)["sent"]) == (None, None)
    assert answer(other, visit, "res.01", "correction_not_taken").status_code in (403, 404)
    # A letter that was withdrawn awaits nothing.
    commissioner = bench.person("commissioner")
    act = read(commissioner, visit)["sent"]["act_id"]
    withdrawn = commissioner.post(
        f"/recommendations/{act}/withdrawal", {"ground": "issued_in_error", "reason": "Gabim."}
    )
    assert withdrawn.status_code == 200, withdrawn.json
    assert conclude(officer, visit).status_code == 200
