"""The prefix router hands on what it gets, both ways, and says so when a service is not there."""

import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO, Self

import pytest
import requests

from deploy.local.router import Router
from deploy.servers.processes import free_block
from tests.waiting import wait_until

MEGABYTE = 1024 * 1024
#: Bytes: more than two sockets hold of what is not read.
LARGE = 16 * MEGABYTE
ONE_BY_ONE = threading.Lock()


def test_status_headers_and_body_come_through(url: str) -> None:
    answer = requests.get(f"{url}/cases/api/v1/thing?x=1&y=%2F", headers={"Authorization": "Bearer t"}, timeout=5)

    assert answer.status_code == 418
    assert answer.headers["X-Saw-Path"] == "/cases/api/v1/thing?x=1&y=%2F"
    assert answer.headers["X-Saw-Authorization"] == "Bearer t"
    assert answer.text == "short"


def test_two_cookies_stay_two(url: str) -> None:
    answer = requests.get(f"{url}/cases/cookies", timeout=5)

    assert answer.cookies.get_dict() == {"a": "1", "b": "2"}


def test_a_client_cannot_say_who_it_is(url: str) -> None:
    answer = requests.get(f"{url}/cases/", headers={"X-Forwarded-For": "10.1.1.1", "Forwarded": "for=x"}, timeout=5)

    assert answer.headers["X-Saw-Forwarded-For"] == "127.0.0.1"
    assert "X-Saw-Forwarded" not in answer.headers


