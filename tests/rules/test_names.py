"""Rule 15 at every door by which a text leaves the office: with intake comparing, none leaves with a name or a number."""

import json
from datetime import date
from itertools import cycle

from shared.events.catalogue import ComplainantInformed
from tests.intake.anybody import HOMES, RELATIVES
from tests.intake.wordings import NAMING
from tests.rules import office
from tests.rules.office import CASES, CHILD, PARTNERS

LEZHE, ASSEMBLY = "drap-lezhe", "kuvendi"
ISSUED, LATE = date(2026, 3, 2), date(2026, 4, 2)
PARENT, PHONE = "Testatrik Kanarin", "+355 69 234 5678"
FIRST, FAMILY = CHILD.split()
LIBRARY = "/notifications/api/v1/library"
#: As letters write them: declined, in initials, without marks, broken at the end of a line, a number in another spelling.
SPELLINGS = (
    CHILD, f"{FIRST[:-1]}ës", f"{FIRST[0]}. {FAMILY[0]}.", f"{FAMILY[:4]}-\n{FAMILY[4:]}", "Testatrikut", CHILD.upper(),
    "069 23 45 678", "00355-69-234-5678", "prindi@example.org",
)  # fmt: skip


def under_way(world):
    """A case under way whose complaint holds a child, a parent and their number; the bodies can be reached."""
    for body in (LEZHE, ASSEMBLY):
        world.machine(body)
    contact = {"phone": PHONE, "email": "prindi@example.org"}
    submitter = {"role": "parent", "name": PARENT, "contact": contact}
    complaint, case_id = office.admit(world, LEZHE, child={"name": CHILD, "age": 11}, submitter=submitter)
    office.investigate(world, case_id, [LEZHE])
    return complaint, case_id


def approve(world, path, content_hash, status):
    leader = world.staff("approver")
    return leader.post(f"{path}/approval", {"content_hash": content_hash}, status)


