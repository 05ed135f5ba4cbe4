"""Every kind of letter in both languages, as a screen reader and a copying hand find it (PDF/UA-1, ISO 14289-1)."""

import io

import pypdf
import pytest

from services.cases import data
from services.cases.domain.advised import Advised
from services.cases.domain.bodies import Role
from services.cases.domain.kinds import Receiver
from services.cases.printed import letters
from tests.cases.test_letters import untagged

#: PDF 32000-1, 14.8.4: the standard types; any other has to be mapped to one of them.
STANDARD = set(
    "/Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /NonStruct /Private /P /H /H1 /H2 /H3 /H4 /H5 /H6 /L /LI "
    "/Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /BibEntry /Code /Link /Annot /Figure "
    "/Formula /Form".split()
)
#: A court is offered neither portal nor API.
TO_COURTS = {"constitutional_review", "judicial_information_request", "judicial_notice"}
KINDS = sorted({entry["key"] for entry in data.entries("kinds", "kinds")})


def printed(key, language):
    kind = data.kind_on(key, letters.DAY)
    if kind.receiver is Receiver.COMPLAINANT:
        return [letters.printed_advice(kind, language, advised, letters.DAY) for advised in Advised]
    to = min(kind.classes)
    alone = [letters.printed(kind, language, to, letters.DAY)]
    if letters.is_reminded(kind, letters.DAY):
        alone.append(letters.printed_reminder(kind, language, to, letters.DAY))
    return alone


def informed(key, language):
    """The copies of those who only learn of it."""
    kind = data.kind_on(key, letters.DAY)
    also = (max(kind.classes),) if Role.FOR_INFORMATION in kind.roles else ()
    return [
        letters.printed(kind, language, min(kind.classes), letters.DAY, also=also, informed=(one,), to_informed=True)
        for one in also
    ]


def elements(node):
    """Every element of the structure tree in the order of reading."""
    node = node.get_object()
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield node
    inside = node.get("/K", [])
    for one in inside if isinstance(inside, list) else [inside]:
        yield from elements(one)


def faults(content, language, *, named=("R-", "V-", "I-")):
    """What a checker of PDF/UA would find. `named`: how its title begins."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    tree = root["/StructTreeRoot"]
    roles = tree.get("/RoleMap", {})
    found = [f"language {root.get('/Lang')}"] if root.get("/Lang") != language else []
    found += [] if root["/MarkInfo"]["/Marked"] else ["not marked"]
    found += [] if root["/ViewerPreferences"]["/DisplayDocTitle"] else ["its file name is shown for a title"]
    found += [] if reader.metadata.title.startswith(named) else ["no title"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    found += [f"no {one}" for one in ("pdfuaid:part", "dc:title", "dc:language") if one not in xmp]
    found += ["something is painted outside the structure"] if untagged(reader) else []
    tags = list(elements(tree))
    found += [f"{one['/S']} is no standard type" for one in tags if one["/S"] not in STANDARD | set(roles)]
    found += [
        f"no alternative of {one['/S']}" for one in tags if one["/S"] in ("/Figure", "/Formula") and not one.get("/Alt")
    ]
    levels = [int(one["/S"][2:]) for one in tags if one["/S"][:2] == "/H" and one["/S"][2:].isdigit()]
    found += [f"headings {levels}"] if any(b > a + 1 for a, b in zip([0, *levels], levels, strict=False)) else []
    found += ["no title or first heading"] if not [one for one in tags if one["/S"] in ("/Title", "/H1")] else []
    for table in (one for one in tags if one["/S"] == "/Table"):
        found += [] if any(one["/S"] == "/TH" for one in elements(table)) else ["a table without headers"]
    found += [
        f"page {page.page_number} is read in no order"
        for page in reader.pages
        if page.get("/Tabs") != "/S" and page.get("/Annots")
    ]
    return found


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_a_letter_of_each_kind_is_whole_for_a_screen_reader_and_no_longer_than_three_pages(key, language):
    for content in (*printed(key, language), *informed(key, language)):
        assert faults(content, language) == []
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 3


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_addresses_and_the_check_code_are_text_that_can_be_copied(key, language):
    kind = data.kind_on(key, letters.DAY)
    for content in printed(key, language):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        lines = "\n".join(page.extract_text() for page in pages).split("\n")
        addresses = {line for line in lines if line.startswith("https://")}
        asks = {"https://shembull.al/partners/inbox", "https://shembull.al/partners/api/v1/dispatches"}
        ours = kind.receiver is Receiver.COMPLAINANT
        offered = set() if key in TO_COURTS else asks
        ways = set() if ours else offered
        assert addresses == {*ways, "https://shembull.al/cases/check"}, "each alone on its line"
        assert any("SHEM-BULL" in line for line in lines)


def test_a_fault_of_structure_is_found():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed("remedy", "sq")[0]))
    root = writer.root_object
    del root["/Lang"]
    for one in elements(root["/StructTreeRoot"]):
        if one["/S"] == "/L":
            one[pypdf.generic.NameObject("/S")] = pypdf.generic.NameObject("/Liste")
    written = io.BytesIO()
    writer.write(written)
    # Its items, the ways to reply, and the last of these, which is kept to the thanks.
    assert faults(written.getvalue(), "sq") == ["language None", *["/Liste is no standard type"] * 3]
