"""Evidence: told by its content, sealed in the store, given back to its own body only."""

import hashlib
import io
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners.queries import wall
from services.partners.timers import clean_files
from shared.clock import utc_now
from shared.events.catalogue import FileRefused
from shared.uploads import LARGEST
from tests import hostile_files
from tests.clamd import clamd
from tests.partners.bench import answers_to, entries, only_dispatch, pdf
from tests.partners.test_pages import letter_path, page
from tests.partners.test_replies import reply
from tests.sample_files import JPG as JPEG
from tests.sample_files import PNG

PDF = pdf().read()
EXE = b"MZ\x90\x00" + b"\x00" * 300
OFFICE = "application/vnd.openxmlformats-officedocument."


def office(*names):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return kept.getvalue()


WORD = hostile_files.office(docProps__appDOTxml=b"<x/>", customXml__itemDOTxml=b"<x/>")
EXCEL = hostile_files.office("xl/workbook.xml")


def send(machine, content, name="file", **options):
    return machine.call("POST", "/files", data={"file": (io.BytesIO(content), name)}, **options)


def send_raw(machine, content):
    """As bytes: the test client leaves the temporary file open in which it would build a large form."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    form = head + content + b"\r\n--b--\r\n"
    return machine.call("POST", "/files", data=form, content_type="multipart/form-data; boundary=b")


@pytest.fixture
def machine(bench, pair):
    return bench.machine(pair[0])


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PDF + b"\n\x00\r\n", "application/pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WORD, f"{OFFICE}wordprocessingml.document"),
        (EXCEL, f"{OFFICE}spreadsheetml.sheet"),
    ],
)
def test_what_is_taken_is_known_by_its_content(machine, content, media_type):
    answer = send(machine, content)
    assert answer.status_code == 201, answer.text
    assert answer.json["media_type"] == media_type
    assert answer.json["size"] == len(content)
    assert answer.json["sha256"] == hashlib.sha256(content).hexdigest()
    back = machine.get(f"/files/{answer.json['id']}")
    if OFFICE in media_type:
        assert (back.status_code, back.json["code"]) == (409, "file_kept")
        return
    assert (back.status_code, back.mimetype) == (200, media_type)
    assert back.headers["Content-Disposition"].startswith('attachment; filename="')
    assert back.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (EXE, "a.pdf"),
        (b"<html><script>alert(1)</script>", "a.pdf"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.png"),
        (b"GIF89a" + b"\x00" * 300, "a.gif"),
        (b"x" * 100, "a.txt"),
        (b"<html>" + PDF, "a.pdf"),
        (PDF + office("[Content_Types].xml"), "a.pdf"),
        (PDF + b"<script>", "a.pdf"),
        (b"%PDF-1.7\nno end", "a.pdf"),
        (office("a.txt"), "a.docx"),
        (office("[Content_Types].xml", "ppt/presentation.xml"), "a.docx"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (b"PK\x03\x04" + b"\x00" * 300, "a.docx"),
        (PDF, "a.jpg"),
        (PDF, "a.pdf.exe"),
        (JPEG, "a.png"),
    ],
)
def test_what_is_something_else_is_refused_and_not_kept(bench, machine, pair, settings, content, name):
    answer = send(machine, content, name)
    assert answer.status_code == 415, answer.text
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        assert (
            session.execute(
                text("SELECT count(*) FROM evidence_file WHERE institution_id = :id"), {"id": pair[0].id}
            ).scalar_one()
            == 0
        )


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\x.pdf",
        ".htaccess",
        "...",
        "CON.pdf",
        "a" * 5000,
        "Ëngjëll Shembull.pdf",
        "x.PDF",
        "\u202efdp",
    ],
)
def test_a_name_is_never_used(machine, settings, name):
    answer = send(machine, PDF, name)
    assert answer.status_code == 201
    stored = [str(path) for path in Path(settings.documents_url.removeprefix("file://")).rglob("*")]
    assert not [path for path in stored if "passwd" in path or "Shembull" in path or "x.pdf" in path.lower()]
    disposition = machine.get(f"/files/{answer.json['id']}").headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{answer.json["id"]}.pdf"'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Urdhri i caktimit.pdf", "Urdhri i caktimit.pdf"),
        ("C:\\\\x\\\\Lista.pdf", "Lista.pdf"),
        ("\u202efdp.pdf", "fdp.pdf"),
        ("<b>.pdf", "<b>.pdf"),
    ],
)
def test_the_name_that_a_body_gave_is_shown_with_the_file(machine, name, shown):
    assert send(machine, PDF, name).json["name"] == shown


def test_what_is_kept_is_sealed(machine, settings):
    marked = pdf("kanarina-e-fshehur").read()
    assert send(machine, marked).status_code == 201
    for path in Path(settings.documents_url.removeprefix("file://")).rglob("*"):
        assert not path.is_file() or b"kanarina-e-fshehur" not in path.read_bytes()


def test_the_limit_is_20_mib_to_the_byte(machine):
    filler = PDF.replace(b"%\n", b"%" + b"a" * (LARGEST - len(PDF)) + b"\n")
    assert len(filler) == LARGEST
    assert send_raw(machine, filler).status_code == 201
    assert send_raw(machine, filler.replace(b"%aa", b"%aaa", 1)).status_code == 413


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"file": "a text"},
        {"other": (io.BytesIO(PDF), "a.pdf")},
        {"file": [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")]},
        {"file": (io.BytesIO(b""), "a.pdf")},
        {"file": (io.BytesIO(PDF), "a.pdf"), "institution_id": "x"},
    ],
)
def test_anything_but_one_file_is_refused(machine, form):
    answer = machine.call("POST", "/files", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/file"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{}", "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=y"),
        (b"", "text/plain"),
    ],
)
def test_what_is_no_form_is_refused(machine, data, content_type):
    assert machine.call("POST", "/files", data=data, content_type=content_type).status_code in {400, 415, 422}


def test_the_same_key_keeps_one_file(machine):
    first, second = (
        send(machine, PDF, headers={"Idempotency-Key": "k"}, content_type="multipart/form-data; boundary=b")
        for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.json == second.json


@pytest.mark.parametrize(("content", "name"), [(JPEG, "file"), (PDF, "another")])
def test_the_same_key_with_another_file_is_refused(machine, content, name):
    first, second = (
        send(machine, *sent, headers={"Idempotency-Key": "k"}) for sent in ((PDF, "file"), (content, name))
    )
    assert first.status_code == 201
    assert (second.status_code, second.json["code"]) == (422, "idempotency_key_reused")


def test_an_unknown_file_is_not_there(machine):
    assert machine.get(f"/files/{uuid4()}").status_code == 404


@contextmanager
def scanned_by(bench, url):
    before = bench.platform.settings
    object.__setattr__(bench.platform, "settings", replace(before, scanner_url=url))
    try:
        yield
    finally:
        object.__setattr__(bench.platform, "settings", before)


def refused_later(bench):
    with clamd(b"stream: Sample-Virus FOUND\0") as (url, _), scanned_by(bench, url):
        clean_files(bench.platform, utc_now())
    clean_files(bench.platform, utc_now())


def test_a_body_is_told_at_its_letter_in_its_feed_and_by_mail_that_the_scanner_refused_a_file_later(bench, pair):
    machine, client = bench.machine(pair[0]), bench.browser(pair[0])
    sent = bench.issue(pair[0])
    dispatch = only_dispatch(machine)
    with scanned_by(bench, "tcp://127.0.0.1:9"):
        file = send(machine, PDF).json["id"]
    assert reply(machine, dispatch, answers_to(machine, dispatch, evidence=[file])).status_code == 201
    refused_later(bench)
    [told] = bench.told(FileRefused, file_id=file)
    assert told == {
        "file_id": file, "institution_id": str(pair[0].id), "recommendation_id": str(sent.recommendation_id), "reason": "file_infected",
    }  # fmt: skip
    [entry] = [one for one in entries(machine, 2) if one["type"] == "file.refused"]
    assert entry["details"]["file"] == file and entry["details"]["refused_for"] == "file_infected"
    path = letter_path(client)
    assert "Një skedar që dërguat nuk hapet" in page(client, path) and "doli i rrezikshëm" in page(client, path)
    assert "A file that you sent is not opened" in page(client, f"{path}?lang=en")
    assert (machine.get(f"/files/{file}").status_code, bench.audited("file.refused", file)) == (409, 1)


def test_of_one_that_nothing_names_yet_the_body_is_mailed(bench, machine, pair):
    with scanned_by(bench, "tcp://127.0.0.1:9"):
        file = send(machine, PDF).json["id"]
    refused_later(bench)
    [told] = bench.told(FileRefused, file_id=file)
    assert "recommendation_id" not in told
