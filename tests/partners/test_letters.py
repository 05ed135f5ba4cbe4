"""The letter as PDF at the body that it was sent to, and requests for information in the words of the portal."""

import hashlib
import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from shared.events.catalogue import DispatchOpened, ReplyReceived
from tests.partners.bench import answers_to, csrf, entries, only_dispatch
from tests.shared.test_pdf import paper

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


def answered_as(promise, *positions):
    """The part of a letter that says how it is answered, as cases writes it."""
    words = {
        "accepted": ("E dërgojmë informacionin", "We send the information"),
        "refused": ("Nuk e dërgojmë", "We do not send it"),
    }
    offered = [{"position": one, "sq": words[one][0], "en": words[one][1]} for one in positions]
    return {"reply": {"expects": "reply", "term": None, "form": {"promise": promise, "positions": offered}}}


@pytest.fixture
def request_for_information(bench, pair):
    """Its body, its machine and the id of the letter."""
    kind = {"sq": "Kërkesë për informacion", "en": "Request for information"}
    form = answered_as("none", "accepted", "refused")
    bench.issue(pair[0], items=1, kind_name=kind, asks="information", title="Regjistri i nxënësve", **form)
    machine = bench.machine(pair[0])
    return pair[0], machine, only_dispatch(machine)


def test_a_request_for_information_is_called_one_and_answered_in_its_own_words(bench, request_for_information):
    body, _machine, letter = request_for_information
    browser = bench.browser(body)
    inbox = browser.get("/partners/inbox").text
    assert "Kërkesë për informacion" in inbox and "Rekomandim" not in inbox and "rekomandim" not in inbox
    assert "Request for information" in browser.get("/partners/inbox?lang=en").text
    browser.get("/partners/inbox?lang=sq")
    page = browser.get(f"/partners/dispatches/{letter}").text
    assert "rekomandim" not in page.lower()
    assert "Kërkesë për informacion" in page and "Çfarë kërkohet" in page
    assert "Çfarë rekomandohet" not in page
    form = browser.get(f"/partners/dispatches/{letter}/reply").text
    assert "E dërgojmë informacionin" in form and "E pranojmë" not in form
    assert "Nuk jemi kompetentë" not in form, "only what the letter offers"
    assert "Cili institucion është kompetent" not in form, "nobody is named where none can be"
    assert "Ku jeni me zbatimin?" not in form and "Deri kur?" not in form
    assert "We send the information" in browser.get(f"/partners/dispatches/{letter}/reply?lang=en").text


def test_who_sends_information_promises_nothing(bench, request_for_information):
    _body, machine, letter = request_for_information
    full = answers_to(machine, letter)
    plain = answers_to(machine, letter)
    del plain["items"][0]["promised_date"]
    for wrong, field in (
        (full["items"][0], "promised_date"),
        ({**plain["items"][0], "claimed": "implemented"}, "claimed"),
        ({**plain["items"][0], "position": "accepted_in_part"}, "position"),
    ):
        refused = machine.post(f"/dispatches/{letter}/replies", {**plain, "items": [wrong]})
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, f"/items/0/{field}")
    taken = machine.post(f"/dispatches/{letter}/replies", plain)
    assert taken.status_code == 201, taken.json
    (told,) = bench.told(ReplyReceived, dispatch_id=letter)
    assert [(one["position"], one.get("promised_date")) for one in told["items"]] == [("accepted", None)]
    progress = {"items": [{"item_id": plain["items"][0]["item_id"], "claimed": "implemented"}]}
    late = machine.post(f"/dispatches/{letter}/progress", progress)
    assert (late.status_code, late.json["code"]) == (409, "nothing_promised")


def test_a_person_answers_a_request_for_information_without_a_day(bench, request_for_information):
    body, _machine, letter = request_for_information
    browser, path = bench.browser(body), f"/partners/dispatches/{letter}/reply"
    form = {"csrf_token": csrf(browser.get(path)), "name": "Shembull", "function": "Sekretar"}
    assert browser.post(path, data={**form, "item_0-position": "accepted_in_part"}).status_code == 422
    assert browser.post(path, data={**form, "item_0-position": "accepted"}).status_code == 303
    assert "E dërgojmë informacionin" in browser.get(f"/partners/dispatches/{letter}").text


