"""The standing process of `besa backup keep`: the log as it is written, documents as they come, a copy of all each day, what is
too old let go.
"""

import fcntl
import json
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from deploy.backup import history as histories
from deploy.backup import making, seals
from deploy.backup.history import BASES, LOG, History, Kept
from deploy.backup.place import BackupError, Place
from deploy.backup.pool import Pool
from deploy.backup.source import Source, connected
from deploy.backup.stores import refuse_another
from shared.archived import PREFIX

#: Seconds: between two looks; until the log of a look has to be here; until a server that is away is looked for again.
LOOK, ARRIVES, AWAY = 2.0, 30.0, 2.0
_ONLY_ONE = 7_402_016
_BEHIND = "SELECT restart_lsn >= %s FROM pg_replication_slots WHERE slot_name = %s AND active"
_LINE = "SELECT left(pg_walfile_name(pg_current_wal_flush_lsn()), 8)"
_SLOT = "SELECT wal_status <> 'lost' FROM pg_replication_slots WHERE slot_name = %s"
_TOLD = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"


@dataclass(frozen=True)
class Wish:
    """How often the databases are copied, and for how long one can go back. `patience`: seconds for which a server may be away
    before the process ends; None where it waits for ever.
    """

    every: timedelta = timedelta(days=1)
    back: timedelta = timedelta(days=30)
    patience: float | None = None


class Keeper:
    """Fills `root` from the installation at `where()`, until `stop`. `tell` gets one line for each thing that changed."""

    def __init__(self, where: Callable[[], Place], root: Path, wish: Wish, tell: Callable[[str], None]) -> None:
        self.where, self.root, self.wish, self.tell = where, root, wish, tell
        self.stop = threading.Event()
        self.copying: threading.Thread | None = None

    def run(self) -> None:
        """Raises `BackupError` if the folder is not ours to fill, or the server was away for longer than it may be."""
        with _alone(self.root):
            self.pool = Pool(self.root)
            seen, said = time.monotonic(), ""
            while not self.stop.is_set():
                try:
                    with self._session() as session:
                        seen, said = time.monotonic(), ""
                        session.run()
                except (BackupError, psycopg.Error) as error:
                    words = str(error).strip().splitlines()[0]
                    if words != said:
                        self.tell(f"not kept: {words}")
                    said = words
                if self.wish.patience is not None and time.monotonic() - seen > self.wish.patience:
                    raise BackupError("The server was away for too long.")
                self.stop.wait(AWAY)

    @contextmanager
    def _session(self) -> Iterator["_Session"]:
        place = self.where()
        if place.url is None:
            raise BackupError("PostgreSQL does not run there.")
        with ExitStack() as stack:
            source, line = stack.enter_context(connected(place.url))
            free = line.execute("SELECT pg_try_advisory_lock(%s)", [_ONLY_ONE]).fetchone()
            if not (free and free[0]):
                raise BackupError("Another process keeps the log of this cluster already.")
            refuse_another(place.documents, place.url)
            here, sealer = self._followed(place, line)
            receiver = stack.enter_context(_received(source, here))
            yield _Session(self, place, here, line, receiver, sealer)

    def _followed(self, place: Place, line: "psycopg.Connection[Any]") -> tuple[History, seals.Sealer]:
        """Looked at before the log goes on: whoever receives writes its last piece once more from its beginning."""
        if here := _go_on(self.root, place, line):
            try:
                return here, seals.Sealer(here, place.key)
            except BackupError as fault:
                self.tell(f"another history begins: {fault}")
        here = _begin(self.root, line)
        return here, seals.Sealer(here, place.key)


