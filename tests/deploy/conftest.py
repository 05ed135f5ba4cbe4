"""An installation without its services, for each test that loses one."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.servers import postgres
from tests.deploy.houses import House, Kept


@pytest.fixture
def house() -> Iterator[House]:
    place = Path(tempfile.mkdtemp())
    made = House(place)
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