def test_rule_15_a_letter_that_names_a_child_in_any_part_and_spelling_is_never_approved(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        for where, spelling in zip(cycle(("title", "grounds", "text", "evidence_expected")), SPELLINGS, strict=False):
            words = f"Të kthehet {spelling} në shkollë"
            item = {"text": "Masa 1", "due": "2026-12-15", "evidence_expected": "Vendimi"}
            more = {where: words} if where in {"title", "grounds"} else {"items": [item | {where: words}]}
            written = office.draft(world, case_id, LEZHE, **more)
            refused = approve(world, f"{CASES}/recommendations/{written['id']}", written["content_hash"], 422)
            assert refused["errors"][0]["pointer"] == "/names_reason", spelling
        assert world.machine(LEZHE).get(f"{PARTNERS}/dispatches")["items"] == []


def test_rule_15_no_natural_wording_takes_the_child_of_another_complaint_out_of_the_office(world):
    """Each tenth wording of `tests.intake.wordings` as an act and as a public version; that intake finds all is asked there."""
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        for name in ("Arbën Hoxhaj", "Ana Hoxhaj", "Elira Kodra"):
            office.complain(world, child={"name": name, "age": 12}, submitter={"role": "parent"})
        act = office.issue(world, case_id, LEZHE, items=1)
        office.letter(world, LEZHE, act["number"])
        decision = {"decision": "publish", "reason": "Me interes publik"}
        world.staff("commissioner").post(f"{CASES}/recommendations/{act['id']}/publication", decision)
        version = f"{CASES}/recommendations/{act['id']}/public-version"
        for wording in (*NAMING[::10], *RELATIVES[::15], *HOMES[::12], ("Rasti i Arbënit", "Familja Hoxhaj u ankua.")):
            first, *others = (wording,) if isinstance(wording, str) else wording
            item = {"text": " ".join(others) or "Masa 1", "due": "2026-12-15", "evidence_expected": "Vendimi"}
            written = office.draft(world, case_id, LEZHE, title=first, items=[item])
            refused = approve(world, f"{CASES}/recommendations/{written['id']}", written["content_hash"], 422)
            assert refused["errors"][0]["pointer"] == "/names_reason", wording
            words = {"title": "Kthimi", "grounds": first, "items": [item["text"]]}
            drafted = world.staff("case_officer").post(version, words)
            approve(world, version, drafted["draft"]["content_hash"], 422)


def test_rule_15_a_name_of_another_file_that_is_parted_over_two_letters_to_one_body_is_stopped(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        office.complain(world, child={"name": "Arbën Hoxhaj", "age": 12}, submitter={"role": "parent"})
        office.issue(world, case_id, LEZHE, grounds="Nxënësi Arbën mungonte në shkollë.")
        second = office.draft(world, case_id, LEZHE, grounds="Familja Hoxhaj u ankua përsëri.")
        refused = approve(world, f"{CASES}/recommendations/{second['id']}", second["content_hash"], 422)
        assert refused["errors"][0]["pointer"] == "/names_reason"


def test_rule_15_a_reminder_that_names_a_child_is_never_sent(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        act = office.issue(world, case_id, LEZHE, items=1)
        office.letter(world, LEZHE, act["number"])
    with world.on(LATE):
        world.tick()
        officer = world.staff("case_officer")
        [waits] = officer.get(f"{CASES}/rung-letters", limit=200)["items"]
        owed = office.obligations(world, act["id"])[0]["id"]
        for spelling in SPELLINGS:
            officer.patch(f"{CASES}/rung-letters/{waits['id']}", {"title": "Kujtesë", "text": f"Po për {spelling}?"})
            office.escalate(world, owed, "reminder", "case_officer", 422)
        assert officer.get(f"{CASES}/rung-letters/{waits['id']}")["state"] == "waiting"


def test_rule_15_a_message_to_one_complainant_that_names_another_is_held(world):
    with world.on(ISSUED):
        complaint, case_id = under_way(world)
        second = office.complain(world)
        office.decide(world, second, outcome="joined", joined_to=complaint["id"], ground="duplicate")
        path = f"{CASES}/cases/{case_id}/complainant-messages"
        for spelling in SPELLINGS:
            told = {"text": f"Na shkroi edhe {spelling}.", "complaints": [second["id"]]}
            world.staff("case_officer").post(path, told)
        assert world.told(ComplainantInformed) == []
        world.staff("case_officer").post(path, {"text": "Ju shkruajmë për çështjen.", "complaints": [second["id"]]})
        assert len(world.told(ComplainantInformed, complaint_id=second["id"])) == 1


def test_rule_15_the_public_reads_no_letter_and_no_version_that_names_a_child(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        act = office.issue(world, case_id, LEZHE, items=1)
        office.letter(world, LEZHE, act["number"])
        decision = {"decision": "publish", "reason": "Me interes publik"}
        world.staff("commissioner").post(f"{CASES}/recommendations/{act['id']}/publication", decision)
        shown = f"{CASES}/public/recommendations/{act['number']}"
        assert world.public().get(shown)["grounds"] == ""
        path = f"{CASES}/recommendations/{act['id']}/public-version"
        for spelling in SPELLINGS:
            words = {"title": "Kthimi në shkollë", "grounds": f"Rasti i {spelling}.", "items": ["Masa"]}
            written = world.staff("case_officer").post(path, words)
            approve(world, path, written["draft"]["content_hash"], 422)
        assert world.public().get(shown)["withheld"] is True
        words = {"title": "Kthimi në shkollë", "grounds": "Rasti i një fëmije.", "items": ["Masa"]}
        written = world.staff("case_officer").post(path, words)
        approve(world, path, written["draft"]["content_hash"], 200)
        assert world.public().get(shown)["grounds"] == "Rasti i një fëmije."


def test_rule_15_a_gap_that_names_a_child_is_shown_to_nobody_outside(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        gap = {"kind": "law_gap", "title": "Ndihma në shkollë", "description": "Ligji hesht.", "provision": "Neni 63",
               "rights": ["28.1"], "cases": [case_id]}  # fmt: skip
        officer = world.staff("case_officer")
        entered = officer.post(f"{CASES}/gaps", gap)
        drafted = officer.post(f"{CASES}/gaps/{entered['gap']['id']}/acts", {})
        path = f"{CASES}/recommendations/{drafted['id']}"
        commissioner = world.staff("commissioner")
        approve(world, path, drafted["content_hash"], 200)
        act = commissioner.post(f"{path}/issue", {})
        office.letter(world, ASSEMBLY, act["number"])
        shown = f"{CASES}/public/gaps/{entered['gap']['number']}"
        assert world.public().get(shown)["title"] == "Ndihma në shkollë"
        for place, spelling in enumerate(SPELLINGS):
            where = ("title", "description", "provision")[place % 3]
            officer.patch(f"{CASES}/gaps/{entered['gap']['id']}", gap_texts(gap) | {where: f"Si {spelling} në shkollë"})
            world.public().get(shown, 404)


def test_rule_15_what_intake_answers_holds_no_name_and_a_plain_letter_goes_its_way(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        office.draft(world, case_id, LEZHE, grounds=f"Nga ana e shkollës u tha se {CHILD} mungon.")
        act = office.issue(world, case_id, LEZHE, items=1, grounds="Nga ana e shkollës nuk pati përgjigje.")
        assert act["number"]
        told = [
            row.payload for row in world.rows("intake", "SELECT payload FROM outbox WHERE type LIKE 'intake.draft.%'")
        ]
        assert told
        for secret in (FIRST, FAMILY, "Testatrik", "234"):
            assert secret.lower() not in json.dumps([json.loads(one)["data"]["places"] for one in told]).lower()


def gap_texts(gap):
    return {name: gap[name] for name in ("title", "description", "provision")}


def test_rule_15_with_intake_stopped_approval_waits_and_goes_on_when_it_is_back(world):
    with world.on(ISSUED):
        _complaint, case_id = under_way(world)
        with world.without("intake"):
            written = office.draft(world, case_id, LEZHE)
            path = f"{CASES}/recommendations/{written['id']}"
            waiting = approve(world, path, written["content_hash"], 202)
            assert (waiting["status"], waiting["names_check"]["then"]) == ("draft", "approve")
        world.carry()
        world.tick()
        assert world.staff("approver").get(path)["status"] == "approved"


def test_rule_15_a_publication_that_names_a_child_is_approved_by_nobody_without_a_reason(world):
    with world.on(ISSUED):
        under_way(world)
        writer, leader = world.staff("publisher"), world.staff("commissioner")
        for title, summary, named in (
            (f"Letra e {CHILD}", "Një fëmijë na shkroi.", True),
            ("Letra e një fëmije", f"Shkruani te {PHONE}.", True),
            ("Letra e një fëmije", "Një fëmijë na shkroi.", False),
        ):
            body = {"kind": "leaflet", "audience": "public", "topics": [], "title": title, "summary": summary}
            begun = writer.post(LIBRARY, body, 201)
            world.tick()
            refused = leader.post(f"{LIBRARY}/{begun['id']}/approval", {}, 409, If_Match='"1"')
            faults = {one["code"] for one in refused.get("faults", [refused])}
            assert faults == {"publication.no_file"} | ({"text.names"} if named else set()), title
