"""From the act to every outlet through all services, as a stranger reads them: what is not public is nowhere, in no word, number or count."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from services.notifications.bulletins import timers as bulletins
from shared.clock import utc_now
from tests.rules import office
from tests.rules.office import CASES, PARTNERS
from tests.rules.world import body_id

TROPOJE, LINKED, PROSECUTION = "bashkia-tropoje", "bashkia-kukes", "prokuroria-tirane"
DAY = date(2026, 3, 2)
OPEN, HIDDEN = "Kthimi i transportit", "Zanafilla"
READER = "lexues.shembull@example.org"
NEWS = "/notifications/news"


def word(world, act, title, grounds="Një fëmijë mungon."):
    """Words for the public, approved by a second person."""
    path = f"{CASES}/recommendations/{act['id']}/public-version"
    words = {"title": title, "grounds": grounds, "items": [one["text"] for one in act["items"]]}
    written = world.staff("case_officer").post(path, words, 201)
    world.carry()
    seen = world.staff("approver").get(path)["draft"]["content_hash"]
    assert written["draft"]["content_hash"] == seen
    world.staff("approver").post(f"{path}/approval", {"content_hash": seen}, 200)


def decide(world, act, decision):
    path = f"{CASES}/recommendations/{act['id']}/publication"
    world.staff("publisher").post(path, {"decision": decision, "reason": "Me interes publik"}, 200)
    world.carry()


def outlets(world):
    """Everything that a stranger can read of the news, in one text without what is another in each answer."""
    client, feeds = world.apps["notifications"].test_client(), "/notifications/feeds"
    parts = ("acts.atom", f"bodies/{body_id(TROPOJE)}/acts.atom", f"municipalities/{TROPOJE}/acts.atom")
    paths = [f"{NEWS}?lang=sq", f"{NEWS}?lang=en", "/notifications/api/v1/public/acts"]
    paths += [f"{feeds}/{reader}/{part}" for reader in ("sq", "en") for part in parts]
    answers = [client.get(path) for path in paths]
    assert {one.status_code for one in answers} == {200}
    return re.sub(r'nonce="[^"]+"', "", "\n".join(one.text for one in answers))


def subscribe(world):
    client, page = world.apps["notifications"].test_client(), "/notifications/bulletins"
    press(client, page, address=READER, wants="news")
    bulletins.send_bulletins(world.platform("notifications"), utc_now())
    [mail] = mails(world)
    press(client, re.search(r"(/notifications/bulletins/confirm/\S+)", mail.get_content())[1])


def press(client, path, **data):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]
    assert client.post(path, data={"csrf_token": token, **data}).status_code == 303


def mails(world):
    """What was sent to the reader, the oldest first."""
    folder = Path(world.platform("notifications").settings.mail_url.removeprefix("file://"))
    found = [
        message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"), key=_written)
    ]
    return [one for one in found if one["To"] == READER]


def _written(path):
    return path.stat().st_mtime_ns


def hidden(world):
    """Acts of which each lacks something to be read by the public; returns them. What they lack stands in their titles."""
    linked = {"mailbox": "protokolli.shembull@example.org", "by_link": True}
    world.staff("admin").patch(f"{PARTNERS}/institutions/{body_id(LINKED)}", linked)
    unopened = office.act_to(world, LINKED, title=f"{HIDDEN} i padorëzuar")
    word(world, unopened, f"{HIDDEN} i padorëzuar")
    decide(world, unopened, "publish")
    undecided = office.act_to(world, TROPOJE, title=f"{HIDDEN} i pavendosur")
    word(world, undecided, f"{HIDDEN} i pavendosur")
    unworded = office.act_to(world, TROPOJE, title=f"{HIDDEN} pa fjalë")
    decide(world, unworded, "publish")
    referral = office.act_to(world, PROSECUTION, kind="prosecution_referral", title=f"{HIDDEN} te prokuroria", items=1)
    case_id = office.own_initiative(world, TROPOJE)
    office.investigate(world, case_id, [TROPOJE])
    office.draft(world, case_id, TROPOJE, title=f"{HIDDEN} projekt")
    return unopened, undecided, unworded, referral


def test_what_is_not_public_is_in_no_outlet_and_what_is_withdrawn_leaves_them_all(world):
    with world.on(DAY):
        subscribe(world)
        empty = outlets(world)
        secret = hidden(world)
        world.tick()
        for act in secret[1:3]:
            office.letter(world, TROPOJE, act["number"])
        world.tick()
        assert outlets(world) == empty
        public = office.act_to(world, TROPOJE, title=f"{HIDDEN} në letër")
        word(world, public, OPEN)
        world.tick()
        office.letter(world, TROPOJE, public["number"])
        decide(world, public, "publish")
        world.tick()
        whole = outlets(world)
        assert OPEN in whole and public["number"] in whole
        assert HIDDEN not in whole and not [act["number"] for act in secret if act["number"] in whole]
        assert whole.count("<entry>") == 6 and whole.count(f'"number": "{public["number"]}"') == 1
    with world.on(DAY + timedelta(days=1)):
        world.tick()
        [_asked, bulletin] = mails(world)
        assert OPEN in bulletin.get_content() and HIDDEN not in bulletin.as_string()
        fall = {"ground": "facts_changed", "reason": f"{HIDDEN}."}
        world.staff("approver").post(f"{CASES}/recommendations/{public['id']}/withdrawal", fall, 200)
        world.carry()
        whole = outlets(world)
        assert not [one for one in (OPEN, HIDDEN, public["number"]) if one in whole]
        assert whole.count("deleted-entry ") == 6 and "<entry>" not in whole
        world.tick()
        assert len(mails(world)) == 2
