"""A partners service to try things on: it hears real envelopes, and has sample bodies, people and machines made for it."""

import io
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from services.partners import data, domain
from services.partners.actions import contacts, institutions, loading, machines, people
from services.partners.models import Institution
from services.partners.schemas.contacts import NewContact
from services.partners.schemas.institutions import NewInstitution
from shared.clock import utc_now
from shared.events.catalogue import RecommendationIssued
from shared.events.envelope import Event, Position, pack
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.principal import Principal
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests import sample_files
from tests.hashing import cheapen

SIGNING, VERIFY = new_signing_key()
API = "/partners/api/v1"
BY = Principal("test")
PASSWORD = "nje fjalekalim i gjate"
COSTS = cheapen(people._HASHER)
ANSWERER = {"name": "Shembull Përgjegjësi", "function": "Drejtor"}


@dataclass
class Machine:
    """A machine of a body, or a member of staff, who has an `account`: calls the API with its token."""

    client: FlaskClient
    token: str
    account: UUID | None = None

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, **({} if body is None else {"json": body}), **options)

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(f"{API}{path}", method=method, headers=sent, **options)


@dataclass(frozen=True)
class Body:
    """A sample body."""

    id: UUID
    key: str


@dataclass(frozen=True)
class Sent:
    """An act as it was sent to one body."""

    recommendation_id: UUID
    number: str
    items: list[UUID]


@dataclass
class Bench:
    """One partners service. `hear` delivers an event to it as the broker would."""

    app: Flask
    platform: Platform
    numbers: Counter = field(default_factory=Counter)

    # --- events ---------------------------------------------------------------------------------------------------

    def envelope(self, event: type[Event], subject: UUID, **content: Any) -> Delivery:
        """The next event of `subject`, not yet delivered."""
        self.numbers[event.stream(), subject] += 1
        at = Position(uuid4(), subject, self.numbers[event.stream(), subject], 1)
        return Delivery(pack(event(**content), at, {}).encode(), str(at.id), event.type)

    def take(self, *deliveries: Delivery) -> None:
        inbox = Inbox(self.platform.subscriptions, self.platform.documents.get)
        self.platform.database.run(lambda session: inbox.take(session, deliveries))

    def hear(self, event: type[Event], subject: UUID, **content: Any) -> Delivery:
        delivery = self.envelope(event, subject, **content)
        self.take(delivery)
        return delivery

    def told(self, event: type[Event], **wanted: Any) -> list[dict[str, Any]]:
        """The data of what the outbox holds of a kind, with those values, oldest first."""
        with self.platform.database.reading() as session:
            rows = session.execute(
                text("SELECT payload FROM outbox WHERE type = :type ORDER BY id"), {"type": event.type}
            ).scalars()
            found = [json.loads(row)["data"] for row in rows]
        return [one for one in found if all(one.get(name) == str(value) for name, value in wanted.items())]

    def parked(self) -> list[str]:
        with self.platform.database.reading() as session:
            return list(session.execute(text("SELECT reason FROM parked_event")).scalars())

    def audited(self, action: str, object_id: Any) -> int:
        with self.platform.database.reading() as session:
            statement = text("SELECT count(*) FROM audit_entry WHERE action = :action AND object_id = :id")
            return session.execute(statement, {"action": action, "id": str(object_id)}).scalar_one()

    # --- bodies, people, machines ---------------------------------------------------------------------------------

    def body(self, **values: Any) -> Body:
        """A new sample body, active unless its days say otherwise; `postal`: its postal address."""
        key, postal = values.pop("key", f"shembull-{uuid4().hex[:10]}"), values.pop("postal", None)
        filled = {
            "key": key,
            "class_": "agency",
            "name_sq": f"Agjencia Shembull {key}",
            "name_en": f"Sample Agency {key}",
            "languages": ("sq",),
            "source": "sample",
            **values,
        }
        wanted = NewInstitution(**filled)
        made = self.platform.database.run(
            lambda session: institutions.create(BY, session, self.platform.documents, wanted, now=utc_now())
        )
        if postal:
            address = NewContact(kind="postal", purpose="recommendations", value=postal)
            self.platform.database.run(
                lambda session: contacts.add(
                    BY, session, self.platform.documents, session.get_one(Institution, made.id), address, now=utc_now()
                )
            )
        return Body(made.id, made.key)

    def user(self, body: Body, role: str = "partner_user") -> str:
        username = f"shembull.{uuid4().hex[:8]}"
        self.platform.database.run(
            lambda session: people.add_user(BY, session, body.key, username, role, PASSWORD, now=utc_now())
        )
        return username

    def credentials(self, body: Body, *scopes: str) -> tuple[str, str]:
        """Client id and secret of a new machine."""
        held = list(scopes or machines.SCOPES)
        made = self.platform.database.run(
            lambda session: machines.add_client(BY, session, body.key, "Test", held, now=utc_now())
        )
        return made.client.client_id, made.secret

    def machine(self, body: Body, *scopes: str) -> Machine:
        """A new machine of a body with a token."""
        client = self.app.test_client()
        answer = token(client, *self.credentials(body, *scopes))
        assert answer.status_code == 200, answer.text
        return Machine(client, answer.json["access_token"])

    def staff(self, *roles: str) -> Machine:
        """A member of staff with a bearer token."""
        account = StaffAccount(
            id=uuid4(), roles=list(roles), active=True, sessions_valid_from=datetime.now(UTC) - timedelta(minutes=1)
        )
        with self.platform.database.transaction() as session:
            session.add(account)
        return Machine(self.app.test_client(), issue_token(SIGNING, account.id), account.id)

    def browser(self, body: Body, role: str = "partner_user") -> FlaskClient:
        """A person of a body, signed in."""
        client = self.app.test_client()
        answer = sign_in(client, self.user(body, role))
        assert answer.status_code == 303, answer.text
        return client

    # --- acts -----------------------------------------------------------------------------------------------------

    def rendering(self, items: list[UUID], number: str, to: UUID | None = None, **more: Any) -> str:
        """A document as cases renders it for one addressee; its name in the store."""
        content = {
            "format": "besa.recommendation.1",
            "number": number,
            "issued_on": "2026-11-25",
            "kind": "remedy",
            "kind_name": {"sq": "Rekomandim për masa", "en": "Recommendation for measures"},
            "legal_basis": {"sq": "Ligji nr. 8454, neni 21", "en": "Law no. 8454, article 21"},
            "language": "sq",
            "sender": {"name_sq": "Zyra", "name_en": "The office"},
            "addressee": {"name_sq": "Shembull", "name_en": "Sample", "role": "responsible"}
            | ({"institution_id": str(to)} if to else {}),
            "also_addressed": [{"name_sq": "Tjetri", "name_en": "The other", "role": "superior"}],
            "supersedes": None,
            "title": "Rekomandim shembull",
            "grounds": "Arsye shembull.\nDhe një tjetër.",
            "items": [
                {
                    "id": str(item),
                    "number": place,
                    "text": f"Pika shembull {place}",
                    "due": "2027-03-27",
                    "evidence_expected": "Një vendim",
                }
                for place, item in enumerate(items, start=1)
            ],
            "reply": {
                "expects": "reply",
                "term": {"value": 30, "unit": "calendar_days"},
                "term_basis": {"sq": "neni 22", "en": "article 22"},
                "instructions_sq": "Ju lutemi përgjigjuni brenda 30 ditësh.",
                "instructions_en": "Please answer within 30 days.",
            },
            **more,
        }
        return self.platform.documents.put_json(content)

    def issue(
        self, *bodies: Body, items: int = 2, role: str = "responsible", expects: str = "reply", **more: Any
    ) -> Sent:
        """An act to `bodies`, taken by this service; all see the same items."""
        sent = Sent(uuid4(), "R-2026-00014-7", [uuid4() for _ in range(items)])
        self.hear(
            RecommendationIssued,
            sent.recommendation_id,
            **self.issued(sent, *bodies, role=role, expects=expects, **more),
        )
        return sent

    def issued(
        self, sent: Sent, *bodies: Body, role: str = "responsible", expects: str = "reply", **more: Any
    ) -> dict[str, Any]:
        return {
            "recommendation_id": sent.recommendation_id,
            "case_id": uuid4(),
            "number": sent.number,
            "kind": "remedy",
            "content_hash": "a" * 64,
            "items": [{"item_id": item, "due": date(2027, 3, 27)} for item in sent.items],
            "addressees": [
                {
                    "institution_id": body.id,
                    "role": role,
                    "expects": expects,
                    "rendering": self.rendering(sent.items, sent.number, body.id, **more),
                }
                for body in bodies
            ],
            "complaints": [],
        }


