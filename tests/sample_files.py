"""The smallest true files: what a program opens, and not only what looks like one."""

import io
from collections.abc import Sequence

from PIL import Image
from pypdf import PdfWriter

_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
)


def pdf(words: str = "") -> bytes:
    """One empty page; `words` stand in a comment."""
    return _file(_OBJECTS, words)


def pdf_of(*pages: str) -> bytes:
    """A page for each of these words, which are written on it; letters of WinAnsi alone."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        _OBJECTS[0],
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, words in enumerate(pages):
        content = b"BT /F1 12 Tf 20 400 Td (%b) Tj ET" % words.encode("cp1252")
        box = b"/MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R %b /Contents %d 0 R >>" % (box, first + 2 * number + 1))
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _file(objects)


def pdf_unmapped(words: str) -> bytes:
    """A page in a font that says of none of its letters which it is, as many programs write it: they are read as others."""
    letters = "".join(f"{ord(letter) - 29:04x}" for letter in words).encode()
    content = b"BT /F1 12 Tf 20 400 Td <%b> Tj ET" % letters
    described = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    return _file(
        [
            _OBJECTS[0],
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Some /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Some %b /DW 600 >>" % described,
        ]
    )


def pdf_together(*files: bytes) -> bytes:
    """The pages of these, in one."""
    writer = PdfWriter()
    for one in files:
        writer.append(io.BytesIO(one))
    with io.BytesIO() as made:
        writer.write(made)
        return made.getvalue()


def _file(objects: Sequence[bytes], words: str = "") -> bytes:
    said, places = b"%PDF-1.4\n%" + words.encode() + b"\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(said))
        said += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    many = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (many, len(said))
    return said + b"xref\n0 %d\n0000000000 65535 f \n" % many + table + end


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (4, 4), **how: object) -> bytes:
    """JPEG or PNG of one colour."""
    kept = io.BytesIO()
    Image.new(mode, size, 1).save(kept, kind, **how)
    return kept.getvalue()


PDF, JPG, PNG = pdf(), picture("JPEG"), picture("PNG")
