"""Files that somebody would send to run something at an officer's desk, to break what opens them, or who tells more than they know.

`FILES`: by what it is, its content, the name that it comes with, and what becomes of it: `clean` (it is taken and a copy is shown),
`kept` (it is taken and opened only as it came), or the code for which it is refused.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.sample_files import JPG, PDF, PNG, picture

#: What none of the copies may hold: who, where, with what, and what acts.
MARKS = (
    b"MARK-AUTHOR", b"MARK-GPS", b"MARK-COMMENT", b"MARK-TITLE", b"MARK-TRAILER", b"MARK-SCRIPT", b"MARK-EMBEDDED", b"MARK-OLD",
    b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/Metadata", b"/Info", b"/RichMedia",
    b"/SubmitForm", b"Exif", b"<script", b"<svg", b"\0IPTC", b"tEXt",
)  # fmt: skip
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Hostile:
    content: bytes
    name: str
    becomes: str


def photograph() -> bytes:
    about = Image.Exif()
    about[0x13B], about[0x112] = "MARK-AUTHOR", 6
    about.get_ifd(0x8825)[29] = "MARK-GPS"
    return picture("JPEG", size=(40, 20), exif=about, comment=b"MARK-COMMENT") + b"MARK-TRAILER"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def _png_of(width: int, height: int) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(4096)))
        + _chunk(b"IEND", b"")
    )


def _png_with_text() -> bytes:
    return PNG[:33] + _chunk(b"tEXt", b"Author\0MARK-AUTHOR") + PNG[33:] + b"MARK-TRAILER"


def _jpeg_of(width: int, height: int) -> bytes:
    place = JPG.index(b"\xff\xc0") + 5
    return JPG[:place] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + JPG[place + 4 :]


def dictionary(**members: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in members.items()})


def _script(kind: str = "JavaScript") -> DictionaryObject:
    if kind == "Launch":
        return dictionary(S=NameObject("/Launch"), F=TextStringObject("MARK-SCRIPT.exe"))
    if kind in ("URI", "SubmitForm"):
        return dictionary(S=NameObject(f"/{kind}"), URI=TextStringObject("https://example.org/MARK-SCRIPT"))
    return dictionary(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert('MARK-SCRIPT')"))


def pdf_with(what: str) -> bytes:
    """One page with words and a photograph, and `what` besides."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    shown = StreamObject()
    shown.update(
        dictionary(
            Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Width=NumberObject(40), Height=NumberObject(20),
            ColorSpace=NameObject("/DeviceRGB"), BitsPerComponent=NumberObject(8), Filter=NameObject("/DCTDecode"),
        )
    )  # fmt: skip
    shown._data = photograph()
    font = dictionary(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    # Named as what is left behind elsewhere: a name is no member.
    named = dictionary(A=writer._add_object(shown))
    page[NameObject("/Resources")] = dictionary(XObject=named, Font=dictionary(F=font))
    painted = DecodedStreamObject()
    painted.set_data(b"q 40 0 0 20 10 10 cm /A Do Q BT /F 12 Tf 20 150 Td (Vendimi i bashkise) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(painted)
    writer.add_metadata({"/Author": "MARK-AUTHOR", "/Title": "MARK-TITLE"})
    _PUT[what](writer, page)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _open_action(kind: str):
    return lambda writer, _page: writer._root_object.update(dictionary(OpenAction=_script(kind)))


def _on_page(_writer: PdfWriter, page: DictionaryObject) -> None:
    page[NameObject("/AA")] = dictionary(O=_script())


def _link(kind: str):
    def put(writer: PdfWriter, page: DictionaryObject) -> None:
        rect = ArrayObject([FloatObject(one) for one in (10, 10, 90, 90)])
        note = dictionary(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), Rect=rect, A=_script(kind))
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return put


def _filled_field(writer: PdfWriter, page: DictionaryObject) -> None:
    look = DecodedStreamObject()
    look.set_data(b"BT /F 10 Tf 2 4 Td (E plotesuar) Tj ET")
    box = ArrayObject([FloatObject(one) for one in (0, 0, 80, 20)])
    look.update(dictionary(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=box))
    look[NameObject("/Resources")] = dictionary(Font=page["/Resources"]["/Font"])
    rect = ArrayObject([FloatObject(one) for one in (10, 60, 90, 80)])
    note = dictionary(
        Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), FT=NameObject("/Tx"), Rect=rect, AA=dictionary(K=_script()),
        AP=dictionary(N=writer._add_object(look)), V=TextStringObject("MARK-COMMENT"),
    )  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def _by_reference(writer: PdfWriter, page: DictionaryObject) -> None:
    """Whoever asks a member for its value and gets a reference takes a photograph for something else."""
    photograph = page["/Resources"]["/XObject"]["/A"].get_object()
    for key in ("/Subtype", "/Filter", "/Width", "/Height"):
        photograph[NameObject(key)] = writer._add_object(photograph[key])


