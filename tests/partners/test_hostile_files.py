"""What a body, a machine, whoever holds a link, or the office's post hands in: the rule of `shared.files` at each of these doors."""

import io
import re

import pytest

from tests.hostile_files import FILES, MARKS
from tests.partners.bench import pdf
from tests.partners.test_files import send
from tests.partners.test_pages import answer_form, letter_path, page, reader
from tests.partners.test_post_book import clerk
from tests.sample_files import PDF

__all__ = ["clerk", "pdf", "reader"]

#: In words, of each way in which a file is refused one.
SAID = {
    "garbage in a PDF": "Skedari është i dëmtuar",
    "PDF with a password": "Skedari kërkon fjalëkalim",
    "JPEG of 65535 by 65535": "më shumë faqe, pamje ose hollësi",
    "DOCX that reads a file": "merr diçka nga një vend tjetër",
    "DOCX with the sample virus": "Ky skedar është i rrezikshëm",
    "SVG with a script": "Pranohen PDF, Word, Excel, JPG dhe PNG",
}


def outcome(answer, back):
    """What became of a file: it is refused, kept or clean. `back`: what is given out for the id of what was taken."""
    if answer.status_code != 201:
        assert answer.status_code in (413, 415, 422)
        return "refused"
    shown = back(answer.json["id"])
    assert [mark for mark in MARKS if mark in shown.data] == []
    return "clean" if shown.status_code == 200 else shown.json["code"].removeprefix("file_")


def may_be(hostile):
    return {one if one in ("clean", "kept") else "refused" for one in hostile.becomes.split("|")}


def test_by_machine(bench, pair):
    machine = bench.machine(pair[0])
    for what, hostile in FILES.items():
        answer = send(machine, hostile.content, hostile.name)
        assert outcome(answer, lambda one: machine.get(f"/files/{one}")) in may_be(hostile), what


def test_as_a_proof_of_delivery(clerk):
    for what, hostile in FILES.items():
        answer = clerk.call("POST", "/post-book/proofs", data={"file": (io.BytesIO(hostile.content), hostile.name)})
        became = outcome(answer, lambda one: clerk.get(f"/post-book/proofs/{one}"))
        # A proof is no text.
        assert became in (may_be(hostile) - {"kept"} or {"refused"}), what


@pytest.mark.parametrize("what", SAID)
def test_in_the_portal_what_is_refused_says_why(bench, reader, what):
    path, hostile = letter_path(reader), FILES[what]
    form = answer_form(reader, path, **{"item_0-evidence": [(io.BytesIO(hostile.content), hostile.name)]})
    refused = reader.post(f"{path}/reply", data=form)
    assert refused.status_code == 422
    assert SAID[what] in refused.text


@pytest.mark.parametrize("what", ["PDF with a script", "JPEG with author, place and comment"])
def test_in_the_portal_what_is_taken_comes_out_clean(bench, reader, what):
    path, hostile = letter_path(reader), FILES[what]
    form = answer_form(reader, path, **{"item_0-evidence": [(io.BytesIO(hostile.content), hostile.name)]})
    assert reader.post(f"{path}/reply", data=form).status_code == 303
    link = re.search(r'href="(/partners/files/[0-9a-f-]{36})"', page(reader, path)).group(1)
    shown = reader.get(link)
    assert shown.status_code == 200
    assert [mark for mark in MARKS if mark in shown.data] == []
    assert shown.data != PDF