def label_of(what: object) -> str:
    """A number of the form of registered mail for whatever has a name of its own."""
    return f"RR{zlib.crc32(str(what).encode()) % 10**9:09}AL"


def today() -> date:
    return domain.local_date(datetime.now(UTC))


def soon(days: int = 60) -> str:
    return (today() + timedelta(days=days)).isoformat()


def token(client: FlaskClient, client_id: str, secret: str, **form: str) -> TestResponse:
    sent = {"grant_type": "client_credentials", **form}
    return client.post("/partners/oauth/token", data=sent, auth=(client_id, secret))


def csrf(page: TestResponse) -> str:
    """The token of the first form of a page."""
    assert page.status_code == 200, page.text
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def sign_in(
    client: FlaskClient, username: str, password: str = PASSWORD, path: str = "/partners/login"
) -> TestResponse:
    form = {"username": username, "password": password, "csrf_token": csrf(client.get("/partners/login"))}
    return client.post(path, data=form)


def entries(machine: Machine, count: int, after: str | None = None) -> list[dict[str, Any]]:
    """The next `count` entries of a feed. Waits: an entry is shown when older transactions of the server have ended."""
    found: list[dict[str, Any]] = []
    for _ in range(20):
        answer = machine.get("/dispatches", query_string={"wait": 5, **({"after": after} if after else {})})
        assert answer.status_code == 200, answer.text
        found += answer.json["items"]
        after = answer.json["next"]
        if len(found) >= count:
            return found
    raise AssertionError(f"{len(found)} of {count} entries")


def only_dispatch(machine: Machine) -> str:
    return entries(machine, 1)[0]["dispatch_id"]


def answers_to(machine: Machine, dispatch_id: str, **values: Any) -> dict[str, Any]:
    """A valid reply to each item of a letter; `values` replace members of each item."""
    document = machine.get(f"/dispatches/{dispatch_id}").json["document"]
    items = [
        {"item_id": item["id"], "position": "accepted", "promised_date": soon(), "evidence": [], **values}
        for item in document["items"]
    ]
    return {"answered_by": ANSWERER, "items": items}


def load(bench: Bench, **replaced: Any) -> loading.Loaded:
    files = {"entries": data.institutions(), "relations": data.relations(), **replaced}
    documents = bench.platform.documents
    return bench.platform.database.run(
        lambda session: loading.load(BY, session, documents, files["entries"], files["relations"], now=utc_now())
    )


def pdf(words: str = "") -> io.BytesIO:
    """The smallest file that is a PDF by its content."""
    return io.BytesIO(sample_files.pdf(words))
