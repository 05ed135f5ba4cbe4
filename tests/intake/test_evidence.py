"""Handing in files over the API."""

import hashlib
import io
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest

from services.intake.timers import clean_files
from shared.clock import utc_now
from shared.events.catalogue import MailboxFilled, MessageReceived
from shared.uploads import LARGEST
from tests.clamd import clamd
from tests.hostile_files import FILES, MARKS
from tests.intake.conftest import BASE, CHILD
from tests.intake.files import DOCX, EICAR, EXE, HTML, JPG, PDF, ZIP
from tests.intake.office import box

URL = f"{BASE}/complaints/mine/files"


def hand_in(world, code, content, name="x.pdf"):
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
    return raw(world, code, part(content, head) + b"--B--\r\n")


def raw(world, code, body, content_type="multipart/form-data; boundary=B"):
    headers = {"Receipt-Code": code, "Content-Length": str(len(body))}
    return world.client.post(URL, input_stream=io.BytesIO(body), content_type=content_type, headers=headers)


def part(content=PDF, head=b'Content-Disposition: form-data; name="file"; filename="x.pdf"', more=b""):
    return b"--B\r\n" + head + more + b"\r\n\r\n" + content + b"\r\n"


def test_a_file_is_taken_in_under_a_neutral_name(world):
    told = world.complain()
    answer = hand_in(world, told["receipt_code"], PDF, f"{CHILD}.pdf")
    stored = answer.get_json()
    assert answer.status_code == 201
    assert (stored["name"], stored["media_type"], stored["size"]) == ("prova-01.pdf", "application/pdf", len(PDF))
    assert hand_in(world, told["receipt_code"], JPG, "foto.jpg").get_json()["name"] == "prova-02.jpg"
    box = world.mine(told["receipt_code"])
    assert [file["name"] for file in box.get_json()["files"]] == ["prova-01.pdf", "prova-02.jpg"]
    assert CHILD not in box.text
    (event, _) = world.outbox(MessageReceived)
    assert event["complaint_id"] == told["id"]
    (file, _) = world.opened(told["id"]).get_json()["files"]
    assert (file["original_name"], file["sha256"]) == (f"{CHILD}.pdf", hashlib.sha256(PDF).hexdigest())


def test_a_file_lies_sealed_with_a_key_of_its_own_below_that_of_the_store(world):
    told = world.complain()
    hand_in(world, told["receipt_code"], PDF)
    hand_in(world, told["receipt_code"], PDF)
    rows = world.rows("SELECT document, key_sealed FROM evidence ORDER BY number")
    assert rows[0]["document"] != rows[1]["document"]
    for row in rows:
        assert b"%PDF" not in world.documents.get(row["document"])


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "x.pdf", 422, "file_empty"),
        (EICAR, "x.txt", 422, "file_infected"),
        (EXE, "x.pdf", 415, "file_type_not_allowed"),
        (HTML, "x.pdf", 415, "file_type_not_allowed"),
        (PDF + ZIP, "x.pdf", 415, "file_type_not_allowed"),
        (PDF, "x.jpg", 415, "file_name_mismatch"),
        (PDF, "a.pdf.exe", 415, "file_name_mismatch"),
        (b"a" * (LARGEST + 1), "x.txt", 413, "file_too_large"),
    ],
    ids=["empty", "virus", "exe", "html", "polyglot", "mismatch", "double ending", "too large"],
)
def test_a_file_that_is_not_taken_leaves_nothing(world, content, name, status, code):
    told = world.complain()
    before = sum(1 for path in world.folder.rglob("*") if path.is_file())
    answer = hand_in(world, told["receipt_code"], content, name)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.get_json()["errors"] == [{"pointer": "/file", "code": code}]
    assert world.rows("SELECT 1 FROM evidence") == world.rows("SELECT 1 FROM message") == []
    assert sum(1 for path in world.folder.rglob("*") if path.is_file()) == before


def test_a_file_of_exactly_the_limit_is_taken(world):
    assert hand_in(world, world.complain()["receipt_code"], b"a" * LARGEST, "x.txt").status_code == 201


def test_more_than_any_request_may_hold_is_refused(world):
    assert hand_in(world, world.complain()["receipt_code"], b"a" * (22 * 1024 * 1024), "x.txt").status_code == 413


def test_the_eleventh_file_is_refused(world):
    code = world.complain()["receipt_code"]
    statuses = [hand_in(world, code, PDF).status_code for _ in range(11)]
    assert statuses == [201] * 10 + [422]
    assert hand_in(world, code, PDF).get_json()["code"] == "too_many_files"


def test_more_than_the_quota_is_refused(world):
    told = world.complain()
    world.database.run(
        lambda session: session.connection().exec_driver_sql(
            "INSERT INTO evidence (id, complaint_id, number, at, media_type, extension, size) VALUES (%s, %s, 1, now(), 'x', 'x', %s)",
            (uuid4(), told["id"], 200 * 1024 * 1024 - len(PDF) + 1),
        )
    )
    assert hand_in(world, told["receipt_code"], PDF).get_json()["code"] == "quota_reached"


