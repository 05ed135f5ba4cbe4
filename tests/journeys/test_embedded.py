"""`make demo` as a newcomer runs it, and killed in the middle of the story."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from deploy import SERVICES
from deploy.servers import postgres
from deploy.servers.processes import free_block
from tests.journeys.conftest import unsettled
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.serial, pytest.mark.timeout(900)]


def begin(root: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-u", "-m", "deploy.embedded", "--once", "--port", str(port), "--root", str(root)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log.open("wb"), stderr=subprocess.STDOUT
    )


@pytest.mark.parametrize("line", ["decided: admissible", "The letters lie in the portal"])
def test_killed_in_the_middle_of_the_story_and_started_again_every_event_arrives_once(line):
    with tempfile.TemporaryDirectory(prefix="besa-embedded-") as folder:
        Path(folder).chmod(0o755)
        root, log, port = Path(folder) / "demo", Path(folder) / "log", free_block(1)
        first = begin(root, port, log)
        try:
            wait_until(lambda: line in log.read_text() or first.poll() is not None, line, 300)
            assert first.poll() is None, log.read_text()[-2000:]
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            second = begin(root, port, log)
            assert second.wait(timeout=400) == 0, log.read_text()[-2000:]
            assert "different states" in log.read_text()
            server = postgres.running(root / "postgres") or postgres.start(root / "postgres", free_block(1))
            try:
                passwords = json.loads((root / "secrets.json").read_text())["database_passwords"]
                urls = {
                    service: f"postgresql+psycopg://besa_{service}:{passwords[service]}@127.0.0.1:{server.port}/besa_{service}"
                    for service in SERVICES
                }
                # The last events of the second run may still have been on their way when it ended.
                of_the_story = [fault for fault in unsettled(urls) if "notifications" not in fault]
                assert not [fault for fault in of_the_story if "None" not in fault and "unpublished" not in fault]
            finally:
                server.stop()
        finally:
            if first.poll() is None:
                first.kill()
            if left := postgres.running(root / "postgres"):
                left.stop()
