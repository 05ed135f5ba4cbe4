"""Work of intake that is due by the clock."""

import time
from datetime import datetime

from services.intake.actions import handover_walls, mailbox, marks, openings, receipts, redirects, visits
from services.intake.domain.terms import local_day
from services.intake.models import Vault
from services.intake.queries import budgets, looks
from services.intake.queries import receipts as queries
from shared import metrics
from shared.files import taking
from shared.files.copies import Box
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()

#: Of each second at most this much goes into hashing; while complaints flood in, the form comes first.
SHARE, SHARE_IN_A_FLOOD = 0.5, 0.1


@timers.every(seconds=1)
def strengthen_receipts(platform: Platform, now: datetime) -> None:
    """Argon2id for the receipts that were taken in since: about eight a second, since each costs 50 ms of a core."""
    vault, began = Vault.of(platform.settings), time.monotonic()
    with platform.database.reading() as session:
        share = SHARE_IN_A_FLOOD if queries.is_flooded(session, now) else SHARE
    while time.monotonic() < began + share:
        with platform.database.transaction() as session:
            if not receipts.strengthen_one(session, vault):
                return


@timers.every(seconds=10)
def mark_names(platform: Platform, now: datetime) -> None:
    """The marks of full names for what was taken in before there were any: some thousand a minute, until all have theirs."""
    del now
    vault, began = Vault.of(platform.settings), time.monotonic()
    while time.monotonic() < began + SHARE:
        with platform.database.transaction() as session:
            if not marks.mark_one(session, vault):
                return


@timers.every(seconds=5)
def watch_dangers(platform: Platform, now: datetime) -> None:
    """How long the oldest complaint that cannot wait has been waiting, for the alert: counted here, whatever calls people."""
    with platform.database.reading() as session:
        since = looks.oldest_danger(session)
        metrics.FIRST_LOOKS_LATE.set(looks.late(session, now=now))
    metrics.DANGER_UNSEEN.set((now - since).total_seconds() if since else 0)


@timers.every(seconds=60)
def watch_budgets(platform: Platform, now: datetime) -> None:
    """How many people have opened so many files today that somebody should look why, for the alert."""
    with platform.database.reading() as session:
        metrics.OPENING_BUDGETS_NEAR.set(budgets.people_near(session, local_day(now)))


@timers.every(seconds=600)
def ask_after_redirects(platform: Platform, now: datetime) -> None:
    """Whether the body answered to which a complaint was passed on: asked once, when its term is over."""
    waiting = True
    while waiting:
        with platform.database.transaction() as session:
            waiting = redirects.ask_one(service("intake"), session, now=now)


@timers.every(seconds=600)
def tell_walls(platform: Platform, now: datetime) -> None:
    """Tell partners of walls that moved without a word of their own: by a joining, by a case, or before anybody was told."""
    del now
    with platform.database.transaction() as session:
        handover_walls.tell(session)


@timers.every(seconds=3600)
def forget_visits(platform: Platform, now: datetime) -> None:
    with platform.database.transaction() as session:
        visits.forget(session, now=now)


@timers.every(seconds=5)
def clean_files(platform: Platform, now: datetime) -> None:
    """What was handed in while no verdict could be had: the scanner was away, a process was ended, a text is to be set as a PDF."""
    vault = Vault.of(platform.settings)

    def box_of(name: str) -> Box | None:
        with platform.database.reading() as session:
            return openings.waiting_box(session, vault, name)

    def refused(name: str, code: str) -> None:
        with platform.database.transaction() as session:
            mailbox.tell_refused(service("intake"), session, name, code, now=now)

    metrics.FILES_WAITING.labels("intake").set(taking.settle(platform.documents, platform.settings, box_of, refused))
