"""Ways for bodies without a superior are acts, and superiors are turned to one after the other (S6, m21)."""

from datetime import timedelta
from html import unescape

import pytest

from services.cases import timers
from services.cases.domain.bodies import BodyClass
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events.catalogue import DraftOffered, ObligationEscalated, RecommendationIssued
from tests.cases.bench import SEEN, today
from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence, after, day_of


@pytest.fixture
def town(story, bench, commissioner):
    """A municipality with its council and its prefect; there is an Assembly."""
    council, prefect = bench.body("municipal_council"), bench.body("prefect")
    relations = [("council_oversight", council.id, None, None), ("legality_oversight", prefect.id, None, None)]
    body = bench.body(relations=relations)
    bench.body("assembly")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher")), council, prefect


def reminded(silence):
    """Both reminders went out in silence; the day on which the next rung falls due."""
    day = after(silence.owed[0]["reply_due"])
    for rung in ("reminder", "second_reminder"):
        with silence.on(day):
            assert silence.send(silence.story.officer, rung).status_code == 201
        day = after(day, 10)
    return day


def page(person, path, language):
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    return unescape(person.client.get(f"/cases{path}?lang={language}").get_data(as_text=True))


def sent(silence):
    return [(one["rung"], one["alternative"], one["to"]) for one in silence.rungs()["sent"]]


