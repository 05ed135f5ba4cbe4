"""Small files of each kind, true enough for the look at their content."""

import io
import zipfile

from tests.sample_files import JPG, PDF, PNG

__all__ = ["JPG", "PDF", "PNG"]


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", ".").replace("TYPES", "[Content_Types]"), content)
    return buffer.getvalue()


_WORD = {"TYPES_dot_xml": b"<Types/>", "word__document_dot_xml": b"<w:document/>"}
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00" * 64
DOCX = _zip(**_WORD)
ZIP = _zip(a_dot_txt=b"hello")
EXE = b"MZ" + b"\x90\x00" * 64
HTML = b"<html><body onload=alert(1)>hello</body></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def spreadsheet() -> bytes:
    return _zip(TYPES_dot_xml=b"<Types/>", xl__workbook_dot_xml=b"<workbook/>")


def docx_with_macros() -> bytes:
    return _zip(**_WORD, word__vbaProject_dot_bin=b"\x00")
