"""What is due by the clock: bodies whose days begin or end, letters that pass to a successor, sessions that are over."""

from datetime import datetime

from services.partners import domain
from services.partners.actions import contacts, institutions, machines, people, successions
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=300)
def follow_calendar(platform: Platform, now: datetime) -> None:
    today = domain.local_date(now)
    platform.database.run(lambda session: institutions.follow_calendar(session, platform.documents, today))
    platform.database.run(lambda session: successions.take_over(session, today))
    platform.database.run(lambda session: contacts.follow_calendar(session, platform.documents, today))


@timers.every(seconds=3600)
def ask_for_contacts(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: contacts.ask(session, domain.local_date(now)))


@timers.every(seconds=600)
def remove_old_sessions(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: people.remove_over(session, now))


@timers.every(seconds=600)
def remove_old_tokens(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: machines.remove_expired(session, now))