def test_who_follows_a_proposal_may_say_by_when_and_need_not(bench, pair):
    bench.issue(pair[0], items=1, **answered_as("possible", "accepted"))
    machine = bench.machine(pair[0])
    letter = only_dispatch(machine)
    without = answers_to(machine, letter)
    del without["items"][0]["promised_date"]
    for said in (without, answers_to(machine, letter)):
        assert machine.post(f"/dispatches/{letter}/replies", said).status_code == 201


def test_of_a_referral_to_the_prosecution_no_other_body_learns_anything(bench):
    """Feed, letter, PDF, reply, inbox, search and export of another body; and the office's own export of the directory."""
    prosecution, complained_about = bench.body(class_="prosecution"), bench.body()
    title = "Dhunë ndaj një fëmije"
    sent = bench.issue(prosecution, items=1, expects="decision", title=title, also_addressed=[])
    bench.issue(complained_about, items=1, title="Tjetër")
    theirs, other = only_dispatch(bench.machine(prosecution)), bench.machine(complained_about)
    feed = entries(other, 1)
    assert len(feed) == 1 and theirs not in str(feed)
    for method, path, body in (
        ("GET", f"/dispatches/{theirs}", None),
        ("GET", f"/dispatches/{theirs}/letter.pdf", None),
        ("GET", f"/dispatches/{theirs}/replies", None),
        ("POST", f"/dispatches/{theirs}/acknowledgement", {"document": "a" * 64}),
    ):
        assert other.call(method, path, **({"json": body} if body else {})).status_code == 404, path
    browser = bench.browser(complained_about)
    assert browser.get(f"/partners/dispatches/{theirs}").status_code == 404
    found = [browser.get(path) for path in ("/partners/inbox", "/partners/inbox?state=waiting", "/partners/contacts")]
    found += [other.get(path) for path in (f"/institutions/{prosecution.id}", "/institutions?limit=200&q=shembull")]
    found.append(bench.staff("admin").get("/institutions/export"))
    for answer in found:
        assert answer.status_code == 200, answer.request.path
        for mark in (theirs, str(sent.recommendation_id), title):
            assert mark not in answer.text, answer.request.path


def test_the_letter_and_what_it_encloses_are_one_file_for_paper(bench, pair):
    first, _second = pair
    kept, one, two = bench.platform.documents, paper(1), paper(2)
    enclosed = [
        {"title_sq": "Letra", "title_en": "Letter", "document": kept.put_json({}), "pdf": kept.put(two)},
        {"title_sq": "E vjetër", "title_en": "Old", "document": kept.put_json({})},
    ]
    bench.issue(first, pdf=kept.put(one), pdf_sha256=hashlib.sha256(one).hexdigest(), attachments=enclosed)
    machine, browser = bench.machine(first), bench.browser(first)
    letter = only_dispatch(machine)
    path = f"/partners/dispatches/{letter}/letter.pdf"
    assert f"{path}?enclosures=true" in browser.get(f"/partners/dispatches/{letter}").text
    assert browser.get(path).data == one
    assert len(PdfReader(io.BytesIO(browser.get(f"{path}?enclosures=true").data)).pages) == 3


def test_a_letter_that_others_sign_too_names_them_and_any_other_nobody(bench):
    body = bench.body()
    machine, browser = bench.machine(body), bench.browser(body)
    bench.issue(body)
    alone = only_dispatch(machine)
    assert "bashkë me zyrën" not in browser.get(f"/partners/dispatches/{alone}").text
    bench.issue(body, cosigners=["Zyra Tjetër", "Organizata Shembull"])
    [joint] = {one["dispatch_id"] for one in entries(machine, 2) if "dispatch_id" in one} - {alone}
    assert "bashkë me zyrën: Zyra Tjetër, Organizata Shembull" in browser.get(f"/partners/dispatches/{joint}").text
