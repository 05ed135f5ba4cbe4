"""`python -m tests.upgrade --from COMMIT`: an installation of that commit becomes one of this working tree while people use it.

Its tables are migrated while the old code runs, then one service after the other is started anew; between them both versions
talk to each other, while the story of the code before is played over and over. Ends with 1 if a request failed, if a story broke, if a
complaint or an event is missing, or if an event could not be handled.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from deploy import SERVICES
from deploy.embedded.republish import put_back
from deploy.servers.processes import free_block
from shared.db import Database
from tests.clients import Seen, under_load
from tests.waiting import wait_until

HERE = Path(__file__).parents[2]
#: Seconds for which each mixture of the two is used.
WHILE = 10
#: What git does not hold: built by `make install`, the same for both.
BUILT = "shared/pages/static/build"


def main() -> int:
    """The exit status."""
    options = _parser().parse_args()
    root = Path(tempfile.mkdtemp(prefix="upgrade-"))
    root.chmod(0o711)
    with _code_of(options.commit) as old:
        try:
            told = json.loads(
                _run(old, "deploy.local", "up", "--root", str(root), "--base-port", str(free_block(9)), "--json")
            )
            _tell(f"{_form(told)}: as of {options.commit}")
            with under_load(told["url"]) as seen, _stories(old, told) as stories:
                _upgrade(root, told)
            _tell(f"{seen}; {stories.count('')} stories of before played")
            faults = [*_faults(told, seen), *(f"a story of before broke: {why}" for why in stories if why)]
        finally:
            _run(HERE, "deploy.local", "down", "--root", str(root))
    for fault in faults:
        _tell(fault)
    if not faults:
        shutil.rmtree(root)
        _tell("No request failed, nothing acknowledged is missing, every event was handled once.")
    return 1 if faults else 0


def _upgrade(root: Path, told: dict[str, Any]) -> None:
    time.sleep(WHILE)
    for service in SERVICES:
        _run(HERE, "deploy.besa", "--root", str(root), service, "migrate")
    _tell(f"{_form(told)}: migrated, all services are old")
    time.sleep(WHILE)
    for service in SERVICES:
        _run(HERE, "deploy.local", "renew", service, "--root", str(root))
        _tell(f"{service} is new")
        time.sleep(WHILE)


@contextmanager
def _stories(old: Path, told: dict[str, Any]) -> Iterator[list[str]]:
    """The story as the code before tells it, over and over: its clients know nothing of what is new. One entry each, why it broke or ""."""
    ends, played = threading.Event(), list[str]()

    def play() -> None:
        command = [sys.executable, "-m", "deploy.against", told["url"], "--credentials", told["credentials"]]
        while not ends.is_set():
            done = subprocess.run(command, cwd=old, capture_output=True, text=True, check=False)
            played.append((done.stderr.strip().splitlines() or ["?"])[-1] if done.returncode else "")

    thread = threading.Thread(target=play, name="story")
    thread.start()
    try:
        yield played
    finally:
        ends.set()
        thread.join()


def _faults(told: dict[str, Any], seen: Seen) -> list[str]:
    """One line each."""
    found = {service: Database(url, pool_size=1) for service, url in told["databases"].items()}
    try:
        wait_until(lambda: not sum(_count(each, _WAITS) for each in found.values()), "all events left", 120)
        wait_until(lambda: put_back(found) == 0, "all events arrived", 120)
        with found["intake"].reading() as session:
            kept = {str(row[0]) for row in session.execute(text("SELECT id FROM complaint"))}
        set_aside = {service: _count(each, _ASIDE) for service, each in found.items()}
    finally:
        for each in found.values():
            each.dispose()
    faults = [f"{service}: {count} events parked or held" for service, count in set_aside.items() if count]
    if missing := set(seen.acknowledged) - kept:
        faults.append(f"{len(missing)} acknowledged complaints are missing")
    return [*faults, *([f"{seen.failed} requests failed"] if seen.failed else [])]


_WAITS = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
_ASIDE = "SELECT (SELECT count(*) FROM parked_event WHERE resolution IS NULL) + (SELECT count(*) FROM held_event)"


def _count(database: Database, statement: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(statement)).scalar_one())


def _form(told: dict[str, Any]) -> str:
    """Of the tables of each service."""
    forms = []
    for service, url in told["databases"].items():
        database = Database(url, pool_size=1)
        with database.reading() as session:
            forms.append(f"{service} {session.execute(text('SELECT version_num FROM alembic_version')).scalar_one()}")
        database.dispose()
    return ", ".join(forms)


@contextmanager
def _code_of(commit: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="upgrade-old-")) / "besa"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(folder), commit], cwd=HERE, check=True)
    try:
        shutil.copytree(HERE / BUILT, folder / BUILT)
        for path in (found for part in ("shared", "services") for found in (HERE / part).rglob("*.mo")):
            shutil.copy(path, folder / path.relative_to(HERE))
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(folder)], cwd=HERE, check=True)
        folder.parent.rmdir()


def _run(code: Path, module: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def _tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.upgrade", description=__doc__)
    parser.add_argument("--from", dest="commit", required=True, help="a commit, a branch or a tag")
    return parser


if __name__ == "__main__":
    sys.exit(main())
