"""One file out of a multipart body, read strictly and in memory: a plain copy of evidence never touches a disk.

Werkzeug's form parser takes a body without its closing boundary for whole; its decoder beneath does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Request
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, Preamble

from shared.errors import Problem

FIELD = "file"
MOST_PARTS = 1000
LONGEST_FIELD = 500_000
LONGEST_HEADERS = 16_384
LONGEST_BOUNDARY = 200
_PLAIN_ENCODINGS = {"", "binary", "8bit", "7bit"}


@dataclass
class _Part:
    head: Field | File
    content: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True)
class Upload:
    """What was sent, and the name that the sender's machine had for it."""

    name: str
    content: bytes


def one_file(request: Request) -> Upload:
    """The part `file`, which must be the only one. Raises `Problem` 400, 413, 415 or 422."""
    parts = list(_parts(request))
    if not parts:
        raise _faulty(FIELD, "missing")
    for part in parts:
        _check(part)
    if len(parts) > 1:
        raise _faulty(FIELD, "one_file_only")
    head = parts[0].head
    if not isinstance(head, File):
        raise _faulty(FIELD, "not_a_file")
    return Upload(head.filename or "", bytes(parts[0].content))


def _parts(request: Request) -> Iterator[_Part]:
    decoder = MultipartDecoder(_boundary(request), max_parts=MOST_PARTS)
    decoder.receive_data(request.get_data(cache=True))
    decoder.receive_data(None)
    part: _Part | None = None
    try:
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, Field | File):
                part = _Part(event)
            elif isinstance(event, Data) and part is not None:
                part.content += event.data
                if not event.more_data:
                    yield part
            elif not isinstance(event, Preamble):
                raise _malformed()
    except (ValueError, AttributeError) as error:
        raise _malformed() from error


def _boundary(request: Request) -> bytes:
    if request.mimetype != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", detail="send multipart/form-data")
    boundary = request.mimetype_params.get("boundary", "")
    if not 0 < len(boundary) <= LONGEST_BOUNDARY or not boundary.isascii():
        raise _malformed()
    return boundary.encode()


def _check(part: _Part) -> None:
    headers = part.head.headers
    if sum(len(name) + len(value) for name, value in headers) > LONGEST_HEADERS:
        raise _malformed()
    if headers.get("Content-Type", "").lower().startswith("multipart/"):
        raise Problem(415, "unsupported_media_type", detail="a part may not hold parts")
    if headers.get("Content-Transfer-Encoding", "").lower() not in _PLAIN_ENCODINGS:
        raise _faulty(FIELD, "transfer_encoding")
    if not isinstance(part.head, File) and len(part.content) > LONGEST_FIELD:
        raise Problem(413, "content_too_large")
    if part.head.name != FIELD:
        raise _faulty(FIELD, "unknown_part")


def _malformed() -> Problem:
    return Problem(400, "malformed_multipart")


def _faulty(name: str, code: str) -> Problem:
    return Problem(422, "invalid_content", errors=[{"pointer": f"/{name}", "code": code}])
