"""The smallest true files: what a program opens, and not only what looks like one."""

import io

from PIL import Image

_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
)


def pdf(words: str = "") -> bytes:
    """One empty page; `words` stand in a comment."""
    said, places = b"%PDF-1.4\n%" + words.encode() + b"\n", []
    for number, body in enumerate(_OBJECTS, 1):
        places.append(len(said))
        said += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(said)
    return said + b"xref\n0 4\n0000000000 65535 f \n" + table + end


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (4, 4), **how: object) -> bytes:
    """JPEG or PNG of one colour."""
    kept = io.BytesIO()
    Image.new(mode, size, 1).save(kept, kind, **how)
    return kept.getvalue()


PDF, JPG, PNG = pdf(), picture("JPEG"), picture("PNG")
