"""What is shown of a file from outside: its clean copy, sealed beside the document that holds it as it came, for whoever may read that.

The document is named in events and rows, and its digest proves what was handed in; so what goes out for it is found by its name,
also where the copy was made later or by another service.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.documents import Documents
from shared.rules import RuleViolation
from shared.sealing import seal, unseal

CLEAN, KEPT, REFUSED = "clean", "kept", "refused"


@dataclass(frozen=True)
class Verdict:
    """`clean`: `content`, of `media_type`, may be shown. `kept`: nobody can clean it, so that it is opened only as it came, by break-glass.
    `refused`: by nobody, for `code`.
    """

    state: str
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)
    code: str = ""


@dataclass(frozen=True)
class Box:
    """What a service seals a file with besides the store's own seal: a key for a place, or nothing."""

    key: bytes | None = field(default=None, repr=False)
    place: str = ""

    def closed(self, content: bytes) -> bytes:
        return seal(self.key, content, self.place) if self.key else content

    def opened(self, content: bytes) -> bytes:
        """Raises `SealBrokenError`."""
        return unseal(self.key, content, self.place) if self.key else content


class NotShownError(RuleViolation):
    """A file is not given out. `code`: file_waits, file_kept, file_refused; of one as it came, file_clean."""

    def __init__(self, code: str) -> None:
        super().__init__("the file is not given out", code=code)


@dataclass(frozen=True)
class Waiting:
    """A file on which there is no verdict yet. `tries`: how many processes have ended over it without a word."""

    name: str
    tries: int = 0


def write(documents: Documents, name: str, verdict: Verdict, box: Box) -> None:
    """What is shown of a file from now on."""
    head = " ".join((verdict.state, verdict.media_type or "-", verdict.code or "-")).encode()
    documents.put_beside(name, head + b"\n" + box.closed(verdict.content))


def read(documents: Documents, name: str, box: Box) -> Verdict | None:
    """None while there is no verdict. Raises what `Documents.get` raises."""
    beside = documents.beside(name)
    if beside is None:
        return None
    head, _, content = beside.partition(b"\n")
    state, media_type, code = head.decode().split(" ")
    return Verdict(state, media_type, box.opened(content), code)


def wait(documents: Documents, service: str, waiting: Waiting) -> None:
    """Leave a file to the timer of `service`. In the store like the file itself, so that neither is lost without the other."""
    path = _path(service, waiting.name)
    documents.objects.put(path, str(waiting.tries).encode(), over=True)


def all_waiting(documents: Documents, service: str) -> Iterator[Waiting]:
    """In no order."""
    for path in list(documents.objects.under(f"waiting/{service}")):
        if (said := documents.objects.get(path)) is not None:
            yield Waiting(path.rpartition("/")[2], int(said))


def end_waiting(documents: Documents, service: str, name: str) -> None:
    documents.objects.erase(_path(service, name))


def _path(service: str, name: str) -> str:
    return f"waiting/{service}/{name}"
