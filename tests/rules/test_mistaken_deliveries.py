"""A delivery that was recorded by mistake, of a letter that then came back: everything that was said on it is taken back, and nothing is counted."""

import io
from datetime import date, timedelta
from typing import Any

import pytest

from tests import sample_files
from tests.rules import office
from tests.rules.office import CASES, PARTNERS
from tests.rules.world import World, body_id

BODY = "bashkia-tropoje"
ISSUED, SENT, TICKED, CAME_BACK = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 12)
BOOK = f"{PARTNERS}/post-book"


def book(world: World, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.staff("case_officer").get(BOOK, **asked)["items"]
    return found


def issue_on_paper(world: World, *bodies: str) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """A complaint of a child, its case, and an act that goes to bodies which have a postal address alone."""
    for body in bodies:
        address = {"kind": "postal", "purpose": "recommendations", "value": f"Sheshi i Shembullit 1, {body}"}
        world.staff("admin").post(f"{PARTNERS}/institutions/{body_id(body)}/contacts", address)
    made, case = office.admit(world, *bodies)
    office.investigate(world, case, bodies)
    written = office.draft(world, case, *bodies)
    path, lead = f"{CASES}/recommendations/{written['id']}", world.staff("approver")
    signs = lead if "approver" in written["signed_by_functions"] else world.staff("commissioner")
    lead.post(f"{path}/approval", {"content_hash": written["content_hash"]})
    act = signs.post(f"{path}/issue", {})
    world.tick()
    return made, case, act


def send(world: World, entry: dict[str, Any], day: date, label: str) -> None:
    each = [{"id": entry["id"], "tracking": label}]
    world.staff("case_officer").post(f"{BOOK}/sendings", {"way": "post", "day": day.isoformat(), "entries": each}, 200)
    world.tick()


def proof(world: World) -> str:
    client, headers = world.apps["partners"].test_client(), world.staff("case_officer").headers()
    content = {"file": (io.BytesIO(sample_files.pdf("prove")), "prova.pdf")}
    kept = client.open(f"{BOOK}/proofs", method="POST", headers=headers, data=content)
    assert kept.status_code == 201, kept.text
    return str(kept.json["id"])


def deliver(world: World, entry: dict[str, Any], day: date) -> None:
    told = {"day": day.isoformat(), "proof": proof(world), "entries": [entry["id"]]}
    world.staff("case_officer").post(f"{BOOK}/deliveries", told, 200)
    world.tick()


def mistaken(world: World, entry: dict[str, Any], back_on: date | None, *, again: bool = True) -> None:
    back = {"day": back_on.isoformat(), "reason": "moved", "again": again} if back_on else None
    told = {
        "ground": "came_back" if back else "other_slip",
        "entries": [entry["id"]],
        **({"back": back} if back else {}),
    }
    world.staff("case_officer").post(f"{BOOK}/mistakes", told, 200)
    world.tick()


def agree(world: World, entry: dict[str, Any], *, agreed: bool = True) -> None:
    world.staff("approver").post(f"{BOOK}/{entry['id']}/second-look", {"agreed": agreed}, 200)
    world.tick()


def owed(world: World, act: dict[str, Any]) -> dict[str, Any]:
    return office.obligations(world, act["id"])[0]


def messages(world: World, made: dict[str, Any]) -> list[str]:
    return [one["text"] for one in office.mailbox(world, made)["messages"]]


@pytest.fixture
def ticked(world: World) -> dict[str, Any]:
    """A letter that was recorded as delivered."""
    with world.on(ISSUED):
        made, case, act = issue_on_paper(world, BODY)
    with world.on(SENT):
        [entry] = book(world)
        send(world, entry, SENT, "RR111111111AL")
    with world.on(TICKED):
        deliver(world, entry, date(2026, 3, 9))
        assert owed(world, act)["reply_due"] is not None
    return {"made": made, "case": case, "act": act, "entry": entry}


def test_a_letter_that_came_back_after_a_tick_by_mistake_begins_no_term_and_nobody_is_accused(world, ticked):
    act, entry = ticked["act"], ticked["entry"]
    with world.on(CAME_BACK):
        world.staff("case_officer").post(
            f"{BOOK}/returns",
            {"day": CAME_BACK.isoformat(), "reason": "moved", "again": True, "entries": [entry["id"]]},
            409,
        )
        mistaken(world, entry, CAME_BACK)
        agree(world, entry)
        now = owed(world, act)
        assert (now["delivery"], now["reply_due"], now["state"]) == ("to_post", None, "not_delivered")
        [copy] = office.act(world, act["id"])["addressees"]
        assert (copy["delivery"], copy["delivered_on"], copy["proof_id"]) == ("to_post", None, None)
    before = len(messages(world, ticked["made"]))
    with world.on(date(2026, 5, 14)):
        world.tick()
        now = owed(world, act)
        assert (now["state"], now["timeliness"]["reply"]["word"]) == ("not_delivered", "none")
        assert world.staff("case_officer").get(f"{CASES}/rung-letters")["items"] == []
        said = messages(world, ticked["made"])
        assert said[before:] == [] and not any("nuk na u përgjigj" in one for one in said)
        assert sum("nuk mbërriti dhe na u kthye" in one for one in said) == 1
    with world.on(date(2026, 5, 15)):
        [again] = book(world, state="to_post")
        send(world, again, date(2026, 5, 15), "RR222222222AL")
    with world.on(date(2026, 5, 20)):
        deliver(world, again, date(2026, 5, 19))
        now = owed(world, act)
        assert now["delivery"] == "delivered" and now["reply_due"] > "2026-05-19"


def test_while_a_second_person_is_to_look_nobody_is_told_of_a_silence_and_no_rung_is_drafted(world, ticked):
    act, entry = ticked["act"], ticked["entry"]
    with world.on(CAME_BACK):
        mistaken(world, entry, CAME_BACK)
    due = date.fromisoformat(owed_on(world, act, CAME_BACK)["reply_due"])
    with world.on(due + timedelta(days=2)):
        before = len(messages(world, ticked["made"]))
        world.tick()
        assert len(messages(world, ticked["made"])) == before
        assert world.staff("case_officer").get(f"{CASES}/rung-letters")["items"] == []
        agree(world, entry, agreed=False)
        world.tick()
        assert len(messages(world, ticked["made"])) > before, "it stands: the body was silent"


def owed_on(world, act, day):
    with world.on(day):
        return owed(world, act)


def test_what_was_said_of_a_silence_before_it_came_out_is_taken_back(world, ticked):
    act, entry, made = ticked["act"], ticked["entry"], ticked["made"]
    due = date.fromisoformat(owed_on(world, act, CAME_BACK)["reply_due"])
    with world.on(due + timedelta(days=1)):
        world.tick()
        assert owed(world, act)["state"] == "no_reply"
        drafted = world.staff("case_officer").get(f"{CASES}/rung-letters")["items"]
        assert [one["rung"] for one in drafted] == ["reminder"]
        accused = messages(world, made)
        record_of_then = world.staff("commissioner").get(f"{CASES}/compliance", on=str(due + timedelta(days=1)))
    with world.on(due + timedelta(days=3)):
        mistaken(world, entry, due + timedelta(days=3))
        agree(world, entry)
        now = owed(world, act)
        assert (now["delivery"], now["state"]) == ("to_post", "not_delivered")
        assert world.staff("case_officer").get(f"{CASES}/rung-letters")["items"] == []
        said = messages(world, made)[len(accused) :]
        assert sum("Kjo nuk vlen më" in one for one in said) == 2, "of each item of which a silence was told"
        then = world.staff("commissioner").get(
            f"{CASES}/compliance", on=str(due + timedelta(days=1)), known=str(due + timedelta(days=1))
        )
        assert then["figures"] == record_of_then["figures"], "what was known in the past does not change"


def test_one_that_is_on_its_way_still_is_counted_from_no_delivery(world, ticked):
    act, entry = ticked["act"], ticked["entry"]
    with world.on(CAME_BACK):
        mistaken(world, entry, None)
        agree(world, entry)
        now = owed(world, act)
        assert now["delivery"] == "sent"
        [copy] = office.act(world, act["id"])["addressees"]
        assert (copy["delivery"], copy["sent_on"], copy["tracking"]) == ("sent", SENT.isoformat(), "RR111111111AL")
        assert copy["delivered_on"] is None
    with world.on(date(2026, 3, 20)):
        deliver(world, entry, date(2026, 3, 18))
        [copy] = office.act(world, act["id"])["addressees"]
        assert copy["delivered_on"] == "2026-03-18"
