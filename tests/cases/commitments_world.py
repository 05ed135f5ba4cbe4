"""What tests of commitments build: a file of them, taken over, and words on both sides."""

import csv
import io
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.cases.commitments.schemas.files import COMMITMENTS
from shared import clock
from tests.cases.bench import SEEN

API = "/commitments"
PUBLIC = "/cases/api/v1/public/commitments"
NUMBER = "CRC/C/ALB/CO/2-4"


def a_row(**more):
    return {
        "issuer": "un_crc",
        "number": NUMBER,
        "title": "Vëzhgime përfundimtare",
        "issued_on": "2012-12-07",
        "address": "https://shembull.al/crc-2012",
        "item": "36",
        "paragraph": "36",
        "text_sq": "Regjistrimi i lindjes të jetë falas.",
        "text_en": "Birth registration is to be free.",
        "rights": "7.1|8",
        "bodies": "municipality",
        "due": "",
        **more,
    }


def table(*rows):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COMMITMENTS.columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def send(person, content, *, apply=True):
    sent = {"data": {"file": (io.BytesIO(content), "shembull.csv")}, "content_type": "multipart/form-data"}
    return person.call("POST", f"{API}/imports?apply={str(apply).lower()}", **sent)


def brought(person, *rows):
    """The commitments of a file that was taken over, in its order."""
    answer = send(person, table(*rows))
    assert answer.status_code == 200, answer.json
    known = {one["item"]: one for one in person.get(f"{API}?limit=200").json["items"]}
    return [known[row["item"]] for row in rows]


def claim(word="implemented", **more):
    return {"fact": "claimed", "word": word, "since": "2021-02-15", "source": "CRC/C/ALB/5-6, § 112", **more}


def finding(word="not", **more):
    return {"fact": "assessed", "word": word, "text": "Bashkitë marrin ende tarifë.", "evidence": [SEEN], **more}


def write(person, commitment, said):
    answer = person.post(f"{API}/{commitment['id']}/words", said)
    assert answer.status_code == 201, answer.json
    return answer.json["words"][-1]


def confirm(person, commitment, word):
    return person.post(
        f"{API}/{commitment['id']}/words/{word['id']}/confirmation", {"content_hash": word["content_hash"]}
    )


def counts(writer, confirmer, commitment, said):
    """A word that counts: written by one and confirmed by another."""
    word = write(writer, commitment, said)
    answer = confirm(confirmer, commitment, word)
    assert answer.status_code == 200, answer.json
    return word


@contextmanager
def days_later(days):
    clock.travel_to(clock.utc_now() + timedelta(days=days))
    try:
        yield
    finally:
        clock.travel_to(None)


@pytest.fixture
def commitment(approver):
    return brought(approver, a_row())[0]


def read(person, commitment, query=""):
    answer = person.get(f"{API}/{commitment['id']}{query}")
    assert answer.status_code == 200, answer.json
    return answer.json
