"""More time that was given for one item is that item's, wherever it is read; and who was turned from has no day, also since before that was kept."""

from importlib import import_module

from sqlalchemy import text

from shared.events import catalogue
from tests.cases.bench import soon, today
from tests.cases.ladder_world import after
from tests.cases.test_attention import say as says
from tests.cases.test_rung_letters import silence

__all__ = ["silence"]
MIGRATION = import_module("services.cases.migrations.versions.0177_turned_has_no_day")


def grant(silence, place=0, **more):
    body = {"granted": True, "until": soon(90), "reason": "Dimri.", **more}
    answer = silence.story.officer.post(f"/obligations/{silence.owed[place]['id']}/extensions", body)
    assert answer.status_code == 201, answer.json


def test_the_event_says_for_which_items_it_was_granted(silence):
    grant(silence)
    [told] = silence.bench.told(catalogue.ExtensionDecided)
    assert told["items"] == [silence.owed[0]["item_id"]]


def test_a_request_that_was_granted_for_one_item_is_not_shown_as_granted_on_another(bench, silence):
    request = says(bench, silence.act, silence.body, "extension_asked")
    answered = {"item_id": silence.owed[1]["item_id"], "position": "refused"}
    bench.reply(silence.act, silence.body, answered)
    grant(silence, request_id=str(request))
    first, second = (silence.story.officer.get(f"/obligations/{one['id']}").json["requests"][0] for one in silence.owed)
    assert (first["state"], first["covers"]) == ("granted", True)
    assert first["granted_until"]
    assert (second["state"], second["covers"], second["granted_until"]) == ("granted", False, None)


def test_a_letter_names_the_item_that_got_more_time(silence):
    grant(silence)
    with silence.on(after(silence.owed[1]["reply_due"])):
        silence.draft()
        assert silence.send(silence.story.officer, "reminder", 1).status_code == 201
    with silence.on(after(silence.owed[1]["reply_due"], 20)):
        [letter] = [one for one in silence.draft() if one["rung"] == "second_reminder"]
    assert "zyra e zgjati afatin" not in letter["text"]["text"], "the second item, of which it speaks, got none"


def test_who_was_turned_from_before_has_no_day_any_more(silence):
    owed = silence.owed[0]["id"]
    with silence.bench.platform.database.transaction() as session:
        session.execute(text("UPDATE obligation SET readdressed_on = :on WHERE id = :id"), {"on": today(), "id": owed})
    assert silence.bench.scalar("SELECT implementation_due FROM obligation WHERE id = :id", id=owed) is not None
    with silence.bench.platform.database.transaction() as session:
        session.execute(text(MIGRATION.NO_DAY))
    due = "SELECT implementation_due FROM obligation WHERE id = :id"
    assert silence.bench.scalar(due, id=owed) is None
    assert silence.bench.scalar(due, id=silence.owed[1]["id"]) is not None
