"""The bulletin of the day, and the queue of its mails: few at a time, so that no mail about a complaint waits for them."""

import time
from collections.abc import Callable
from datetime import datetime

from services.notifications.bulletins import data, domain
from services.notifications.bulletins.actions import drafting, sending, subscribing
from services.notifications.bulletins.actions.keys import Keys
from services.notifications.bulletins.actions.sending import Claim, News
from services.notifications.clients import Letter, RefusedError, Transport, UnavailableError, transport_of
from services.notifications.issues.queries.public import Told, plain
from shared.clock import utc_now
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()
Clock = Callable[[], datetime]
#: Mails in one turn of a second, and how long a turn may take: case mail has its turn in between.
PER_TURN = 10
LONGEST_TURN = 0.5
#: What the next server says of an address that is none. Any other refusal is of the mail or of us.
NO_SUCH_ADDRESS = frozenset({"smtp_550", "smtp_551", "smtp_553"})
#: After these nobody knows whether the mail was taken.
UNCLEAR = frozenset({"timeout", "disconnected"})


@timers.every(seconds=60)
def draft_bulletin(platform: Platform, now: datetime) -> None:
    with platform.database.transaction() as session:
        drafting.draft(session, now=now)
    with platform.database.transaction() as session:
        drafting.draft_issues(session, now=now)


@timers.every(seconds=1)
def send_bulletins(platform: Platform, _now: datetime) -> None:
    transport = transport_of(platform.settings.mail_url, platform.settings.bulletin_sender, platform.settings.waits)
    send_waiting(platform, transport, utc_now)


@timers.every(seconds=60)
def give_up_lost(platform: Platform, now: datetime) -> None:
    """Note of mails whose sender died that nobody knows whether they left."""
    with platform.database.transaction() as session:
        sending.give_up_lost(session, now=now)


@timers.every(seconds=3600)
def forget_unconfirmed(platform: Platform, now: datetime) -> None:
    """Forget the addresses that nobody confirmed."""
    while True:
        with platform.database.transaction() as session:
            if subscribing.forget_unconfirmed(session, now=now) < subscribing.BATCH:
                return


def send_waiting(platform: Platform, transport: Transport, clock: Clock) -> int:
    """Send what is due, until the turn is over, nothing is due, or the server is away; returns how many were handed over."""
    keys, ends_at, sent = Keys.of(platform.settings), time.monotonic() + LONGEST_TURN, 0
    while sent < PER_TURN and time.monotonic() < ends_at:
        with platform.database.transaction() as session:
            claim = sending.claim(session, keys, now=clock())
        if claim is None or not _send(platform, transport, keys, claim, clock):
            break
        sent += 1
    return sent


def _send(platform: Platform, transport: Transport, keys: Keys, claim: Claim, clock: Clock) -> bool:
    """Send one; returns whether the next may follow at once."""
    try:
        transport.send(_letter(platform.settings.public_url.rstrip("/"), keys, claim))
    except UnavailableError as error:
        note = sending.note_unknown if error.code in UNCLEAR else sending.note_unavailable
        with platform.database.transaction() as session:
            note(session, claim, error.code, now=clock())
        return False
    except RefusedError as error:
        with platform.database.transaction() as session:
            ends = error.code in NO_SUCH_ADDRESS
            sending.note_refused(session, keys, claim, error.code, ends=ends, now=clock())
        return True
    with platform.database.transaction() as session:
        sending.note_sent(session, claim, now=clock())
    return True


def _letter(root: str, keys: Keys, claim: Claim) -> Letter:
    def link(purpose: str) -> str:
        return domain.token(keys.link, purpose, claim.subscriber_id)

    pages = f"{root}/notifications/bulletins"
    if claim.tells is None:
        subject, body = data.words("confirm", claim.language, confirm=f"{pages}/confirm/{link(domain.CONFIRM)}")
        return Letter(claim.mail_id, "email", claim.address, subject, body, claim.language)
    subject, body = _words(claim.tells, claim.language, root, f"{pages}/end/{link(domain.LEAVE)}")
    one_click = f"{root}/notifications/api/v1/public/subscriptions/{link(domain.END)}"
    return Letter(claim.mail_id, "email", claim.address, subject, body, claim.language, end_by_post=one_click)


def _words(tells: News | Told, language: str, root: str, leave: str) -> tuple[str, str]:
    """Subject and text."""
    news = f"{root}/notifications/news"
    if isinstance(tells, News):
        items = "\n\n".join(f"{one.title}\n{one.about}\n{root}{one.path}" for one in tells.items)
        return data.words("bulletin", language, day=f"{tells.day:%d.%m.%Y}", items=items, news=news, leave=leave)
    text = plain(tells, root)
    return data.words("issue", language, title=tells.title, issue=text, page=f"{root}{tells.path}", leave=leave)
