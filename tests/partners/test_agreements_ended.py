"""An agreement ends as two people say, on a ground, or by itself after its last day; from then on everybody reads that it is over, at each door."""

import csv
import html
import io
from datetime import UTC, datetime, time, timedelta

import pytest

from services.partners.cooperation import timers
from shared import clock
from shared.events.catalogue import AgreementEnded
from tests.partners.cooperation import (
    DESK,
    Person,
    call,
    clause,
    day,
    press,
    signing,
    today,
    typed_day,
    written,
)
from tests.partners.test_cooperation_public import FILE, OPEN, PAGE


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "commissioner")


@pytest.fixture
def body(directory):
    return directory.body()


@pytest.fixture
def agreed(writer, second, body):
    made = written(writer, bodies=[str(body.id)], clauses=[clause(owed_by=str(body.id)), clause()])
    return signing(second, made).json


def ending(**more):
    return {"ended_on": today().isoformat(), "ground": "breach", "evidence": "Shkresa nr. 12.", **more}


def end(person, agreement, step="", body=None):
    return call(person, f"/agreements/{agreement['id']}/ending{step}", body, seen=agreement["revision"])


def told(bench, agreement):
    return bench.told(AgreementEnded, agreement_id=agreement["id"])


def in_state(person, agreement, state):
    found = call(person, f"/agreements?q={agreement['number']}&state={state}", method="GET").json["items"]
    return [one["id"] for one in found] == [agreement["id"]]


def test_one_writes_it_another_confirms_it_and_cases_is_told_once(directory, writer, second, agreed):
    asked = end(writer, agreed, body=ending())
    assert (asked.status_code, asked.json["state"], asked.json["ended_on"]) == (200, "in_force", None), asked.text
    assert asked.json["ending"] == {**ending(), "replaced_by": None, "waits": True}
    assert told(directory, agreed) == []
    done = end(second, asked.json, "/confirmation")
    assert (done.status_code, done.json["state"], done.json["ended_on"]) == (200, "ended", today().isoformat())
    [event] = told(directory, agreed)
    assert (event["ground"], event["ended_on"], event["number"]) == ("breach", today().isoformat(), agreed["number"])
    assert "Shkresa" not in repr(event)
    for step, more in (("", ending()), ("/confirmation", None), ("/withdrawal", None)):
        refused = end(second, done.json, step, more)
        assert (refused.status_code, "agreement.ended" in refused.text) == (409, True)
    assert in_state(writer, agreed, "ended") and not in_state(writer, agreed, "in_force")
    assert len(told(directory, agreed)) == 1


def test_who_wrote_it_does_not_confirm_it_and_takes_it_back(directory, second, agreed):
    asked = end(second, agreed, body=ending())
    own = end(second, asked.json, "/confirmation")
    assert (own.status_code, "agreement.ending_own" in own.text) == (409, True)
    assert "agreement.ending_asked" in end(second, asked.json, body=ending()).text
    assert end(Person(directory), asked.json, "/confirmation").status_code == 403
    back = end(second, asked.json, "/withdrawal")
    assert (back.status_code, back.json["ending"], back.json["state"]) == (200, None, "in_force")
    assert "agreement.ending_none" in end(second, back.json, "/withdrawal").text
    assert "agreement.ending_none" in end(Person(directory, "approver"), back.json, "/confirmation").text
    assert end(second, agreed, body=ending()).status_code == 412


def test_what_cannot_be_is_refused_at_its_field(writer, second, body, agreed):
    draft = written(writer, bodies=[str(body.id)], clauses=[clause()])
    assert "agreement.draft" in end(writer, draft, body=ending()).text
    assert in_state(writer, draft, "draft")
    for more, code in (
        ({"ended_on": day(1)}, "agreement.ending_day"),
        ({"ended_on": day(-1)}, "agreement.ending_day"),
        ({"ground": "replaced"}, "agreement.no_successor"),
        ({"ground": "replaced", "replaced_by": draft["id"]}, "agreement.no_successor"),
        ({"ground": "replaced", "replaced_by": agreed["id"]}, "agreement.no_successor"),
        ({"replaced_by": draft["id"]}, "agreement.no_successor"),
    ):
        answer = end(writer, agreed, body=ending(**more))
        assert (answer.status_code, code in answer.text) == (422, True), answer.text
    for bad in ({"ground": "expired"}, {"ground": "x"}, {"evidence": ""}):
        assert end(writer, agreed, body=ending(**bad)).status_code == 422
    other = signing(second, written(writer, bodies=[str(body.id)], clauses=[clause()])).json
    taken = end(writer, agreed, body=ending(ground="replaced", replaced_by=other["id"]))
    assert (taken.status_code, taken.json["ending"]["replaced_by"]) == (200, other["id"])


