"""A child's name, words, phone and address are sent through the whole story and looked for in every byte on disk."""

import os
from pathlib import Path

import pytest
import requests

from deploy.story import play, words

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

CANARIES = {
    "CHILD": "Kanarina Zqxfëmija",
    "CONTACT": "zqxkanarina@example.org",
    "NARRATIVE": "Zqxfjalët e mia: më rrahën në rrugën Zqxadresa nr. 7, telefoni 0691239876.",
    "WANTED": "Zqxdua të mos kthehem atje.",
}
MARKS = ["Zqxf", "zqxkanarina", "Zqxadresa", "0691239876", "Zqxdua", "Zqxemri", "zqxskedar"]


@pytest.fixture(scope="module")
def told(platform):
    """The story with marked values; also a message, a file name and a staff opening."""
    kept = {name: getattr(words, name) for name in CANARIES}
    original = words.complaint

    def marked(bodies, municipality):
        body = original(bodies, municipality)
        body["submitter"]["name"] = "Zqxemri Ankuesi"
        body["submitter"]["contact"]["phone"] = "0691239876"
        body["submitter"]["contact"]["address"] = "Rruga Zqxadresa 7"
        return body

    for name, value in CANARIES.items():
        setattr(words, name, value)
    words.complaint = marked
    try:
        play(platform.url, platform.credentials, lambda _line: None)
        _write_more(platform)
    finally:
        words.complaint = original
        for name, value in kept.items():
            setattr(words, name, value)
    platform.settle()
    return platform


def _write_more(platform) -> None:
    body = {"submitter": {"role": "child", "keep_secret": True}, "narrative": CANARIES["NARRATIVE"], "language": "sq",
            "child": {"name": CANARIES["CHILD"]}, "bodies": [{"name": "Shkolla Zqxadresa"}]}  # fmt: skip
    code = platform.post("/intake/api/v1/complaints", body).json()["receipt_code"]
    mine = f"{platform.url}/intake/api/v1/complaints/mine"
    headers = {"Receipt-Code": code}
    assert requests.post(f"{mine}/messages", json={"text": CANARIES["WANTED"]}, headers=headers, timeout=30).ok
    file = {"file": ("zqxskedar-Zqxemri.txt", CANARIES["NARRATIVE"].encode(), "text/plain")}
    assert requests.post(f"{mine}/files", files=file, headers=headers, timeout=30).ok
    # Bad input holds the words too, and its refusal is logged.
    for wrong in ({**body, "narrative": [CANARIES["NARRATIVE"]]}, {**body, CANARIES["CHILD"]: CANARIES["CHILD"]}):
        assert platform.post("/intake/api/v1/complaints", wrong).status_code == 422
    requests.get(f"{platform.url}/intake/{CANARIES['CHILD']}?q={CANARIES['CHILD']}", timeout=30)


def holding(root: Path, needle: bytes) -> list[str]:
    found = []
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder) / name
            if needle in os.fsencode(name):
                found.append(f"name of {path.relative_to(root)}")
            try:
                content = path.read_bytes()
            except OSError:
                continue
            if needle in content:
                found.append(str(path.relative_to(root)))
    return found


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_no_byte_on_disk_holds_it(told, mark, encoding):
    # Databases with their logs of writes, the broker's queues, every log, mail, document and file name lie below.
    found = holding(told.root, mark.encode(encoding))
    if mark == "zqxkanarina":
        # The address that was marked as safe is where the mail goes; it stands in the line To and nowhere else.
        found = [name for name in found if not name.startswith("outbox/")]
    assert found == []


def test_a_mail_holds_no_more_of_it_than_the_address_it_goes_to(told):
    mails = [path.read_text() for path in (told.root / "outbox").rglob("*") if path.is_file()]
    to_the_complainant = [mail for mail in mails if "zqxkanarina" in mail]
    assert to_the_complainant
    for mail in to_the_complainant:
        lines = [line for line in mail.splitlines() if "zqx" in line.lower()]
        assert all(line.lower().startswith("to:") for line in lines), lines


def test_json_escapes_and_base64_are_looked_for_too(told):
    import base64
    import json

    for mark in ("Zqxfëmija", "Zqxfjalët"):
        escaped = json.dumps(mark)[1:-1].encode()
        assert holding(told.root, escaped) == []
        for shift in range(3):
            encoded = base64.b64encode(b"x" * shift + mark.encode())[4 if shift else 0 : -4]
            assert holding(told.root, encoded) == []


def test_the_search_finds_what_is_there(told):
    assert holding(told.root, b"besa.events")
    assert holding(told.root, b"intake.complaint.received.v1")


def test_no_metric_and_no_public_answer_holds_it(told):
    for service, port in told.told["ports"].items():
        metrics = requests.get(f"http://127.0.0.1:{port}/{service}/metrics", timeout=30).text
        assert "besa_" in metrics
        assert not [mark for mark in MARKS if mark in metrics]
    for path in ("/cases/api/v1/public/recommendations", "/cases/public", "/cases/public/compliance", "/intake/"):
        answer = told.get(path)
        assert answer.status_code == 200
        assert not [mark for mark in MARKS if mark in answer.text]


def test_what_bodies_and_staff_lists_get_does_not_hold_it(told):
    for path, role in (
        ("/intake/api/v1/complaints", "intake_officer"), ("/cases/api/v1/cases", "case_officer"),
        ("/cases/api/v1/obligations", "case_officer"), ("/notifications/api/v1/messages", "admin"),
    ):  # fmt: skip
        answer = told.get(path, role)
        assert answer.status_code == 200
        assert not [mark for mark in MARKS if mark in answer.text], path
    for partner in told.credentials["partners"]:
        grant = {"grant_type": "client_credentials", "scope": "dispatch:read"}
        auth = (partner["client_id"], partner["client_secret"])
        token = requests.post(f"{told.url}/partners/oauth/token", data=grant, auth=auth, timeout=30).json()[
            "access_token"
        ]
        headers = {"Authorization": f"Bearer {token}"}
        feed = requests.get(f"{told.url}/partners/api/v1/dispatches", headers=headers, timeout=30)
        assert feed.status_code == 200
        assert not [mark for mark in MARKS if mark in feed.text]
