"""More of the office's world: bodies of any class, a second person of a role, and the routes on a decided complaint."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from shared.directory import KnownInstitution
from shared.events.catalogue import CaseAssigned, CaseOpened
from shared.folding import folded
from shared.staff import StaffAccount, issue_token
from tests.intake.conftest import BASE, World, delivery

DIRECTORY = Path(__file__).parents[2] / "services/partners/data/institutions.csv"
#: A complaint that says nothing of who wrote it, and gives no way to reach anyone.
NAMELESS = {"submitter": {"role": "anyone"}, "child": None}


def add_body(
    world: World, body_class: str, name: str = "Organi Shembull", *, active: bool = True, seat: str = "Shembullas"
) -> UUID:
    body_id = uuid4()
    with world.database.transaction() as session:
        session.add(
            KnownInstitution(
                id=body_id,
                key=f"organi-{body_id.hex[:8]}",
                institution_class=body_class,
                version=1,
                active=active,
                name_sq=name,
                name_en=f"{name} (en)",
                search=folded(name),
                record={"name_sq": name, "name_en": name, "seat": seat, "relations": []},
            )
        )
    return body_id


def add_directory(world: World) -> None:
    """All bodies of the directory, whose names and places anybody may say."""
    with DIRECTORY.open(encoding="utf-8") as bodies:
        for body in csv.DictReader(bodies):
            add_body(world, body["class"], body["name_sq"], seat=body["seat"])


def add_staff(world: World, role: str) -> tuple[UUID, dict[str, str]]:
    """Another person of that role: their id, and the header of their session."""
    staff_id = uuid4()
    began = datetime.now(UTC) - timedelta(days=1)
    with world.database.transaction() as session:
        session.add(StaffAccount(id=staff_id, roles=[role], active=True, sessions_valid_from=began))
    return staff_id, {"Authorization": f"Bearer {issue_token(world.signing_key, staff_id)}"}


def assign(world: World, case_id: UUID, *roles: str, sequence: int = 2) -> None:
    """The cases service tells who works on a case: all of them."""
    staff = [world.staff[role] for role in roles]
    world.take(delivery(CaseAssigned, case_id, sequence, case_id=case_id, staff=staff))


def in_case(world: World, told: dict[str, Any], *roles: str) -> UUID:
    """Hand a complaint over to a case of its own, on which those people work."""
    case_id, mine = uuid4(), [UUID(told["id"])]
    opened = {"case_id": case_id, "number": "C-2026-00001-5", "origin": "complaint", "complaints": mine}
    world.take(delivery(CaseOpened, case_id, 1, **opened, rights=["28"], bodies=[]))
    assign(world, case_id, *roles)
    return case_id


def post(world: World, path: str, body: Any, role: str = "intake_officer", **headers: str) -> Any:
    return world.client.post(f"{BASE}/complaints/{path}", json=body, headers=world.bearer(role) | headers)


def get(world: World, path: str, role: str = "intake_officer") -> Any:
    return world.client.get(f"{BASE}/complaints/{path}", headers=world.bearer(role))


def fault(answer: Any) -> tuple[int, str, str]:
    (one,) = answer.get_json()["errors"]
    return answer.status_code, one["code"], one["pointer"]


def box(world: World, told: dict[str, Any], language: str = "sq") -> Any:
    headers = {"Receipt-Code": told["receipt_code"]}
    return world.client.get(f"{BASE}/complaints/mine?lang={language}", headers=headers).get_json()
