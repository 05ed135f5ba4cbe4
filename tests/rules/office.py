"""The acts of the office that the rules speak of, each as its person does it over the API."""

from collections.abc import Sequence
from typing import Any

from tests.rules.world import World, body_id

CASES, INTAKE, PARTNERS = "/cases/api/v1", "/intake/api/v1", "/partners/api/v1"
ANSWERED_BY = {"name": "Shembull Përgjegjësi", "function": "Drejtor"}
CHILD = "Zanafilla Kanarina"
#: Kinds of act that order nothing: their items have no day and no proof.
TELLS = {"prosecution_referral", "judicial_notice", "litigation_advice", "constitutional_review"}
WORDS = "Drejtori më mbylli në klasën e kuqe"


def complain(world: World, **changes: Any) -> dict[str, Any]:
    """A complaint of a child over the public door; `changes` replace members. Answers `{id, reference, receipt_code}`."""
    whole = {
        "submitter": {"role": "child", "keep_secret": True},
        "narrative": WORDS,
        "language": "sq",
        **changes,
    }
    found: dict[str, Any] = world.public().post(f"{INTAKE}/complaints", whole, 201)
    return found


def mailbox(world: World, complaint: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = world.public(Receipt_Code=complaint["receipt_code"]).get(f"{INTAKE}/complaints/mine")
    return found


def decide(world: World, complaint: dict[str, Any], status: int | None = None, **decision: Any) -> Any:
    path = f"{INTAKE}/complaints/{complaint['id']}"
    # Nothing is decided of what nobody has read.
    if not world.staff("intake_officer").get(path)["first_looked_at"]:
        world.staff("intake_officer").post(f"{path}/openings", {"reason": "admissibility"})
    return world.staff("intake_officer").post(f"{path}/decision", decision, status)


def admit(world: World, *bodies: str, **complaint: Any) -> tuple[dict[str, Any], str]:
    """An admissible complaint against these bodies, and the id of the case that it opened."""
    made = complain(world, bodies=[{"institution_id": body_id(body)} for body in bodies], **complaint)
    ids = [body_id(body) for body in bodies]
    decide(world, made, outcome="admissible", summary="Një nxënës mbeti pa shkollë.", rights=["28"], bodies=ids)
    (row,) = world.rows("cases", "SELECT case_id FROM complaint WHERE id = :id", id=made["id"])
    return made, str(row.case_id)


def own_initiative(world: World, *bodies: str, **changes: Any) -> str:
    """A case of the office's own accord about these bodies; answers its id."""
    opened = {
        "trigger": {"kind": "media", "source": "Një gazetë shembull"},
        "memo": "Një gazetë shkroi se fëmijët e një lagjeje nuk kanë transport.",
        "title": "Transporti i nxënësve",
        "rights": ["28"],
        "bodies": [body_id(body) for body in bodies],
        "places": [],
        **changes,
    }
    return str(world.staff("approver").post(f"{CASES}/cases", opened, 201)["id"])


def step(world: World, case_id: str, step: str, role: str = "case_officer", status: int = 200, **more: Any) -> Any:
    return world.staff(role).post(f"{CASES}/cases/{case_id}/steps", {"step": step, **more}, status)


def investigate(world: World, case_id: str, bodies: Sequence[str]) -> None:
    """Take the case, investigate, and find that each of the bodies violated the right."""
    step(world, case_id, "assign")
    step(world, case_id, "investigate")
    (case,) = world.rows("cases", "SELECT rights ->> 0 AS first_right FROM case_file WHERE id = :id", id=case_id)
    found = {"right": case.first_right, "result": "violation_found", "text": "Organi nuk veproi."}
    about = [body_id(body) for body in bodies] or [None]
    step(world, case_id, "record_findings", findings=[{**found, "institution_id": body} for body in about])


def draft(
    world: World,
    case_id: str,
    *bodies: str,
    items: int | list[dict[str, Any]] = 2,
    kind: str = "remedy",
    status: int = 201,
    informed: Sequence[str] = (),
    role: str = "responsible",
    **more: Any,
) -> Any:
    """A draft to these bodies; `items` as they are, or how many."""
    if isinstance(items, int):
        items = [
            {"text": f"Masa {number}"}
            | ({} if kind in TELLS else {"due": "2026-12-15", "evidence_expected": "Vendimi i masës"})
            for number in range(1, items + 1)
        ]
    content = {
        "kind": kind,
        "title": "Kthimi i fëmijës në shkollë",
        "grounds": "E drejta për arsim nuk u respektua.",
        "items": items,
        "addressees": [
            *({"institution_id": body_id(body), "role": role} for body in bodies),
            *({"institution_id": body_id(body), "role": "for_information"} for body in informed),
        ],
        **more,
    }
    return world.staff("case_officer").post(f"{CASES}/cases/{case_id}/recommendations", content, status)


def issue(world: World, case_id: str, *bodies: str, **more: Any) -> dict[str, Any]:
    """An act that the case officer wrote, the head of the section approved, and that was issued."""
    for body in (*bodies, *more.get("informed", ())):
        # Whoever has no way to be reached gets no letter.
        world.machine(body)
    written = draft(world, case_id, *bodies, **more)
    path = f"{CASES}/recommendations/{written['id']}"
    leader = world.staff("approver")
    # Who will sign works here before anybody approves: what nobody may sign is approved by nobody.
    signs = leader if "approver" in written["signed_by_functions"] else world.staff("commissioner")
    leader.post(f"{path}/approval", {"content_hash": written["content_hash"]})
    found: dict[str, Any] = signs.post(f"{path}/issue", {})
    return found


def act_to(world: World, *bodies: str, **more: Any) -> dict[str, Any]:
    """An issued act to these bodies in a case of its own about them."""
    case_id = own_initiative(world, *bodies)
    investigate(world, case_id, bodies)
    return issue(world, case_id, *bodies, **more)


def act(world: World, act_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.staff("case_officer").get(f"{CASES}/recommendations/{act_id}")
    return found


def obligations(world: World, act_id: str, body: str | None = None) -> list[dict[str, Any]]:
    """What is owed on an act (by one body), in the order of its items."""
    found = act(world, act_id)
    places = {item["id"]: item["place"] for item in found["items"]}
    owed = [one for one in found["obligations"] if body is None or one["institution_id"] == body_id(body)]
    return sorted(owed, key=lambda one: places[one["item_id"]])


def obligation(world: World, obligation_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.staff("case_officer").get(f"{CASES}/obligations/{obligation_id}")
    return found


def letter(world: World, body: str, number: str) -> dict[str, Any]:
    """The letter as the machine of a body fetches it."""
    machine = world.machine(body)
    feed = machine.get(f"{PARTNERS}/dispatches", limit=200)["items"]
    (dispatch,) = {one["dispatch_id"] for one in feed if one.get("number") == number}
    found: dict[str, Any] = machine.get(f"{PARTNERS}/dispatches/{dispatch}")
    return found


def reply(world: World, body: str, number: str, *items: dict[str, Any], status: int = 201) -> Any:
    """The machine of a body answers the items of a letter, in their order."""
    received = letter(world, body, number)
    ids = [item["id"] for item in received["document"]["items"]]
    said = [{"item_id": item_id, **item} for item_id, item in zip(ids, items, strict=False)]
    path = f"{PARTNERS}/dispatches/{received['id']}/replies"
    return world.machine(body).post(path, {"answered_by": ANSWERED_BY, "items": said}, status)


#: A public source that anyone can open.
SEEN = {"kind": "public_source", "address": "https://shembull.al/vendimi-12", "seen_on": "2020-01-06"}


def assess(world: World, obligation_id: str, status: int = 201, **found: Any) -> Any:
    return world.staff("case_officer").post(f"{CASES}/obligations/{obligation_id}/assessments", found, status)


def escalate(world: World, obligation_id: str, rung: str, role: str, status: int = 201, **more: Any) -> Any:
    """A reminder is drafted, read and sent with the words that were read."""
    person, path = world.staff(role), f"{CASES}/obligations/{obligation_id}/escalations"
    if "reminder" in rung and status != 409:
        drafted = person.post(path, {"rung": rung, **more}, 201)
        more |= {"seen": person.get(f"{CASES}/rung-letters/{drafted['letter']}")["seen"]}
    return person.post(path, {"rung": rung, **more}, status)
