"""One platform for all rules of a worker; each test finds it empty but for the directory of Albania."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.databases import Databases
from tests.rules.world import BEGINNING, World, build, load_directory


@pytest.fixture(scope="session")
def running(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = build(databases, tmp_path_factory.mktemp("documents").as_uri())
    yield world
    for app in world.apps.values():
        app.extensions["besa"].dispose()


@pytest.fixture
def world(running: World, clean_databases: Databases) -> World:
    del clean_databases
    running.forget()
    with time_machine.travel(BEGINNING):
        load_directory(running)
    return running
