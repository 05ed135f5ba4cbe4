"""A day of delivery is corrected with what shows it, by a person and on a day that can be read: over the API, on the page, in the explanation."""

import io
from datetime import timedelta

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.pages_world import office, said, world
from tests.cases.test_clock_entries import ago, owed
from tests.cases.test_evidence import PDF
from tests.cases.test_pages_clock import enter as enter_on_page
from tests.cases.test_pages_obligations import at, first

__all__ = ["office", "owed", "world"]


def correct(story, owed, **more):
    body = {"kind": "corrected", "effective": ago(7), "reason": "Dita ishte tjetër.", **more}
    return story.officer.post(f"/obligations/{owed[2]}/clock-entries", body)


def test_words_alone_move_no_day_of_delivery(story, owed):
    refused = correct(story, owed)
    assert (refused.status_code, refused.json["code"]) == (422, "clock.no_proof")
    assert "scan_id" in str(refused.json["errors"])
    unknown = correct(story, owed, ground="because")
    assert (unknown.status_code, unknown.json["code"]) == (422, "clock.no_such_ground")
    other = correct(story, owed, scan_id="0199aaaa-0000-7000-8000-000000000001")
    assert (other.status_code, other.json["code"]) == (422, "clock.no_such_scan")
    ledger = story.officer.get(f"/obligations/{owed[2]}/clock").json["ledger"]
    assert [one["kind"] for one in ledger] == ["started"]


def test_the_clock_says_what_shows_the_day_who_entered_it_and_when(story, owed):
    answer = correct(story, owed, ground="register_seen")
    assert answer.status_code == 201
    entry = answer.json["ledger"][-1]
    assert (entry["ground"], entry["scan_id"]) == ("register_seen", None)
    assert entry["by"]
    assert entry["recorded_at"]
    assert any("The office corrected this day on" in one for one in answer.json["words"]["en"])
    assert any("Këtë ditë e korrigjoi zyra më" in one for one in answer.json["words"]["sq"])


def test_its_body_reads_in_the_event_that_the_day_was_corrected(bench, story, owed):
    # By three weeks, so that no run of holidays leaves the last day where it was: a body is told of days that move.
    assert correct(story, owed, ground="register_seen", effective=ago(21)).status_code == 201
    told = bench.told(catalogue.ObligationClocked)
    assert (told[0].get("corrected_on"), told[-1]["corrected_on"]) == (None, str(today()))


def test_the_page_asks_for_it_at_its_field_and_shows_what_was_handed_in(world):
    act = world.issued()
    world.run(lambda session: session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 20"))
    world.delivered(act, days_ago=5)
    owed, when = first(world, act), today() - timedelta(days=9)
    refused = enter_on_page(world, owed, "corrected", when=when, **{"clock-ground": ""})
    assert refused.status_code == 422
    assert "Një ditë dorëzimi korrigjohet vetëm me provë" in said(refused.text)
    scan = {"clock-ground": "", "clock-scan": (io.BytesIO(PDF), "fletëmarrja.pdf")}
    assert enter_on_page(world, owed, "corrected", when=when, **scan).status_code == 303
    page = world.client("case_officer").get(at(owed)).text
    assert "Prova e ditës" in said(page)
    assert "Këtë ditë e korrigjoi zyra më" in said(page)
    assert enter_on_page(world, owed, "corrected", when=when + timedelta(days=1)).status_code == 303
    assert "Zyra e pa ditën në librin e protokollit" in said(world.client("case_officer").get(at(owed)).text)
