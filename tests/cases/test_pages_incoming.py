"""The pages of what is recommended to the office: a file compared and taken over in a browser without a script, one item, its
answer and its finding in words.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from services.cases.incoming.schemas.row_files import LARGEST
from tests.cases.pages_world import NOBODY, office, said, summary_links, world
from tests.cases.test_incoming import a_row, table, today

__all__ = ["office", "world"]

LIST = "/cases/staff/incoming"
IMPORT = f"{LIST}/import"


def send(world, content, **fields):
    """The form as a browser sends it: the file, the box if it is ticked, and the digest that the page carried."""
    client = world.client("approver")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(IMPORT).text)[1]
    # By hand: the test client keeps its own copy of a large form open on disk.
    parts = [(f'name="{name}"', value.encode()) for name, value in {"csrf_token": token, **fields}.items()]
    parts.append(('name="file"; filename="shembull.csv"', content))
    body = b"".join(
        f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + part + b"\r\n" for head, part in parts
    )
    return client.post(IMPORT, data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")


def seen(answer):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', answer.text)[1]


@pytest.fixture
def number(world):
    """A document with two items that was taken over; another one for each test, since the office is not emptied."""
    number = f"CRC/{uuid4().hex[:8]}"
    content = table(a_row(number=number), a_row(number=number, item="13", due="", term="assembly_debate"))
    looked = send(world, content)
    assert send(world, content, apply="y", seen=seen(looked)).status_code == 303
    return number


def address(world, number, item="12"):
    page = world.client("case_officer").get(LIST).text
    found = re.search(rf'href="({LIST}/[0-9a-f-]+)">\s*{re.escape(number)}, pika {item}', page)
    assert found, said(page)
    return found[1]


class TestImport:
    def test_a_file_is_compared_first_and_taken_over_only_when_it_is_the_same(self, world):
        number = f"CRC/{uuid4().hex[:8]}"
        content = table(a_row(number=number))
        looked = send(world, content)
        assert looked.status_code == 200
        assert f"un_crc {number} 12 E re" in said(looked.text)
        other = send(world, table(a_row(number=number, item="99")), apply="y", seen=seen(looked))
        assert (other.status_code, "Më parë shihni krahasimin" in other.text) == (422, True)
        unseen = send(world, content, apply="y")
        assert unseen.status_code == 422
        assert number not in world.client("approver").get(LIST).text
        applied = send(world, content, apply="y", seen=seen(looked))
        assert (applied.status_code, applied.headers["Location"]) == (303, LIST)
        assert number in world.client("approver").get(LIST).text

    def test_what_differs_and_what_is_refused_is_said_in_words(self, world, number):
        later = (today() + timedelta(days=120)).isoformat()
        answer = send(world, table(a_row(number=number, due=later), a_row(number="x", issuer="nato"), a_row(item="")))
        words = said(answer.text)
        assert f"Deri kur: {a_row()['due']} → {later}" in words
        assert "Kush e dha: Nuk ka dhënës të tillë në listë." in words
        assert "Pika: Kjo qelizë mungon ose nuk lexohet" in words
        refused = send(world, table(a_row(number="x", issuer="nato")), apply="y", seen=seen(answer))
        assert refused.status_code == 422
        again = send(world, table(a_row(number="x", issuer="nato")), apply="y", seen=seen(refused))
        assert (again.status_code, "Nuk u ndryshua asgjë" in again.text) == (422, True)

    @pytest.mark.parametrize(
        "content",
        [b"", b"\xff\xfe\x00", "Kuvendi i Shqipërisë".encode("cp1250"), b"a,b\n1,2\n", table(), b"x" * (LARGEST + 1)],
        ids=lambda content: content[:12].hex() or "empty",
    )
    def test_what_is_no_such_file_is_refused_at_its_field(self, world, content):
        answer = send(world, content)
        assert answer.status_code == 422
        assert summary_links(answer.text) == ["file"]

    def test_no_file_at_all_is_refused(self, world):
        assert world.post(world.client("approver"), IMPORT, {"file": "words"}).status_code == 422
        assert world.post(world.client("approver"), IMPORT, {}).status_code == 422

    def test_only_those_who_lead_see_the_way_to_it(self, world):
        assert IMPORT in world.client("approver").get(LIST).text
        assert IMPORT not in world.client("case_officer").get(LIST).text
        assert world.client("case_officer").get(IMPORT).status_code == 403


class TestOneItem:
    def test_it_says_what_is_asked_by_when_and_why(self, world, number):
        client = world.client("case_officer")
        words = said(client.get(address(world, number, "13")).text)
        assert "Komiteti i OKB-së për të Drejtat e Fëmijës" in words
        assert "Pse kjo datë" in words
        assert "2 muaj" in words
        assert "Pse kjo datë" not in said(client.get(address(world, number)).text)
        assert client.get(f"{LIST}/{NOBODY}").status_code == 404

    def test_the_office_replies_reports_and_its_issuer_finds(self, world, number):
        client, url = world.client("case_officer"), address(world, number)
        early = world.post(client, f"{url}/reports", {"report-claimed": "implemented", "report-text": "U bë."})
        assert (early.status_code, "Zyra nuk është përgjigjur ende" in early.text) == (409, True)
        answered = {"report-position": "accepted", "report-text": "Do ta bëjmë."}
        assert world.post(client, f"{url}/reports", answered).headers["Location"] == url
        claimed = {"report-claimed": "implemented", "report-text": "U bë."}
        assert world.post(client, f"{url}/reports", claimed).status_code == 303
        found = {"finding-assessment": "partly", "finding-text": "Paragrafi 14."}
        assert world.post(client, f"{url}/findings", found).status_code == 303
        words = said(client.get(url).text)
        for sentence in (
            "Zyra u përgjigj",
            "Zyra tregoi ku është, E zbatoi",
            "Dhënësi gjeti: e zbatuar pjesërisht",
            "Paragrafi 14.",
        ):
            assert sentence in words

    @pytest.mark.parametrize(
        ("part", "fields", "where"),
        [
            ("reports", {}, "report-text"),
            ("reports", {"report-text": "x"}, "report-claimed"),
            ("reports", {"report-text": "x", "report-position": "accepted", "report-claimed": "in_process"}, "report-promised_date"),
            ("reports", {"report-text": "x", "report-position": "perhaps"}, "report-position"),
            ("findings", {}, "finding-assessment"),
            ("findings", {"finding-assessment": "implemented", "finding-text": "x"}, "finding-on"),
        ],
    )  # fmt: skip
    def test_what_is_missing_is_said_at_its_field(self, world, number, part, fields, where):
        answer = world.post(world.client("case_officer"), f"{address(world, number)}/{part}", fields)
        assert answer.status_code == 422
        assert where in " ".join(summary_links(answer.text))


class TestList:
    def test_it_is_filtered_counted_and_saved(self, world, number):
        client = world.client("case_officer")
        page = client.get(LIST)
        assert "Numrat e zyrës, në pika" in page.text
        assert number not in client.get(f"{LIST}?timeliness=late").text
        assert number not in client.get(f"{LIST}?issuer=assembly").text
        assert number in client.get(f"{LIST}?issuer=un_crc&timeliness=due_in").text
        assert client.get(f"{LIST}?issuer=nato").status_code == 422
        for wanted in ("csv", "json", "xls"):
            saved = client.get(f"{LIST}/export?format={wanted}")
            assert saved.headers["Content-Disposition"].startswith("attachment")
            assert number in saved.text

    def test_the_list_of_obligations_leads_to_it(self, world):
        assert f'href="{LIST}"' in world.client("case_officer").get("/cases/staff/obligations").text

    def test_it_is_in_english_too(self, world, number):
        client = world.client("case_officer")
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        assert "UN Committee on the Rights of the Child" in client.get(LIST).text
