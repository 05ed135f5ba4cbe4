"""A complaint that was redirected to a body reaches it by the door of every letter, and is no act of which anything is owed."""

import io
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest

from shared.events.catalogue import (
    ComplaintHandedOver,
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchOpened,
    DispatchPosted,
    HandoverMoved,
    IdentityReleased,
    MessageFailed,
)
from shared.events.documents.cases import AskedReply, BothNames, BothWords
from shared.events.documents.intake import HandedMatter, ReleasedDatum
from shared.typed import UNSENT
from tests.partners.bench import Bench, Body, Machine, csrf, entries, label_of, only_dispatch, pdf, today

ACCOUNT = "Rruga para shkollës nuk ka ndriçim.\nFëmijët kthehen në errësirë."
KNOWN = ReleasedDatum(
    key="submitter_name", name_sq="Emri i ankuesit", name_en="The complainant's name", value="Shembull Ankuesi"
)
OF_ACTS = (DispatchDelivered, DispatchPosted, DispatchOpened, DispatchAcknowledged)


@pytest.fixture
def body(bench: Bench) -> Body:
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


def hand(bench: Bench, body: Body, *known: ReleasedDatum) -> UUID:
    """A matter as intake hands it over; gives its id."""
    released = bench.platform.documents.keep_all(known) if known else UNSENT
    letter = HandedMatter(
        number="A-2026-00014-7", issued_on=today(), kind="redirection",
        kind_name=BothWords(sq="Përcjellje e një çështjeje", en="Redirection of a matter"), language="sq",
        sender=BothNames(name_sq="Zyra", name_en="The office"),
        addressee=BothNames(name_sq="Shembull", name_en="Sample"),
        title="Një çështje që ju përket", grounds=ACCOUNT, known=tuple(BothNames(name_sq=one.name_sq, name_en=one.name_en) for one in known), released=released,
        reply=AskedReply(expects="nothing", instructions_sq="Nuk pritet përgjigje.", instructions_en="No reply is expected."),
    )  # fmt: skip
    handover = uuid4()
    if known:
        release = {"release_id": handover, "recommendation_id": handover, "institution_id": body.id}
        bench.hear(IdentityReleased, handover, **release, data=[one.key for one in known], document=released)
    told = {"handover_id": handover, "institution_id": body.id, "number": "A-2026-00014-7"}
    bench.hear(ComplaintHandedOver, handover, **told, letter=bench.platform.documents.keep(letter))
    return handover


def steps(bench: Bench, handover: UUID) -> list[tuple[str, bool]]:
    return [(one["step"], one["by_wire"]) for one in bench.told(HandoverMoved, handover_id=handover)]


def book(clerk: Machine, body: Body, **asked: Any) -> list[dict[str, Any]]:
    return list(clerk.get("/post-book", query_string={"institution": str(body.id), **asked}).json["items"])


def test_a_machine_reads_the_matter_in_its_feed_and_owes_nothing(bench: Bench, body: Body) -> None:
    machine = bench.machine(body)
    handover = hand(bench, body)
    letter = machine.get(f"/dispatches/{only_dispatch(machine)}").json
    assert (letter["kind"], letter["number"], letter["expects"]) == ("redirection", "A-2026-00014-7", "nothing")
    assert (letter["document"]["grounds"], letter["document"]["known"]) == (ACCOUNT, [])
    assert (letter["reply_due"], letter["reply_dues"]) == (None, [])
    assert str(handover) not in str(letter)
    acknowledged = machine.post(f"/dispatches/{letter['id']}/acknowledgement", {"document": letter["document_digest"]})
    assert acknowledged.status_code == 200
    assert steps(bench, handover) == [("delivered", True), ("opened", False), ("confirmed", False)]


def test_intake_is_told_and_cases_is_not(bench: Bench, body: Body) -> None:
    machine = bench.machine(body)
    handover = hand(bench, body)
    machine.get(f"/dispatches/{only_dispatch(machine)}")
    assert [step for step, _wire in steps(bench, handover)] == ["delivered", "opened"]
    assert [bench.told(event, recommendation_id=handover) for event in OF_ACTS] == [[], [], [], []]


def test_an_event_that_comes_again_makes_one_hand_over(bench: Bench, body: Body) -> None:
    machine = bench.machine(body)
    handover = uuid4()
    letter = bench.rendering([], "A-2026-00014-7")
    told = {"handover_id": handover, "institution_id": body.id, "number": "A-2026-00014-7", "letter": letter}
    again = bench.hear(ComplaintHandedOver, handover, **told)
    bench.take(again)
    bench.hear(ComplaintHandedOver, handover, **told)
    assert len(bench.told(HandoverMoved, handover_id=handover)) == 1
    assert len({one["dispatch_id"] for one in entries(machine, 1)}) == 1


