"""An installation of which only what a backup holds is there."""

import json
import os
import signal
import subprocess
import sys
from base64 import b64decode
from datetime import datetime
from pathlib import Path

import psycopg

from deploy.environment import load_secrets
from deploy.servers import postgres
from deploy.servers.processes import free_block
from shared.documents import Documents
from shared.settings import Settings
from tests.deploy.ready import ReadyBesa
from tests.waiting import wait_until


class House:
    """An installation without its services: a server with one table, documents, keys."""

    def __init__(self, place: Path, ready: ReadyBesa) -> None:
        self._ready = ready
        self.root, self.backup = place / "installation", place / "backups" / "monday"
        self.keys = load_secrets(self.root)
        (self.root / "documents").mkdir()
        self.store = self.opened()
        self.names = [self.store.put(os.urandom(2000)) for _ in range(3)]
        self.start()
        self.run("CREATE TABLE fact (n int)", "INSERT INTO fact VALUES (1)")

    def opened(self) -> Documents:
        """The store as cases sees it that has just begun."""
        return Documents.of(Settings(
            service="cases", database_url="", broker_url="", documents_url=(self.root / "documents").as_uri(), secret_key="", staff_verify_key="",
            document_ring_keys=(b64decode(self.keys["document_ring_keys"]["cases"]),), audit_key=b64decode(self.keys["audit_keys"]["cases"]),
        ))  # fmt: skip

    def start(self) -> None:
        self.server = postgres.start(self.root / "postgres", free_block(1))

    def run(self, *statements: str) -> None:
        with self._connected() as line:
            for statement in statements:
                line.execute(statement)

    def facts(self) -> list[int]:
        with self._connected() as line:
            return [row[0] for row in line.execute("SELECT n FROM fact ORDER BY n")]

    def clock(self) -> datetime:
        with self._connected() as line:
            return line.execute("SELECT clock_timestamp()").fetchone()[0]

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self.server.admin_url.replace("+psycopg", ""), autocommit=True)

    def besa(self, *words: str, env: dict[str, str] | None = None) -> tuple[int, str]:
        """Exit status and all that was said."""
        return self._ready.run(words, {**os.environ, **(env or {})})

    def at(self, *words: str) -> tuple[int, str]:
        return self.besa("--root", str(self.root), *words)

    def made(self) -> Path:
        status, said = self.at("backup", "make", str(self.backup))
        assert status == 0, said
        return self.backup

    def restored(self, *options: str) -> tuple[int, str]:
        return self.at("restore", str(self.backup), *options)


class Kept:
    """The process of `besa backup keep` of a house, and the folder that it fills."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder = house, folder
        self.process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> "Kept":
        words = ["--root", str(self.house.root), "backup", "keep", str(self.folder), "--with-parent", *options]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.besa", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return self

    def said(self, words: str) -> str:
        """The first line that has these words, read on from the last one."""
        assert self.process
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            if words in line:
                return line
            lines.append(line)
        raise AssertionError(f"it ended and never said: {words}\n{''.join(lines)}")

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        done, self.process = self.process.returncode, None
        return done

    def until(self) -> datetime:
        """Up to when everything is kept, by the newest history."""
        newest = max(self.folder.glob("histories/*/kept.json"), key=lambda path: path.stat().st_mtime)
        return datetime.fromisoformat(json.loads(newest.read_text())["until"])

    def reach(self) -> datetime:
        """A moment after all that was done until now, by the server's clock, once it is kept."""
        moment = self.house.clock()
        wait_until(lambda: self.until() > moment, "the log is kept up to now", 60)
        return moment

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.glob(pattern))
