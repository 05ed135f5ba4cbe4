"""The partners service on a real database; each test makes the bodies that it needs."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from services.partners import data
from services.partners.app import create_app
from services.partners.models import Institution
from shared.settings import Settings
from tests.databases import of_workers
from tests.partners.bench import VERIFY, Bench, Body, Machine, load, only_dispatch


@pytest.fixture(scope="session")
def settings(databases: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        service="partners",
        database_url=databases["partners"],
        **of_workers(databases["partners"]),
        broker_url="memory://",
        documents_url=tmp_path_factory.mktemp("documents").as_uri(),
        document_key=b"k" * 32,
        secret_key="a test's secret key of enough characters",
        staff_verify_key=VERIFY,
        secure_cookies=False,
    )


@pytest.fixture(scope="session")
def running(settings: Settings) -> Iterator[Bench]:
    app = create_app(settings)
    app.testing = True
    bench = Bench(app, app.extensions["besa"])
    yield bench
    bench.platform.dispose()


@pytest.fixture
def bench(running: Bench) -> Bench:
    # What an earlier test used up of a limit is not this test's business.
    with running.platform.database.transaction() as session:
        session.execute(text("UPDATE rate_window SET hits = 0"))
        session.execute(text("DELETE FROM failed_tries"))
    return running


@pytest.fixture
def directory(bench: Bench) -> Bench:
    """`bench` with the whole directory loaded; it may be there from an earlier test, or may have been emptied since."""
    with bench.platform.database.reading() as session:
        known = session.execute(select(func.count()).where(Institution.loaded.is_not(None))).scalar_one()
    if known < len(data.institutions()):
        load(bench)
    return bench


@pytest.fixture
def pair(bench: Bench) -> tuple[Body, Body]:
    """Two bodies that must not see anything of each other."""
    return bench.body(), bench.body()


@pytest.fixture
def letter(bench: Bench, pair: tuple[Body, Body]) -> tuple[Machine, str]:
    """A machine with a letter of two items."""
    machine = bench.machine(pair[0])
    bench.issue(pair[0])
    return machine, only_dispatch(machine)