def _behind_points(writer: PdfWriter, page: DictionaryObject) -> None:
    points = StreamObject()
    points.update(
        dictionary(
            Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Width=NumberObject(2), Height=NumberObject(2),
            ColorSpace=NameObject("/DeviceGray"), BitsPerComponent=NumberObject(8), Filter=NameObject("/FlateDecode"),
        )
    )  # fmt: skip
    points._data = zlib.compress(bytes(4)) + b"MARK-TRAILER"
    page["/Resources"]["/XObject"][NameObject("/B")] = writer._add_object(points)


def stream(said: bytes, **members: object) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(said)
    made.update(dictionary(**members))
    return made


def form(said: bytes, **members: object) -> StreamObject:
    box = ArrayObject([FloatObject(one) for one in (0, 0, 80, 20)])
    return stream(said, Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=box, **members)


def _layer_off(writer: PdfWriter, page: DictionaryObject) -> None:
    off = writer._add_object(dictionary(Type=NameObject("/OCG"), Name=TextStringObject("MARK-TITLE")))
    usual = dictionary(OFF=ArrayObject([off]))
    writer._root_object[NameObject("/OCProperties")] = dictionary(OCGs=ArrayObject([off]), D=usual)
    page["/Resources"][NameObject("/Properties")] = dictionary(L=off)
    page["/Resources"]["/XObject"][NameObject("/Hidden")] = writer._add_object(form(b"(MARK-OLD) Tj", OC=off))
    said = b"BT /F 12 Tf 9 9 Td (Vendimi) Tj /OC /L BDC (MARK-OLD) Tj 5 0 Td EMC (i bashkise) Tj ET /Hidden Do"
    page[NameObject("/Contents")].get_object().set_data(said)


def _forms_in_forms(writer: PdfWriter, page: DictionaryObject) -> None:
    inner = writer._add_object(form(b"0 0 1 1 re f\n"))
    for _ in range(9):
        inner = writer._add_object(form(b"/X Do " * 10, Resources=dictionary(XObject=dictionary(X=inner))))
    page["/Resources"]["/XObject"][NameObject("/X")] = inner
    page[NameObject("/Contents")].get_object().set_data(b"/X Do")


_PUT = {
    "nothing": lambda _writer, _page: None,
    "a script": _open_action("JavaScript"),
    "a program to launch": _open_action("Launch"),
    "a form that is sent": _open_action("SubmitForm"),
    "a script on its page": _on_page,
    "a link": _link("URI"),
    "a link that launches": _link("Launch"),
    "a file inside": lambda writer, _page: writer.add_attachment("MARK-EMBEDDED.exe", b"MZ MARK-EMBEDDED"),
    "a field with a script": _filled_field,
    "references for everything": _by_reference,
    "words behind its points": _behind_points,
    "a password": lambda writer, _page: writer.encrypt("fjalë", algorithm="AES-256-R5"),
    "501 pages": lambda writer, _page: [writer.add_blank_page(9, 9) for _ in range(500)],
    "an inline photograph": lambda _writer, page: (
        page["/Contents"].get_object().set_data(b"BI /W 40 /H 20 /F /D#43T ID " + photograph() + b" EI")
    ),
    "a layer that is off": _layer_off,
    "forms in forms": _forms_in_forms,
}


def with_older_version() -> bytes:
    """What was there before a change is still in the file: its reader goes by the table at its end."""
    return PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%MARK-OLD" + b"\n", 1)