class TestAWay:
    def test_a_way_is_an_act_with_addressee_dispatch_term_and_reply_before_the_assembly_is_told(self, town):
        silence, council, _prefect = town
        leader = silence.story.approver
        with silence.on(reminded(silence)):
            [letter] = silence.draft()
            assert letter["ways"]["municipal_council"] == [str(council.id)]
            taken = silence.send(leader, "hierarchical_superior", alternative="municipal_council").json
            assert (taken["state"], taken["to"]) == ("drafted", str(council.id))
            assert sent(silence)[2:] == [], "a draft is no step that was taken"
            issued = silence.issue(taken["act"])
            assert (issued["kind"], issued["addressees"][0]["class"]) == ("oversight_notice", "municipal_council")
            assert len(issued["obligations"]) == 2
            assert sent(silence)[2:] == [("hierarchical_superior", "municipal_council", str(council.id))]
            term = silence.rungs()["sent"][-1]["term_due"]
            assert day_of(term) >= today() + timedelta(days=30)
            assert [one["on"] for one in silence.rungs()["offers"]] == [str(after(term))]
        with silence.on(after(term)):
            [report] = silence.draft()
            told = silence.story.officer.get(f"/recommendations/{report['act']}").json
            assert f"me aktin {issued['number']} (Njoftim këshillit bashkiak)" in told["grounds"]
            assert any(issued["number"] in one["title_sq"] for one in told["attachments"])

    def test_a_way_that_is_only_drafted_is_shown_with_its_addressee_and_day_as_not_sent(self, town):
        silence, council, _prefect = town
        with silence.on(reminded(silence)):
            [letter] = silence.draft()
        reminded_day = day_of(letter["due_on"]) + timedelta(days=3)
        with silence.on(reminded_day):
            silence.send(silence.story.approver, "hierarchical_superior", alternative="municipal_council")
            [draft] = [one for one in silence.rungs()["drafts"] if one["state"] == "waiting"]
            assert (draft["to"], draft["alternative"]) == (str(council.id), "municipal_council")
            pages = (f"/staff/obligations/{silence.owed[0]['id']}", f"/staff/rungs/{letter['id']}")
            for path in pages:
                shown = page(silence.story.officer, path, "sq")
                assert "Njoftim këshillit bashkiak" in shown
                to = f"drejtuar: Organi Shembull {council.key}. Ende nuk është dërguar."
                assert f"U hartua më {day_words(reminded_day, 'sq')}, {to}" in shown
                shown = page(silence.story.officer, path, "en")
                assert "Notice to the municipal council" in shown
                assert f"Drafted on {day_words(reminded_day, 'en')}, addressed to: " in shown
                assert "Not sent yet." in shown
            assert "Njoftim këshillit bashkiak" in page(silence.story.officer, "/staff/rungs", "sq")

    def test_a_letter_speaks_of_the_day_of_its_issue_not_of_its_draft(self, town):
        silence, _council, _prefect = town
        drafted = reminded(silence)
        with silence.on(drafted):
            silence.draft()
            taken = silence.send(silence.story.approver, "hierarchical_superior", alternative="municipal_council").json
            grounds = silence.story.officer.get(f"/recommendations/{taken['act']}").json["grounds"]
            assert "Sot, (dita e lëshimit), ky institucion" in grounds
            kept = silence.story.officer.patch(f"/recommendations/{taken['act']}", {"grounds": grounds})
            assert kept.status_code == 200, kept.json
            assert day_words(drafted, "sq") not in grounds
            shown = page(silence.story.officer, f"/staff/recommendations/{taken['act']}", "sq")
            assert ("Sot, (dita e lëshimit), ky institucion" in shown, "{dita" in shown) == (True, False)
        issued_on = after(drafted, 5)
        with silence.on(issued_on):
            issued = silence.issue(taken["act"])
        assert f"Sot, {day_words(issued_on, 'sq')}, ky institucion" in issued["grounds"]
        assert f"{day_words(issued_on, 'sq')}: " in issued["grounds"], "who is silent is so on that day"
        [event] = [one for one in silence.bench.told(RecommendationIssued) if one["kind"] == "oversight_notice"]
        copy = silence.bench.platform.documents.get_json(event["addressees"][0]["rendering"])
        assert copy["grounds"] == issued["grounds"]
        assert "{" not in copy["grounds"]
        [told] = silence.bench.told(ObligationEscalated)[-1:]
        assert told["way"] == "municipal_council"

    def test_what_the_office_found_stands_in_the_story_on_the_day_of_the_finding(self, town):
        silence, _council, _prefect = town
        pressed_on, found_on = reminded(silence), after(silence.act["items"][0]["due"])
        with silence.on(found_on):
            for one in silence.owed:
                answer = silence.story.officer.post(
                    f"/obligations/{one['id']}/assessments", {"assessment": "not", "evidence": [SEEN]}
                )
                assert answer.status_code == 201, answer.json
        with silence.on(max(pressed_on, found_on)):
            silence.draft()
            taken = silence.send(silence.story.approver, "hierarchical_superior", alternative="municipal_council").json
            grounds = silence.story.officer.get(f"/recommendations/{taken['act']}").json["grounds"]
        assert f"{day_words(found_on, 'sq')}: sipas zyrës" in grounds

    def test_of_a_term_that_still_runs_nobody_writes_that_it_was(self, town):
        silence, _council, _prefect = town
        due = day_of(silence.owed[0]["reply_due"])
        with silence.on(due - timedelta(days=5)):
            early = silence.send(silence.commissioner, "assembly_report", override_reason="Rrezik për fëmijën.")
            assert early.status_code == 201, early.json
            grounds = silence.story.officer.get(f"/recommendations/{early.json['act']}").json["grounds"]
        assert f"Dita e fundit për përgjigjen është {day_words(due, 'sq')}. Deri tani" in grounds
        assert "ishte" not in grounds

    def test_the_report_does_not_say_that_a_way_was_taken_whose_letter_never_left(self, town):
        silence, _council, _prefect = town
        with silence.on(reminded(silence)):
            taken = silence.send(silence.story.approver, "hierarchical_superior", alternative="municipal_council").json
            silence.issue(taken["act"], arrives=False)
            refused = silence.send(silence.commissioner, "assembly_report", override_reason="Rrezik për fëmijën.")
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.not_arrived")

    def test_another_way_may_be_chosen_before_the_first_is_sent(self, town):
        silence, _council, prefect = town
        leader = silence.story.approver
        with silence.on(reminded(silence)):
            first = silence.send(leader, "hierarchical_superior", alternative="municipal_council").json
            second = silence.send(leader, "hierarchical_superior", alternative="prefect").json
            assert second["to"] == str(prefect.id)
            assert leader.get(f"/recommendations/{first['act']}").json["status"] == "discarded"

    def test_a_way_whose_body_the_directory_does_not_know_is_refused(self, silence_without):
        silence = silence_without
        with silence.on(reminded(silence)):
            refused = silence.send(silence.story.approver, "hierarchical_superior", alternative="prefect")
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.alternative_not_lawful")
            # What has no addressee could not be issued: it is not offered.
            assert refused.json["legal"] == ["head_of_body", "assembly_report"]

    @pytest.fixture
    def silence_without(self, story, bench, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body)
        bench.deliver(act, body)
        return Silence(story, body, act, commissioner, bench.person("publisher"))


def test_a_second_superior_is_turned_to_after_the_term_of_the_first_and_not_skipped(story, bench, commissioner):
    ministry = bench.body("ministry")
    agency = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    body = bench.body("school", relations=[("hierarchical", agency.id, "2020-01-01", None)])
    bench.body("assembly")
    act = story.with_findings().issue(body)
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    day = reminded(silence)
    for superior in (agency, ministry):
        with silence.on(day):
            [letter] = [one for one in silence.draft() if one["institution_id"] == str(body.id)]
            assert (letter["rung"], letter["to"]) == ("hierarchical_superior", str(superior.id)), letter["blocked"]
            silence.issue(letter["act"])
            day = after(silence.rungs()["sent"][-1]["term_due"])
    with silence.on(day):
        [letter] = [one for one in silence.draft() if one["institution_id"] == str(body.id)]
        assert letter["rung"] == "assembly_report"
        told = silence.story.officer.get(f"/recommendations/{letter['act']}").json
        assert told["grounds"].count("iu drejtuam organit epror") == 2


