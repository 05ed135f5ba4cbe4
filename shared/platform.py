"""What one process of one service holds: settings, database, documents, cursors. Made once, at start."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from shared.audit import write_entries
from shared.audit.notes import Notary
from shared.db import Database
from shared.documents import Documents
from shared.logs import write_waiting
from shared.messaging.outbox import share_named
from shared.messaging.subscriptions import Subscriptions
from shared.pagination import Cursors
from shared.settings import Settings
from shared.timers import Timers
from shared.witness import erasures
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from shared.witness.series import NoNumbers, Numbers


class NotGivenError(RuntimeError):
    """A process was not given the address of a role that its work needs."""

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not set: docs/operations.md, Database roles, says which process needs it.")


#: Lines for a person, out of the service's own tables.
HandedOn = Callable[[Session], Iterable[str]]


@dataclass(frozen=True)
class Platform:
    """Reach it in a request with `platform()`; workers get it as an argument."""

    settings: Settings
    database: Database
    documents: Documents
    cursors: Cursors
    subscriptions: Subscriptions
    timers: Timers
    notary: Notary
    #: Whether the database may be worked with; None without a witness.
    guard: Guard | None = None
    #: As the role that seals the trail; None in a process that was not given it.
    sealing: Database | None = None
    #: What `reconcile` says besides of those to whom this service hands on what came; a line each.
    handed_on: HandedOn | None = None

    @property
    def sealer(self) -> Database:
        """The database as the role that seals the trail. Raises `NotGivenError` without SEALER_URL."""
        if self.sealing is None:
            raise NotGivenError("SEALER_URL")
        return self.sealing

    @property
    def service(self) -> str:
        return self.settings.service

    @property
    def engine(self) -> Engine:
        return self.database.engine

    def dispose(self) -> None:
        """Close what it holds of the database."""
        for held in (self.database, self.sealing):
            if held:
                held.dispose()


def build(
    settings: Settings,
    subscriptions: Subscriptions,
    timers: Timers,
    numbers: Numbers | None = None,
    erase_again: erasures.EraseAgain | None = None,
    handed_on: HandedOn | None = None,
) -> Platform:
    """`numbers`: how the service counts, if it gives numbers; `erase_again`: how it erases once more, if it erases."""
    database = Database(settings.database_url, waits=settings.waits, standby_required=settings.standby_required)
    database.before_commit.append(write_entries)
    database.after_commit.append(partial(write_waiting, service=settings.service))
    notary = Notary(settings.service, settings.audit_key, settings.audit_public_keys)
    notary.carry(database)
    documents = Documents.of(settings)
    database.before_commit.append(partial(share_named, documents))
    # Two threads use it: one that seals, one that tells the heads.
    sealing = Database(settings.sealer_url, pool_size=1, waits=settings.waits) if settings.sealer_url else None
    guard = _guard(settings, numbers or NoNumbers())
    if guard:
        guard.watch(database)
        if sealing:
            guard.stand_before(sealing)
        if erase_again:
            guard.again.append(partial(_erase_again, guard.file, documents, erase_again))
    cursors = Cursors(settings.secret_key)
    return Platform(settings, database, documents, cursors, subscriptions, timers, notary, guard, sealing, handed_on)


def _erase_again(file: WitnessFile, documents: Documents, erase: erasures.EraseAgain, session: Session) -> None:
    for erased in erasures.read(file):
        erase(session, documents, erased)


def _guard(settings: Settings, numbers: Numbers) -> Guard | None:
    if not settings.witness_dir:
        return None
    file = WitnessFile(settings.witness_dir, settings.service)
    return Guard(file, settings.service, settings.database_url, settings.installation, numbers, settings.waits)


@contextmanager
def past_guard(here: Platform) -> Iterator[Platform]:
    """The same platform on a database that nobody asks whether it was set back."""
    if here.guard is None:
        yield here
        return
    with here.guard.alone() as database:
        yield replace(here, database=database)


def platform() -> Platform:
    """The platform of the running app."""
    found: Platform = current_app.extensions["besa"]
    return found