def test_a_reply_and_more_time_are_not_taken_where_nothing_is_asked(bench: Bench, body: Body) -> None:
    machine = bench.machine(body)
    hand(bench, body)
    dispatch = only_dispatch(machine)
    reply = {"answered_by": {"name": "Shembull", "function": "Drejtor"}, "items": [{"item_id": str(uuid4()), "position": "accepted", "evidence": []}]}  # fmt: skip
    assert machine.post(f"/dispatches/{dispatch}/replies", reply).status_code in (409, 422)
    more = {"until": today().isoformat(), "reasons": "Na duhet kohë"}
    assert machine.post(f"/dispatches/{dispatch}/extension-requests", more).status_code in (409, 422)


def test_a_person_reads_it_under_its_own_heading_and_confirms_it(bench: Bench, body: Body) -> None:
    browser, handover = bench.browser(body), hand(bench, body)
    inbox = browser.get("/partners/inbox").text
    assert "Një çështje që ju përket" in inbox
    path = "/partners/dispatches/" + inbox.split('href="/partners/dispatches/')[1].split('"')[0]
    page = browser.get(path)
    assert "Çfarë mund të dini" in page.text
    assert "Fëmijët kthehen në errësirë." in page.text
    assert "Zyra nuk ju jep emra" in page.text
    assert "A-2026-00014-7" in page.text
    assert "Përgjigjuni</" not in page.text
    digest = page.text.split('name="document" value="')[1].split('"')[0]
    sent = browser.post(f"{path}/acknowledgement", data={"document": digest, "csrf_token": csrf(page)})
    assert sent.status_code == 303
    assert [step for step, _wire in steps(bench, handover)] == ["delivered", "opened", "confirmed"]


def test_what_was_agreed_to_is_shown_to_that_body_and_to_no_other(bench: Bench, pair: tuple[Body, Body]) -> None:
    ours, others = (bench.browser(body) for body in pair)
    hand(bench, pair[0], KNOWN)
    inbox = ours.get("/partners/inbox").text
    path = "/partners/dispatches/" + inbox.split('href="/partners/dispatches/')[1].split('"')[0]
    page = ours.get(path).text
    assert ("me pëlqimin e tyre" in page, "Shembull Ankuesi" in page) == (True, False)
    assert f'href="{path}/released"' in page
    assert "Shembull Ankuesi" in ours.get(f"{path}/released").text
    assert others.get(f"{path}/released").status_code == 404
    assert others.get(path).status_code == 404
    assert "Një çështje" not in others.get("/partners/inbox").text


def test_a_body_on_paper_gets_it_by_the_post_book_and_has_it_once_somebody_shows_that(bench: Bench, body: Body) -> None:
    clerk, handover = bench.staff("case_officer"), hand(bench, body, KNOWN)
    (entry,) = book(clerk, body)
    assert entry["number"] == "A-2026-00014-7"
    assert steps(bench, handover) == [("to_post", False)]
    printed = clerk.get("/post-book/batch", query_string={"entries": entry["id"]})
    assert printed.status_code == 200
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.data)).pages)
    assert all(
        words in " ".join(text.split()) for words in ("nuk ka ndriçim", "Shembull Ankuesi", "Nuk pritet përgjigje")
    )
    sending = {
        "way": "post",
        "day": today().isoformat(),
        "tracking": label_of(entry["id"]),
        "entries": [{"id": entry["id"]}],
    }
    assert clerk.post("/post-book/sendings", sending).status_code == 200
    proof = clerk.post("/post-book/proofs", data={"file": (pdf(), "fletemarrja.pdf")}).json["id"]
    assert [step for step, _wire in steps(bench, handover)] == ["to_post", "sent"]
    arrived = {"day": today().isoformat(), "proof": proof, "entries": [entry["id"]]}
    assert clerk.post("/post-book/deliveries", arrived).status_code == 200
    assert steps(bench, handover)[-1] == ("delivered", False)


def test_one_that_came_back_is_not_handed_over(bench: Bench, body: Body) -> None:
    clerk, handover = bench.staff("case_officer"), hand(bench, body)
    (entry,) = book(clerk, body)
    sending = {"way": "hand", "day": today().isoformat(), "tracking": "12", "entries": [{"id": entry["id"]}]}
    assert clerk.post("/post-book/sendings", sending).status_code == 200
    back = {"day": today().isoformat(), "reason": "moved", "again": False, "entries": [entry["id"]]}
    assert clerk.post("/post-book/returns", back).status_code == 200
    assert [step for step, _wire in steps(bench, handover)] == ["to_post", "sent", "returned"]


def test_a_mail_that_bounced_sends_it_on_paper_too(bench: Bench, body: Body) -> None:
    bench.user(body)
    handover, message = hand(bench, body), uuid4()
    bench.hear(
        MessageFailed, message, message_id=message, template="document_waiting", channel="email", about="recommendation",
        about_id=handover, institution_id=body.id, reason="refused",
    )  # fmt: skip
    assert [entry["cause"] for entry in book(bench.staff("case_officer"), body)] == ["mail_failed"]
    assert [step for step, _wire in steps(bench, handover)] == ["delivered", "to_post"]
