"""One embedded installation with the story played, for every test that walks through the services as people do."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.servers import postgres
from deploy.servers.processes import Process, free_block, last_lines, spawn, wait_until
from tests.browser.watching import ROOT

#: The story takes half a minute on an idle machine of two cores.
SECONDS = 300


@contextmanager
def played() -> Iterator[tuple[str, dict[str, Any], str]]:
    """The address of an installation in which the story has been played, its credentials (deploy.sample), and the address of
    the database of cases: what takes months to come about is put there.
    """
    # Not pytest's own folder (mode 0700): PostgreSQL runs as an unprivileged user and passes through.
    with tempfile.TemporaryDirectory(prefix="besa-walk-") as folder:
        Path(folder).chmod(0o755)
        root, log, port = Path(folder) / "demo", Path(folder) / "log", free_block(1)
        command = [sys.executable, "-u", "-m", "deploy.embedded", "--port", str(port), "--root", str(root)]
        process = spawn(command, log=log, env=os.environ, folder=ROOT)
        try:
            _wait_until_it_serves(process, log)
            server = postgres.running(root / "postgres")
            assert server is not None
            database = f"{server.admin_url.rpartition('/')[0]}/besa_cases"
            yield f"http://127.0.0.1:{port}", json.loads((root / "credentials.json").read_text("utf-8")), database
        finally:
            process.end()
            if left := postgres.running(root / "postgres"):
                left.stop()


def _wait_until_it_serves(process: Process, log: Path) -> None:
    wait_until(lambda: "Open http://" in log.read_text("utf-8") or not process.alive, SECONDS)
    assert "Open http://" in log.read_text("utf-8"), last_lines(log)
