"""Whether PostgreSQL's archive holds what PostgreSQL says that it holds.

Our own reading of its list: the program for that (pg_verifybackup) crashes in the wheel's build of version 18.4, and reads no
archives before version 18.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

#: Files of the cluster; those of its log; PostgreSQL's list of the first.
BASE, LOG, LISTED = "base.tar", "pg_wal.tar", "backup_manifest"
#: What the list is asked to be made with.
CHECKSUMS = "--manifest-checksums=SHA256"


def faults(folder: Path) -> Iterator[str]:
    """One line for each file that is missing, changed or not listed, and for a log that does not begin where it must."""
    listed = json.loads((folder / LISTED).read_text(encoding="utf-8"))
    expected = {each["Path"]: each["Checksum"] for each in listed["Files"] if "Path" in each}
    found = dict(_contents(folder / BASE))
    for path in sorted(expected.keys() | found.keys()):
        if expected.get(path) != found.get(path):
            yield f"{path}: {'missing' if path not in found else 'changed' if path in expected else 'not listed'}"
    with tarfile.open(folder / LOG) as log:
        if not any(len(name) == 24 for name in log.getnames()):
            yield "the log that belongs to it is missing"


def _contents(archive: Path) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of each file."""
    with tarfile.open(archive, "r|") as stream:
        for member in stream:
            if member.isfile() and (content := stream.extractfile(member)):
                yield member.name, hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads into a buffer
