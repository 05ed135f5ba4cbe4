"""Agreements that wait to be sent."""

from datetime import datetime
from uuid import UUID

from services.cases.agreements import actions, queries
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
            lambda session: actions.prepare(AGREEMENTS, session, platform.documents, agreement_id, now=now)
        )

    def ask_again(agreement_id: UUID) -> None:
        platform.database.run(
            lambda session: actions.ask_again(AGREEMENTS, session, platform.documents, agreement_id, now=now)
        )

    each_apart(platform.database.run(queries.unprepared), prepare)
    each_apart(platform.database.run(queries.to_ask_again), ask_again)
