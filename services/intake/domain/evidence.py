"""Which files are taken in: by their content first, then by their name. Nothing is opened, converted or run here.

What passes is still never trusted: it is stored encrypted and handed to staff as an attachment in a sandbox.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype

from shared.rules import RuleViolation

LARGEST = 20 * 1024 * 1024
MOST_FILES = 10
LARGEST_TOGETHER = 200 * 1024 * 1024
#: Where a browser that guesses looks for HTML (WHATWG MIME Sniffing, section 5: the resource header).
_HEADER = 1024
_SIGNATURE = 8192
#: Text that a program would run.
_PROGRAMS = ("#!", "{\\rtf", "%!")
#: The test file of the anti-virus industry, in two halves so that no scanner takes this module for it.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MARKUP = re.compile(rb"<(?:html|script|svg|body|iframe|!doctype)[\s>/]|<\?xml", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


@dataclass(frozen=True)
class Kind:
    """A type of the allow-list: what it is called, and which endings a name may have for it."""

    media_type: str
    extension: str
    endings: frozenset[str]


def _kind(media_type: str, *endings: str) -> Kind:
    return Kind(media_type, endings[0], frozenset(endings))


TEXT = _kind("text/plain", "txt")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    kind.media_type: kind
    for kind in (
        _kind("image/jpeg", "jpg", "jpeg", "jpe"),
        _kind("image/png", "png"),
        _kind("image/heic", "heic", "heif"),
        _kind("application/pdf", "pdf"),
        _kind(_DOCX, "docx"),
        _kind("video/mp4", "mp4", "m4v"),
        _kind("audio/mp4", "m4a"),
    )
}


class EvidenceRefusedError(RuleViolation):
    """A file is not taken. `code`: file_empty, file_infected, file_too_large, file_type_not_allowed, file_name_mismatch."""

    def __init__(self, code: str) -> None:
        super().__init__("the file is not taken", code=code)


def examine(name: str, content: bytes) -> Kind:
    """The kind of an acceptable file. Raises `EvidenceRefusedError`; the name is never used as a path."""
    if not content:
        raise EvidenceRefusedError("file_empty")
    if len(content) > LARGEST:
        raise EvidenceRefusedError("file_too_large")
    if _EICAR in content[:_HEADER]:
        raise EvidenceRefusedError("file_infected")
    kind = _kind_of(content)
    if kind is None:
        raise EvidenceRefusedError("file_type_not_allowed")
    ending = _ending(name)
    if ending and ending not in kind.endings:
        raise EvidenceRefusedError("file_name_mismatch")
    return kind


def neutral_name(number: int, extension: str) -> str:
    """`prova-01.pdf`: a person's own file name may hold a child's name."""
    return f"prova-{number:02d}.{extension}"


def _ending(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2].rstrip(". \x00")
    return PurePosixPath(last).suffix.lstrip(".").lower()


def _kind_of(content: bytes) -> Kind | None:
    if _MARKUP.search(content[:_HEADER]):
        return None
    found = filetype.guess(content[:_SIGNATURE])
    kind = KINDS.get(found.mime) if found else None
    if kind is None and zipfile.is_zipfile(io.BytesIO(content)):
        kind = KINDS[_DOCX]
    if kind is None:
        # After the binary kinds: plain words may begin as a signature does (BM is a bitmap, and a car).
        return TEXT if _is_text(content) else None
    return kind if _is_only(kind, content) else None


def _is_only(kind: Kind, content: bytes) -> bool:
    """Whether the file is this kind and no second one besides: a polyglot is harmless to one program and not to the next."""
    if kind.extension == "docx":
        return content.startswith(b"PK\x03\x04") and _is_word_document(content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        return False
    if kind.extension == "pdf":
        return content.startswith(b"%PDF-") and _ends_as_pdf(content)
    return True


def _ends_as_pdf(content: bytes) -> bool:
    _, marker, rest = content.rpartition(b"%%EOF")
    return bool(marker) and not rest.strip(b"\x00\t\n\r\x0c ")


def _is_word_document(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.lower() for part in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError):
        return False
    whole = {"[content_types].xml", "word/document.xml"} <= parts
    return whole and not any(part.rpartition("/")[2] in _MACRO_PARTS for part in parts)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A reader of PDF looks for its mark in the first kilobyte, whatever stands before it.
    return not _NOT_TEXT.search(text) and not text.startswith(_PROGRAMS) and "%PDF-" not in text[:_HEADER]
