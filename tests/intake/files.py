"""Small files of each kind, true enough for the look at their content."""

import io
import zipfile

from tests.hostile_files import EICAR, office
from tests.sample_files import JPG, PDF, PNG

__all__ = ["EICAR", "JPG", "PDF", "PNG"]


def zipped() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", b"hello")
    return kept.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00" * 64
DOCX = office()
ZIP = zipped()
EXE = b"MZ" + b"\x90\x00" * 64
HTML = b"<html><body onload=alert(1)>hello</body></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def spreadsheet() -> bytes:
    return office("xl/workbook.xml")


def docx_with_macros() -> bytes:
    return office(word__vbaProjectDOTbin=b"\x00")
