"""The words that can be read on the pages of a PDF, for comparing them: nobody is shown what is read here."""

import io
import json
import unicodedata

# Loaded before the process is confined: what reads letters names its alphabets when it meets them.
from pypdf import PdfReader, _cmap, _codecs, _text_extraction, filters  # noqa: F401 - see above
from pypdf.errors import LimitReachedError

from shared.files.refused import RefusedFileError

#: Letters of one page and of a file: a book of 500 full pages has less.
MOST_OF_PAGE, MOST_LETTERS = 20_000, 2_000_000


def words(content: bytes) -> bytes:
    """The words of each page in their order, as a list in JSON; of a page that holds a picture alone there are none. Raises `RefusedFileError`
    for more than is read, or what pypdf raises of a broken one.
    """
    pages: list[str] = []
    try:
        for page in PdfReader(io.BytesIO(content), strict=False).pages:
            # A font may have two letters in one sign.
            said = unicodedata.normalize("NFKC", page.extract_text())
            pages.append(said)
            if len(said) > MOST_OF_PAGE or sum(map(len, pages)) > MOST_LETTERS:
                raise RefusedFileError("file_too_complex")
    except (LimitReachedError, RecursionError) as error:
        raise RefusedFileError("file_too_complex") from error
    return json.dumps(pages, ensure_ascii=False).encode("utf-8", "replace")