@pytest.mark.parametrize("chunked", [False, True])
def test_an_upload_of_8_megabytes_arrives_whole(url: str, chunked: bool) -> None:
    body = bytes(range(256)) * (8 * MEGABYTE // 256)
    pieces = (body[start : start + 100_000] for start in range(0, len(body), 100_000))

    answer = requests.post(f"{url}/cases/digest", data=pieces if chunked else body, timeout=30)

    assert answer.text == hashlib.sha256(body).hexdigest()


def test_a_refusal_of_an_upload_that_was_not_read_reaches_the_client(url: str) -> None:
    answer = requests.post(f"{url}/cases/refuse", data=b"x" * 8 * MEGABYTE, timeout=30)

    assert answer.status_code == 413


def test_forty_slow_bodies_reach_no_service_before_they_are_whole() -> None:
    """So that none of its threads waits for them."""
    with (
        Breaking(free_block(1), answers=[True, True]) as service,
        routed({"cases": service.port}) as url,
        ExitStack() as held,
    ):
        host, _, port = url.removeprefix("http://").partition(":")
        slow = [held.enter_context(socket.create_connection((host, int(port)))) for _ in range(40)]
        for each in slow:
            each.sendall(b"POST /cases/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwh")

        assert requests.get(f"{url}/cases/x", timeout=10).status_code == 200
        assert [line for line, _ in service.got] == ["GET /cases/x HTTP/1.1"]

        slow[0].sendall(b"at")
        assert slow[0].makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
        assert service.got[1:] == [("POST /cases/slow HTTP/1.1", b"what")]


def test_forty_slow_readers_hold_no_service_which_has_handed_over_its_answer() -> None:
    """So much does not fit into the buffers of the kernel: whoever waits for the reader would wait here."""
    upstream = UpstreamServer(("127.0.0.1", 0), Handing)
    upstream.handed = 0
    thread = threading.Thread(target=upstream.serve_forever)
    thread.start()
    with ExitStack() as held:
        held.callback(thread.join)
        held.callback(upstream.server_close)
        held.callback(upstream.shutdown)
        url = held.enter_context(routed({"cases": upstream.server_port}))
        host, _, port = url.removeprefix("http://").partition(":")
        slow = []
        for _ in range(40):
            reader = held.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect((host, int(port)))
            reader.sendall(b"GET /cases/stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            slow.append(reader)
        wait_until(lambda: upstream.handed == 40, "the service has handed over what nobody reads", 20)

        slow[0].settimeout(20)
        with slow[0].makefile("rb") as read:
            _, _, body = read.read().partition(b"\r\n\r\n")
        assert (len(body), set(body)) == (LARGE, {ord("z")})


def test_an_answer_that_breaks_off_in_the_middle_is_never_shown_as_a_whole_one() -> None:
    """Nothing of it has left yet, so that whoever only reads is asked again, and else it is said."""
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    with Breaking(free_block(1), answers=[half, True]) as service, routed({"cases": service.port}) as url:
        assert requests.get(f"{url}/cases/x", timeout=10).text == "answered"
        assert len(service.got) == 2
    with Breaking(free_block(1), answers=[half]) as service, routed({"cases": service.port}) as url:
        answer = requests.post(f"{url}/cases/x", data=b"paid", timeout=10)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_larger_than_any_service_takes_is_refused_at_the_door(url: str, chunked: bool) -> None:
    body = b"x" * (33 * MEGABYTE)
    pieces = (body[start : start + MEGABYTE] for start in range(0, len(body), MEGABYTE))

    answer = requests.post(f"{url}/cases/digest", data=pieces if chunked else body, timeout=30)

    assert (answer.status_code, answer.json()["code"]) == (413, "content_too_large")


def test_a_long_download_of_unknown_length_comes_whole(url: str) -> None:
    assert len(requests.get(f"{url}/cases/stream", timeout=30).content) == 3 * MEGABYTE


def test_a_long_poll_waits_without_holding_up_others(url: str) -> None:
    waiting = threading.Thread(target=requests.get, args=(f"{url}/cases/slow",), kwargs={"timeout": 10})
    waiting.start()
    began = time.monotonic()

    requests.get(f"{url}/cases/", timeout=5)

    assert time.monotonic() - began < 1
    assert waiting.is_alive()
    waiting.join()


def test_one_connection_serves_many_requests(url: str) -> None:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
    sockets = set()
    for _ in range(3):
        connection.request("GET", "/cases/")
        sockets.add(connection.sock.getsockname())
        connection.getresponse().read()
    connection.close()

    assert len(sockets) == 1


def test_head_has_no_body(url: str) -> None:
    answer = requests.head(f"{url}/cases/", timeout=5)

    assert answer.status_code == 418
    assert answer.headers["Content-Length"] == "5"


def test_a_service_that_is_down_is_a_503_problem_that_says_when_to_come_back_while_the_others_answer(url: str) -> None:
    down = requests.get(f"{url}/intake/x", timeout=10)

    assert (down.status_code, down.headers["Content-Type"]) == (503, "application/problem+json")
    assert (down.json()["status"], down.json()["code"], down.headers["Retry-After"]) == (503, "try_again", "5")
    assert requests.get(f"{url}/cases/", timeout=5).status_code == 418


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_service_that_starts_anew_is_waited_for_with_what_was_not_sent_yet(method: str) -> None:
    """Nobody listens when it comes; half a second later somebody does, and gets it once with its whole body."""
    port = free_block(1)
    with Breaking(port, answers=[True], opens_after=0.5) as service, routed({"cases": port}) as url:
        answer = requests.request(method, f"{url}/cases/x", data=b"whole" if method == "POST" else None, timeout=10)

    assert (answer.status_code, answer.text) == (200, "answered")
    assert [(line, body) for line, body in service.got] == [
        (f"{method} /cases/x HTTP/1.1", b"whole" if method == "POST" else b"")
    ]


def test_what_only_reads_is_asked_again_where_the_service_went_away_without_a_word() -> None:
    with Breaking(free_block(1), answers=[False, False, True]) as service, routed({"cases": service.port}) as url:
        answer = requests.get(f"{url}/cases/x", timeout=10)

    assert (answer.status_code, len(service.got)) == (200, 3)


@pytest.mark.parametrize(("method", "body"), [("POST", b"paid"), ("DELETE", b""), ("PUT", b"odd")])
def test_what_may_have_been_done_is_never_sent_twice(method: str, body: bytes) -> None:
    with Breaking(free_block(1), answers=[False, True]) as service, routed({"cases": service.port}) as url:
        answer = requests.request(method, f"{url}/cases/x", data=body, timeout=10)

    assert (answer.status_code, answer.headers["Retry-After"], len(service.got)) == (503, "5", 1)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/nothing/cases",
        "/cases/metrics",
        "/cases/%6detrics",
        "/cases//metrics",
        "/cases/metrics/",
        "/casesx/",
    ],
)
def test_what_is_no_service_is_a_404_problem(url: str, path: str) -> None:
    answer = requests.get(f"{url}{path}", timeout=5)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_root_leads_to_the_front_page(url: str) -> None:
    answer = requests.get(f"{url}/", timeout=5, allow_redirects=False)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: +5",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nX-Bad-Chunk: follows",
    ],
)
def test_a_request_that_could_be_read_as_two_is_refused(raw: Callable[[str], bytes], framing: str) -> None:
    answer = raw(f"POST /cases/digest HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\nhello\r\n")

    assert answer.startswith(b"HTTP/1.1 400")


