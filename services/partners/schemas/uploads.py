"""One uploaded file: its content decides what it is; its name and the type that the sender gives do not.

The name is looked at once, for a contradiction (a .exe that begins like a PDF), and then forgotten.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from werkzeug.datastructures import FileStorage

from shared.errors import Problem

LARGEST = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
#: What is taken: media type → the extensions that a file of it may have.
ALLOWED = {
    "application/pdf": ("pdf",),
    f"{_OFFICE}wordprocessingml.document": ("docx",),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}
ACCEPT = ",".join(f".{extension}" for extensions in ALLOWED.values() for extension in extensions)
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_KNOWN = {extension for extensions in ALLOWED.values() for extension in extensions}
_END_OF_PDF = b"%%EOF"


@dataclass(frozen=True)
class Upload:
    content: bytes
    media_type: str


def single(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str]) -> Upload:
    """The one file of a request, in the part `file`. Raises `Problem` 413, 415 or 422."""
    parts = list(files)
    if [name for name, _ in parts] != ["file"] or list(texts):
        raise Problem(
            422, "invalid_content", errors=[{"pointer": "/file", "code": "Send one file in the part `file`."}]
        )
    return read(parts[0][1])


def read(part: FileStorage) -> Upload:
    """Content and media type of one part. Raises `Problem` 413 (too large), 415 (not taken) or 422 (empty)."""
    content = part.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Problem(413, "content_too_large")
    if not content:
        raise Problem(422, "invalid_content", errors=[{"pointer": "/file", "code": "The file is empty."}])
    media_type = media_type_of(content)
    if media_type is None or not _name_fits(part.filename or "", media_type):
        raise Problem(415, "unsupported_media_type", detail=f"taken are {', '.join(sorted(_KNOWN))}, by content")
    return Upload(content, media_type)


def media_type_of(content: bytes) -> str | None:
    """The media type if it is one of those that are taken and the content is whole, else None."""
    guessed = filetype.guess(content)
    mime = guessed.mime if guessed else None
    if mime == "application/pdf":
        # Something behind the end, or no end: two files in one, each for another reader.
        ends = content.rfind(_END_OF_PDF)
        return (
            mime
            if content.startswith(b"%PDF-") and ends > 0 and not content[ends + 5 :].strip(b"\x00 \t\r\n")
            else None
        )
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return mime if mime in ALLOWED else None


def _office_type(content: bytes) -> str | None:
    """By its parts, since writers order them differently; refuses macros and what does not fit its own directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    for media_type, (extension, *_) in ALLOWED.items():
        if _MAIN_PART.get(extension) in names:
            return media_type
    return None


def _name_fits(name: str, media_type: str) -> bool:
    """False for a name that promises something else: `photo.jpg` over a PDF, `letter.pdf.exe` over anything."""
    suffixes = [suffix.lstrip(".").lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes]
    if not suffixes:
        return True
    last = suffixes[-1]
    if last in ALLOWED[media_type]:
        return True
    return last not in _KNOWN and not _KNOWN.intersection(suffixes)
