"""`besa reconcile`: one command asks the four services, and partners of its bodies, whether anybody lacks an event."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import SERVICES
from deploy.embedded.platform import Embedded, running
from deploy.servers import postgres
from deploy.servers.databases import administer
from deploy.servers.processes import free_block
from tests.deploy.ready import ReadyBesa

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

LOST = (
    "INSERT INTO unaccounted_event (message_id, publisher, stream, kind, theirs, noted_at, asked, ask_at)"
    " VALUES (gen_random_uuid(), 'cases', 'cases.recommendation', 'missing', 7, now(), 6, now())"
)


@pytest.fixture(scope="module")
def here() -> Iterator[Embedded]:
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)
    with running(place / "installation", free_block(1)) as begun:
        yield begun
    shutil.rmtree(place)


def besa(ready: ReadyBesa, here: Embedded, *words: str) -> tuple[int, list[str]]:
    status, said = ready.run(("--root", str(here.root), *words), {})
    return status, said.splitlines()


def test_where_all_agree_each_service_says_so_and_the_last_line_and_the_status_do(
    ready: ReadyBesa, here: Embedded
) -> None:
    status, lines = besa(ready, here, "reconcile")

    assert status == 0, lines
    assert {line.split()[0] for line in lines[:-1]} == set(SERVICES)
    assert any(re.match(r"cases +partners: 0 missing, 0 alien, 0 different", line) for line in lines), lines
    assert lines[-1] == "No event is unaccounted for."


def test_one_service_that_lacks_an_event_is_named_with_it_and_the_status_is_1(ready: ReadyBesa, here: Embedded) -> None:
    with administer(here.environments["notifications"]["DATABASE_URL"]) as line:
        line.execute(LOST)

    status, lines = besa(ready, here, "reconcile", "--again")

    [named] = [line for line in lines if "cases.recommendation  missing" in line]
    assert named.startswith("notifications ")
    assert sum("every publisher is asked for its account" in line for line in lines) == 4
    assert (status, lines[-1]) == (1, "Events are unaccounted for: notifications.")
    with administer(here.environments["notifications"]["DATABASE_URL"]) as line:
        line.execute("DELETE FROM unaccounted_event")


def test_a_service_that_cannot_be_asked_is_no_agreement_and_the_others_are_asked_all_the_same(
    ready: ReadyBesa, here: Embedded
) -> None:
    server = postgres.running(here.root / "postgres")
    assert server
    with administer(server.admin_url) as line:
        line.execute("ALTER DATABASE besa_intake ALLOW_CONNECTIONS false")

    status, lines = besa(ready, here, "reconcile")

    with administer(server.admin_url) as line:
        line.execute("ALTER DATABASE besa_intake ALLOW_CONNECTIONS true")
    assert next(line for line in lines if line.startswith("intake ")).endswith("could not be asked:")
    assert not any("Traceback" in line for line in lines), lines
    assert any(line.startswith("notifications ") and "0 missing" in line for line in lines)
    assert (status, lines[-1]) == (1, "Not known of what could not be asked: intake.")
