"""The store itself, by URL: bytes under a path, on disk once `put` has ended."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from shared.retry import RetryLaterError
from shared.waits import Waits

#: A request to the store is tried once more, within the same limit.
_AGAIN = 1
_SILENT = "the document store does not answer"


class Objects:
    """`file:///folder` or `s3://bucket/prefix` (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`
    from the environment, as obstore reads them). Each method raises `RetryLaterError` if the store does not answer.
    """

    def __init__(self, url: str, waits: Waits | None = None) -> None:
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._synced: set[Path] = set()
        self._store: Any = LocalStore(self._folder) if self._folder else _far(url, waits or Waits())

    def get(self, path: str) -> bytes | None:
        """None if nothing lies there."""
        try:
            return bytes(obstore.get(self._store, path).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise RetryLaterError(_SILENT) from error

    def has(self, path: str) -> bool:
        try:
            obstore.head(self._store, path)
        except (NotFoundError, FileNotFoundError):
            return False
        except (BaseError, OSError) as error:
            raise RetryLaterError(_SILENT) from error
        return True

    def put(self, path: str, content: bytes, *, over: bool = False) -> None:
        """What lies there already stays, unless it is written `over`."""
        try:
            with suppress(AlreadyExistsError):
                obstore.put(self._store, path, content, mode="overwrite" if over else "create")
            if self._folder:
                self._sync(self._folder / path, self._folder)
        except (BaseError, OSError) as error:
            raise RetryLaterError(_SILENT) from error

    def erase(self, path: str) -> None:
        """What is gone already is no error."""
        try:
            obstore.delete(self._store, path)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise RetryLaterError(_SILENT) from error

    def under(self, folder: str) -> Iterator[str]:
        """The paths of all that lies under a folder, in no order."""
        try:
            for some in obstore.list(self._store, folder):
                yield from (str(one["path"]) for one in some)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise RetryLaterError(_SILENT) from error

    def _sync(self, file: Path, root: Path) -> None:
        """Give a file and the folders that name it to the disk: the library leaves that to the system's leisure. Of those above the
        file's own, each is synced once by each process, since each sync costs a wait for the disk.
        """
        above = [] if file.parent in self._synced else [folder for folder in file.parents[1:] if folder >= root]
        for path in (file, file.parent, *above):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._synced.add(file.parent)


def _far(url: str, waits: Waits) -> Any:
    return from_url(
        url,
        client_options={
            "timeout": f"{waits.store_answer}s",
            "connect_timeout": f"{waits.store_connect}s",
            # Whoever names an endpoint of http:// means it; what lies there is sealed.
            "allow_http": True,
        },
        retry_config={"max_retries": _AGAIN, "retry_timeout": timedelta(seconds=waits.store_answer)},
    )