def test_one_report_carries_many_letters_with_the_measures_proposed(story, bench, commissioner):
    bench.body("assembly")
    publisher, silences = bench.person("publisher"), []
    story = story.with_findings()
    for _body in range(2):
        body = bench.body("agency")
        act = story.issue(body)
        bench.deliver(act, body)
        silences.append(Silence(story, body, act, commissioner, publisher))
    for silence in silences:
        day = reminded(silence)
    with silences[0].on(day):
        for silence in silences:
            taken = silence.send(story.approver, "hierarchical_superior", alternative="assembly_report")
            assert taken.json["state"] == "sent", taken.json
    with silences[0].on(after(day, 10)):
        letters = silences[0].draft()
        assert [one["rung"] for one in letters] == ["assembly_report"] * 2
        wanted = {
            "letters": [one["id"] for one in letters],
            "title": "Dy organe që nuk përgjigjen",
            "measures": ["Të thirren titullarët në komision.", "Të caktohet një afat."],
        }
        assert story.officer.post("/rung-letters/reports", wanted).status_code == 403
        joined = commissioner.post("/rung-letters/reports", wanted)
        assert joined.status_code == 201, joined.json
        report = commissioner.get(f"/recommendations/{joined.json['act']}").json
        for one, measure in zip(report["items"], wanted["measures"], strict=True):
            assert one["text"].startswith(f"{measure} Propozohet për letrën ")
            assert all(f"letrën {silence.act['number']}, e datës " in one["text"] for silence in silences)
            assert one["text"].count("drejtuar ") == 2
        assert all(silence.act["number"] in report["grounds"] for silence in silences)
        assert all(commissioner.get(f"/recommendations/{one['act']}").json["status"] == "discarded" for one in letters)
        silences[0].issue(report["id"])
        assert {silence.rungs()["sent"][-1]["act"] for silence in silences} == {report["id"]}
        assert silences[0].letters() == []


def test_a_report_about_letters_of_two_cases_is_compared_with_the_files_of_both(story, bench, commissioner):
    bench.body("assembly")
    publisher, silences = bench.person("publisher"), []
    for one in (story, Story(bench, bench.admit(), story.officer, story.approver)):
        body = bench.body("agency")
        act = one.with_findings().issue(body)
        bench.deliver(act, body)
        silences.append(Silence(one, body, act, commissioner, publisher))
    for silence in silences:
        day = reminded(silence)
    with silences[0].on(day):
        for silence in silences:
            taken = silence.send(story.approver, "hierarchical_superior", alternative="assembly_report")
            assert taken.json["state"] == "sent", taken.json
    with silences[0].on(after(day, 10)):
        letters = [one["id"] for one in silences[0].draft()]
        wanted = {"letters": letters, "title": "Dy organe", "measures": ["Të thirren titullarët."]}
        joined = commissioner.post("/rung-letters/reports", wanted).json
        behind = bench.told(DraftOffered, text_id=joined["act"])[-1]["complaints"]
        assert len(behind) == 2
        for silence in silences:
            walled = bench.person("approver")
            wall = {"staff_id": str(walled.id), "excluded": True, "reason": "Lidhje familjare."}
            entered = commissioner.post(f"/cases/{silence.story.case_id}/exclusions", wall)
            assert entered.status_code == 201, entered.json
            assert walled.get(f"/recommendations/{joined['act']}").status_code == 404
        own = bench.scalar("SELECT case_id FROM recommendation WHERE id = :id", id=joined["act"])
        other = bench.scalar("SELECT id FROM complaint WHERE case_id <> :own", own=own)
        assert str(other) in behind
        bench.hear_joined(bench.complaint(reference="A-2026-00002-5"), other)
        assert commissioner.get(f"/recommendations/{joined['act']}").json["names_check"] is None
        timers.offer_drafts(bench.platform, clock.utc_now())
        assert len(bench.told(DraftOffered, text_id=joined["act"])[-1]["complaints"]) == 3
        silences[0].issue(joined["act"])


def test_the_council_is_a_class_of_its_own():
    assert BodyClass("municipal_council") is BodyClass.MUNICIPAL_COUNCIL
