"""Agreements that wait to be sent, and those that are over."""

from datetime import datetime
from uuid import UUID

from services.cases.agreements import queries
from services.cases.agreements.actions import ending, sending
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers, each_apart

timers = Timers()
AGREEMENTS = service("cases")


@timers.every(seconds=30)
def prepare_agreements(platform: Platform, now: datetime) -> None:
    """Open the case of each signed agreement by which bodies took something on, with the task to send it to them; and put the task to send
    again what was withdrawn as issued in error.
    """

    def prepare(agreement_id: UUID) -> None:
        platform.database.run(
            lambda session: sending.prepare(AGREEMENTS, session, platform.documents, agreement_id, now=now)
        )

    def ask_again(agreement_id: UUID) -> None:
        platform.database.run(
            lambda session: sending.ask_again(AGREEMENTS, session, platform.documents, agreement_id, now=now)
        )

    each_apart(platform.database.run(queries.unprepared), prepare)
    each_apart(platform.database.run(queries.to_ask_again), ask_again)


@timers.every(seconds=30)
def close_agreements(platform: Platform, now: datetime) -> None:
    """Close what was open of each agreement that is over."""

    def close(agreement_id: UUID) -> None:
        platform.database.run(
            lambda session: ending.close(AGREEMENTS, session, platform.documents, agreement_id, now=now)
        )

    each_apart(platform.database.run(queries.to_close), close)