class Upstream(BaseHTTPRequestHandler):
    """Stands for a service: does by path what services do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/cases/slow":
            time.sleep(1.5)
        if self.path == "/cases/stream":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            for _ in range(3):
                self.wfile.write(b"z" * MEGABYTE)
            return
        self.send_response(418)
        self.send_header("Content-Length", "5")
        self.send_header("X-Saw-Path", self.path)
        for name in ("Authorization", "X-Forwarded-For", "Forwarded"):
            if name in self.headers:
                self.send_header(f"X-Saw-{name.removeprefix('X-')}", self.headers[name])
        for cookie in ("a=1", "b=2"):
            self.send_header("Set-Cookie", f"{cookie}; Path=/")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"short")

    do_HEAD = do_GET  # noqa: N815 - a name of http.server

    def do_POST(self) -> None:
        refuse = self.path == "/cases/refuse"
        answer = b"too large" if refuse else hashlib.sha256(self._body()).hexdigest().encode()
        self.send_response(413 if refuse else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer)

    def _body(self) -> bytes:
        if "Content-Length" in self.headers:
            return self.rfile.read(int(self.headers["Content-Length"]))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: object) -> None:
        return


class Handing(Upstream):
    """Counts whom it has rid itself of an answer for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"z" * LARGE)
        with ONE_BY_ONE:
            self.server.handed += 1


class Breaking:
    """A service that listens on `port` after a while, takes each request whole, and answers it or goes away without a word."""

    def __init__(self, port: int, answers: list[bool | bytes], opens_after: float = 0) -> None:
        self.port, self.got = port, list[tuple[str, bytes]]()
        self._answers, self._opens_after = answers, opens_after
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._opens_after:
            assert self._listening.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        time.sleep(self._opens_after)
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listening.set()
        self._listener.settimeout(5)
        for answers in self._answers:
            with suppress(OSError), self._listener.accept()[0] as line, line.makefile("rb") as read:
                self.got.append(self._taken(read))
                if isinstance(answers, bytes):
                    line.sendall(answers)
                elif answers:
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nanswered")

    @staticmethod
    def _taken(read: BinaryIO) -> tuple[str, bytes]:
        line, length = read.readline().decode().strip(), 0
        while header := read.readline().strip():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        return line, read.read(length)


class UpstreamServer(ThreadingHTTPServer):
    """Is left in the middle of an upload by one of the tests, which is no reason for a stack trace."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def routed(upstreams: dict[str, int]) -> Iterator[str]:
    router = Router(0, upstreams)
    thread = threading.Thread(target=router.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{router.server_port}"
    finally:
        router.shutdown()
        router.server_close()
        thread.join()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    upstream = UpstreamServer(("127.0.0.1", 0), Upstream)
    router = Router(0, {"cases": upstream.server_port, "intake": free_block(1)})
    threads = [threading.Thread(target=server.serve_forever) for server in (upstream, router)]
    for thread in threads:
        thread.start()
    yield f"http://127.0.0.1:{router.server_port}"
    for server, thread in zip((router, upstream), threads[::-1], strict=True):
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def raw(url: str) -> Callable[[str], bytes]:
    """Sends bytes as they are, and reads until the router closes."""

    def send(request: str) -> bytes:
        host, _, port = url.removeprefix("http://").partition(":")
        answer = b""
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(request.encode())
            while piece := connection.recv(4096):
                answer += piece
        return answer

    return send
