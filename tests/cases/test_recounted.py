"""What a letter recounts of its case: the acts of inquiry towards its body, and the findings, in their places."""

from dataclasses import replace
from datetime import date

from services.cases.models import Inspection
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.test_letters import bodies, letter, text_of, two_items

__all__ = ["bodies"]
OVER = "UPDATE obligation SET reply_due = CURRENT_DATE - 5, delivered_on = CURRENT_DATE - 40"


def _asked(bench, case, body):
    """A request for information to the body, issued."""
    case.step("request_information", institution_id=str(body.id), text="Dërgoni regjistrin.")
    told = bench.told(catalogue.RecommendationIssued)[-1]
    return case.officer.get(f"/recommendations/{told['recommendation_id']}").json


def test_a_letter_recounts_what_was_asked_of_its_body_and_what_was_found_of_it_and_nothing_of_anybody_else(
    bench, story, bodies, databases
):
    case, ours, theirs = replace(story, case_id=bench.admit(bodies=[one.id for one in bodies])), *bodies
    case.step("assign")
    asked = [_asked(bench, case, one) for one in (ours, ours, theirs, ours)]
    for request, body in zip(asked[:3], (ours, ours, theirs), strict=True):
        bench.deliver(request, body)
    bench.reply(asked[0], ours)
    bench.reply(asked[2], theirs)
    with bench.platform.database.transaction() as session:
        made = {"institution_id": ours.id, "made_on": date(2026, 11, 3)}
        session.add(Inspection(case_id=case.case_id, number="VZ-2026-00001-3", **made))
    case.step("investigate")
    case.found("violation_found", ours, "Fjalët e dosjes.")
    case.found("violation_not_found", theirs)
    act = case.issue(ours, items=two_items())
    said = text_of(letter(case.officer, act, ours))
    numbers = [one["protocol"] for one in asked]
    parts = (
        "Më 3 nëntor 2026 bëmë një vizitë në institucionin tuaj (vizita VZ-2026-00001-3).",
        f"Me shkresën nr. {numbers[0]} Prot., datë {day_words(today(), 'sq')}, ju kërkuam informacion. "
        f"Përgjigjja juaj na mbërriti më {day_words(today(), 'sq')}.",
        f"Me shkresën nr. {numbers[1]} Prot., datë {day_words(today(), 'sq')}, ju kërkuam informacion.",
        "rezultoi si vijon:",
        "Konstatojmë se nga institucioni juaj nuk u respektua neni 28 i Konventës për të Drejtat e Fëmijës.",
        "REKOMANDOJMË:",
    )
    assert [part for part in parts if part not in said] == []
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert "Deri më sot" not in said, "nobody is silent while their time runs"
    assert said.count("kërkuam") == 2, "neither another body's request nor one that did not arrive"
    assert "Fjalët e dosjes" not in said and all(one["number"] not in said for one in asked)
    (told,) = bench.told(catalogue.RecommendationIssued, recommendation_id=act["id"])
    copy = bench.platform.documents.get_json(told["addressees"][0]["rendering"])
    assert copy["findings"][0]["en"].endswith(
        "did not respect article 28 of the Convention on the Rights of the Child."
    )
    assert [one["en"][:12] for one in copy["inquiry"]] == ["On 3 Novembe", "By our lette", "By our lette"]
    for kind in ("information_request", "practice_change"):
        plain = text_of(letter(case.officer, case.draft(theirs, items=two_items(), kind=kind), theirs))
        assert ("kërkuam" in plain) == (kind == "practice_change") and "Konstatojmë" not in plain
    databases.rewrite("cases", f"{OVER} WHERE recommendation_id = %(id)s", {"id": asked[1]["id"]})
    late = text_of(letter(case.officer, case.draft(ours, items=two_items()), ours))
    assert late.count("Deri më sot nuk kemi marrë përgjigje") == 1
