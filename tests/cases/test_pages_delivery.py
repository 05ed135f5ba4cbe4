"""How a letter went, on the pages of its act, of its obligation and of the office's tasks."""

from datetime import UTC, datetime
from uuid import uuid4

from services.cases.actions import deliveries
from services.cases.domain.timeliness import local_date
from shared.clock import utc_now
from shared.events.catalogue import DispatchDelivered, DispatchPosted
from shared.events.documents.partners import EvidenceRecord, PostRecord
from shared.principal import service
from tests.cases.pages_world import office, said, world
from tests.sample_files import PDF

__all__ = ["office", "world"]
PARTNERS = service("partners")
PROOF = PDF


def tell(world, event, written=None):
    world.run(lambda session: deliveries.report(PARTNERS, session, event, now=utc_now(), written=written))


def about(world, act):
    body = world.bodies["municipality"]
    return {"dispatch_id": uuid4(), "recommendation_id": act.id, "institution_id": body, "at": datetime.now(UTC)}


def posted(world, act, step, **more):
    tell(
        world,
        DispatchPosted(**about(world, act), step=step, **more),
        PostRecord(by=uuid4(), tracking="RR7AL", proof=None),
    )


def delivered(world, act):
    document = world.platform.documents.put(PROOF)
    proof = EvidenceRecord(
        id=uuid4(), sha256="0" * 64, media_type="application/pdf", size=len(PROOF), document=document
    )
    written = PostRecord(by=uuid4(), tracking="RR7AL", proof=proof)
    tell(world, DispatchDelivered(**about(world, act), channel="paper", way="post"), written)


def pages(world, act):
    """The words of the obligation's page and of the act's, and the whole of the latter."""
    client, one = world.client("case_officer"), world.obligations(act)[0].obligation.id
    whole = client.get(f"/cases/staff/recommendations/{act.id}").text
    return said(client.get(f"/cases/staff/obligations/{one}").text), said(whole), whole


def test_the_pages_say_that_a_letter_is_not_delivered_and_why(world):
    act = world.issued()
    posted(world, act, "to_post")
    for words in pages(world, act)[:2]:
        assert "Nuk është dorëzuar ende: në librin e postës" in words
        assert "ditë me vonesë" not in words
    assert "prandaj institucioni nuk është me vonesë" in pages(world, act)[0]
    posted(world, act, "sent", way="post", day=local_date(utc_now()))
    posted(world, act, "returned", reason="moved", day=local_date(utc_now()))
    assert "Arsyeja: u kthye: ka ndryshuar adresën." in pages(world, act)[1]


def test_the_pages_say_way_days_number_and_proof_and_what_the_term_began_with(world):
    act = world.issued()
    posted(world, act, "sent", way="post", day=local_date(utc_now()))
    delivered(world, act)
    for words in pages(world, act)[:2]:
        assert "U nis me postë të regjistruar më" in words
        assert "Numri i etiketës ose i protokollit: RR7AL." in words
        assert "U dorëzua me postë të regjistruar më" in words
    assert "Afati filloi me dorëzimin me postë të regjistruar më" in pages(world, act)[0]
    link = pages(world, act)[2].split("/cases/staff/scans/")[1].split('"')[0]
    assert world.client("case_officer").get(f"/cases/staff/scans/{link}").data.startswith(b"%PDF-")


def test_a_letter_that_is_not_delivered_is_a_task_of_the_office_and_stands_apart_in_the_list(world):
    act = world.issued()
    posted(world, act, "to_post")
    client = world.client("case_officer")
    assert act.number in said(client.get("/cases/staff/tasks").text)
    apart = said(client.get("/cases/staff/obligations?delivered=no").text)
    assert act.number in apart
    assert "Nuk është dorëzuar ende" in apart
    assert act.number not in said(client.get("/cases/staff/obligations?delivered=yes").text)
    delivered(world, act)
    assert act.number not in said(client.get("/cases/staff/tasks").text)
    assert act.number not in said(client.get("/cases/staff/obligations?delivered=no").text)


def test_a_reply_shows_on_the_page_that_the_letter_had_arrived(world):
    act = world.issued()
    world.replied(act)
    words = pages(world, act)[0]
    assert "Përgjigjja tregon se ishte dorëzuar më" in words
    assert "Dita e dorëzimit nuk dihet; afati filloi më së voni më" in words


def test_a_reply_on_a_letter_that_came_back_is_told_as_what_proves_it_and_not_as_a_delivery_by_post(world):
    act = world.issued()
    posted(world, act, "sent", way="post", day=local_date(utc_now()))
    posted(world, act, "returned", reason="moved", day=local_date(utc_now()))
    world.replied(act)
    for words in pages(world, act)[:2]:
        assert "Përgjigjja tregon se ishte dorëzuar më" in words
        assert "U dorëzua me postë të regjistruar" not in words
    assert "Dita e dorëzimit nuk dihet; afati filloi më së voni më" in pages(world, act)[0]
    assert "Afati filloi me dorëzimin" not in pages(world, act)[0]
