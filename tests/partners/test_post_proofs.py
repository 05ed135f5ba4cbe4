"""What shows that a letter on paper arrived: a file with something to see in it, one for each letter, and none is lost in silence."""

import io

import pytest
from sqlalchemy import text

from deploy.story.words import picture
from tests.partners.bench import pdf
from tests.partners.test_post_book import body, clerk, delivered, only, proof, returned, sent

__all__ = ["body", "clerk"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "x.png"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64, "x.png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "x.jpg"),
        (b"%PDF-1.4\n%%EOF", "x.pdf"),
    ],
)
def test_a_file_with_nothing_to_see_in_it_proves_nothing(bench, clerk, content, name):
    before = kept(bench)
    refused = clerk.post("/post-book/proofs", data={"file": (io.BytesIO(content), name)})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "file_broken")
    assert kept(bench) == before


def kept(bench):
    with bench.platform.database.reading() as session:
        return session.execute(text("SELECT count(*) FROM post_proof")).scalar()


def test_a_picture_proves(clerk):
    taken = clerk.post("/post-book/proofs", data={"file": (io.BytesIO(picture(7)), "rruga.png")})
    assert (taken.status_code, taken.json["media_type"]) == (201, "image/png")


def test_a_letter_named_twice_in_one_request_is_refused_at_its_second_place(bench, clerk, body):
    bench.issue(body)
    entry = only(clerk, body)
    for answer in (sent(clerk, entry, entry), delivered(clerk, entry, entry), returned(clerk, entry, entry)):
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json["errors"]] == ["/entries/1"]
    assert only(clerk, body)["state"] == "to_post"


def test_another_proof_of_what_is_delivered_is_refused_and_the_same_again_is_not(bench, clerk, body):
    bench.issue(body)
    entry, first = only(clerk, body), proof(clerk)
    sent(clerk, entry)
    delivered(clerk, entry, proof=first)
    assert delivered(clerk, entry, proof=first).status_code == 200
    other = clerk.post("/post-book/proofs", data={"file": (pdf("tjeter"), "fletemarrja.pdf")}).json["id"]
    refused = delivered(clerk, entry, proof=other)
    assert (refused.status_code, refused.json["code"]) == (409, "proven_otherwise")
    assert only(clerk, body, state="delivered")["proof"] == first
