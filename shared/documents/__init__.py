"""The document store: what is too much, or too private, for an event. Encrypted, named by the SHA-256 of its stored bytes.

The digest of a short text would give the text away; that of its ciphertext does not. Each document has a key of its own, which is
wrapped for the service that writes it, for the consumers of an event that names it (`share`), and for nobody else.

A document of before had the key of all (DOCUMENT_KEY). It is read with it as long as a service has it; then out of the copy that the
service took for itself (`shared.documents.rewrapping`), where the wrap holds the content in the place of a key.
"""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marshmallow import ValidationError

from shared.documents.objects import Objects
from shared.documents.wraps import NotForUsError, Wraps
from shared.retry import RetryLaterError
from shared.sealing import SealBrokenError, derive, new_key, seal, unseal
from shared.settings import Settings
from shared.typed import Shape, dump, load, named_in
from shared.waits import Waits

__all__ = [
    "DocumentDamagedError",
    "DocumentMissingError",
    "Documents",
    "NotForUsError",
    "Opened",
    "SealBrokenError",
    "names_said",
]

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_SAID = re.compile(rb'"([0-9a-f]{64})"')
#: Before the nonce; it begins no document of before, whose first bytes are random.
_HEADER = b"besa.document/2\n"
_PLACE, _PLACE_BEFORE = "besa.document/2", "besa.document"
_BESIDE = "besa.document/2.beside"
#: The first byte of what is wrapped: a key, or the content itself.
_KEY, _COPY = b"k", b"c"
#: Of how many documents the keys are held that this process wrote last: an event names them a moment later.
_RECENT = 256
S = TypeVar("S", bound=Shape)


class DocumentMissingError(LookupError):
    """No document of that name is in the store."""


class DocumentDamagedError(Exception):
    """The stored bytes are not those that the name promises."""


@dataclass(frozen=True)
class Opened:
    """A document: what opens it for a reader, which documents go with it, and its content. `before`: it had the key of all, and the
    names are every one that it could mean.
    """

    secret: bytes = field(repr=False)
    names: tuple[str, ...]
    content: bytes = field(default=b"", repr=False)
    before: bool = False


