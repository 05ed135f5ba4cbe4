"""Folders and the store: whether they can be written, and whether there is room."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError

from deploy.doctor.faults import Fault
from shared.documents import DocumentDamagedError, DocumentMissingError, Documents, NotForUsError
from shared.retry import RetryLaterError
from shared.settings import Settings

#: Of a file system: below one of both nothing large can be taken in any more.
LEAST_SHARE, LEAST_BYTES = 0.05, 1 << 30
_WRITABLE = "mount it writable for the service's user, and look whether the disk is full"


def store(settings: Settings) -> Iterator[Fault]:
    """Whether a document can be put, opened and taken away."""
    try:
        documents = Documents.of(settings)
        name = documents.put(os.urandom(64))
        documents.get(name)
        documents.erase(name)
    except (RetryLaterError, BaseError, OSError):
        yield Fault("no document can be written", f"is it there and writable? {_WRITABLE}")
    except (DocumentMissingError, DocumentDamagedError, NotForUsError):
        yield Fault(
            "what was written does not come back", "the disk or the bucket is damaged: stop the service, look at both"
        )


def disk(settings: Settings) -> Iterator[Fault]:
    """Room in every folder that the service writes."""
    for name, folder in _folders(settings).items():
        if not folder.exists():
            continue
        usage = shutil.disk_usage(folder)
        if usage.free < max(LEAST_BYTES, LEAST_SHARE * usage.total):
            yield Fault(
                f"{name} has {usage.free / 1e9:.1f} GB left of {usage.total / 1e9:.1f}", "make room or a larger disk"
            )


def folders(settings: Settings) -> Iterator[Fault]:
    """Witness and heads of the audit trail."""
    for name, folder in _folders(settings).items():
        if name != "DOCUMENTS_URL" and not _takes_a_file(folder):
            yield Fault(f"{name} cannot be written", _WRITABLE)


def _folders(settings: Settings) -> dict[str, Path]:
    given = {"WITNESS_DIR": settings.witness_dir, "AUDIT_HEADS_DIR": settings.audit_heads_dir}
    for name, url in (("DOCUMENTS_URL", settings.documents_url), ("MAIL_URL", settings.mail_url)):
        parts = urlsplit(url)
        if parts.scheme == "file":
            given[name] = unquote(parts.path)
    return {name: Path(folder) for name, folder in given.items() if folder}


def _takes_a_file(folder: Path) -> bool:
    probe = folder / f".doctor-{os.getpid()}"
    try:
        with probe.open("wb") as file:
            file.write(b"probe" * 1024)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    finally:
        if probe.exists():
            probe.unlink()
    return True
