"""The servers once, a clean stage for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.servers.processes import CannotStartError
from tests.faults import servers as ours
from tests.faults.servers import Servers
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