def deep() -> bytes:
    """A tree that a reader goes down until its stack is over; who copies only what is painted may not go there."""
    return PDF.replace(
        b"/MediaBox [0 0 9 9]",
        b"/Resources << /ExtGState " + b"<< /X " * 3000 + b"1" + b" >>" * 3000 + b" >> /MediaBox [0 0 9 9]",
    )


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STANDARD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = {"word/document.xml": "wordprocessingml.document", "xl/workbook.xml": "spreadsheetml.sheet"}
_KINDS = {
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "png": "image/png",
}


def office(
    main: str = "word/document.xml", said: bytes = b"", kinds: dict[str, str] | None = None, **more: bytes
) -> bytes:
    """`said`: what stands in the main part. `more`: further parts, whose names have __ for a slash and DOT for a point; `kinds`: of parts whose
    endings do not say it.
    """
    types = {f"/{main}": f"application/vnd.openxmlformats-officedocument.{_MAIN.get(main)}.main+xml", **(kinds or {})}
    listed = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in _KINDS.items())
    listed += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    around = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (WORD.encode(), said)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{listed}</Types>")
        archive.writestr(main, said if said.startswith(b"<!") else around)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), content)
    return kept.getvalue()


def relation(kind: str, target: str = "https://example.org/MARK-SCRIPT", mode: str = "External") -> bytes:
    """`kind`: of the standard's own, or a whole address."""
    whole = kind if ":" in kind else STANDARD + kind
    return f'<Relationships><Relationship Id="r1" Type="{whole}" Target="{target}" TargetMode="{mode}"/></Relationships>'.encode()


