"""PDFs put together: what is printed and carried as one is one file."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject


def page_count(content: bytes) -> int:
    """How many pages a PDF has. Raises `ValueError` for one that cannot be read."""
    try:
        return len(PdfReader(io.BytesIO(content), strict=False).pages)
    except (PyPdfError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("this is no PDF") from error


def joined(parts: Sequence[bytes], *, new_leaves: bool = False) -> bytes:
    """One PDF of the pages of all `parts`, in their order; title and language are those of the first. `new_leaves`: each part begins
    on a new leaf, so that a printer of both sides puts no two of them on one.

    For paper: its pages have no tags any more, so that who reads with ears takes the parts themselves. Scripts, actions and
    attachments of the parts are left behind. Raises `ValueError` for no parts, and for one that is no PDF that can be read.
    """
    if not parts:
        raise ValueError("nothing to join")
    writer = PdfWriter()
    try:
        readers = [PdfReader(io.BytesIO(part), strict=False) for part in parts]
        for reader in readers:
            for page in reader.pages:
                writer.add_page(page)
            if new_leaves and len(writer.pages) % 2:
                writer.add_blank_page()
        _describe(writer, readers[0])
    except (PyPdfError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("a part is no PDF") from error
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _describe(writer: PdfWriter, first: PdfReader) -> None:
    for page in writer.pages:
        for gone in ("/AA", "/StructParents"):
            page.pop(NameObject(gone), None)
        for note in page.annotations or ():
            for action in ("/A", "/AA", "/FS"):
                note.get_object().pop(NameObject(action), None)
    if language := first.root_object.get("/Lang"):
        writer.root_object[NameObject("/Lang")] = language
    if first.metadata is not None and first.metadata.title:
        writer.add_metadata({"/Title": first.metadata.title})
