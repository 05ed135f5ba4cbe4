"""The running server that is copied, and its own programs, called as its administrator."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

from deploy.backup.place import BackupError
from deploy.servers import postgres


@dataclass(frozen=True)
class Source:
    """`version` is PostgreSQL's major one. The password goes to programs by their environment, which others cannot read."""

    url: str
    version: int
    password: str = field(repr=False)

    def command(self, program: str, *arguments: str) -> list[str]:
        """That program of the server's version, connected to it under the name `besa_archive`."""
        address = make_url(self.url)
        where = make_conninfo(
            host=address.host, port=address.port or 5432, user=address.username, application_name="besa_archive"
        )
        return [str(postgres.binaries(self.version, program) / program), "-d", where, "-w", *arguments]

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGPASSWORD": self.password}


@contextmanager
def connected(url: str) -> Iterator[tuple[Source, "psycopg.Connection[Any]"]]:
    """An address without a password is entered as libpq would, with PGPASSWORD or a password file."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = psycopg.connect(plain, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupError("PostgreSQL does not let the administrator in: is it up, is the password right?") from error
    with connection:
        yield Source(url, connection.info.server_version // 10000, connection.info.password), connection
