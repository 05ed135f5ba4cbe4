"""`make dev`: a change of a source is seen without a restart by hand, and PostgreSQL goes on below it."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from deploy.servers import postgres
from deploy.servers.processes import free_block
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
BOOM = """

@blueprint.get("/boom")
@access.public
def boom():
    raise RuntimeError("in a view")
"""

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


class Development:
    """The platform of a copy of the sources, whose folder says that it was filled already."""

    def __init__(self, folder: Path, port: int) -> None:
        self.sources = folder / "besa"
        self.root = folder / "dev"
        self.told = folder / "told"
        self.url = f"http://127.0.0.1:{port}"
        for name in ("deploy", "services", "shared"):
            shutil.copytree(ROOT / name, self.sources / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.root.mkdir()
        (self.root / "credentials.json").write_text("{}")
        self.command = [sys.executable, "-m", "deploy.embedded.dev", "--root", str(self.root), "--port", str(port)]
        self.start()

    def start(self) -> None:
        with self.told.open("a") as output:
            self.process = subprocess.Popen(self.command, cwd=self.sources, stdout=output, stderr=output)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def wait_for_start(self, number: int) -> None:
        wait_until(lambda: self.told.read_text().count("Open http") == number, f"start {number}", 180)

    def append(self, path: str, text: str) -> None:
        file = self.sources / path
        file.write_text(file.read_text() + text)

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(self.url + path, headers=headers, timeout=30)

    @property
    def server(self) -> postgres.PostgresServer | None:
        return postgres.running(self.root / "postgres")


@pytest.fixture
def development() -> Iterator[Development]:
    with tempfile.TemporaryDirectory() as folder:
        here = Development(Path(folder), free_block(1))
        try:
            here.wait_for_start(1)
            yield here
        finally:
            here.kill()
            if server := here.server:
                server.stop()


def test_changed_sources_are_seen_and_the_postgresql_stays_the_same(development: Development) -> None:
    assert development.server
    first = development.server.pid
    assert development.get("/cases/boom").status_code == 404

    development.append("shared/health.py", BOOM)
    development.wait_for_start(2)
    assert development.get("/cases/boom").status_code == 500

    development.append("shared/health.py", "def half_a_sentence(:\n")
    wait_until(lambda: "SyntaxError" in development.told.read_text(), "the mistake is shown")
    shutil.copy(ROOT / "shared/health.py", development.sources / "shared/health.py")
    development.wait_for_start(3)
    assert development.get("/cases/boom").status_code == 404

    page = "services/intake/templates/intake/complain.html"
    template = development.sources / page
    assert "Written just now" not in development.get("/intake/complain").text
    template.write_text(template.read_text().replace("{% block content %}", "{% block content %}Written just now"))
    assert "Written just now" in development.get("/intake/complain").text

    assert development.server.pid == first
    development.process.send_signal(signal.SIGTERM)
    assert development.process.wait(60) == 0
    assert development.server is None


def test_a_fault_opens_the_debugger_for_this_machine_alone(development: Development) -> None:
    development.append("shared/health.py", BOOM)
    development.wait_for_start(2)

    shown = development.get("/cases/boom").text
    assert "RuntimeError: in a view" in shown
    assert "EVALEX = true" in shown
    assert "EVALEX_TRUSTED = false" in shown
    assert "PIN of the debugger" in development.told.read_text()
    assert "EVALEX = true" not in development.get("/cases/boom", Host="evil.example").text


def test_what_is_served_ends_with_the_process_that_watches_and_its_postgresql_is_used_again(
    development: Development,
) -> None:
    assert development.server
    first = development.server.pid
    development.kill()

    def is_silent() -> bool:
        try:
            return development.get("/cases/public").status_code == 0
        except requests.ConnectionError:
            return True

    wait_until(is_silent, "the apps ended too")
    development.start()
    development.wait_for_start(2)
    assert development.server.pid == first