def field(*pieces: str) -> bytes:
    """A field whose instruction is cut into runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:fldChar w:fldCharType="begin"/>{runs}<w:fldChar w:fldCharType="end"/>'.encode()


def _climbing() -> bytes:
    kept = io.BytesIO(office())
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("../../etc/cron.d/x", b"x")
    return kept.getvalue()


XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<html><body onload=alert(1)>hello</body></html>"
_ZIP = office("a.txt")

FILES = {
    "SVG with a script": Hostile(SVG, "a.svg", "file_type_not_allowed"),
    "SVG called a picture": Hostile(SVG, "a.png", "file_type_not_allowed"),
    "HTML": Hostile(HTML, "a.html", "file_type_not_allowed"),
    "HTML called a PDF": Hostile(HTML, "a.pdf", "file_type_not_allowed"),
    "XML": Hostile(b"<?xml version='1.0'?><a/>", "a.xml", "file_type_not_allowed"),
    "a program": Hostile(b"MZ\x90\x00" + bytes(300), "a.pdf", "file_type_not_allowed"),
    "a program of Linux": Hostile(b"\x7fELF" + bytes(300), "a.jpg", "file_type_not_allowed"),
    "a command": Hostile(b"#!/bin/sh\nrm -rf /\n", "a.txt", "file_type_not_allowed"),
    "a ZIP": Hostile(_ZIP, "a.zip", "file_type_not_allowed"),
    "nothing at all": Hostile(b"", "a.pdf", "file_empty"),
    "the sample virus": Hostile(EICAR, "a.txt", "file_infected"),
    "PDF and ZIP": Hostile(PDF + _ZIP, "a.pdf", "file_type_not_allowed"),
    "JPEG and ZIP": Hostile(JPG + _ZIP, "a.jpg", "file_type_not_allowed"),
    "PDF and HTML at its head": Hostile(PDF.replace(b"\n", b"\n<script>MARK-SCRIPT</script>\n", 1), "a.pdf", "file_type_not_allowed"),
    "PDF and HTML further on": Hostile(PDF.replace(b"\n%\n", b"\n%" + b" " * 2000 + b"<script>MARK-SCRIPT</script>\n", 1), "a.pdf", "clean|file_broken"),
    "GIF and a script": Hostile(b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "a.gif", "file_type_not_allowed"),
    "two endings": Hostile(PDF, "a.pdf.exe", "file_name_mismatch"),
    "an ending that lies": Hostile(PDF, "a.jpg", "file_name_mismatch"),
    "JPEG with author, place and comment": Hostile(photograph(), "a.jpg", "clean"),
    "JPEG of 65535 by 65535": Hostile(_jpeg_of(65535, 65535), "a.jpg", "file_too_complex"),
    "half a JPEG": Hostile(picture("JPEG", size=(300, 300))[:400], "a.jpg", "file_broken"),
    "JPEG with code of a page": Hostile(picture("JPEG", comment=b"<?php MARK-COMMENT ?>"), "a.jpg", "clean"),
    "PNG with an author": Hostile(_png_with_text(), "a.png", "clean"),
    "PNG of 20000 by 20000": Hostile(_png_of(20_000, 20_000), "a.png", "file_too_complex"),
    "PNG of 14000 by 4000": Hostile(_png_of(14_000, 4_000), "a.png", "file_too_complex"),
    "PNG 60000 wide": Hostile(_png_of(60_000, 100), "a.png", "file_broken"),
    "half a PNG": Hostile(picture("PNG", "RGB", (300, 300))[:60], "a.png", "file_broken"),
    "PDF of somebody": Hostile(pdf_with("nothing"), "a.pdf", "clean"),
    "PDF with a script": Hostile(pdf_with("a script"), "a.pdf", "clean"),
    "PDF with a script on its page": Hostile(pdf_with("a script on its page"), "a.pdf", "clean"),
    "PDF that launches": Hostile(pdf_with("a program to launch"), "a.pdf", "clean"),
    "PDF that sends": Hostile(pdf_with("a form that is sent"), "a.pdf", "clean"),
    "PDF with a link": Hostile(pdf_with("a link"), "a.pdf", "clean"),
    "PDF with a link that launches": Hostile(pdf_with("a link that launches"), "a.pdf", "clean"),
    "PDF with a file inside": Hostile(pdf_with("a file inside"), "a.pdf", "clean"),
    "PDF with a field and a script": Hostile(pdf_with("a field with a script"), "a.pdf", "clean"),
    "PDF of references": Hostile(pdf_with("references for everything"), "a.pdf", "clean"),
    "PDF with words behind its points": Hostile(pdf_with("words behind its points"), "a.pdf", "clean"),
    "PDF with a password": Hostile(pdf_with("a password"), "a.pdf", "file_encrypted"),
    "PDF of 501 pages": Hostile(pdf_with("501 pages"), "a.pdf", "file_too_complex"),
    "PDF with an inline photograph": Hostile(pdf_with("an inline photograph"), "a.pdf", "clean"),
    "PDF with a layer that is off": Hostile(pdf_with("a layer that is off"), "a.pdf", "clean"),
    "PDF that paints a billion times": Hostile(pdf_with("forms in forms"), "a.pdf", "file_too_complex"),
    "PDF with an older version": Hostile(with_older_version(), "a.pdf", "clean|file_broken"),
    "PDF deeper than a stack": Hostile(deep(), "a.pdf", "file_broken|file_too_complex|clean"),
    "half a PDF": Hostile(PDF[:150], "a.pdf", "file_type_not_allowed"),
    "garbage in a PDF": Hostile(b"%PDF-1.4\n" + b"garbage " * 90 + b"\n%%EOF\n", "a.pdf", "file_broken"),
    "DOCX": Hostile(office(), "a.docx", "kept"),
    "DOCX with macros": Hostile(office(word__vbaProjectDOTbin=b"x"), "a.docx", "file_type_not_allowed"),
    "DOCX with a control": Hostile(office(kinds={"/word/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml"}, word__activeX__activeX1DOTxml=b"<x/>"), "a.docx", "file_active"),
    "DOCX that reads a file": Hostile(office(said=XXE), "a.docx", "file_active"),
    "DOCX with a template of elsewhere": Hostile(office(word___rels__settingsDOTxmlDOTrels=relation("attachedTemplate")), "a.docx", "file_active"),
    "DOCX with an object of elsewhere": Hostile(office(word___rels__documentDOTxmlDOTrels=relation("oleObject")), "a.docx", "file_active"),
    "DOCX with a field that runs": Hostile(office(said=field("DDEAU", "TO c:\\\\x")), "a.docx", "file_active"),
    "DOCX of 90 MB": Hostile(office(word__mediaDOTxml=bytes(90_000_000)), "a.docx", "file_too_complex"),
    "DOCX that climbs": Hostile(_climbing(), "a.docx", "file_broken"),
    "DOCX with the sample virus": Hostile(office(word__embeddings__aDOTtxt=EICAR), "a.docx", "file_infected"),
    "half a DOCX": Hostile(office()[:150], "a.docx", "file_type_not_allowed"),
}  # fmt: skip
