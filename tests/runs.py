"""What a test run leaves outside its own process, written down before it is made, so that a killed run is cleaned up by the next.

One folder per run, named after the pid of the process that controls it; xdist's workers share it through the environment.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.servers.processes import find

VARIABLE = "BESA_TEST_RUN"
#: The folder is passed through by the unprivileged user of a private PostgreSQL, so it is not one of pytest's (mode 0700).
RUNS = Path(tempfile.gettempdir()) / f"besa-tests-{os.geteuid()}"

Record = dict[str, Any]


def begin(clean: Callable[[Record], None]) -> Path:
    """Claim a folder for this run, after cleaning up runs whose process is gone."""
    RUNS.mkdir(mode=0o711, parents=True, exist_ok=True)
    with _locked(RUNS / "lock"):
        for folder in RUNS.iterdir():
            if folder.name.isdigit() and not find(int(folder.name)):
                _remove(folder, clean)
        run = RUNS / str(os.getpid())
        if run.exists():
            _remove(run, clean)
        run.mkdir(mode=0o711)
    os.environ[VARIABLE] = str(run)
    return run


def current() -> Path:
    return Path(os.environ[VARIABLE])


def end(run: Path, clean: Callable[[Record], None]) -> None:
    _remove(run, clean)


@contextmanager
def record(run: Path) -> Iterator[Record]:
    """The run's record under a lock, written back at the end, also when the body fails half-way."""
    with _locked(run / "lock"):
        content = _read(run)
        try:
            yield content
        finally:
            (run / "record.json").write_text(json.dumps(content), encoding="utf-8")


def _read(run: Path) -> Record:
    path = run / "record.json"
    content: Record = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def _remove(run: Path, clean: Callable[[Record], None]) -> None:
    clean(_read(run))
    shutil.rmtree(run, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