class Documents:
    """One store, by URL (`Objects`). `key` is that of all, 32 bytes; without `wraps` it is the only one. Each method raises
    `RetryLaterError` if the store does not answer.
    """

    def __init__(self, url: str, key: bytes | None, waits: Waits | None = None) -> None:
        self.objects = Objects(url, waits)
        self.wraps: Wraps | None = None
        self._key = key
        self._recent: dict[str, Opened] = {}

    @classmethod
    def of(cls, settings: Settings) -> "Documents":
        made = cls(settings.documents_url, settings.document_key, settings.waits)
        if settings.document_ring_keys:
            made.wraps = Wraps(made.objects, settings)
        return made

    def begin(self) -> None:
        """Let this service have keys to be written to: a step of each process that begins. Not before a fork: what asks the store has threads,
        and those do not outlive one. A store that is away now is asked again by whoever writes. Raises `RingLockedError`.
        """
        if self.wraps:
            with suppress(RetryLaterError):
                self.wraps.ring.ensure()

    def put(self, content: bytes, names: Iterable[str] = ()) -> str:
        """Store `content`; returns its name once the bytes are on disk. Call it before the transaction that names it: an orphan
        harms nobody. `names`: of documents that go with it, so that whoever may read it may read them.
        """
        if self.wraps is None or (self._key is not None and self.wraps.without_key()):
            return self._store(seal(self._of_all(), content, _PLACE_BEFORE))
        key, with_it = new_key(), tuple(names)
        stored = _HEADER + seal(key, " ".join(with_it).encode() + b"\n" + content, _PLACE)
        name, secret = _name_of(stored), _KEY + key
        self.wraps.give(name, secret, self.wraps.writer)
        self._store(stored)
        self._recent[name] = Opened(secret, with_it)
        if len(self._recent) > _RECENT:
            self._recent.pop(next(iter(self._recent)), None)
        return name

    def get(self, name: str) -> bytes:
        """The content. Raises `DocumentMissingError`, `DocumentDamagedError`, `NotForUsError` or `SealBrokenError`."""
        return self.open(name).content

    def open(self, name: str) -> Opened:
        """The document with what opens it. Raises what `get` raises."""
        stored = self.stored(name)
        if not stored.startswith(_HEADER):
            return self._open_before(name, stored)
        known = self._recent.get(name)
        secret = known.secret if known else self._secret(name)
        names, _, content = unseal(secret[1:], stored[len(_HEADER) :], _PLACE).partition(b"\n")
        return Opened(secret, tuple(names.decode().split()), content)

    def share(self, name: str, services: Iterable[str]) -> None:
        """Let other services read a document of ours, and those that go with it: a step of `publish`. One that is erased is told to
        nobody.
        """
        if self.wraps is not None:
            self._share(self.wraps, name, [one for one in services if one != self.wraps.ring.service], set())

    def _share(self, wraps: Wraps, name: str, services: Sequence[str], seen: set[str]) -> None:
        seen.add(name)
        try:
            opened = self._recent.get(name) or self.open(name)
        except DocumentMissingError:
            return
        # As long as there is a key of all, who has no other yet reads with that.
        known = [one for one in services if not opened.before or wraps.ring.reader(one)]
        wraps.give(name, opened.secret, [wraps.of(one) for one in known])
        for inner in set(opened.names) - seen:
            try:
                self._share(wraps, inner, services, seen)
            except SealBrokenError:
                if not opened.before:
                    raise

    def holds(self, name: str) -> bool:
        """Whether the store has a document of that name, for whomever it is."""
        return self.objects.has(_path(name))

    def is_of_before(self, name: str) -> bool:
        """Whether it was written under the key of all. Raises what `get` raises of a name without a document."""
        return not self.stored(name).startswith(_HEADER)

    def stored(self, name: str) -> bytes:
        """The bytes as they lie in the store. Raises what `get` raises."""
        if not _NAME.fullmatch(name):
            raise DocumentMissingError(name)
        if (stored := self.objects.get(_path(name))) is None:
            raise DocumentMissingError(name)
        if _name_of(stored) != name:
            raise DocumentDamagedError(name)
        return stored

    def put_beside(self, name: str, content: bytes) -> None:
        """Store what is shown of a document in its place, sealed for whoever may read it; what was there before is replaced. Raises what
        `get` raises.
        """
        key = derive(self.open(name).secret, _BESIDE)
        self.objects.put(_beside(name), seal(key, content, f"{_BESIDE}|{name}"), over=True)

    def beside(self, name: str) -> bytes | None:
        """What was put beside a document; None if nothing was. Raises what `get` raises."""
        if (stored := self.objects.get(_beside(name))) is None:
            return None
        return unseal(derive(self.open(name).secret, _BESIDE), stored, f"{_BESIDE}|{name}")

    def set_aside(self, name: str) -> bytes:
        """A document with what opens it and for whom, to be kept under another key and `put_back`. Raises what `get` raises."""
        readers = self.wraps.readers(name) if self.wraps else ()
        kept = {"stored": _text(self.stored(name)), "secret": _text(self.open(name).secret), "readers": readers}
        return json.dumps(kept).encode()

    def put_back(self, aside: bytes) -> str:
        """Store again what `set_aside` gave and `erase` removed, for the same readers; returns its name, which is the one that it had."""
        try:
            kept = json.loads(aside)
        except ValueError:
            # Of a release before: the stored bytes alone.
            return self._store(aside)
        stored = b64decode(kept["stored"])
        if self.wraps:
            keys = [*self.wraps.writer, *(self.wraps.of(reader) for reader in kept["readers"])]
            self.wraps.give(_name_of(stored), b64decode(kept["secret"]), keys, over=True)
        return self._store(stored)

    def keep(self, value: Shape) -> str:
        """Store a value as JSON; returns its name."""
        return self.put_json(dump(value), named_in(value))

    def read(self, shape: type[S], name: str) -> S:
        """The value that was kept. Raises what `get` raises; `DocumentDamagedError` too if it is of another shape, since that is
        no fault of whoever asks.
        """
        return _loaded(shape, json.loads(self.get(name)), name)

    def keep_all(self, values: Iterable[Shape]) -> str:
        """Store several values as one JSON list; returns its name."""
        several = tuple(values)
        return self.put(_json([dump(value) for value in several]), named_in(several))

    def read_all(self, shape: type[S], name: str) -> Sequence[S]:
        """The values that were kept together. Raises what `read` raises."""
        return [_loaded(shape, one, name) for one in json.loads(self.get(name))]

    def put_json(self, content: dict[str, Any], names: Iterable[str] = ()) -> str:
        return self.put(_json(content), names)

    def get_json(self, name: str) -> dict[str, Any]:
        return json.loads(self.get(name))  # type: ignore[no-any-return]  # JSON of our own documents

    def erase(self, name: str) -> None:
        """Remove a document and all that opens it; one that is gone already is no error."""
        self._recent.pop(name, None)
        if self.wraps:
            self.wraps.erase(name)
        self.objects.erase(_beside(name))
        self.objects.erase(_path(name))

    def _store(self, stored: bytes) -> str:
        name = _name_of(stored)
        self.objects.put(_path(name), stored)
        return name

    def _open_before(self, name: str, stored: bytes) -> Opened:
        content = unseal(self._key, stored, _PLACE_BEFORE) if self._key else self._secret(name)[1:]
        return Opened(_COPY + content, names_said(content), content, before=True)

    def _secret(self, name: str) -> bytes:
        if self.wraps is None:
            raise NotForUsError(name)
        return self.wraps.secret(name)

    def _of_all(self) -> bytes:
        if self._key is None:
            raise NotForUsError("neither DOCUMENT_RING_KEY nor DOCUMENT_KEY")
        return self._key


def names_said(content: bytes) -> tuple[str, ...]:
    """What could be names of documents in a JSON text; one of before does not say which of its members are."""
    return tuple(sorted({name.decode() for name in _SAID.findall(content)})) if content[:1] in {b"{", b"["} else ()


def _name_of(stored: bytes) -> str:
    return hashlib.sha256(stored).hexdigest()


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _loaded(shape: type[S], content: object, name: str) -> S:
    try:
        return load(shape, content)
    except ValidationError as error:
        raise DocumentDamagedError(name) from error


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"


def _beside(name: str) -> str:
    return f"beside/{name[:2]}/{name}"
