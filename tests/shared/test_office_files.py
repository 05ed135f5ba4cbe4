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


def uses(element: str) -> bytes:
    """A link to elsewhere, and an element that takes its id."""
    return office(
        said=f'<{element} xmlns:a="urn:a" xmlns:r="{STANDARD[:-1]}" />'.encode(), **{RELS: relation("hyperlink")}
    )


ACTIVE = {
    "a picture that takes the id of a link": uses('a:blip r:link="r1"'),
    "a drawing that takes it": uses('a:imagedata r:href=" r1"'),
    "a film that takes it": uses('a:movie r:id="r1"'),
    "a link whose sound takes it": uses('a:hlinkClick r:embed="r1"'),
    "a drawing that is elsewhere besides": uses('a:fill althref="http://example.org/a.png"'),
    "a share in an attribute that nobody knows": uses('a:x y="\\\\example.org\\a"'),
    "a scheme with a sign that nobody sees": office(**{RELS: relation("hyperlink", target="ms-ms&#9;dt:/id")}),
    "a share by one stroke of each kind": office(**{RELS: relation("hyperlink", target="/\\example.org\\x")}),
    "a scheme by its number": office(**{RELS: relation("image", target="%68ttp://example.org", mode="Internal")}),
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
    "a field that links to a file after its tip": office(said=field('HYPERLINK \\o "tip" "file:///c:/x"')),
    "a field that links to a share after its place": office(said=field('HYPERLINK \\l "x" "\\\\\\\\example.org\\\\s"')),
    "a field that links to a program in its frame": office(said=field('HYPERLINK "https://example.org" \\t “ms-msdt:/id”')),
    "a field that links to what another writes": office(said=BEGIN + b"<w:instrText>HYPERLINK </w:instrText>" + field("QUOTE x") + END),
    "a picture by its own address": office(said=b'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.org/"/>'),
    "a picture by two addresses": office(said=b'<a xmlns:z="urn:z" src="http://example.org/" z:src="a.png"/>'),
    "letters to many": office(word__settingsDOTxml=f'<w:settings xmlns:w="{WORD}"><w:mailMerge/></w:settings>'.encode()),
    "a cell that calls a program": cell("cmd|'/c calc'!A0"),
    "a cell that calls a program by a name": cell("'cmd|'!A0"),
    **{
        f"a cell: {formula}": cell(formula.replace("&", "&amp;").replace('"', "&quot;"))
        for formula in (
            '_xlfn.WEBSERVICE ("x")', '_xlfn._xlws._xlfn.WEBSERVICE("x")', 'COM.MICROSOFT.WEBSERVICE("x")', '_x0057_EBSERVICE("x")',
            "SUM(T['#a])+WEBSERVICE(\"x\")+SUM(T['!a])", "'http://example.org/[b.xlsx]S'!A1", "'\\\\example.org\\[b.xlsx]S'!A1",
            "'file:///etc/passwd'#$S.A1", "[http://example.org/b.xlsx]S!A1", 'HYPERLINK("file:///c:/x")', 'HYPERLINK("\\\\example.org\\s";"x")',
            'HYPERLINK("fi"&"le:///c:/x")', "HYPERLINK(A1)",
        )
    },
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
        + field(" PA", "GE \\* MERGEFORMAT ") + field('HYPERLINK "https://example.org" \\l "a" \\o "Shih: faqja" \\t "_blank" \\* MERGEFORMAT') + field("=SUM(ABOVE)")
        + b'<w:hyperlink xmlns:r="urn:r" r:id="r1" w:tooltip="https://example.org"/><w:docPr descr="C:\\a.png"/></w:p>'
    )  # fmt: skip
    sent = office(
        said=said, kinds={"/word/a.xlsx": SHEET}, word__mediaDOTpng=PNG, word__aDOTxlsx=cell("IF(A1=&quot;a|b&quot;,'x IMAGE (2)'!B1)+SUM(T['#a],A1:B2)&amp;HYPERLINK(&quot;#a&quot;&amp;B1)"),
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
