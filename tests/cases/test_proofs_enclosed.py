"""What shows that a letter arrived goes along with the notice about it, where it is a file that paper can show."""

import struct
import zlib
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from services.cases.clients import typesetting
from shared.events import catalogue
from shared.events.documents.partners import EvidenceRecord, PostRecord
from shared.files import taking
from shared.pdf import page_count
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_letters import sample, text_of
from tests.cases.test_notices_say_what_is_known import superior_notice
from tests.cases.test_rung_letters import refuse


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


#: Two grey points, as a scanner would make them.
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\x80\x40")),
        _chunk(b"IEND", b""),
    )
)
PDF = typesetting.pdf(sample(), date(2026, 5, 5))


def _by_post(bench, act, body, content, media_type):
    """The letter left by post and arrived, and this file shows it."""
    documents, dispatch = bench.platform.documents, uuid4()
    about = {"dispatch_id": dispatch, "recommendation_id": act["id"], "institution_id": body.id, "way": "post"}
    record = documents.keep(PostRecord(by=uuid4(), tracking="RR1AL", proof=None))
    at = datetime.combine(today(), time(8), UTC)
    bench.hear(catalogue.DispatchPosted, dispatch, **about, step="sent", day=today(), at=at, record=record)
    judged = taking.shown if content in (PDF, PNG) else lambda *_: None
    slip = EvidenceRecord(
        id=uuid4(), sha256="0" * 64, media_type=media_type, size=len(content), document=documents.put(content)
    )
    judged(documents, bench.platform.settings, slip.document)
    record = documents.keep(PostRecord(by=uuid4(), tracking="RR1AL", proof=slip))
    bench.hear(catalogue.DispatchDelivered, dispatch, **about, channel="paper", at=at, record=record)


@pytest.mark.parametrize(
    ("content", "media_type", "goes_along"),
    [(PDF, "application/pdf", True), (PNG, "image/png", True), (b"%PDF-1.7 obj", "application/pdf", False)],
)
def test_the_slip_goes_along_with_the_notice_and_the_words_say_whether_it_does(
    story, bench, commissioner, content, media_type, goes_along
):
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=2)
    _by_post(bench, act, body, content, media_type)
    owing = Silence(story, body, act, commissioner, bench.person("publisher"))
    refuse(owing)
    letter, grounds = superior_notice(owing)
    kept = "e bashkëlidhur" if goes_along else "e ruajtur në dosje"
    assert f"Prova: dëftesa e dorëzimit, {kept} (numri RR1AL)." in grounds
    with owing.on(after(owing.owed[0]["reply_due"])):
        issued = owing.issue(letter["act"])
    titles = [one["title_sq"] for one in issued["attachments"]]
    assert [one.startswith("Dëftesa e dorëzimit të ") for one in titles] == [False, True][: 1 + goes_along]
    path = f"/recommendations/{issued['id']}/letters/{ministry.id}"
    alone, whole = (story.officer.get(path, query_string=asked).data for asked in ({}, {"enclosures": "true"}))
    enclosed = page_count(PDF) if content is PDF else int(goes_along)
    assert page_count(whole) == page_count(alone) + page_count(_letter_of(story, act, body)) + enclosed
    if content is PNG:
        assert f"Dëftesa e dorëzimit të {act['number']} te Organi Shembull" in text_of(whole)


def _letter_of(story, act, body):
    return story.officer.get(f"/recommendations/{act['id']}/letters/{body.id}").data
