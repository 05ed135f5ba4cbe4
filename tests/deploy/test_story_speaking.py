"""The story's client under load: what has no room is asked again as it was, a bounded number of times."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from deploy.story import speaking


class Busy:
    """A server that has no room for the first `times` requests."""

    def __init__(self, times: int, retry_after: str | None) -> None:
        self.keys: list[str | None] = []
        seen = self.keys

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen.append(self.headers.get("Idempotency-Key"))
                self.send_response(503 if len(seen) <= times else 200)
                if retry_after is not None:
                    self.send_header("Retry-After", retry_after)
                self.end_headers()
                self.wfile.write(b'{"type": "urn:besa:problem:try_again"}')

            def log_message(self, *_said: Any) -> None:
                """Nothing is told of each request."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def busy(request: pytest.FixtureRequest) -> Iterator[Busy]:
    found = Busy(*request.param)
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.mark.parametrize("busy", [(2, "0"), (2, "Fri, 27 Nov 2026 10:00:00 GMT")], indirect=True)
def test_what_had_no_room_is_asked_again_under_the_same_key(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "MOST_SECONDS_BETWEEN", 0.0)
    assert speaking.Api(busy.url).post("/x", {"a": 1})["type"].endswith("try_again")
    assert (len(busy.keys), len(set(busy.keys))) == (3, 1)
    assert busy.keys[0]


@pytest.mark.parametrize("busy", [(99, "0")], indirect=True)
def test_it_gives_up_and_says_what_was_answered(busy: Busy) -> None:
    with pytest.raises(speaking.RefusedError, match="503"):
        speaking.Api(busy.url).post("/x", {})
    assert len(busy.keys) == speaking.TRIES_AGAIN + 1


@pytest.mark.parametrize("busy", [(99, None)], indirect=True)
def test_a_refusal_that_names_no_time_is_not_repeated(busy: Busy) -> None:
    with pytest.raises(speaking.RefusedError, match="503"):
        speaking.Api(busy.url).post("/x", {})
    assert len(busy.keys) == 1
