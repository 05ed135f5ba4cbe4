"""The drill itself: what is done, in order, and what has to be true after it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic

from deploy import SERVICES
from deploy.backup import manifest
from deploy.besa.installations import variables
from deploy.drill.people import Writers, complain, weigh
from deploy.embedded.platform import Embedded, running, settings_of
from deploy.servers.databases import administer
from deploy.servers.processes import free_block, wait_until
from shared.documents import Documents

REPOSITORY = Path(__file__).resolve().parents[2]
#: Complaints before, and between backup and loss.
BEFORE, BETWEEN = 5, 4


class DrillError(RuntimeError):
    """What was not as it must be."""


class Drill:
    """One drill under `root`, a folder of its own. `times`: seconds by step, in order."""

    def __init__(self, root: Path, gigabytes: float, tell: Callable[[str], None]) -> None:
        self.installation, self.backup = root / "installation", root / "backup"
        self.gigabytes, self.tell = gigabytes, tell
        self.times: dict[str, float] = {}
        self.said: dict[str, str] = {}

    def run(self) -> None:
        """Raises `DrillError` at the first thing that is not as it must be."""
        with running(self.installation, free_block(1)) as here:
            self._make_and_back_up(here)
        self.tell("The data folder and the documents are lost")
        shutil.rmtree(self.installation / "postgres" / "data")
        shutil.rmtree(self.installation / "documents")
        with self._timed("restore"):
            self.besa("restore", str(self.backup))
        self._declare()
        with self._timed("start"), running(self.installation, free_block(1)) as here:
            self._look(here)

    # ------------------------------------------------------------------------------------------------- before it is lost

    def _make_and_back_up(self, here: Embedded) -> None:
        self.before = [complain(here.url) for _ in range(BEFORE)]
        self.person = complain(here.url)
        if self.gigabytes:
            self._weigh(here)
        self.tell("Backup, while people write")
        self.during = Writers(here.url).during(self._back_up)
        self.besa("backup", "verify", str(self.backup))
        self.between = [complain(here.url) for _ in range(BETWEEN)]
        self.besa("intake", "erase-complaint", self.person["id"], "--by", "drill", "--reason", "asked_by_complainant")
        self._wait_for_a_beat(here)

    def _back_up(self) -> None:
        with self._timed("backup"):
            self.besa("backup", "make", str(self.backup))

    def _weigh(self, here: Embedded) -> None:
        settings = settings_of("intake", here.environments["intake"])
        owner = variables("intake", self.installation, ("migrate",))
        with self._timed("load made"), owner as given:
            weigh(given["MIGRATE_URL"], Documents.of(settings), self.gigabytes)

    def _wait_for_a_beat(self, here: Embedded) -> None:
        """Without one since the backup nothing would tell the restored database from the one that was lost."""
        told = datetime.fromisoformat(manifest.read(self.backup).instant)
        urls = [here.environments[service]["DATABASE_URL"] for service in SERVICES]
        _must(wait_until(lambda: all(_beats_since(url, told) for url in urls), 30), "each service's witness beats")

    # ------------------------------------------------------------------------------------------------- after it came back

    def _declare(self) -> None:
        for service in SERVICES:
            self.said[service] = self.besa(service, "restore", "status", status=3)
        with self._timed("declared"):
            self.said["all"] = self.besa("declare", "--by", "drill", "--reason", "drill")
        self.said["again"] = self.besa("declare", "--by", "drill", "--reason", "drill")

    def _look(self, here: Embedded) -> None:
        self.report = self.besa("intake", "restore", "report", status=1)
        self.after = [complain(here.url) for _ in range(BETWEEN)]
        with administer(here.environments["intake"]["DATABASE_URL"]) as database:
            kept = dict(database.execute("SELECT id::text, status FROM complaint").fetchall())
            sealed = database.execute("SELECT key_wrapped FROM complaint WHERE id = %s", [self.person["id"]]).fetchone()
        self._look_at_what_is_there(kept)
        _must(sealed == (None,) and kept[self.person["id"]] == "erased", "what was erased stays erased")
        self._look_at_numbers(kept)

    def _look_at_what_is_there(self, kept: dict[str, str]) -> None:
        _must(all(one["id"] in kept for one in self.before), "what was there before the backup is there")
        _must(not any(one["id"] in kept for one in self.between), "what came after the backup is gone")
        _must(len(self.during) > 1, "people wrote during the backup")

    def _look_at_numbers(self, kept: dict[str, str]) -> None:
        """The numbers reported as perhaps given are those that were given and lost, and the rest of their block."""
        everybody = [*self.before, self.person, *self.during, *self.between, *self.after]
        numbers = [_number(one["reference"]) for one in everybody]
        _must(len(set(numbers)) == len(numbers), "no number was given twice")
        found = re.search(r"A\.\d+: (\d+) to (\d+) were perhaps given", self.report)
        _must(found is not None, f"the report names the numbers that were perhaps given: {self.report}")
        first, last = (int(each) for each in found.groups()) if found else (0, 0)
        reported = {number for number in numbers if first <= number <= last}
        lost = {_number(one["reference"]) for one in everybody if one["id"] not in kept}
        _must(lost <= reported, f"each lost number is reported: {sorted(lost - reported)} are not in {first} to {last}")
        _must(reported <= lost, f"no number that is there is reported: {sorted(reported - lost)}")

    # -------------------------------------------------------------------------------------------------------------- tools

    def besa(self, *words: str, status: int = 0) -> str:
        """The command, as an operator calls it; what it said. Raises `DrillError` if it ends otherwise."""
        command = [sys.executable, "-m", "deploy.besa", "--root", str(self.installation), *words]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode != status:
            raise DrillError(f"besa {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        for line in done.stdout.splitlines():
            self.tell(f"  {line}")
        return done.stdout

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = monotonic()
        yield
        self.times[step] = monotonic() - start


def _beats_since(url: str, moment: datetime) -> bool:
    with administer(url) as database:
        return database.execute("SELECT 1 FROM beat WHERE at > %s", [moment]).fetchone() is not None


def _number(reference: str) -> int:
    """The running number of `A-2026-00014-7`."""
    return int(reference.split("-")[2])


def _must(true: bool, what: str) -> None:
    if not true:
        raise DrillError(f"This is not so: {what}.")
