"""Word and Excel files are what their package says they are, by a list, and never by how something is spelt."""

import io
import zipfile
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

import pytest

from shared.files import office as rule
from shared.files.refused import RefusedFileError
from tests.hostile_files import STANDARD, WORD, field, office, relation
from tests.sample_files import PNG

RELS = "word___rels__documentDOTxmlDOTrels"
BEGIN = b'<w:fldChar w:fldCharType="begin"/>'
END = b'<w:fldChar w:fldCharType="end"/>'
OBJECT = "application/vnd.openxmlformats-officedocument.oleObject"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refusal(content: bytes) -> str:
    try:
        rule.checked(content)
    except RefusedFileError as refused:
        return refused.code
    except (ExpatError, KeyError, zipfile.BadZipFile):
        return "file_broken"
    return "taken"


def cell(formula: str) -> bytes:
    return office("xl/workbook.xml", xl__aDOTxml=f"<worksheet><c><f>{formula}</f></c></worksheet>".encode())


ACTIVE = {
    "a template spelt by references": office(**{RELS: relation("attached&#84;emplate")}),
    "a picture of elsewhere": office(**{RELS: relation("image")}),
    "elsewhere, and its mode is spelt by references": office(**{RELS: relation("image", mode="Extern&#x61;l")}),
    "elsewhere, and it says that it is inside": office(**{RELS: relation("image", mode="Internal")}),
    "a share of Windows": office(**{RELS: relation("image", target="\\\\example.org\\x", mode="Internal")}),
    "a link to a file": office(**{RELS: relation("hyperlink", target="file:///c:/x")}),
    "a link that runs": office(**{RELS: relation("hyperlink", target="javascript:x")}),
    "a kind of relationship that nobody knows": office(**{RELS: relation("urn:x", "a.xml", "Internal")}),
    "an object": office(**{RELS: relation("oleObject", "a.png", "Internal")}),
    "a program under another name": office(kinds={"/word/a.xml": "application/vnd.ms-office.vbaProject"}, word__aDOTxml=b"x"),
    "an object under another name": office(kinds={"/word/a.png": OBJECT}, word__aDOTpng=b"x"),
    "a drawing that runs, called a picture": office(word__aDOTpng=b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a main part with macros": office(kinds={"/word/b.xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}, word__bDOTxml=b"<x/>"),
    "a table inside that is active": office(
        kinds={"/word/a.xlsx": SHEET}, word__aDOTxlsx=cell("WEBSERVICE(&quot;http://example.org&quot;)")
    ),
    "a file in a file in a file": office(
        kinds={"/word/a.xlsx": SHEET}, word__aDOTxlsx=office("xl/workbook.xml", kinds={"/xl/a.xlsx": SHEET}, xl__aDOTxlsx=cell("1"))
    ),
    "a document type": office(said=b"<!DOCTYPE x><w:document/>"),
    "another encoding": office(word__aDOTxml=b"<?xml version='1.0' encoding='iso-8859-1'?><a/>"),
    "a field": office(said=field("DDEAUTO c:\\x")),
    "a field cut into runs": office(said=field("D", "DEA", "UTO c:\\x")),
    "a field by references": office(said=field("&#68;DE c:\\x")),
    "a field in small letters": office(said=field("includePicture &quot;http://example.org&quot;")),
    "a field that another one writes": office(said=BEGIN + field(" QUOTE 68 68 69 ") + b"<w:instrText> c:\\x</w:instrText>" + END),
    "a field in a field": office(said=BEGIN + b"<w:instrText>IF 1=1 </w:instrText>" + field("DDE x") + END),
    "a field without an end": office(said=BEGIN + b"<w:instrText>LINK Excel.Sheet.8 x</w:instrText>"),
    "a field that is taken out": office(said=b"<w:del>" + field("DDE x").replace(b"instrText", b"delInstrText") + b"</w:del>"),
    "a short field": office(said=b'<w:fldSimple w:instr=" DDE&#65;UTO x"/>'),
    "a field that links to a file": office(said=field('HYPERLINK "file:///c:/x"')),
    "a picture by its own address": office(said=b'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.org/"/>'),
    "a picture by two addresses": office(said=b'<a xmlns:z="urn:z" src="http://example.org/" z:src="a.png"/>'),
    "letters to many": office(word__settingsDOTxml=f'<w:settings xmlns:w="{WORD}"><w:mailMerge/></w:settings>'.encode()),
    "a cell that calls a program": cell("cmd|'/c calc'!A0"),
    "a cell that fetches": cell("_xlfn.WEBSERVICE (&quot;http://example.org&quot;)"),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTIVE)
def test_what_would_run_or_fetch_is_refused_however_it_is_spelt(what):
    assert refusal(ACTIVE[what]) == "file_active"


@pytest.mark.parametrize(
    "content",
    [
        office(word__aDOTxyz=b"x"),
        office(word__aDOTxml=b"<a>"),
        office(word__aDOTxml=b"<a/>", Word__aDOTxml=b"<b/>"),
        office(**{RELS: relation("image", "a.png").replace(b"Type=", b'xmlns:z="urn:z" z:Type="x" Type=')}),
        office(kinds={"/word/_rels/document.xml.rels": "image/png"}, **{RELS: PNG}),
    ],
)
def test_a_package_that_does_not_fit_itself_is_broken(content):
    assert refusal(content) == "file_broken"


def test_what_an_ordinary_file_is_made_of_is_taken_and_says_the_same_afterwards():
    said = (
        b'<w:p><w:r w:rsidR="1"><w:t xml:space="preserve"> &lt;Vendimi&gt; &amp; "x" </w:t></w:r>'
        + field(" PA", "GE \\* MERGEFORMAT ") + field('HYPERLINK "https://example.org" \\l "a"') + field("=SUM(ABOVE)")
        + b"</w:p>"
    )  # fmt: skip
    sent = office(
        said=said, kinds={"/word/a.xlsx": SHEET}, word__mediaDOTpng=PNG, word__aDOTxlsx=cell("IF(A1=&quot;a|b&quot;,'x|y'!B1)"),
        **{RELS: relation("hyperlink")[: -len("</Relationships>")] + f'<Relationship Id="r2" Type="{STANDARD}image" Target="media.png"/></Relationships>'.encode()},
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(sent)) as before, zipfile.ZipFile(io.BytesIO(rule.checked(sent))) as after:
        assert before.namelist() == after.namelist()
        for name in before.namelist():
            if name.endswith(("xml", "rels")):
                assert canonical(before.read(name)) == canonical(after.read(name))
        assert after.read("word/media.png") == PNG


def canonical(said: bytes) -> str:
    return ET.canonicalize(said.decode())


def test_deleted_words_do_not_reach_the_program_that_sets_it():
    said = b'<w:del w:id="1"><w:t>MARK-OLD</w:t></w:del><w:rPr><w:del w:id="2"/></w:rPr><w:moveFrom><w:t>MARK-OLD</w:t></w:moveFrom><w:t>mbetet</w:t><!-- MARK-OLD -->'
    with zipfile.ZipFile(io.BytesIO(rule.checked(office(said=said)))) as archive:
        written = archive.read("word/document.xml")
    assert (b"MARK-OLD" in written, b"mbetet" in written, written.count(b"<w:del ")) == (False, True, 1)
