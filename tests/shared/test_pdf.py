"""Papers that are one: pages in order, nothing that runs, and what is no PDF is refused."""

import io

import pypdf
import pytest
from pypdf.actions import JavaScript

from shared.pdf import joined


def paper(pages, title=None, width=100, script=False):
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, 100)
    if title:
        writer.add_metadata({"/Title": title})
    if script:
        writer.add_open_action(JavaScript("app.alert(1)"))
        writer.add_attachment("a.txt", b"x")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_the_pages_of_all_stand_in_their_order_under_the_title_of_the_first():
    read = pypdf.PdfReader(io.BytesIO(joined([paper(1, "Letra"), paper(2, width=200), paper(1, "Tjetër", width=300)])))
    assert [int(page.mediabox.width) for page in read.pages] == [100, 200, 200, 300]
    assert read.metadata.title == "Letra"


def test_what_runs_and_what_is_attached_stays_behind():
    root = pypdf.PdfReader(io.BytesIO(joined([paper(1), paper(1, script=True)]))).root_object
    assert not {"/Names", "/OpenAction", "/AA"} & set(root)


@pytest.mark.parametrize("parts", [[], [b""], [b"not a pdf"], [paper(1), b"%PDF-1.7 and nothing else"]])
def test_what_is_no_pdf_is_refused(parts):
    with pytest.raises(ValueError, match=r"PDF|nothing"):
        joined(parts)
