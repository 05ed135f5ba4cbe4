"""Which files are taken in: by their content first, then by their name. Nothing is opened, converted or run here.

What passes is still never trusted: `shared.files` opens it in a process of its own and hands out a copy. The name is looked at once, for
a contradiction (a .exe that begins like a PDF), and never used as a path. Each service says which kinds it takes.
"""

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from shared.rules import RuleViolation

LARGEST = 20 * 1024 * 1024
#: Where a browser that guesses looks for HTML (WHATWG MIME Sniffing, section 5: the resource header).
_HEADER = 1024
#: A longer list of brands than this begins no film or picture of a telephone.
_FTYP_AT_MOST = 8192
_VIDEO_BRANDS = {b"mp41", b"mp42", b"isom"}
_PICTURE_BRANDS = {b"mif1", b"msf1"}
#: Text that a program would run.
_PROGRAMS = ("#!", "{\\rtf", "%!")
#: The test file of the anti-virus industry, in two halves so that no scanner takes this module for it.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MARKUP = re.compile(rb"<(?:html|script|svg|body|iframe|!doctype)[\s>/]|<\?xml", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: An ending that says a type: "Shkresa nr. 7" and "vendim.2024" say none.
_ENDING = re.compile("[a-z][a-z0-9]{1,4}")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Kind:
    """A type of file: what it is called, and which endings a name may have for it; the first is its own."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def extension(self) -> str:
        return self.endings[0]


KINDS = {
    kind.extension: kind
    for kind in (
        Kind("application/pdf", ("pdf",)),
        Kind("image/jpeg", ("jpg", "jpeg", "jpe")),
        Kind("image/png", ("png",)),
        Kind("image/heic", ("heic", "heif")),
        Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
        Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
        Kind("video/mp4", ("mp4", "m4v")),
        Kind("audio/mp4", ("m4a",)),
        Kind("text/plain", ("txt",)),
    )
}
#: As much of a given name as is kept.
_LONGEST_NAME = 120
#: The ending that a file of a stored media type is handed out with.
EXTENSIONS = {kind.media_type: kind.extension for kind in KINDS.values()}


class FileRefusedError(RuleViolation):
    """A file is not taken. `code`: file_empty, file_infected, file_too_large, file_type_not_allowed, file_name_mismatch, or one of
    `shared.files.refused`.
    """

    def __init__(self, code: str) -> None:
        super().__init__("the file is not taken", code=code)


@dataclass(frozen=True)
class Upload:
    """`name`: as its sender called it, to be shown and never to be used as one. `verdict`: what may be shown of it
    (`shared.files.copies.Verdict`); none yet if it waits.
    """

    content: bytes = field(repr=False)
    media_type: str
    name: str = ""
    verdict: Any = None


def given_name(name: str) -> str:
    """What is shown of the name of a file: its last part, on one line, of a length that a page bears."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:_LONGEST_NAME]


def accept(taken: Collection[str]) -> str:
    """The attribute `accept` of a file field for these kinds."""
    return ",".join(f".{ending}" for extension in taken for ending in KINDS[extension].endings)


def examine(name: str, content: bytes, taken: Collection[str]) -> Kind:
    """The kind of a file, which is one of `taken` (keys of `KINDS`). Raises `FileRefusedError`."""
    if not content:
        raise FileRefusedError("file_empty")
    if len(content) > LARGEST:
        raise FileRefusedError("file_too_large")
    if _EICAR in content[:_HEADER]:
        raise FileRefusedError("file_infected")
    kind = kind_of(content)
    if kind is None or kind.extension not in taken:
        raise FileRefusedError("file_type_not_allowed")
    ending = _ending(name)
    if ending and ending not in kind.endings:
        raise FileRefusedError("file_name_mismatch")
    return kind


def _ending(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2].rstrip(". \x00")
    ending = PurePosixPath(last).suffix.lstrip(".").lower()
    return ending if _ENDING.fullmatch(ending) else ""


def kind_of(content: bytes) -> Kind | None:
    """By its content alone; None for what is nowhere taken."""
    if _MARKUP.search(content[:_HEADER]):
        return None
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    extension = _by_signature(content)
    if extension is None:
        return KINDS["txt"] if _is_text(content) else None
    return KINDS[extension] if _is_only(extension, content) else None


def _by_signature(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        # An animation says so before its first picture.
        return None if b"acTL" in content.partition(b"IDAT")[0] else "png"
    if content.startswith(b"%PDF"):
        return "pdf"
    return _by_brand(content) if content[4:8] == b"ftyp" else None


def _by_brand(content: bytes) -> str | None:
    """ISO 14496-12, 4.3: a box of its length, `ftyp`, the major brand, a version, and the brands it is compatible with."""
    length, major = int.from_bytes(content[:4], "big"), content[8:12]
    if major[:3] == b"M4A":
        return "m4a"
    if not 16 <= length <= min(len(content), _FTYP_AT_MOST):
        return None
    brands = {major} | {content[place : place + 4] for place in range(16, length, 4)}
    pictured = brands if major in _PICTURE_BRANDS else {major}
    if b"heic" in pictured:
        return "heic"
    return "mp4" if _VIDEO_BRANDS & brands and b"avif" not in pictured else None


def _is_only(extension: str, content: bytes) -> bool:
    """Whether the file is this kind and no second one besides: a polyglot is harmless to one program and not to the next."""
    if zipfile.is_zipfile(io.BytesIO(content)) or content[128:132] == b"DICM" or content[257:262] == b"ustar":
        return False
    if extension == "pdf":
        return content.startswith(b"%PDF-") and _ends_as_pdf(content)
    return True


def _ends_as_pdf(content: bytes) -> bool:
    _, marker, rest = content.rpartition(b"%%EOF")
    return bool(marker) and not rest.strip(b"\x00\t\n\r\x0c ")


def _office_kind(content: bytes) -> Kind | None:
    """By its parts, since writers order them differently; none with macros, and none that does not fit its own directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.lower() for part in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError):
        return None
    if "[content_types].xml" not in parts or any(part.rpartition("/")[2] in _MACRO_PARTS for part in parts):
        return None
    return next((KINDS[extension] for extension, part in _OFFICE_PARTS.items() if part in parts), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A reader of PDF looks for its mark in the first kilobyte, whatever stands before it.
    return not _NOT_TEXT.search(text) and not text.startswith(_PROGRAMS) and "%PDF-" not in text[:_HEADER]
