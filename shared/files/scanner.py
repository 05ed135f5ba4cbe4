"""A virus scanner that speaks as clamd does: `INSTREAM`, then the length of each piece in four bytes and the piece, then a length of 0."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

from shared.files.refused import RefusedFileError

_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerAwayError(Exception):
    """Nobody says whether the file is clean: it waits."""


def scan(url: str, content: bytes, seconds: float) -> None:
    """`url`: `tcp://host:port` or `unix:///path`; `seconds`: for all of it, whatever it answers in between. Raises `RefusedFileError` for what it finds and for what it cannot look at, `ScannerAwayError`."""
    try:
        with closing(_connected(url, seconds)) as link:
            answer = _asked(link, content, time.monotonic() + seconds)
    except OSError as error:
        raise ScannerAwayError(type(error).__name__) from error
    # clamd says of what is beyond its limits that it found something, if it is set to say so, or ends the stream.
    if "Heuristics.Limits.Exceeded" in answer or "size limit exceeded" in answer:
        raise RefusedFileError("file_unscannable")
    if answer.endswith("FOUND"):
        raise RefusedFileError("file_infected")
    if not answer.endswith("OK"):
        raise ScannerAwayError("no verdict")


def _connected(url: str, seconds: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=seconds)
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(seconds)
    try:
        link.connect(parts.path)
    except OSError:
        link.close()
        raise
    return link


def _asked(link: socket.socket, content: bytes, until: float) -> str:
    try:
        for piece in _pieces(content):
            _hurry(link, until)
            link.sendall(piece)
    except (BrokenPipeError, ConnectionResetError):
        # Beyond its limit it stops to read, and says why before it closes.
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        _hurry(link, until)
        if not (more := link.recv(_LONGEST_ANSWER)):
            break
        answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _hurry(link: socket.socket, until: float) -> None:
    """No step may take longer than what is left. Raises `TimeoutError`."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError
    link.settimeout(left)


def _pieces(content: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)
