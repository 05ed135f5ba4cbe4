"""A reminder that lay in the post book for weeks leaves with the words of the day on which it leaves, from one service to the other."""

import io
from datetime import date

import pypdf

from tests import sample_files
from tests.rules import office
from tests.rules.office import CASES, PARTNERS
from tests.rules.world import body_id

TROPOJE = "bashkia-tropoje"
BOOK = f"{PARTNERS}/post-book"


def book(world, rung):
    return [one for one in world.staff("case_officer").get(BOOK)["items"] if one["rung"] == rung]


def send(world, entry, day, status=None):
    sent = {"way": "post", "day": day.isoformat(), "entries": [{"id": entry["id"], "tracking": f"RR{day:%d%m}12345AL"}]}
    return world.staff("case_officer").post(f"{BOOK}/sendings", sent, status)


def deliver(world, entry, day):
    officer = world.staff("case_officer")
    proof = (
        world.apps["partners"]
        .test_client()
        .open(
            f"{BOOK}/proofs",
            method="POST",
            headers=officer.headers(),
            data={"file": (io.BytesIO(sample_files.pdf("p")), "p.pdf")},
        )
    )
    told = {"day": day.isoformat(), "proof": proof.json["id"], "entries": [entry["id"]]}
    officer.post(f"{BOOK}/deliveries", told)


def paper(world, entry):
    """Its status, and the words of what is printed."""
    answer = (
        world.apps["partners"]
        .test_client()
        .open(
            f"{BOOK}/batch",
            method="GET",
            headers=world.staff("case_officer").headers(),
            query_string={"entries": entry["id"]},
        )
    )
    world.carry()
    if answer.status_code != 200:
        return answer.status_code, answer.json["code"]
    return 200, " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split())


def on_paper(world):
    """An act that its body has since 9 March, on paper."""
    address = {"kind": "postal", "purpose": "recommendations", "value": "Sheshi Shembull 1, Bajram Curri"}
    world.staff("admin").post(f"{PARTNERS}/institutions/{body_id(TROPOJE)}/contacts", address)
    with world.on(date(2026, 3, 2)):
        _made, case = office.admit(world, TROPOJE)
        office.investigate(world, case, [TROPOJE])
        drafted = office.draft(world, case, TROPOJE, items=1)
        path = f"{CASES}/recommendations/{drafted['id']}"
        lead = world.staff("approver")
        signs = lead if "approver" in drafted["signed_by_functions"] else world.staff("commissioner")
        lead.post(f"{path}/approval", {"content_hash": drafted["content_hash"]})
        act = signs.post(f"{path}/issue", {})
        world.tick()
        [letter] = book(world, None)
        send(world, letter, date(2026, 3, 2))
    with world.on(date(2026, 3, 10)):
        deliver(world, letter, date(2026, 3, 9))
        world.tick()
    return act


def test_what_was_written_in_april_and_leaves_in_may_is_of_may(world):
    act = on_paper(world)
    with world.on(date(2026, 4, 9)):
        world.tick()
        [owed] = office.obligations(world, act["id"], TROPOJE)
        office.escalate(world, owed["id"], "reminder", "case_officer")
        world.tick()
        [entry] = book(world, "reminder")
        status, said = paper(world, entry)
        assert status == 200 and "Ka kaluar 1 ditë" in said
    with world.on(date(2026, 5, 18)):
        world.tick()
        [entry] = book(world, "reminder")
        assert entry["stopped"] == "reminder_old"
        assert paper(world, entry) == (409, "reminder_old")
        assert send(world, entry, date(2026, 5, 18), 409)["code"] == "reminder_old"
        officer = world.staff("case_officer")
        [lies] = officer.get(f"{CASES}/rung-letters", state="not_left")["items"]
        drafted = officer.post(f"{CASES}/rung-letters/{lies['id']}/anew", {}, 201)
        assert drafted["instead_of"] == lies["id"]
        world.tick()
        [old] = book(world, "reminder")
        assert (old["state"], old["ended"]) == ("dropped", "taken_back")
        office.escalate(world, owed["id"], "reminder", "case_officer")
        world.tick()
        [new] = [one for one in book(world, "reminder") if one["state"] == "to_post"]
        status, said = paper(world, new)
        assert status == 200 and "18 maj 2026" in said and "Kanë kaluar 40 ditë" in said, said
        assert "9 prill" not in said.replace("8 prill", "")
        assert send(world, new, date(2026, 5, 18))["items"][0]["state"] == "sent"
        assert officer.get(f"{CASES}/rung-letters/{lies['id']}")["text"]["text"].count("9 prill 2026") >= 1
