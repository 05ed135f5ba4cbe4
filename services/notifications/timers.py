"""Sending what waits, and counting it."""

import time
from collections.abc import Callable
from datetime import datetime

from services.notifications.actions import sending
from services.notifications.actions.sending import Claim
from services.notifications.clients import AwayError, Letter, RefusedError, Transport, UnavailableError, transport_of
from services.notifications.data import templates
from services.notifications.domain import Contact, UnusableContactError, address_of, contact_of, staff_contact
from services.notifications.queries import calls_failed, waiting_count
from shared import metrics
from shared.clock import utc_now
from shared.documents import DocumentDamagedError, DocumentMissingError, Documents
from shared.events.documents.partners import LinkRecord
from shared.platform import Platform
from shared.retry import RetryLaterError
from shared.timers import Timers

timers = Timers()
Clock = Callable[[], datetime]
#: A turn ends after so many seconds, so that the other timers of this process come to theirs.
LONGEST_TURN = 10.0
#: The front page to which a text may lead: never to what it is about.
PORTALS = {"institution": "partners/", "staff": "cases/"}
#: Where a one-time link leads; its token follows.
LINKS = "partners/link/"


@timers.every(seconds=1)
def send_waiting(platform: Platform, _now: datetime) -> None:
    transport = transport_of(platform.settings.mail_url, platform.settings.mail_sender, platform.settings.waits)
    deliver_waiting(platform, transport, utc_now)


@timers.every(seconds=5)
def count_waiting(platform: Platform, now: datetime) -> None:
    with platform.database.reading() as session:
        metrics.MESSAGES_WAITING.set(waiting_count(session))
        for channel, failed in calls_failed(session, now).items():
            metrics.CALLS_FAILED.labels(channel).set(failed)


def deliver_waiting(platform: Platform, transport: Transport, clock: Clock) -> None:
    """Send what is due at `clock()`, one by one, until nothing is, the server is away, or the turn is over."""
    ends_at = time.monotonic() + LONGEST_TURN
    while time.monotonic() < ends_at:
        with platform.database.transaction() as session:
            claim = sending.claim(session, now=clock())
        if claim is None or not _deliver(platform, transport, claim, clock):
            return


def _deliver(platform: Platform, transport: Transport, claim: Claim, clock: Clock) -> bool:
    """Send one message; returns whether the next may follow at once. No transaction is open while the server is waited for."""
    try:
        contact, link = _contact(claim, platform.documents), _link(claim, platform)
    except UnusableContactError as error:
        _note_failed(platform, claim, None, "no_address", f"unusable_{error}", clock)
        return True
    except (DocumentMissingError, DocumentDamagedError):
        _note_failed(platform, claim, None, "no_address", "contact_gone", clock)
        return True
    except (RetryLaterError, UnavailableError) as error:
        _note_unavailable(platform, claim, None, getattr(error, "code", "documents_away"), clock)
        return True
    if contact.hours and not contact.hours.hold(clock()):
        with platform.database.transaction() as session:
            sending.postpone(session, claim, contact.channel, contact.hours.next_opening(clock()))
        return True
    return _hand_over(platform, transport, claim, _letter(platform, claim, contact, link), clock)


def _hand_over(platform: Platform, transport: Transport, claim: Claim, letter: Letter, clock: Clock) -> bool:
    try:
        transport.send(letter)
    except UnavailableError as error:
        _note_unavailable(platform, claim, letter.channel, error.code, clock)
        return not isinstance(error, AwayError)
    except RefusedError as error:
        _note_failed(platform, claim, letter.channel, "refused", error.code, clock)
        return True
    with platform.database.transaction() as session:
        sending.note_delivered(session, claim, letter.channel, now=clock())
    _forget_link(platform, claim)
    metrics.MESSAGES.labels(letter.channel, "delivered").inc()
    return True


def _contact(claim: Claim, documents: Documents) -> Contact:
    if claim.recipient == "complainant":
        return contact_of(documents.get_json(claim.contact or ""))
    if claim.recipient == "staff":
        return staff_contact(documents.get_json(claim.contact or ""), claim.channel or "email")
    if not claim.known:
        raise UnavailableError("institution_unknown")
    if not claim.mailbox:
        raise UnusableContactError("mailbox")
    return Contact("email", address_of("email", claim.mailbox), claim.language, None)


def _link(claim: Claim, platform: Platform) -> str:
    """The one-time link that the mail carries, or nothing."""
    if claim.link is None:
        return ""
    token = platform.documents.read(LinkRecord, claim.link).token
    return f"{platform.settings.public_url.rstrip('/')}/{LINKS}{token}"


def _forget_link(platform: Platform, claim: Claim) -> None:
    """The mail has left, or cannot leave: from now on the link is with its reader alone."""
    if claim.link is not None:
        platform.documents.erase(claim.link)


def _letter(platform: Platform, claim: Claim, contact: Contact, link: str) -> Letter:
    language = contact.language or claim.language
    portal = f"{platform.settings.public_url.rstrip('/')}/{PORTALS.get(claim.recipient, '')}"
    subject, body = templates()[claim.template].words(language, portal, link=link, number=claim.number or "")
    return Letter(claim.message_id, contact.channel, contact.address, subject, body, language)


def _note_failed(platform: Platform, claim: Claim, channel: str | None, reason: str, code: str, clock: Clock) -> None:
    with platform.database.transaction() as session:
        sending.note_failed(session, claim, channel, reason, code, now=clock())
    _forget_link(platform, claim)
    metrics.MESSAGES.labels(channel or "unknown", reason).inc()


def _note_unavailable(platform: Platform, claim: Claim, channel: str | None, code: str, clock: Clock) -> None:
    with platform.database.transaction() as session:
        outcome = sending.note_unavailable(session, claim, channel, code, now=clock())
    if outcome == "gave_up":
        _forget_link(platform, claim)
    metrics.MESSAGES.labels(channel or "unknown", outcome).inc()
