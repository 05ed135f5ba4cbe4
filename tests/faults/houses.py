"""One service's database on a server of its own, which is crashed, copied, failed over and loaded elsewhere."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from deploy.servers import postgres
from deploy.servers.databases import OWNER, administer, create_databases, drop_database, new_passwords, url_of
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import find, free_block
from shared.db import Database
from shared.migrate import SQL, upgrade
from shared.retry import SetBackError
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from shared.witness.series import NoNumbers


class House:
    """One database on a server of its own, its witness, and whatever the server becomes."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.server = postgres.start(root / "first", free_block(1))
        self.started = [self.server]
        self.passwords = new_passwords()
        self.url = self._database(self.server)
        self.file = WitnessFile(str(folder), "cases")
        with administer(self.server.admin_url) as admin:
            admin.execute("ALTER SYSTEM SET wal_level = 'replica'")

    def _database(self, server: PostgresServer) -> str:
        url = create_databases(server.admin_url, {"cases": self.passwords["cases"]})["cases"].migrate
        upgrade("cases", url, "0001")
        with administer(url) as inside:
            for script in (
                "platform_0002",
                "platform_0006",
                "platform_0007",
                "platform_0010",
                "platform_0011",
                "platform_0012",
            ):
                inside.execute((SQL / f"{script}.sql").read_text())
        return url

    def beat(self, times: int = 1) -> None:
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as line:
            for _ in range(times):
                assert beating.beat(self.guard(), line)

    def guard(self) -> Guard:
        return Guard(self.file, "cases", self.url, "", NoNumbers())

    def kind(self) -> str:
        """What a process that starts now finds."""
        guard, database = self.guard(), Database(self.url, pool_size=1)
        guard.watch(database)
        before = self.file.read()
        try:
            database.refuse_unsafe()
        except SetBackError as error:
            return error.kind
        finally:
            database.dispose()
        after = self.file.read()
        return "same" if before == after else f"raised to {after.epoch if after else 0}"

    # ------------------------------------------------------------------------------------------------- what happens to it

    def crash(self) -> None:
        process = find(self.server.pid)
        assert process
        process.end(signal.SIGQUIT, timeout=30)

    def base_backup(self, name: str, *options: str) -> Path:
        """A copy of the running server's files, as its user."""
        root = self.root / name
        data = root / "data"
        root.mkdir(mode=0o711)
        data.mkdir(mode=0o700)
        shutil.copy(self.server.root / "password", root / "password")
        self.tool("pg_basebackup", data, "-D", str(data), "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres",
                  "-c", "fast", "-X", "stream", *options)  # fmt: skip
        return root

    def run_copy(self, root: Path) -> None:
        """From now on the database is that of the server under `root`."""
        copy = postgres.start(root, free_block(1))
        self.started.append(copy)
        self.become(copy)

    def become(self, server: PostgresServer, database: str = "besa_cases") -> None:
        self.server = server
        self.url = url_of(server.admin_url, "besa_cases", self.passwords["cases"][OWNER], database)

    def tool(self, name: str, data: Path, *arguments: str, output: Path | None = None) -> None:
        binaries = postgres.binaries_of(self.server.root / "data")
        env = {**postgres.ENVIRONMENT, "PGPASSWORD": (self.server.root / "password").read_text()}
        command = [*postgres.as_server_user(binaries, data), str(binaries / name), *arguments]
        with (output or Path(os.devnull)).open("wb") as out:
            subprocess.run(command, env=env, check=True, stdout=out, stderr=subprocess.PIPE, timeout=120)

    def dump(self, database: str = "besa_cases") -> Path:
        target = self.root / "dump"
        where = ("-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres")
        self.tool("pg_dump", self.server.root / "data", *where, "--no-owner", "-Fc", database, output=target)
        return target

    def load(self, dump: Path, server: PostgresServer, database: str) -> None:
        """Into a new database of that name, which is then the service's."""
        with administer(server.admin_url) as admin:
            drop_database(admin, database)
            admin.execute(f'CREATE DATABASE "{database}" OWNER besa_cases TEMPLATE template0')
        binaries = postgres.binaries_of(server.root / "data")
        target = url_of(server.admin_url, "besa_cases", self.passwords["cases"][OWNER], database)
        with dump.open("rb") as source:
            command = [
                str(binaries / "pg_restore"),
                "--no-owner",
                "--no-privileges",
                "-d",
                target.replace("+psycopg", ""),
            ]
            subprocess.run(
                command, stdin=source, env=postgres.ENVIRONMENT, check=True, capture_output=True, timeout=120
            )
        self.become(server, database)
