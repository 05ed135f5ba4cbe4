"""Who came to an activity is counted and never listed: at each door, corrected by saying it again, and told to the others in numbers."""

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.events.catalogue import ActivityHeld
from tests.partners.activities import Person, announced, day, planned, step, wanted, word

BOOK = str(uuid4())
CAME = {
    "adults": 3,
    "children": [
        {"age_band": "from_6_to_9", "sex": "female", "count": 12},
        {"age_band": "from_10_to_13", "sex": "male", "count": 7},
        {"age_band": "not_said", "sex": "not_said", "count": 0},
    ],
    "materials": [{"publication_id": BOOK, "title": "Udhëzues shembull", "copies": 19}],
}


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def activity(writer):
    return planned(writer, municipality="bashkia-has", clusters=["5", "8"])


def came(**more):
    return {"held_on": day(0), **CAME, **more}


def held(writer, activity, **more):
    return step(writer, activity, "holding", came(**more))


def test_it_is_held_with_counts_and_materials_and_others_learn_numbers_alone(directory, writer, activity):
    found = held(writer, activity)
    assert (found["state"], found["counted"], found["adults"], found["held_on"]) == ("held", 19, 3, day(0))
    assert [one["count"] for one in found["children"]] == [12, 7]
    assert found["materials"] == CAME["materials"] and found["steps"] == ["hold", "evaluate", "consent"]
    [told] = directory.told(ActivityHeld, activity_id=found["id"])
    assert told == {
        "activity_id": found["id"], "number": found["number"], "kind": "school_lesson", "clusters": ["5", "8"],
        "municipality": "bashkia-has", "held_on": day(0), "children": 19, "adults": 3, "copies": 19, "revision": 2,
    }  # fmt: skip
    assert directory.audited("activity.held", found["id"]) == 1


def test_what_was_counted_wrong_is_said_again_and_told_as_a_later_revision(directory, writer, activity):
    found = held(writer, activity)
    again = held(writer, found, adults=0, children=[{"age_band": "under_6", "sex": "other", "count": 2}], materials=[])
    assert (again["counted"], again["adults"], again["materials"]) == (2, 0, [])
    assert [one["revision"] for one in directory.told(ActivityHeld, activity_id=found["id"])] == [2, 3]
    stale = writer.call(f"/{found['id']}/holding", came(), seen=2)
    assert stale.status_code == 412


def test_one_that_nobody_announced_is_held_and_one_that_was_called_off_is_not(directory, writer):
    second = Person(directory, "publisher")
    assert held(writer, announced(writer, second))["announced_at"] is not None
    off = step(writer, planned(writer), "calling-off", {"reason": "Pse jo."})
    refused = writer.call(f"/{off['id']}/holding", came(), seen=2)
    assert (refused.status_code, refused.json["code"]) == (409, "activity.not_now")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"held_on": "2090-01-01"}, "activity.to_come"),
        ({"children": [CAME["children"][0], CAME["children"][0]]}, "activity.counted_twice"),
        ({"materials": CAME["materials"] * 2}, "activity.twice"),
        ({"children": [{"age_band": "adult", "sex": "female", "count": 1}]}, None),
        ({"children": [{"age_band": "under_6", "sex": "female", "count": -1}]}, None),
        ({"children": [{"age_band": "under_6", "sex": "female", "count": "7"}]}, None),
        ({"children": [{"age_band": "under_6", "sex": "female", "count": 1, "name": "Zana"}]}, None),
        ({"names": ["Zana"]}, None),
        ({"adults": True}, None),
    ],
)
def test_what_cannot_be_counted_is_refused_and_nothing_is_told(directory, writer, activity, change, code):
    answer = writer.call(f"/{activity['id']}/holding", came(**change), seen=1)
    assert answer.status_code == 422 and code in (None, answer.json["code"])
    assert directory.told(ActivityHeld, activity_id=activity["id"]) == []


def test_no_column_of_what_is_counted_could_hold_a_name(directory):
    columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'activity_count'"
    with directory.platform.database.reading() as session:
        found = dict(session.execute(text(columns)).all())
    assert found == {"activity_id": "uuid", "age_band": "text", "sex": "text", "count": "integer"}


def test_a_code_that_the_data_does_not_know_is_refused_at_the_door(writer, activity):
    answer = writer.call(
        f"/{activity['id']}/holding", came(children=[{"age_band": word(), "sex": "female", "count": 1}]), seen=1
    )
    assert answer.status_code == 422 and "age_band" in json.dumps(answer.json)


class TestPage:
    def test_it_is_filled_in_and_corrected_by_hand(self, writer, activity):
        path = f"/{activity['id']}/holding"
        sent = filled(adults="3", count_from_6_to_9_female="12", address_0=f"/notifications/publications/{BOOK}", title_0="Udhëzues shembull", copies_0="19")  # fmt: skip
        done = writer.press(path, sent)
        assert done.status_code == 303, done.text
        shown = writer.page(f"/{activity['id']}").text
        assert (
            "6–9 vjeç" in shown and f"/notifications/publications/{BOOK}" in shown and "Korrigjoni kush erdhi" in shown
        )
        again = writer.page(path).text
        known = dict(re.findall(r'name="([a-z0-9_]+)"(?: type="text")? value="([^"]+)"', again))
        assert known["count_from_6_to_9_female"] == "12" and BOOK in again
        assert writer.press(path, filled(count_under_6_male="1", count_from_6_to_9_female="")).status_code == 303
        assert writer.get(f"/{activity['id']}").json["counted"] == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"count_under_6_male": "dy"}, "numër të plotë"),
            ({"count_under_6_male": "-1"}, "numër të plotë"),
            ({"title_0": "Pa adresë", "copies_0": "1"}, "Ngjisni adresën"),
            ({"address_0": BOOK}, "Për çdo publikim"),
            ({"held_on-year": "2090"}, "nuk ka ardhur ende"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, writer, activity, change, words):
        answer = writer.press(f"/{activity['id']}/holding", filled(**change))
        assert answer.status_code == 422 and words in answer.text
        assert writer.get(f"/{activity['id']}").json["state"] == "planned"

    def test_who_only_reads_does_not_count(self, directory, activity):
        assert Person(directory, "auditor").page(f"/{activity['id']}/holding").status_code == 403

    def test_what_was_called_off_says_so(self, writer):
        off = step(writer, planned(writer, **wanted()), "calling-off", {"reason": "Pse jo."})
        answer = writer.press(f"/{off['id']}/holding", filled())
        assert answer.status_code == 409 and "Ky hap nuk bëhet më" in answer.text


def filled(**more):
    year, month, of_month = day(0).split("-")
    return {"held_on-day": of_month, "held_on-month": month, "held_on-year": year, **more}
