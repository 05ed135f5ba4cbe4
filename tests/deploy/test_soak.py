"""`make soak` at small size, and that it finds what it looks for."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest

from deploy import SERVICES, sample
from deploy.embedded.platform import running
from deploy.servers import postgres
from deploy.servers.databases import administer
from deploy.servers.processes import free_block
from tests.soak.load import Seen, lines, percentile, steadily
from tests.soak.running import Soak

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def test_a_small_soak_holds_and_what_is_then_taken_away_is_counted() -> None:
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)
    with running(place / "installation", free_block(1)) as here:
        credentials = sample.create(here.environments, here.url, here.root / "credentials.json")
        soak = Soak(here.url, credentials, {each: here.environments[each]["DATABASE_URL"] for each in SERVICES})
        soak.run(rate=5, seconds=20)
        faults = soak.faults()
        print("\n" + "\n".join(soak.report(faults)))
        assert not any(faults.values()), faults
        assert set(soak.seen.statuses) <= {200, 201, 503}
        assert (len(soak.seen.all_seconds), soak.stories >= 1) == (100, True)
        assert len(soak.complainants.acknowledged) == 10

        server = postgres.running(here.root / "postgres")
        assert server
        with administer(f"{server.admin_url.rpartition('/')[0]}/besa_notifications") as line:
            found = line.execute("SELECT message_id FROM inbox WHERE type = 'intake.complaint.received.v1' LIMIT 1")
            line.execute("DELETE FROM inbox WHERE message_id = %s", found.fetchone())
        soak.complainants.acknowledged["planted"] = str(uuid4())
        soak.complainants.doubled.append("planted")
        found = soak.faults(patience=1)
    assert {what: many for what, many in found.items() if many} == {
        "acknowledged and lost": 1, "keys taken twice": 1, "events unaccounted for": 1,
    }  # fmt: skip
    shutil.rmtree(place)


def test_what_a_client_can_do_nothing_with_is_a_fault_and_503_with_retry_after_is_none() -> None:
    with answering([200, 500, 503, 503]) as url:
        seen = Seen()
        steadily([("page", lambda session: session.get(url))], rate=20, seconds=0.2, seen=seen)
    assert seen.statuses == {200: 1, 500: 1, 503: 2}
    assert seen.faults == {("page", 500): 1, ("page", 503): 1}, "the second 503 says no Retry-After"
    steadily([("page", lambda session: session.get(url))], rate=20, seconds=0.05, seen=seen)
    assert seen.faults[("page", 0)] == 1, "nobody answers"


def test_a_request_is_timed_from_when_it_was_due_not_from_when_it_left() -> None:
    """Else a server that stands still for a second slows one request of each client, and all that waited look quick."""
    with answering([200] * 20, first=1.0) as url:
        seen = Seen()
        steadily([("page", lambda session: session.get(url))], rate=20, seconds=1, seen=seen)
    assert percentile(seen.all_seconds, 0.5) > 0.3
    assert lines(seen, 2)[-1] == "20 requests in 2 s, 10.0 a second: 20 x 200"


@contextmanager
def answering(statuses: list[int], first: float = 0) -> Iterator[str]:
    """Those statuses, one request at a time, the first after so many seconds; the first 503 alone says when to come back."""
    left, one_by_one, told = list(statuses), threading.Lock(), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with one_by_one:
                if len(left) == len(statuses):
                    threading.Event().wait(first)
                status = left.pop(0)
                self.send_response(status)
                if status == 503 and not told:
                    told.append(self.send_header("Retry-After", "1"))
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
