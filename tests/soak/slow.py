"""Clients that send or read a byte a second, and never end."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

#: What is read slowly, so often on one connection: more than the buffers of the kernels hold.
LARGE, TIMES = "/partners/api/v1/openapi.json", 20
_SENDS = "POST /intake/api/v1/complaints HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{"
_READS = f"GET {LARGE} HTTP/1.1\r\nHost: {{}}\r\n\r\n"


@contextmanager
def slow_clients(url: str, count: int) -> Iterator[None]:
    """Half of them send, half of them read, until the block ends; who is turned away comes again."""
    ends, threads = threading.Event(), []
    for number in range(count):
        threads.append(threading.Thread(target=_sends if number % 2 else _reads, args=(url, ends)))
        threads[-1].start()
    try:
        yield
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def _sends(url: str, ends: threading.Event) -> None:
    while not ends.is_set():
        with suppress(OSError), _connected(url) as line:
            line.sendall(_SENDS.format(urlsplit(url).netloc).encode())
            while not ends.wait(1):
                line.sendall(b" ")
        time.sleep(0.1)


def _reads(url: str, ends: threading.Event) -> None:
    while not ends.is_set():
        with suppress(OSError), _connected(url) as line:
            for _ in range(TIMES):
                line.sendall(_READS.format(urlsplit(url).netloc).encode())
            while not ends.wait(1) and line.recv(1):
                pass
        time.sleep(0.1)


def _connected(url: str) -> socket.socket:
    parts, line = urlsplit(url), socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(30)
    line.connect((parts.hostname, parts.port))
    return line