@pytest.fixture(autouse=True)
def now_again():
    yield
    clock.travel_to(None)


def test_after_its_last_day_it_is_over_at_every_door_by_itself(directory, writer, second, body):
    anybody = directory.app.test_client()
    made = written(writer, bodies=[str(body.id)], clauses=[clause(due=day(0))], until=day(0))
    agreed = signing(second, made).json
    waits = end(writer, agreed, body=ending()).json
    assert (waits["state"], in_state(writer, agreed, "in_force")) == ("in_force", True)
    assert "mbaroi më" not in html.unescape(anybody.get(f"{PAGE}?q={body.key}").text)
    clock.travel_to(datetime.combine(today() + timedelta(days=1), time(9), UTC))
    later = Person(directory)
    read = call(later, f"/agreements/{agreed['id']}", method="GET").json
    assert (read["state"], read["ended_on"]) == ("ended", agreed["until"])
    assert in_state(later, agreed, "ended") and not in_state(later, agreed, "in_force")
    assert "Mbaroi" in html.unescape(later.client.get(f"{DESK}?q={agreed['number']}").text)
    [line] = anybody.get(f"{OPEN}?q={body.key}").json["items"]
    assert [one["ended_on"] for one in line["work"]] == [agreed["until"]]
    assert "mbaroi më" in html.unescape(anybody.get(f"{PAGE}?q={body.key}").text)
    rows = csv.DictReader(io.StringIO(anybody.get(FILE).text.lstrip("\ufeff")))
    assert [one["ended_on"] for one in rows if one["number"] == agreed["number"]] == [agreed["until"]]
    for _turn in range(2):
        timers.expire_agreements(directory.platform, clock.utc_now())
    [event] = told(directory, agreed)
    assert (event["ground"], event["ended_on"]) == ("expired", agreed["until"])
    read = call(later, f"/agreements/{agreed['id']}", method="GET").json
    assert (read["ending"]["ground"], read["ending"]["evidence"], read["ending"]["waits"]) == ("expired", None, False)
    assert "Kaloi dita e fundit" in html.unescape(later.client.get(f"{DESK}/{agreed['id']}").text)


def test_what_has_no_last_day_or_has_it_ahead_does_not_end_by_itself(directory, writer, second, body, agreed):
    open_end = signing(second, written(writer, bodies=[str(body.id)], clauses=[clause()], until=None)).json
    draft = written(writer, bodies=[str(body.id)], clauses=[clause()], until=day(-1))
    timers.expire_agreements(directory.platform, clock.utc_now())
    assert [told(directory, one) for one in (agreed, open_end, draft)] == [[], [], []]


def test_the_pages_write_it_take_it_back_and_confirm_it(directory, writer, second, agreed):
    at = f"{DESK}/{agreed['id']}"
    said = {**typed_day("end-ended_on", today().isoformat()), "end-ground": "notice_of_other", "end-evidence": "Letra."}
    missing = press(writer, f"{at}/ending", {**said, "end-evidence": ""}, at)
    assert (missing.status_code, "Shkruani me çfarë" in html.unescape(missing.text)) == (422, True)
    assert press(writer, f"{at}/ending", said, at).status_code == 303
    page = html.unescape(writer.client.get(at).text)
    assert "Pala tjetër e denoncoi me njoftim. Letra." in page and "Mirato që mbaroi" not in page
    assert press(writer, f"{at}/ending/withdrawal", {}, at).status_code == 303
    assert press(writer, f"{at}/ending", said, at).status_code == 303
    assert "Mirato që mbaroi" in html.unescape(second.client.get(at).text)
    assert press(second, f"{at}/ending/confirmation", {}, at).status_code == 303
    page = html.unescape(second.client.get(at).text)
    assert "Pala tjetër e denoncoi me njoftim" in page and "Shkruaj që mbaroi" not in page
    late = press(second, f"{at}/ending/confirmation", {"confirm-revision": "5"}, at)
    assert late.status_code == 409
    assert agreed["number"] in writer.client.get(f"{DESK}?q={agreed['number']}&state=ended").text
