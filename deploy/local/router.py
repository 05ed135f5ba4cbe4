"""The gateway of the local way: sends each request to the service that its first path segment names, and knows no rule
but that `/<service>/metrics` is not for the street.

A reverse proxy of the standard library, so that this way needs no installed nginx (which the compose way has). One upstream
connection per request: reusing them would mean guessing whether a POST on a connection that broke was executed. A service that is
just starting anew is waited for, with what has not been sent to it yet and with what only reads. A body goes on once it is whole, either
way: a slow sender or reader holds a thread here, of which there is one for each, and none of a service.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote

from deploy import FRONT_PAGE
from deploy.servers.processes import LOOPBACK

PIECE = 64 * 1024
#: Longer than the longest long poll of the partners' feed.
UPSTREAM_TIMEOUT = 90
#: Seconds: for how long a service that lets nobody in is tried, between two tries, and when a client may ask again.
STARTS, PAUSE, AGAIN = 3.0, 0.1, 5
#: Bytes of a body: more than any service takes, and how many are kept in memory.
LARGEST, IN_MEMORY = 32 * 1024 * 1024, 1024 * 1024
#: RFC 9110 section 7.6.1, and what only a gateway may say about the client.
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"}
NOT_PASSED = HOP_BY_HOP | {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}
PROBLEMS = {404: "not_found", 413: "content_too_large", 503: "try_again"}


class Router(ThreadingHTTPServer):
    """Listens on loopback; `upstreams` maps a first path segment to a port."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, upstreams: Mapping[str, int]) -> None:
        super().__init__((LOOPBACK, port), Passage)
        self.upstreams = upstreams

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is no fault of ours; anything else is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the stubs of socketserver want another pair


