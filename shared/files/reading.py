"""The words that can be read on the pages of a PDF, for comparing them: nobody is shown what is read here."""

import io
import json
import time
import unicodedata

# Loaded before the process is confined: what reads letters names its alphabets when it meets them.
from pypdf import PageObject, PdfReader, _cmap, _codecs, _text_extraction, filters  # noqa: F401 - see above
from pypdf.errors import LimitReachedError

from shared.files.refused import RefusedFileError

#: Letters of a file: a book of 500 full pages has less.
MOST_LETTERS = 2_000_000
#: Seconds, less than the process has: what was read until then is not lost.
LONGEST = 45
#: Operators that leave something on a page (ISO 32000-1, annex A).
_PAINTS = frozenset(b"S s f F f* B B* b b* sh Do BI EI INLINE Tj TJ ' \"".split())


def words(content: bytes) -> bytes:
    """In JSON: `pages`, how many there are; `said`, the words of each page in their order, null of one on which something is painted and nothing
    can be read. Where time is over before the last page, `said` is shorter. Raises `RefusedFileError`, or what pypdf raises of a broken one.
    """
    said: list[str | None] = []
    until, left = time.monotonic() + LONGEST, MOST_LETTERS
    try:
        pages = PdfReader(io.BytesIO(content), strict=False).pages
        for page in pages:
            if time.monotonic() > until:
                break
            here = _said(page)
            left -= len(here or "")
            said.append(here if left >= 0 else None)
    except (LimitReachedError, RecursionError) as error:
        raise RefusedFileError("file_too_complex") from error
    return json.dumps({"pages": len(pages), "said": said}, ensure_ascii=False).encode("utf-8", "replace")


def _said(page: PageObject) -> str | None:
    """Empty for an empty page."""
    try:
        # A font may have two letters in one sign.
        said = unicodedata.normalize("NFKC", page.extract_text())
        return said if said.strip() or not _painted(page) else None
    except Exception:  # noqa: BLE001 - whatever pypdf says of one page, the others are read
        return None


def _painted(page: PageObject) -> bool:
    content = page.get_contents()
    return content is not None and any(operator in _PAINTS for _, operator in content.operations)
