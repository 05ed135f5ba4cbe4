"""An installation without its services, for each test that loses one."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.servers import postgres
from tests.deploy.houses import House, Kept
from tests.deploy.ready import ReadyBesa


@pytest.fixture(scope="session")
def ready() -> Iterator[ReadyBesa]:
    with ReadyBesa() as begun:
        yield begun


@pytest.fixture
def house(ready: ReadyBesa) -> Iterator[House]:
    place = Path(tempfile.mkdtemp())
    made = House(place, ready)
    yield made
    if server := postgres.running(made.root / "postgres"):
        server.kill9()
    shutil.rmtree(place)


@pytest.fixture
def kept(house: House) -> Iterator[Kept]:
    """Whose process has made its first copy."""
    made = Kept(house, house.backup.parent / "kept")
    made.start().said("copied: ")
    yield made
    made.end()