class _Session:
    """While one connection lasts."""

    def __init__(
        self,
        keeper: Keeper,
        place: Place,
        here: History,
        line: "psycopg.Connection[Any]",
        receiver: "subprocess.Popen[bytes]",
        sealer: seals.Sealer,
    ) -> None:
        self.keeper, self.place, self.history, self.line, self.receiver = keeper, place, here, line, receiver
        self.sealer = sealer

    def run(self) -> None:
        while not self.keeper.stop.is_set():
            self._look()
            self._copy_if_due()
            self.keeper.stop.wait(LOOK)
        if self.keeper.copying:
            self.keeper.copying.join()

    def _look(self) -> None:
        """Everything up to now, documents first: each is written before the row that names it. The mark that the cluster gets is a
        commit behind that moment, so that a restore to it knows where to end.
        """
        until = self._one("SELECT clock_timestamp()").astimezone(UTC)
        self.keeper.pool.look(self.place.documents)
        beat = (_told(self.line) or {"beat": 0})["beat"] + 1
        self._mark(beat, until)
        written = self._one("SELECT pg_current_wal_flush_lsn()")
        line, position = int(self._one(_LINE), 16), int(self._one("SELECT %s::pg_lsn - '0/0'", written))
        end = time.monotonic() + ARRIVES
        while not self._one(_BEHIND, written, slot_of(self.history)):
            if time.monotonic() > end or self.receiver.poll() is not None:
                raise BackupError("The log does not arrive: is there room? pg_receivewal said why.")
            time.sleep(0.02)
        kept = Kept(self.history.name, beat, until.isoformat())
        self.history.keep(self.sealer.up_to(kept, line, position), self.place.key)

    def _mark(self, beat: int, until: datetime) -> None:
        mark = {"history": self.history.name, "beat": beat, "until": until.isoformat()}
        name = sql.Identifier(self.line.info.dbname)
        self.line.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, PREFIX + json.dumps(mark)))

    def _copy_if_due(self) -> None:
        if self.keeper.copying and self.keeper.copying.is_alive():
            return
        bases = self.history.bases()
        if not bases or bases[-1].instant + self.keeper.wish.every < histories.now():
            self.keeper.copying = threading.Thread(target=self._copy, name="copy", daemon=True)
            self.keeper.copying.start()

    def _copy(self) -> None:
        target = self.history.folder / BASES / f"{histories.now():%Y%m%dT%H%M%SZ}"
        try:
            made = making.make(self.place, target, self.keeper.pool)
        except BackupError as error:
            self.keeper.tell(f"not copied: {error}")
            time.sleep(AWAY)
            return
        self.keeper.tell(f"copied: {made.manifest.bytes / 1e6:.0f} MB as of {made.manifest.instant}, {target}")
        for each in let_go(self.keeper.root, self.place.key, self.keeper.wish.back, self.keeper.pool):
            self.keeper.tell(f"let go: {each}")

    def _one(self, statement: str, *values: object) -> Any:
        return (self.line.execute(statement, values).fetchone() or (None,))[0]


def slot_of(history: History) -> str:
    """The name by which the cluster knows how far the log of that history was taken."""
    return f"besa_{history.name.lower()}"


def let_go(root: Path, key: bytes, back: timedelta, pool: Pool) -> list[Path]:
    """Remove what no instant within `back` needs: histories that ended before, copies that a later one replaces, the log before the
    first copy, documents that were gone by then. The newest history stays whole.
    """
    floor = histories.now() - back
    spans = list(histories.spans(root, key))
    over = [each.folder for each, _, until in spans[:-1] if until < floor]
    kept = [bases for each, bases, _ in spans if each.folder not in over]
    for bases in kept:
        reached = [base for base in bases if base.instant <= floor]
        over += [base.folder for base in reached[:-1]]
    for folder in over:
        shutil.rmtree(folder)
    for each in histories.histories(root):
        if bases := each.bases():
            for segment in (path for path in each.segments() if path.name < bases[0].first_segment):
                segment.unlink()
                seals.forget(each, segment)
    oldest = [base.instant for bases in kept for base in bases if base.folder.exists()]
    pool.forget(min([floor, *oldest]).date())
    return over


def _go_on(root: Path, place: Place, line: "psycopg.Connection[Any]") -> History | None:
    """The newest history, if the cluster is still the one that it tells of."""
    for here in histories.histories(root)[-1:]:
        kept, told = here.kept(place.key), _told(line)
        waited = line.execute(_SLOT, [slot_of(here)]).fetchone()
        if waited and waited[0] and told and told["history"] == here.name and told["beat"] >= kept.beat:
            return here
    return None


def _begin(root: Path, line: "psycopg.Connection[Any]") -> History:
    """The log from now on; what the cluster kept for histories of this folder that ended is let go."""
    for ended in histories.histories(root):
        with suppress(psycopg.errors.ObjectInUse, psycopg.errors.UndefinedObject):
            line.execute("SELECT pg_drop_replication_slot(%s)", [slot_of(ended)])
    here = History(root / histories.HISTORIES / f"{histories.now():%Y%m%dT%H%M%S}_{secrets.token_hex(2)}")
    for folder in (here.log, here.folder / BASES):
        folder.mkdir(mode=0o700, parents=True)
    line.execute("SELECT pg_create_physical_replication_slot(%s, true)", [slot_of(here)])
    return here


def _told(line: "psycopg.Connection[Any]") -> dict[str, Any] | None:
    words = (line.execute(_TOLD).fetchone() or (None,))[0]
    told: dict[str, Any] | None = json.loads(words.removeprefix(PREFIX)) if words and words.startswith(PREFIX) else None
    return told


@contextmanager
def _received(source: Source, here: History) -> Iterator["subprocess.Popen[bytes]"]:
    """pg_receivewal at work. It goes with this process, also by kill -9: a second one would find the slot taken."""
    command = source.command(
        "pg_receivewal", "-S", slot_of(here), "--synchronous", "--no-loop", "-D", str(here.folder / LOG)
    )
    with subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], env=source.environment) as receiver:
        try:
            yield receiver
        finally:
            receiver.terminate()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / histories.HISTORIES).mkdir(mode=0o700, exist_ok=True)
    with (root / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another process fills {root} already.") from error
        for half in root.glob(f"{histories.HISTORIES}/*/{BASES}/*.part"):
            shutil.rmtree(half)
        yield