def test_the_same_key_is_the_same_file(world):
    told = world.complain()
    body = b"".join([part(), b"--B--\r\n"])
    headers = {"Receipt-Code": told["receipt_code"], "Idempotency-Key": "f-1"}
    options = {"data": body, "content_type": "multipart/form-data; boundary=B", "headers": headers}
    first, again = (world.client.post(URL, **options) for _ in range(2))
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert len(world.rows("SELECT 1 FROM evidence")) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part() + b"--B--", 201),
        (b"preamble\r\n" + part() + b"--B--\r\nepilogue", 201),
        (part(), 400),
        (part()[:-20], 400),
        (part() + b"--B", 400),
        (b"", 400),
        (b"no boundary at all", 400),
        (b'--B\r\nContent-Disposition: form-data; name="file"', 400),
        (b"--B\r\nX: y\r\n\r\nz\r\n--B--\r\n", 400),
        (b"--B--\r\n", 422),
        (part() + part() + b"--B--\r\n", 422),
        (part(head=b'Content-Disposition: form-data; name="file"') + b"--B--\r\n", 422),
        (part(head=b'Content-Disposition: form-data; name="document"; filename="x.pdf"') + b"--B--\r\n", 422),
        (part(head=b'Content-Disposition: form-data; filename="x.pdf"') + b"--B--\r\n", 422),
        (part(more=b"\r\nContent-Transfer-Encoding: base64") + b"--B--\r\n", 422),
        (part(more=b"\r\nContent-Type: multipart/mixed; boundary=C") + b"--B--\r\n", 415),
        (part(more=b"\r\nX-Long: " + b"a" * 65_536) + b"--B--\r\n", 400),
        (part(content=b"a" * 600_000, head=b'Content-Disposition: form-data; name="file"') + b"--B--\r\n", 413),
        (part(content=b"a") * 1001 + b"--B--\r\n", 413),
        (part(head=b'Content-Disposition: form-data; name="file"; filename="\xff\xfe.pdf"') + b"--B--\r\n", 400),
        (part(more=b"\r\nContent-Type: text/html") + b"--B--\r\n", 201),
    ],
)  # fmt: skip
def test_a_body_in_parts_is_read_strictly(world, body, status):
    answer = raw(world, world.complain()["receipt_code"], body)
    assert answer.status_code == status, answer.get_json()
    assert len(world.rows("SELECT 1 FROM evidence")) == (1 if status == 201 else 0)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/pdf", 415), ("application/json", 415), ("multipart/form-data", 400), ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=" + "B" * 201, 400), ("multipart/mixed; boundary=B", 415),
    ],
)  # fmt: skip
def test_another_kind_of_body_is_refused(world, content_type, status):
    assert raw(world, world.complain()["receipt_code"], part() + b"--B--\r\n", content_type).status_code == status


def test_a_file_is_read_by_whoever_has_opened_the_complaint_and_only_saved(world):
    told = world.complain()
    stored = hand_in(world, told["receipt_code"], PDF).get_json()
    url = f"{BASE}/complaints/{told['id']}/files/{stored['id']}"
    refused = world.client.get(url, headers=world.bearer("case_officer"))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_opened")
    assert world.opened(told["id"], "intake_officer").status_code == 201
    assert world.client.get(url, headers=world.bearer("case_officer")).status_code == 409
    world.opened(told["id"], "case_officer")
    answer = world.client.get(url, headers=world.bearer("case_officer"))
    assert (answer.status_code, answer.data[:5], answer.mimetype) == (200, b"%PDF-", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="prova-01.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.rows("SELECT action FROM audit_entry ORDER BY id DESC LIMIT 1") == [{"action": "evidence.shown"}]


def test_a_file_belongs_to_its_complaint(world):
    one, other = world.complain(), world.complain()
    stored = hand_in(world, one["receipt_code"], PDF).get_json()
    world.opened(other["id"])
    for file_id in (stored["id"], uuid4()):
        url = f"{BASE}/complaints/{other['id']}/files/{file_id}"
        assert world.client.get(url, headers=world.bearer("intake_officer")).status_code == 404


class TestAFileWithoutACleanCopy:
    """Nobody opens it as it came but with another person's word for that, also of who works on the complaint."""

    @pytest.fixture
    def kept(self, world):
        told = world.complain()
        stored = hand_in(world, told["receipt_code"], DOCX, "a.docx").get_json()
        return told, f"{BASE}/complaints/{told['id']}", f"/files/{stored['id']}"

    def test_it_is_not_given_out_and_who_works_on_it_asks(self, world, kept):
        told, url, file = kept
        world.opened(told["id"], "case_officer")
        officer = world.bearer("case_officer")
        refused = world.client.get(url + file, headers=officer)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "file_kept")
        refused = world.client.get(f"{url}{file}/original", headers=officer)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "original.not_agreed")
        asked = world.client.post(f"{url}/accesses", json={"purpose": "original", "reason": "Word"}, headers=officer)
        assert asked.status_code == 201, asked.text
        assert world.client.get(f"{url}{file}/original", headers=officer).status_code == 409
        decision = f"{url}/accesses/{asked.get_json()['id']}/decision"
        assert (
            world.client.post(decision, json={"approve": True}, headers=world.bearer("commissioner")).status_code == 200
        )
        world.opened(told["id"], "case_officer")
        answer = world.client.get(f"{url}{file}/original", headers=officer)
        assert (answer.status_code, answer.data) == (200, DOCX)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="prova-01.docx"'
        seen = world.mine(told["receipt_code"]).get_json()["openings"]
        assert (seen[-1]["reason"], seen[-1]["checked"]) == ("original", True)

    def test_on_the_page_its_link_stands_in_an_opening_for_it(self, world, kept):
        told, url, file = kept
        asked = world.client.post(
            f"{url}/accesses", json={"purpose": "original", "reason": "Word"}, headers=world.bearer("case_officer")
        )
        decision = f"{url}/accesses/{asked.get_json()['id']}/decision"
        world.client.post(decision, json={"approve": True}, headers=world.bearer("commissioner"))
        officer = world.as_staff("case_officer")
        page = f"/intake/staff/complaints/{told['id']}"
        assert "Një skedar që hapet vetëm siç erdhi" in officer.get(f"{page}/accesses").text
        world.opened(told["id"], "case_officer")
        assert f"{file}/original" in officer.get(f"{page}/file").text
        assert officer.get(f"{page}{file}/original").data == DOCX
        assert "Ky skedar hapet vetëm siç erdhi" in officer.get(page + file).text


