"""A letter by a one-time link through all four services: issued, mailed, opened by its button, answered, and seen in cases."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.partners.test_pages import answer_form
from tests.rules import office
from tests.rules.office import PARTNERS
from tests.rules.world import body_id

TROPOJE = "bashkia-tropoje"
MAILBOX = "protokolli.shembull@example.org"
ISSUED = date(2026, 3, 2)
OPENED = ISSUED + timedelta(days=7)
LINK = re.compile(r"https?://\S+?(/partners/link/\S+)")


def mails(world):
    """What the folder of mails holds, the oldest first; other tests have theirs there too."""
    folder = Path(world.platform("notifications").settings.mail_url.removeprefix("file://"))
    return [
        message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"), key=_written)
    ]


def _written(path):
    return path.stat().st_mtime_ns


def issue_by_link(world):
    """An act to a body that is reached by links alone, and the path behind the link that was mailed to it."""
    linked = {"mailbox": MAILBOX, "by_link": True}
    world.staff("admin").patch(f"{PARTNERS}/institutions/{body_id(TROPOJE)}", linked)
    act = office.act_to(world, TROPOJE, items=2)
    world.tick()
    world.tick()
    mail = [one for one in mails(world) if act["number"] in one.get_content()][-1]
    assert (mail["To"], act["number"] in mail["Subject"]) == (MAILBOX, False)
    assert not [word for word in ("Kthimi", "shkoll", "Tropojë", "Masa") if word in mail.as_string()]
    return act, LINK.search(mail.get_content()).group(1)


def press(world, client, path):
    form = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text).group(1)
    answer = client.post(path, data={"csrf_token": form})
    world.carry()
    return answer


def test_a_letter_by_link_is_delivered_by_its_button_answered_and_seen_by_the_office(world):
    with world.on(ISSUED):
        act, path = issue_by_link(world)
        client = world.apps["partners"].test_client()
        assert (client.head(path).status_code, client.get(path).status_code) == (200, 200)
        world.carry()
        assert {(one["delivery"], one["reply_due"]) for one in office.obligations(world, act["id"])} == {
            ("queued", None)
        }
        [copy] = office.act(world, act["id"])["addressees"]
        assert (copy["link_step"], copy["link_until"]) == ("sent", (ISSUED + timedelta(days=30)).isoformat())
    with world.on(OPENED):
        opened = press(world, client, path)
        letter = opened.headers["Location"]
        assert opened.status_code == 303
        assert client.get(letter).status_code == 200
        world.carry()
        # Thirty days after 9 March.
        assert {one["reply_due"] for one in office.obligations(world, act["id"])} == {"2026-04-08"}
        [copy] = office.act(world, act["id"])["addressees"]
        assert (copy["delivery"], copy["channel"], copy["delivered_on"], copy["link_step"]) == (
            "opened", "link", OPENED.isoformat(), "opened",
        )  # fmt: skip
        assert client.post(f"{letter}/reply", data=answer_form(client, letter)).status_code == 303
        world.carry()
        owed = office.obligations(world, act["id"])
        assert {one["reply"] for one in owed} == {"accepted"}
        world.tick()
        assert press(world, world.apps["partners"].test_client(), path).status_code == 404


def test_a_link_that_nobody_opened_is_a_letter_in_the_post_book_and_no_body_is_late(world):
    with world.on(ISSUED):
        act, path = issue_by_link(world)
    with world.on(ISSUED + timedelta(days=31)):
        world.tick()
        owed = office.obligations(world, act["id"])
        assert {(one["delivery"], one["reply_due"], one["reply"]) for one in owed} == {("to_post", None, "none")}
        assert press(world, world.apps["partners"].test_client(), path).status_code == 404
        waiting = world.staff("case_officer").get(f"{PARTNERS}/post-book", state="to_post")["items"]
        assert [(one["number"], one["cause"]) for one in waiting] == [(act["number"], "link_expired")]


def post_book(world):
    return world.staff("case_officer").get(f"{PARTNERS}/post-book")["items"]


def test_who_read_the_letter_by_a_link_alone_is_asked_again_by_a_letter_and_its_clock_waits_for_that(world):
    with world.on(ISSUED):
        act, path = issue_by_link(world)
        client = world.apps["partners"].test_client()
    with world.on(OPENED):
        assert press(world, client, path).status_code == 303
        [first, _second] = office.obligations(world, act["id"])
        due = first["reply_due"]
    with world.on(told := OPENED + timedelta(days=10)):
        office.assess(world, first["id"], assessment="overtaken", reason="U kapërcye.", evidence=[office.SEEN])
        world.tick()
    with world.on(told + timedelta(days=6)):
        world.tick()
        [waits] = post_book(world)
        assert waits["number"] == act["number"], "a letter tells it that it is asked no more"
        address = {"kind": "postal", "purpose": "recommendations", "value": "Sheshi Shembull, Tropojë"}
        world.staff("admin").post(f"{PARTNERS}/institutions/{body_id(TROPOJE)}/contacts", address)
        entry = {"id": waits["id"], "tracking": "RR1"}
        sending = {"way": "post", "day": (told + timedelta(days=6)).isoformat(), "entries": [entry]}
        world.staff("case_officer").post(f"{PARTNERS}/post-book/sendings", sending)
        world.tick()
    with world.on(back := told + timedelta(days=40)):
        office.assess(world, first["id"], assessment="not_assessed", reason="Gabim.")
        world.tick()
    with world.on(back + timedelta(days=30)):
        world.tick()
        [first, _second] = office.obligations(world, act["id"])
        assert (first["state"], first["reply_due"], due is not None) == ("asked_again", None, True)
