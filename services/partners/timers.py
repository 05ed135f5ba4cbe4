"""What is due by the clock: bodies whose days begin or end, letters that pass to a successor, sessions that are over."""

from datetime import datetime

from services.partners.actions import (
    contacts,
    files,
    institutions,
    link_opening,
    links,
    log_ins,
    machines,
    people,
    posting,
    reply_drafts,
    successions,
)
from shared import metrics
from shared.files import taking
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()
SELF = service("partners")


@timers.every(seconds=300)
def follow_calendar(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: institutions.follow_calendar(SELF, session, platform.documents, now=now))
    platform.database.run(lambda session: successions.take_over(SELF, session, now=now))
    platform.database.run(lambda session: posting.follow_up(session, now=now))
    platform.database.run(lambda session: contacts.follow_calendar(session, platform.documents, now=now))


@timers.every(seconds=5)
def send_links(platform: Platform, now: datetime) -> None:
    """After a look at the directory: what was noted there a moment ago decides where a link goes, and which ones are good."""
    platform.database.run(lambda session: link_opening.readdress(SELF, session, now=now))
    platform.database.run(lambda session: links.send_wanted(SELF, session, platform.documents, now=now))


@timers.every(seconds=300)
def expire_links(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: links.expire(SELF, session, now=now))


@timers.every(seconds=3600)
def ask_for_contacts(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: contacts.ask(session, now=now))


@timers.every(seconds=600)
def remove_old_sessions(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: people.remove_over(session, now=now))
    platform.database.run(lambda session: link_opening.remove_over(session, now=now))


@timers.every(seconds=5)
def end_unsecured_sessions(platform: Platform, now: datetime) -> None:
    """Log out whoever came in before a second factor was asked of them and has none."""
    terms = log_ins.terms_of(platform.settings, "")
    if terms.factor_required:
        platform.database.run(lambda session: log_ins.end_lacking(SELF, session, terms, now=now))


@timers.every(seconds=3600)
def erase_reply_drafts(platform: Platform, now: datetime) -> None:
    """What was typed into a reply and not sent, once the office keeps it no longer."""
    while True:
        with platform.database.transaction() as session:
            if reply_drafts.erase_old(SELF, session, platform.documents, now=now) < reply_drafts.BATCH:
                return


@timers.every(seconds=600)
def remove_old_tokens(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: machines.remove_expired(session, now=now))


@timers.every(seconds=5)
def clean_files(platform: Platform, now: datetime) -> None:
    """What was handed in while no verdict could be had: the scanner was away, a process was ended, a text is to be set as a PDF."""

    def refused(name: str, code: str) -> None:
        with platform.database.transaction() as session:
            files.tell_refused(SELF, session, platform.documents, name, code, now=now)

    waiting = taking.settle(platform.documents, platform.settings, refused=refused)
    metrics.FILES_WAITING.labels("partners").set(waiting)