def test_a_file_that_waits_for_the_scanner_is_shown_once_the_timer_has_asked_it(world):
    told = world.complain()
    with scanned_by(world, "tcp://127.0.0.1:9"):
        stored = hand_in(world, told["receipt_code"], PDF)
        assert stored.status_code == 201
        world.opened(told["id"], "case_officer")
        url = f"{BASE}/complaints/{told['id']}/files/{stored.get_json()['id']}"
        waits = world.client.get(url, headers=world.bearer("case_officer"))
        assert (waits.status_code, waits.get_json()["code"]) == (409, "file_waits")
        clean_files(world.platform, utc_now())
        assert world.client.get(url, headers=world.bearer("case_officer")).status_code == 409
    clean_files(world.platform, utc_now())
    assert world.client.get(url, headers=world.bearer("case_officer")).data.startswith(b"%PDF-")


def test_who_sent_a_file_is_told_in_words_and_by_the_safe_channel_that_the_scanner_refused_it_later(world):
    told = world.complain()
    with scanned_by(world, "tcp://127.0.0.1:9"):
        hand_in(world, told["receipt_code"], PDF)
    assert world.outbox(MailboxFilled) == []
    with clamd(b"stream: Sample-Virus FOUND\0") as (url, _), scanned_by(world, url):
        clean_files(world.platform, utc_now())
    clean_files(world.platform, utc_now())
    *_, albanian = box(world, told, "sq")["messages"]
    *_, english = box(world, told, "en")["messages"]
    assert (albanian["kind"], "prova-01.pdf" in albanian["text"], "askush nuk e hap" in albanian["text"]) == (
        "file_infected",
        True,
        True,
    )
    assert "prova-01.pdf" in english["text"] and "nobody opens it" in english["text"]
    assert len(world.outbox(MailboxFilled)) == 1
    assert [message["kind"] for message in box(world, told)["messages"]].count("file_infected") == 1


@contextmanager
def scanned_by(world, url):
    before = world.platform.settings
    object.__setattr__(world.platform, "settings", replace(before, scanner_url=url))
    try:
        yield
    finally:
        object.__setattr__(world.platform, "settings", before)


def test_each_hostile_file_is_refused_or_goes_out_clean(world):
    told, taken = world.complain(), 0
    for what, hostile in FILES.items():
        answer = hand_in(world, told["receipt_code"], hostile.content, hostile.name)
        if answer.status_code != 201:
            assert answer.get_json()["code"] in hostile.becomes.split("|"), what
            continue
        if taken % 10 == 0:
            world.opened(told["id"], "commissioner")
        url = f"{BASE}/complaints/{told['id']}/files/{answer.get_json()['id']}"
        shown = world.client.get(url, headers=world.bearer("commissioner"))
        became = "clean" if shown.status_code == 200 else shown.get_json()["code"].removeprefix("file_")
        assert became in hostile.becomes.split("|"), what
        assert [mark for mark in MARKS if mark in shown.data] == [], what
        taken += 1
        if taken % 10 == 0:
            # As many as one complaint may have.
            told = world.complain()
