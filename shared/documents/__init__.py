"""The document store: what is too much, or too private, for an event. Encrypted, named by the SHA-256 of its stored bytes.

The digest of a short text would give the text away; that of its ciphertext does not.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import obstore
from marshmallow import ValidationError
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from shared.retry import RetryLaterError
from shared.sealing import seal, unseal
from shared.typed import Shape, dump, load
from shared.waits import Waits

#: A request to the store is tried once more, within the same limit.
_AGAIN = 1
_NAME = re.compile(r"[0-9a-f]{64}\Z")
_PLACE = "besa.document"
S = TypeVar("S", bound=Shape)


class DocumentMissingError(LookupError):
    """No document of that name is in the store."""


class DocumentDamagedError(Exception):
    """The stored bytes are not those that the name promises."""


class Documents:
    """One store, by URL: `file:///folder` or `s3://bucket/prefix` (credentials from the environment, as obstore reads them)."""

    def __init__(self, url: str, key: bytes, waits: Waits | None = None) -> None:
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._synced: set[Path] = set()
        self._store: Any = LocalStore(self._folder) if self._folder else _far(url, waits or Waits())
        self._key = key

    def put(self, content: bytes) -> str:
        """Store `content`; returns its name once the bytes are on disk. Call it before the transaction that names it: an orphan
        harms nobody.
        """
        return self.put_back(seal(self._key, content, _PLACE))

    def get(self, name: str) -> bytes:
        """The content. Raises `DocumentMissingError`, `DocumentDamagedError` or `RetryLaterError`."""
        return unseal(self._key, self.stored(name), _PLACE)

    def stored(self, name: str) -> bytes:
        """The bytes as they lie in the store, to put them back under their name. Raises what `get` raises."""
        if not _NAME.fullmatch(name):
            raise DocumentMissingError(name)
        try:
            stored = bytes(obstore.get(self._store, _path(name)).bytes())
        except (NotFoundError, FileNotFoundError) as error:
            raise DocumentMissingError(name) from error
        except (BaseError, OSError) as error:
            raise RetryLaterError("the document store does not answer") from error
        if hashlib.sha256(stored).hexdigest() != name:
            raise DocumentDamagedError(name)
        return stored

    def put_back(self, stored: bytes) -> str:
        """Store again what `stored` gave and `erase` removed; returns its name, which is the one that it had."""
        name = hashlib.sha256(stored).hexdigest()
        try:
            with suppress(AlreadyExistsError):
                obstore.put(self._store, _path(name), stored, mode="create")
            if self._folder:
                self._sync(self._folder / _path(name), self._folder)
        except (BaseError, OSError) as error:
            raise RetryLaterError("the document store does not answer") from error
        return name

    def _sync(self, file: Path, root: Path) -> None:
        """Give a file and the folders that name it to the disk: the library leaves that to the system's leisure. That `root` names
        the file's folder is synced once by each process, since each sync costs a wait for the disk.
        """
        for path in (file, file.parent, *(() if file.parent in self._synced else (root,))):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._synced.add(file.parent)

    def keep(self, value: Shape) -> str:
        """Store a value as JSON; returns its name."""
        return self.put_json(dump(value))

    def read(self, shape: type[S], name: str) -> S:
        """The value that was kept. Raises what `get` raises; `DocumentDamagedError` too if it is of another shape, since that is
        no fault of whoever asks.
        """
        return _loaded(shape, json.loads(self.get(name)), name)

    def keep_all(self, values: Iterable[Shape]) -> str:
        """Store several values as one JSON list; returns its name."""
        return self.put(_json([dump(value) for value in values]))

    def read_all(self, shape: type[S], name: str) -> Sequence[S]:
        """The values that were kept together. Raises what `read` raises."""
        return [_loaded(shape, one, name) for one in json.loads(self.get(name))]

    def put_json(self, content: dict[str, Any]) -> str:
        return self.put(_json(content))

    def get_json(self, name: str) -> dict[str, Any]:
        return json.loads(self.get(name))  # type: ignore[no-any-return]  # JSON of our own documents

    def erase(self, name: str) -> None:
        """Remove a document; one that is gone already is no error."""
        try:
            obstore.delete(self._store, _path(name))
        except (NotFoundError, FileNotFoundError):
            return


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _loaded(shape: type[S], content: object, name: str) -> S:
    try:
        return load(shape, content)
    except ValidationError as error:
        raise DocumentDamagedError(name) from error


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"


def _far(url: str, waits: Waits) -> Any:
    return from_url(
        url,
        client_options={"timeout": f"{waits.store_answer}s", "connect_timeout": f"{waits.store_connect}s"},
        retry_config={"max_retries": _AGAIN, "retry_timeout": timedelta(seconds=waits.store_answer)},
    )
