"""The servers once, a clean stage for each test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.servers.processes import CannotStartError
from tests.faults import servers as ours
from tests.faults.houses import House
from tests.faults.servers import FOLDER, Servers
from tests.faults.stage import Stage


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    reason = ""
    try:
        made = ours.begin()
    except CannotStartError as error:
        reason = str(error)
    if reason:
        pytest.fail(reason, pytrace=False)
    yield made
    ours.end(made.source.root.parent)


@pytest.fixture
def stage(servers: Servers, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(servers, tmp_path)
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    FOLDER.mkdir(mode=0o711, exist_ok=True)
    root = FOLDER / f"{os.getpid()}" / "set-back"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(mode=0o711, parents=True)
    root.parent.chmod(0o711)
    made = House(root, tmp_path / "witness")
    made.beat(2)
    yield made
    for server in made.started:
        server.kill9()
    shutil.rmtree(root, ignore_errors=True)
