"""Word and Excel files, looked into without being shown: their parts are counted and read, never unpacked beyond a limit.

`checked` gives the file back without what is loaded from elsewhere and without deleted text, fit for a program that sets it as a PDF;
it is no clean copy yet.
"""

import io
import re
import zipfile

from shared.files.refused import RefusedFileError

MOST_PARTS, LARGEST_PART, LARGEST_TOGETHER = 2_000, 40 * 1024 * 1024, 60 * 1024 * 1024
_DEFINES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rb"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)"
)
#: What the program would fetch and take in when the file is opened; a link waits until somebody presses it.
_FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|externalLink\w*)[\"']")
#: A tracked deletion, with the words that somebody took out.
_DELETED = re.compile(rb"<w:del(?:\s[^>]*[^/>])?>.*?</w:del>", re.DOTALL)
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MARKUP = (".xml", ".rels", ".vml")
#: Programs and files inside the file.
_ACTIVE = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|activex/.*|embeddings/.*\.bin|macrosheets/.*)$", re.IGNORECASE
)


def checked(content: bytes) -> bytes:
    """Raises `RefusedFileError`, or what `zipfile` raises of a broken one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_TOGETHER:
            raise RefusedFileError("file_too_complex")
        for part in parts:
            _check_name(part)
            # What the directory says of its length may be a lie: read to the limit, then no further.
            with archive.open(part) as opened:
                said = opened.read(LARGEST_PART + 1)
            if len(said) > LARGEST_PART:
                raise RefusedFileError("file_too_complex")
            kept.writestr(part.filename, _checked_part(part.filename, said))
    return out.getvalue()


def _check_name(part: zipfile.ZipInfo) -> None:
    name = part.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/"):
        raise RefusedFileError("file_broken")
    if part.flag_bits & 1:
        raise RefusedFileError("file_encrypted")
    if _ACTIVE.search(name):
        raise RefusedFileError("file_active")


def _checked_part(name: str, said: bytes) -> bytes:
    if _EICAR in said:
        raise RefusedFileError("file_infected")
    if not name.lower().endswith(_MARKUP):
        return said
    # In another encoding none of the marks below would be found.
    if _DEFINES.search(said) or said[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in said[:4]:
        raise RefusedFileError("file_active")
    if name.lower().endswith(".rels"):
        if any(_FETCHED.search(found.group()) for found in _ELSEWHERE.finditer(said)):
            raise RefusedFileError("file_active")
        return _without_fetched_pictures(said)
    return _DELETED.sub(b"", said)


def _without_fetched_pictures(said: bytes) -> bytes:
    """A picture of elsewhere would be fetched by whoever sets the file: it then points into the file, where nothing lies."""

    def inside(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"\bTarget\s*=\s*[\"'][^\"']*[\"']", b'Target="about:blank"', found.group())

    return _ELSEWHERE.sub(inside, said)
