"""An activity is announced once its words were compared with the sealed files: a name or a telephone number leaves by no outlet."""

import pytest
from sqlalchemy import text

from services.partners.activities.timers import compare_activities
from shared.clock import utc_now
from shared.events.catalogue import ActivityTextOffered
from shared.events.catalogue.texts import FoundPlace
from shared.events.documents.cases import OfferedText
from tests.partners.activities import DESK, Person, answered, compared, planned, step, wanted
from tests.partners.test_activities_public import outlets, read

CANARY = {
    "title_sq": "Takim me nxënësen Zanafilla Kanarina, tel. 069 234 5678",
    "title_en": "Meeting with Zanafilla Kanarina",
    "venue": "Te banesa e Zanafilla Kanarina",
}
NAMES = FoundPlace(part=0, start=18, end=36, kind="name", severity="stop")
MAY = FoundPlace(part=2, start=12, end=30, kind="initials", severity="question")
OFFICE = FoundPlace(part=0, start=0, end=9, kind="number", severity="question")
WHY = {"names_reason": "Është emri i një shkolle."}


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "publisher")


@pytest.fixture
def anybody(directory):
    return directory.app.test_client()


@pytest.fixture(autouse=True)
def by_hand(monkeypatch, directory):
    """Intake answers when a test says so; what others left is answered."""
    compared(directory)
    monkeypatch.setattr("tests.partners.activities.compared", lambda *_given: None)


def announce(who, activity, **said):
    return who.call(f"/{activity['id']}/announcement", said or None, seen=activity["revision"])


def test_a_name_and_a_telephone_in_title_and_venue_are_in_no_outlet(directory, anybody, writer, second):
    activity = planned(writer, **CANARY, municipality="bashkia-has")
    for _again in range(2):
        refused = announce(second, activity)
        assert (refused.status_code, refused.json["code"]) == (409, "text.compared")
        compare_activities(directory.platform, utc_now())
    [offered] = directory.told(ActivityTextOffered, text_id=activity["id"])
    parts = directory.platform.documents.read(OfferedText, offered["text"]).parts
    assert {one.name: one.text for one in parts} == CANARY
    answered(directory, NAMES)
    refused = announce(second, activity)
    assert (refused.status_code, refused.json["code"]) == (422, "text.names")
    found = read(anybody, outlets(activity))
    assert "Zanafilla" not in found and "069 234 5678" not in found and activity["number"] not in found


@pytest.mark.parametrize("place", [NAMES, MAY], ids=["names", "may"])
def test_words_that_name_somebody_are_announced_with_a_reason_alone_and_never_by_their_writer(directory, second, place):
    writer = Person(directory, "publisher")
    activity = planned(writer, **CANARY)
    compared(directory, place)
    for reason in ("", "-", " … "):
        refused = announce(second, activity, names_reason=reason)
        assert (refused.status_code, refused.json["code"]) == (422, "text.names"), reason
    assert announce(writer, activity, **WHY).status_code == 409
    given = announce(second, activity, **WHY)
    assert (given.status_code, given.json["state"]) == (200, "announced"), given.text
    assert directory.audited("text.explained", activity["id"]) == 1


def test_the_number_of_an_office_is_asked_of_nobody(directory, writer, second):
    activity = planned(writer)
    compared(directory, OFFICE)
    assert announce(second, activity).status_code == 200


def test_a_second_person_at_the_desk_reads_what_waits_and_gives_the_reason_at_its_field(directory, writer, second):
    activity = planned(writer, **CANARY)
    path, at = f"/{activity['id']}/announcement", f"/{activity['id']}"
    waits = second.press(path, {}, at=at)
    assert waits.status_code == 409 and "po krahasohen me dosjet e vulosura" in waits.text
    compared(directory, NAMES)
    page = second.page(at).text
    assert "<strong>Zanafilla Kanarina</strong>" in page and "announce-names_reason" in page
    assert "Pranë moshës, klasës ose vendit edhe një emër i vetëm" in page
    assert "announce-names_reason" not in writer.page(at).text
    asked = second.press(path, {}, at=at)
    assert asked.status_code == 422 and "shkruani pse mund të lexohen" in asked.text
    english = second.client.get(f"{DESK}/{activity['id']}?lang=en").text
    assert "it may be read" in english and "names_reason" in english
    assert second.press(path, {"announce-names_reason": WHY["names_reason"]}, at=at).status_code == 303


def test_of_what_is_not_told_where_it_stands_is_said_how_many_there_are(directory, writer, second):
    activity = planned(writer, **CANARY)
    compared(directory, NAMES, more=31)
    assert "31 vende të tjera" in second.page(f"/{activity['id']}").text
    assert "31 more" in second.client.get(f"{DESK}/{activity['id']}?lang=en").text


def test_other_words_are_compared_anew_and_what_is_announced_keeps_its_own(directory, writer, second):
    body = wanted()
    activity = writer.call(body=body).json
    compared(directory)
    changed = writer.call(f"/{activity['id']}", body | {"venue": CANARY["venue"]}, "PUT", seen=1).json
    assert announce(second, changed).json["code"] == "text.compared"
    compared(directory)
    out = announce(second, changed)
    assert out.status_code == 200, out.text
    refused = writer.call(f"/{activity['id']}", body | CANARY, "PUT", seen=out.json["revision"])
    assert (refused.status_code, refused.json["code"]) == (409, "activity.words_are_public")
    back = step(second, out.json, "announcement", method="DELETE")
    again = writer.call(f"/{activity['id']}", body | CANARY, "PUT", seen=back["revision"]).json
    assert announce(second, again).json["code"] == "text.compared"


def test_an_old_look_holds_no_more_and_another_is_asked_for_when_it_is_to_be_announced(directory, writer, second):
    activity = planned(writer)
    compared(directory)
    with directory.platform.database.transaction() as session:
        session.execute(text("UPDATE text_check SET checked_at = checked_at - interval '61 minutes'"))
    assert announce(second, activity).json["code"] == "text.compared"
    assert len(directory.told(ActivityTextOffered, text_id=activity["id"])) == 2
    answered(directory)
    assert announce(second, activity).status_code == 200


def test_one_of_before_anything_was_compared_is_compared_and_nobody_reads_it_once_it_names_somebody(
    directory, anybody, writer, second
):
    outs = []
    for place in (None, NAMES):
        activity = planned(writer, **CANARY, municipality="bashkia-has")
        compared(directory)
        out = announce(second, activity).json
        with directory.platform.database.transaction() as session:
            forget = "UPDATE text_check SET text_id = gen_random_uuid() WHERE text_id = :id"
            session.execute(text(forget), {"id": activity["id"]})
        compared(directory, *filter(None, [place]))
        compare_activities(directory.platform, utc_now())
        outs.append(writer.get(f"/{out['id']}").json)
    assert [one["state"] for one in outs] == ["announced", "planned"]
    assert directory.audited("activity.stopped", outs[1]["id"]) == 1
    assert outs[1]["number"] not in read(anybody, outlets(outs[1])[:1])
    assert anybody.get(outlets(outs[1])[-3]).status_code == 404
