"""PgBouncer before a database, as an operator might put it there."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from deploy.servers.processes import free_block
from tests.waiting import wait_until

HAS_POOLER = pytest.mark.skipif(not shutil.which("pgbouncer"), reason="no PgBouncer here")


@contextmanager
def pooled(
    url: str, mode: str = "transaction", at_first: str = "", statements: int = 200, zone: str = "UTC"
) -> Iterator[str]:
    """The address of the same database through a PgBouncer, as any role of it. `at_first` is said on each connection to the server;
    `statements`: how many prepared ones it carries along.
    """
    parts, port = urlsplit(url), free_block(1)
    # It does not run as root, and pytest's folders are their owner's alone.
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
    said = f" connect_query='{at_first}'" if at_first else ""
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={parts.hostname} port={parts.port}{said}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"auth_type = plain\nauth_file = {folder}/users.txt\npool_mode = {mode}\nunix_socket_dir =\n"
        f"ignore_startup_parameters = options\nmax_prepared_statements = {statements}\n"
    )
    command = ["pgbouncer", "-u", "postgres", str(folder / "pgbouncer.ini")]
    address = url.partition("?")[0].replace(f":{parts.port}/", f":{port}/")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_until(lambda: _answers(address), "the pooler answers")
            yield address
        finally:
            running.terminate()
            shutil.rmtree(folder)


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
        return True
    return False