class Passage(BaseHTTPRequestHandler):
    """One client connection, one request after the other."""

    protocol_version = "HTTP/1.1"
    server: Router
    timeout = 120

    def route(self) -> None:
        self._answered = False
        path = self.path.split("?", 1)[0]
        segment, _, rest = path.removeprefix("/").partition("/")
        port = self.server.upstreams.get(segment)
        if path == "/":
            self._redirect(FRONT_PAGE)
        elif port is None or unquote(rest).strip("/") == "metrics" or not path.startswith("/"):
            self.send_error(404)
        elif self._framing_is_sound():
            self._pass_on(port)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = route  # noqa: N815 - names of http.server

    def send_error(self, code: int, message: str | None = None, _explain: str | None = None) -> None:
        """RFC 9457 problem+json, as the services send it. Ends the connection: the request's body may be unread."""
        name = PROBLEMS.get(code, "bad_request")
        title = message or self.responses.get(code, ("Error",))[0]
        problem = {"type": f"urn:besa:problem:{name}", "title": title, "status": code, "code": name}
        body = json.dumps(problem).encode()
        self.close_connection = True
        self.send_response(code)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        if code == 503:
            self.send_header("Retry-After", str(AGAIN))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a path holds ids, and the services log the route."""

    def _redirect(self, path: str) -> None:
        self.send_response(302)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _framing_is_sound(self) -> bool:
        """Two framings, or a length that is no number, would let one request be read as two behind us (RFC 9112, 6.3)."""
        lengths, coding = self.headers.get_all("Content-Length", []), self.headers.get("Transfer-Encoding")
        sound = len(lengths) <= 1 and all(each.isascii() and each.isdigit() for each in lengths)
        if not sound or (coding and (lengths or coding.strip().lower() != "chunked")):
            self.send_error(400)
            return False
        return True

    def _pass_on(self, port: int) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                whole = self._taken(body)
            except ValueError:
                self._fail(400)
                return
            except (OSError, HTTPException):
                # The client went away, or sent nothing for so long that nobody waits for it.
                self._fail(408)
                return
            if not whole:
                self._fail(413)
                return
            end = time.monotonic() + STARTS
            while not self._passed(port, body, last=time.monotonic() > end):
                time.sleep(PAUSE)

    def _taken(self, body: IO[bytes]) -> bool:
        """Whether the request's body, now in `body`, is one that a service would take. Of a larger one a little more is read: closing
        with unread data resets the connection, and the client may lose the answer.
        """
        size = 0
        for piece in self._body(chunked="Transfer-Encoding" in self.headers):
            size += len(piece)
            if size <= LARGEST:
                body.write(piece)
            elif size > 2 * LARGEST:
                break
        return size <= LARGEST

    def _passed(self, port: int, body: IO[bytes], *, last: bool) -> bool:
        """Whether it was answered, by the service or by us. False: nothing of it reached the service, or it only reads; and it is
        not the `last` try. What may have been done is never asked for twice: its key tells the client (Idempotency-Key).
        """
        upstream, reached = HTTPConnection(LOOPBACK, port, timeout=UPSTREAM_TIMEOUT), False
        try:
            upstream.connect()
            reached = True
            self._ask(upstream, body)
            self._answer(upstream.getresponse())
        except TimeoutError:
            self._fail(503)
        except (OSError, HTTPException):
            # RFC 9110 section 9.2.1.
            if not (last or self._answered) and (not reached or self.command in ("GET", "HEAD", "OPTIONS")):
                return False
            self._fail(503)
        finally:
            upstream.close()
        return True

    def _ask(self, upstream: HTTPConnection, body: IO[bytes]) -> None:
        size = body.seek(0, SEEK_END)
        body.seek(0)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in NOT_PASSED | {"content-length"}:
                upstream.putheader(name, value)
        upstream.putheader("X-Forwarded-For", self.client_address[0])
        upstream.putheader("X-Forwarded-Proto", "http")
        upstream.putheader("Connection", "close")
        if size or "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            upstream.putheader("Content-Length", str(size))
        upstream.endheaders()
        # A service may refuse an upload before it has read it all, and close: its answer is then waiting to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            while piece := body.read(PIECE):
                upstream.send(piece)

    def _body(self, *, chunked: bool) -> Iterator[bytes]:
        if not chunked:
            yield from self._read(int(self.headers.get("Content-Length", 0)))
            return
        while size := int(self.rfile.readline(PIECE).split(b";")[0], 16):
            yield from self._read(size)
            self.rfile.readline(PIECE)
        while self.rfile.readline(PIECE).strip():
            continue

    def _read(self, size: int) -> Iterator[bytes]:
        while size:
            piece = self.rfile.read(min(size, PIECE))
            if not piece:
                raise HTTPException("the client went away in the middle of its body")
            size -= len(piece)
            yield piece

    def _answer(self, response: HTTPResponse) -> None:
        """Once the service has handed it over whole. Raises `HTTPException`, with nothing sent, where it breaks off before its end."""
        bodiless = self.command == "HEAD" or response.status in (204, 304) or response.status < 200
        with SpooledTemporaryFile(IN_MEMORY) as body:
            while not bodiless and (piece := response.read1(PIECE)):
                body.write(piece)
            size, promised = body.tell(), response.getheader("Content-Length")
            if not bodiless and promised not in (None, str(size)):
                raise HTTPException("the service went away in the middle of its answer")
            response.close()
            self._answered = True
            self._tell(response, None if bodiless else size)
            body.seek(0)
            while piece := body.read(PIECE):
                self.wfile.write(piece)

    def _tell(self, response: HTTPResponse, size: int | None) -> None:
        """Status and headers; with the `size` of a body where there is one, as of a long download whose length nobody knew."""
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in NOT_PASSED | ({"content-length"} if size is not None else set()):
                self.send_header(name, value)
        if size is not None:
            self.send_header("Content-Length", str(size))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _fail(self, code: int) -> None:
        """Half an answer cannot be taken back: then the broken connection is the message."""
        self.close_connection = True
        if not self._answered:
            with suppress(OSError):
                self.send_error(code)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.router")
    parser.add_argument("port", type=int)
    parser.add_argument("upstream", nargs="+", help="segment=port")
    arguments = parser.parse_args()
    upstreams = {name: int(port) for name, _, port in (each.partition("=") for each in arguments.upstream)}
    Router(arguments.port, upstreams).serve_forever()


if __name__ == "__main__":
    main()
