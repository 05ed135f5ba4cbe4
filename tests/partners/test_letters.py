"""The letter as PDF at the body that it was sent to, and requests for information in the words of the portal."""

import hashlib
from uuid import uuid4

import pytest

from shared.events.catalogue import DispatchOpened
from tests.partners.bench import only_dispatch

PDF = b"%PDF-1.7\nA sample letter\n%%EOF\n"


@pytest.fixture
def sent(bench, pair):
    """A letter with its PDF to the first of two bodies, and one without to the second."""
    first, second = pair
    printed = {"pdf": bench.platform.documents.put(PDF), "pdf_sha256": hashlib.sha256(PDF).hexdigest()}
    bench.issue(first, **printed)
    bench.issue(second)
    machines = bench.machine(first), bench.machine(second)
    return machines, [only_dispatch(machine) for machine in machines]


def test_a_machine_gets_exactly_the_bytes_whose_digest_the_document_names(bench, pair, sent):
    (mine, _theirs), (letter, _other) = sent
    answer = mine.get(f"/dispatches/{letter}/letter.pdf")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PDF)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="R-2026-00014-7.pdf"'
    document = mine.get(f"/dispatches/{letter}").json["document"]
    assert document["pdf_sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert "pdf" not in document, "the name of the stored document is not for bodies"


def test_who_takes_the_printed_letter_has_opened_it_once(bench, sent):
    (mine, _theirs), (letter, _other) = sent
    for _ in range(2):
        assert mine.get(f"/dispatches/{letter}/letter.pdf").status_code == 200
    assert len(bench.told(DispatchOpened, dispatch_id=letter)) == 1
    assert bench.audited("document.read", letter) == 2
    assert mine.call("HEAD", f"/dispatches/{letter}/letter.pdf").status_code == 405


def test_the_letter_of_another_body_is_not_there(sent):
    (mine, theirs), (letter, other) = sent
    unknown = mine.get(f"/dispatches/{uuid4()}/letter.pdf")
    anothers = theirs.get(f"/dispatches/{letter}/letter.pdf")
    assert (anothers.status_code, anothers.json["type"]) == (unknown.status_code, unknown.json["type"])
    assert unknown.status_code == 404
    assert theirs.get(f"/dispatches/{other}/letter.pdf").status_code == 404, "the office made none"


def test_a_person_finds_the_link_on_the_page_and_the_other_body_nothing(bench, pair, sent):
    _machines, (letter, other) = sent
    browser, another = bench.browser(pair[0]), bench.browser(pair[1])
    path = f"/partners/dispatches/{letter}/letter.pdf"
    assert f'href="{path}"' in browser.get(f"/partners/dispatches/{letter}").text
    assert browser.get(path).data == PDF
    assert another.get(path).status_code == 404
    assert "letter.pdf" not in another.get(f"/partners/dispatches/{other}").text


def test_a_request_for_information_is_called_one_and_answered_in_its_own_words(bench, pair):
    kind = {"sq": "Kërkesë për informacion", "en": "Request for information"}
    bench.issue(pair[0], kind_name=kind, asks="information", title="Regjistri i nxënësve")
    letter = only_dispatch(bench.machine(pair[0]))
    browser = bench.browser(pair[0])
    page = browser.get(f"/partners/dispatches/{letter}").text
    assert "Kërkesë për informacion" in page and "Çfarë kërkohet" in page
    assert "Çfarë rekomandohet" not in page
    form = browser.get(f"/partners/dispatches/{letter}/reply").text
    assert "E dërgojmë informacionin" in form and "E pranojmë" not in form
