"""An announced activity is compared again each day; what a file that came later makes a name is put before a person, and stays until they say."""

import re
from datetime import timedelta

import pytest

from services.partners.comparing.models import TextCheck
from services.partners.named_later.timers import compare_announced
from shared.clock import utc_now
from shared.events.catalogue.texts import FoundPlace
from tests.partners.activities import OPEN, Person, answered, compared, planned
from tests.partners.test_activities_compared import announce

API, DESK = "/partners/api/v1/named-later", "/partners/staff/named-later"
NAMES = FoundPlace(part=0, start=0, end=4, kind="name", severity="stop")
OTHER = FoundPlace(part=0, start=5, end=9, kind="initials", severity="question")
WHY = "Është emri i një shkolle."


@pytest.fixture
def writer(directory):
    return Person(directory, "publisher")


@pytest.fixture
def second(directory):
    return Person(directory, "publisher")


@pytest.fixture
def activity(directory, writer, second):
    """One that anybody reads of."""
    made = planned(writer)
    compared(directory)
    told = announce(second, made)
    assert told.status_code == 200, told.text
    return told.json


def a_day_later(bench, *places):
    with bench.platform.database.transaction() as session:
        for look in session.query(TextCheck):
            look.offered_at -= timedelta(days=1)
    compare_announced(bench.platform, utc_now())
    answered(bench, *places)


def call(who, path="", body=None):
    method = "POST" if body else "GET"
    headers = {"Authorization": f"Bearer {who.token}"}
    return who.bench.app.test_client().open(f"{API}{path}", method=method, json=body, headers=headers)


def asked(who, activity):
    """What is asked about it, if anything is."""
    listed = call(who)
    assert listed.status_code == 200, listed.text
    return next((one for one in listed.json["items"] if one["id"] == activity["id"]), None)


def settle(who, one, choice, **more):
    return call(who, f"/{one['id']}/settling", {"choice": choice, "seen": one["seen"], **more})


def is_read(bench, activity):
    return bench.app.test_client().get(f"{OPEN}/{activity['number']}").status_code == 200


def test_what_names_somebody_by_now_is_asked_about_and_nothing_disappears(directory, second, activity):
    compare_announced(directory.platform, utc_now())
    assert asked(second, activity) is None
    a_day_later(directory)
    assert asked(second, activity) is None
    a_day_later(directory, NAMES)
    one = asked(second, activity)
    assert (one["number"], [place["words"] for place in one["places"]]) == (
        activity["number"],
        [activity["title_sq"][:4]],
    )
    assert is_read(directory, activity)
    for language, words in (("sq", "që mund të tregojnë dikë"), ("en", "Announced activities that may name")):
        page = second.client.get(f"{DESK}?lang={language}").text
        assert words in page and f"<strong>{activity['title_sq'][:4]}</strong>" in page
    assert "named-later" in second.page().text


def test_it_is_kept_with_a_reason_of_somebody_else_which_holds_until_other_places_are_found(
    directory, writer, second, activity
):
    a_day_later(directory, NAMES)
    one = asked(second, activity)
    assert settle(writer, one, "keep", reason=WHY).json["code"] == "named.own_work"
    assert settle(second, one, "keep", reason="-").json["code"] == "named.no_reason"
    assert settle(second, one | {"seen": "0" * 64}, "keep", reason=WHY).status_code == 409
    assert settle(second, one, "leave", reason=WHY).status_code == 422
    assert settle(second, one, "keep", reason=WHY).status_code == 200
    assert asked(second, activity) is None and settle(second, one, "keep", reason=WHY).status_code == 404
    assert directory.audited("text.explained", activity["id"]) == 1
    a_day_later(directory, NAMES)
    assert asked(second, activity) is None and is_read(directory, activity)
    a_day_later(directory, OTHER)
    assert asked(second, activity) is not None


def test_who_wrote_it_may_take_it_off_and_nobody_outside_reads_it_any_more(directory, writer, second, activity):
    a_day_later(directory, NAMES)
    assert settle(writer, asked(second, activity), "take_off").status_code == 200
    assert not is_read(directory, activity) and asked(second, activity) is None
    now = writer.get(f"/{activity['id']}").json
    assert (now["state"], now["announced_at"]) == ("planned", None)
    assert directory.audited("activity.retracted", activity["id"]) == 1


def test_one_that_was_called_off_is_taken_off_too_and_stays_called_off(directory, writer, second, activity):
    off = writer.call(f"/{activity['id']}/calling-off", {"reason": "Moti."}, seen=activity["revision"])
    assert off.status_code == 200 and is_read(directory, activity)
    a_day_later(directory, NAMES)
    assert settle(second, asked(second, activity), "take_off").status_code == 200
    assert not is_read(directory, activity)
    assert writer.get(f"/{activity['id']}").json["state"] == "called_off"


def press(who, one, **given):
    page = who.client.get(DESK).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    names = {f"{one['id']}-{name}": value for name, value in given.items()}
    return who.client.post(f"{DESK}/{one['id']}/settling", data={**hidden, **names})


def test_by_page_each_choice_is_made_and_what_is_wrong_is_said(directory, second, activity):
    a_day_later(directory, NAMES)
    one = asked(second, activity)
    nothing, dash = press(second, one), press(second, one, choice="keep", reason="-")
    other = press(second, one, choice="keep", reason=WHY, seen="0" * 64)
    assert (nothing.status_code, dash.status_code, other.status_code) == (422, 422, 409)
    assert "Zgjidhni çfarë bëhet me të" in nothing.text and "Shkruani me fjalë pse mbetet." in dash.text
    assert press(second, one, choice="keep", reason=WHY).status_code == 303
    assert asked(second, activity) is None and is_read(directory, activity)
    a_day_later(directory, OTHER)
    assert press(second, asked(second, activity), choice="take_off").status_code == 303
    assert not is_read(directory, activity)


@pytest.mark.parametrize(
    "body", [{}, {"choice": "keep"}, {"choice": 1, "seen": []}, {"choice": "keep", "seen": "\x00"}]
)
def test_bad_input_is_a_problem_and_what_is_not_asked_about_is_not_found(second, activity, body):
    refused = call(second, f"/{activity['id']}/settling", body | {"reason": WHY})
    assert refused.status_code == 422 and refused.content_type == "application/problem+json"
    whole = {"choice": "keep", "seen": "0" * 64, "reason": WHY}
    assert call(second, f"/{activity['id']}/settling", whole).status_code == 404


def test_by_page_what_is_not_asked_about_is_not_found(second, activity):
    for given in ({}, {"choice": "keep", "reason": WHY, "seen": "0" * 64}):
        assert press(second, activity, **given).status_code == 404
