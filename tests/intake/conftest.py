"""The app of intake over a database of its own, people who may call it, and complaints to work with."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from services.intake import data
from services.intake.app import create_app
from services.intake.consumers import subscriptions
from services.intake.domain.marks import marks_of
from services.intake.models import NameMark, Vault
from services.intake.timers import strengthen_receipts
from shared.db import Database
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.envelope import Event, Position, pack
from shared.folding import folded
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.settings import Settings
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests.databases import Databases, of_workers
from tests.hashing import cheap_receipts
from tests.intake.sample_names import FAMILY, FIRST
from tests.worlds import Worlds, keeps

cheap_receipts()
ROLES = ("intake_officer", "case_officer", "approver", "commissioner", "publisher", "auditor", "admin")
BASE = "/intake/api/v1"
SCHOOL = uuid5(UUID(int=7), "shkolla-shembull")
MUNICIPALITY = uuid5(UUID(int=7), "bashkia-shembull")
#: What no list, event, log or mailbox may ever hold.
CHILD = "Zanafilla Kanarina"
PARENT = "Testatrik Kanarin"
WORDS = "Drejtori më mbylli në klasën e kuqe"


@dataclass
class World:
    """One intake, as its workers and its callers see it."""

    app: Flask
    platform: Platform
    staff: dict[str, UUID]
    signing_key: str = field(repr=False)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def database(self) -> Database:
        return self.platform.database

    @property
    def folder(self) -> Path:
        """Where the document store lies."""
        return Path(self.platform.settings.documents_url.removeprefix("file://"))

    @property
    def documents(self) -> Documents:
        return self.platform.documents

    def token(self, role: str) -> str:
        """Of the one log-in that this member of staff has."""
        return issue_token(self.signing_key, self.staff[role], session_id=self.staff[role])

    def bearer(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(role)}"}

    def as_staff(self, role: str) -> FlaskClient:
        """A browser of someone with that role, who has signed in at cases."""
        client = self.app.test_client()
        client.set_cookie("besa_staff", self.token(role))
        return client

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.execute(text(sql), values).mappings())

    def outbox(self, event: type[Event]) -> list[dict[str, Any]]:
        rows = self.rows("SELECT payload FROM outbox WHERE type = :type ORDER BY id", type=event.type)
        return [json.loads(row["payload"])["data"] for row in rows]

    def take(self, *deliveries: Delivery) -> None:
        inbox = Inbox(subscriptions, self.documents.get)
        for delivery in deliveries:
            self.database.run(lambda session, one=delivery: inbox.take(session, [one]))

    def strengthen(self) -> None:
        while self.rows("SELECT 1 FROM complaint WHERE receipt_waiting IS NOT NULL LIMIT 1"):
            strengthen_receipts(self.platform, datetime.now(UTC))

    def complain(self, **changes: Any) -> dict[str, Any]:
        answer = self.client.post(f"{BASE}/complaints", json=complaint(**changes))
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    def decide(self, complaint_id: str, **decision: Any) -> Any:
        self.read(complaint_id)
        url = f"{BASE}/complaints/{complaint_id}/decision"
        return self.client.post(url, json=decision, headers=self.bearer("intake_officer"))

    def mine(self, code: str, **options: Any) -> Any:
        return self.client.get(f"{BASE}/complaints/mine", headers={"Receipt-Code": code}, **options)

    def read(self, complaint_id: str) -> None:
        """Nothing is decided of what nobody has read: somebody of the office opens the file, if nobody has."""
        unread = "SELECT 1 FROM complaint WHERE id = :id AND first_looked_at IS NULL AND registered_by IS NULL"
        if self.rows(unread, id=complaint_id):
            self.opened(complaint_id)

    def opened(self, complaint_id: str, role: str = "intake_officer", reason: str = "admissibility") -> Any:
        url = f"{BASE}/complaints/{complaint_id}/openings"
        return self.client.post(url, json={"reason": reason}, headers=self.bearer(role))


def complaint(**changes: Any) -> dict[str, Any]:
    """A whole complaint of a child; `changes` replace members, None takes one out."""
    whole = {
        "submitter": {"role": "child", "name": CHILD, "keep_secret": True},
        "child": {"name": CHILD, "age": 13, "sex": "female"},
        "narrative": WORDS,
        "wanted": "Të mos ndodhë më",
        "bodies": [{"institution_id": str(SCHOOL)}],
        "municipality": "bashkia-shembull",
        "language": "sq",
        "conflict_with_guardian": False,
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


ADMISSIBLE = {
    "outcome": "admissible",
    "summary": "Një nxënës u mbajt i mbyllur në klasë gjatë pushimit.",
    "rights": ["28.2", "37.a"],
    "bodies": [str(SCHOOL)],
}


def delivery(event: type[Event], subject: UUID, sequence: int = 1, **data: Any) -> Delivery:
    """An event as the broker would bring it."""
    at = Position(id=uuid4(), subject=subject, sequence=sequence, epoch=1)
    return Delivery(pack(event(**data), at, {}).encode(), str(at.id), event.type)


@pytest.fixture(scope="session")
def keys() -> tuple[str, str]:
    return new_signing_key()


@pytest.fixture(scope="session")
def app(databases: dict[str, str], keys: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("documents")
    made = create_app(
        Settings(
            service="intake",
            database_url=databases["intake"],
            **of_workers(databases["intake"]),
            broker_url="memory://",
            documents_url=f"file://{folder}",
            document_key=b"d" * 32,
            secret_key="s" * 32,
            staff_verify_key=keys[1],
            sealing_key=b"k" * 32,
            receipt_pepper=b"p" * 32,
            secure_cookies=False,
        )
    )
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions["besa"].dispose()


@pytest.fixture(scope="session")
def worlds(databases: Databases) -> Worlds:
    return Worlds(databases, "intake")


@pytest.fixture
def world(app: Flask, worlds: Worlds, keys: tuple[str, str], request: pytest.FixtureRequest) -> World:
    worlds.begin(keep=keeps(request))
    platform: Platform = app.extensions["besa"]
    return World(app, platform, worlds.step("office", lambda: _office(platform)), keys[0])


def _office(platform: Platform) -> dict[str, UUID]:
    """Somebody of each role, and two bodies; the ids of the people by role."""
    staff = {role: uuid4() for role in ROLES}
    began = datetime.now(UTC) - timedelta(days=1)
    with platform.database.transaction() as session:
        session.add_all(
            StaffAccount(id=staff_id, roles=[role], active=True, sessions_valid_from=began)
            for role, staff_id in staff.items()
        )
        session.add_all([_body(SCHOOL, "shkolla-shembull", "school", "Shkolla Shembull"),
                         _body(MUNICIPALITY, "bashkia-shembull", "municipality", "Bashkia Shembull")])  # fmt: skip
    return staff


@pytest.fixture
def vault(world: World) -> Vault:
    return Vault.of(world.platform.settings)


def _body(body_id: UUID, key: str, body_class: str, name: str) -> KnownInstitution:
    return KnownInstitution(
        id=body_id,
        key=key,
        institution_class=body_class,
        version=1,
        active=True,
        name_sq=name,
        name_en=f"{name} (en)",
        search=folded(name),
        record={"name_sq": name, "name_en": name, "seat": "Shembullas", "relations": []},
    )


@pytest.fixture
def full_office(world: World, vault: Vault) -> int:
    """The marks of an office with so many files: each sample person, and each first name with each family name."""
    names = [f"{first} {family}" for (first, _kind), (family, _of) in product(FIRST, FAMILY)]
    with world.database.transaction() as session:
        rows = [
            {"mark": vault.mark(mark), "owner": vault.owner(uuid4())}
            for name in names
            for mark in marks_of(name, data.speech())
        ]
        session.execute(insert(NameMark), rows)
    return len(names)
