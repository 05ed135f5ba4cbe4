"""A cases service to try things on: it hears real envelopes, and has staff of every role and sample bodies made for it."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import RLock as Lock
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from services.cases import data, timers
from services.cases.actions.staff import HASHER
from services.cases.domain.timeliness import local_date
from services.cases.models import RungLetter, StaffMember
from shared import clock, patterns
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.events import catalogue
from shared.events.envelope import Event, Position, pack
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests.hashing import cheapen
from tests.worlds import Worlds, kept

SIGNING, VERIFY = new_signing_key()
API = "/cases/api/v1"
PASSWORD = "nje fjalekalim i gjate"
COSTS = cheapen(HASHER)
PASSWORD_HASH = HASHER.hash(PASSWORD)
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
ISSUED_NUMBER = "A-2026-00001-7"
#: A public source that anyone can open: what backs a finding where a test is about something else.
SEEN = {"kind": "public_source", "address": "https://shembull.al/vendimi-12", "seen_on": "2020-01-06"}


def soon(days: int = 60) -> str:
    """A day on which something asked for today may be due, as JSON says it: a working day."""
    return data.calendar_of(today()).next_working(today() + timedelta(days=days)).isoformat()


def today() -> date:
    """The day in Albania, as the rules see it: near midnight the server's is another."""
    return local_date(datetime.now(UTC))


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass
class Person:
    """Somebody of the office, with a session. Answers are JSON where there is one."""

    client: FlaskClient
    id: UUID
    roles: tuple[str, ...]
    token: str

    @property
    def kept_as(self) -> UUID:
        return self.id

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, **({} if body is None else {"json": body}), **options)

    def patch(self, path: str, body: Any, version: Any = "*", **options: Any) -> TestResponse:
        match = "*" if version == "*" else f'"{version}"'
        return self.call("PATCH", path, json=body, headers={"If-Match": match}, **options)

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(f"{API}{path}", method=method, headers=sent, **options)


@dataclass(frozen=True)
class Body:
    """A sample body of the directory."""

    id: UUID
    key: str

    @property
    def kept_as(self) -> UUID:
        return self.id


@dataclass
class Bench:
    """One cases service. `hear` delivers an event to it as the broker would."""

    app: Flask
    platform: Platform
    numbers: Counter = field(default_factory=Counter)
    #: Names that the sealed files hold, and whether the service that holds them answers.
    sealed: tuple[str, ...] = ()
    #: What may be a plain word or a name of theirs.
    doubted: tuple[str, ...] = ()
    intake_away: bool = False
    answered: set[str] = field(default_factory=set)
    answering: Any = field(default_factory=Lock)
    #: Where what the kept steps below have built is found again; without, each builds.
    worlds: Worlds | None = None
    kept_name: str = "bench"

    def __post_init__(self) -> None:
        # Rung after each commit that told something: here it brings the events to intake and its answer back.
        self.platform.database.wake_relay = self.answer_checks
        if self.worlds:
            self.worlds.join(self)

    @property
    def kept_as(self) -> Any:
        return self.sealed, self.doubted, self.intake_away

    def remembered(self) -> Any:
        return self.numbers, self.answered

    def remember(self, state: Any) -> None:
        self.numbers, self.answered = state

    def empty(self) -> None:
        self.numbers.clear()
        self.answered.clear()
        self.sealed, self.doubted, self.intake_away = (), (), False

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

    def answer_checks(self) -> None:
        """Answer as intake would what was offered for comparison since: each of `sealed` is a name that the files hold."""
        if not self.scalar(_TO_DO, type=catalogue.DraftOffered.type, answered=list(self.answered)):
            return
        with self.answering:
            for offered in [] if self.intake_away else self.told(catalogue.DraftOffered):
                if offered["check_id"] not in self.answered:
                    self.answered.add(offered["check_id"])
                    self._answer(offered)
        timers.send_checked(self.platform, clock.utc_now())

    def _answer(self, offered: dict[str, Any]) -> None:
        parts = self.platform.documents.get_json(offered["text"])["parts"]
        places = [
            {"part": number, "start": at, "end": at + len(name), "kind": "name", "severity": severity}
            for number, part in enumerate(parts)
            for severity, names in (("stop", self.sealed), ("question", self.doubted))
            for name in names
            if (at := part["text"].find(name)) >= 0
        ]
        places += [
            {"part": number, "start": one.start, "end": one.end, "kind": "number", "severity": "stop"}
            for number, part in enumerate(parts)
            for one in patterns.found(part["text"])
        ]
        told = {name: offered[name] for name in ("check_id", "text_id", "kind", "content_hash")}
        stops = sum(one["severity"] == "stop" for one in places)
        self.hear(
            catalogue.DraftChecked,
            UUID(offered["text_id"]),
            **told,
            stops=stops,
            questions=len(places) - stops,
            places=tuple(places),
        )

    def told(self, event: type[Event], **wanted: Any) -> list[dict[str, Any]]:
        """The data of what the outbox holds of a kind, with those values, oldest first."""
        with self.platform.database.reading() as session:
            rows = session.execute(
                text("SELECT payload FROM outbox WHERE type = :type ORDER BY id"), {"type": event.type}
            ).scalars()
            found = [json.loads(row)["data"] for row in rows]
        return [one for one in found if all(str(one.get(name)) == str(value) for name, value in wanted.items())]

    def scalar(self, sql: str, **values: Any) -> Any:
        with self.platform.database.reading() as session:
            return session.execute(text(sql), values).scalar()

    def audited(self, action: str, object_id: Any) -> int:
        statement = "SELECT count(*) FROM audit_entry WHERE action = :action AND object_id = :id"
        return self.scalar(statement, action=action, id=str(object_id))

    # --- people and bodies ----------------------------------------------------------------------------------------

    def person(self, *roles: str, name: str = "Shembull", active: bool = True) -> Person:
        person_id = self._member(roles, name, active=active)
        return Person(self.app.test_client(), person_id, roles, issue_token(SIGNING, person_id))

    @kept
    def _member(self, roles: tuple[str, ...], name: str, *, active: bool) -> UUID:
        person_id = uuid4()
        with self.platform.database.transaction() as session:
            session.add(
                StaffMember(
                    id=person_id, username=f"{name}.{person_id}".lower(), name=name, password_hash=PASSWORD_HASH
                )
            )
            session.add(StaffAccount(id=person_id, roles=list(roles), active=active, sessions_valid_from=EARLIER))
        return person_id

    def office(self) -> FlaskClient:
        """Pages and API as somebody has them who works on cases, and reads whole figures."""
        officer = self.person("case_officer")
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        officer.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {officer.token}"
        return officer.client

    @kept
    def body(self, body_class: str = "municipality", key: str | None = None, **record: Any) -> Body:
        """A sample body, made known by its event. `relations`: [(kind, to, valid from, valid to)], read and
        confirmed, unless a fifth says False.
        """
        # Ten digits in a row would now and then be a telephone or identity number to whoever looks for names in a letter.
        body = Body(uuid4(), key or f"shembull-{uuid4().hex[:10].translate(_LETTERS)}")
        self.tell_of(body, body_class, **record)
        return body

    @kept
    def tell_of(self, body: Body, body_class: str, *, active: bool = True, **record: Any) -> None:
        relations = [
            {"kind": kind, "to": str(to), "valid_from": since, "valid_to": end, "confirmed": all(sure)}
            for kind, to, since, end, *sure in record.pop("relations", [])
        ]
        full = {
            "id": str(body.id),
            "key": body.key,
            "class": body_class,
            "name_sq": f"Organi Shembull {body.key}",
            "name_en": f"Sample Body {body.key}",
            "seat": None,
            "relations": relations,
            "powers": [],
            **record,
        }
        self.hear(
            catalogue.InstitutionChanged,
            body.id,
            institution_id=body.id,
            institution_class=body_class,
            version=self.numbers["partners.institution", body.id] + 1,
            active=active,
            record=self.platform.documents.put_json(full),
        )

    # --- complaints -----------------------------------------------------------------------------------------------

    @kept
    def complaint(self, *, reference: str = ISSUED_NUMBER, **more: Any) -> UUID:
        """A complaint that came in."""
        complaint_id = uuid4()
        self.hear(catalogue.ComplaintReceived, complaint_id, **{**self.received(complaint_id, reference), **more})
        return complaint_id

    def received(self, complaint_id: UUID, reference: str = ISSUED_NUMBER) -> dict[str, Any]:
        return {
            "complaint_id": complaint_id,
            "reference": reference,
            "channel": "form",
            "submitter_role": "child",
            "by_child": True,
            "life_area": "school",
            "municipality": "bashkia-tropoje",
            "urgency": "normal",
            "language": "sq",
        }

    def decided(self, complaint_id: UUID, outcome: str = "admissible", **more: Any) -> dict[str, Any]:
        summary = self.platform.documents.put_json({"summary": "Përmbledhje asnjanëse.", "language": "sq"})
        return {
            "complaint_id": complaint_id,
            "reference": ISSUED_NUMBER,
            "outcome": outcome,
            "rights": ["28"] if outcome == "admissible" else [],
            "bodies": [],
            "urgency": "normal",
            "by_child": True,
            "conflict_with_guardian": False,
            **({"summary": summary} if outcome == "admissible" else {}),
            **more,
        }

    @kept
    def admit(self, complaint_id: UUID | None = None, **more: Any) -> UUID:
        """An admissible complaint; returns the id of the case that it opened."""
        complaint_id = complaint_id or self.complaint()
        self.hear(catalogue.ComplaintDecided, complaint_id, **self.decided(complaint_id, **more))
        case_id = self.scalar("SELECT case_id FROM complaint WHERE id = :id", id=complaint_id)
        assert case_id is not None
        return case_id

    @kept
    def hear_joined(self, complaint_id: UUID, leading: Any) -> None:
        """A complaint that was joined to another."""
        decided = self.decided(complaint_id, "joined", joined_to=UUID(str(leading)))
        self.hear(catalogue.ComplaintDecided, complaint_id, **decided)

    # --- what bodies do -------------------------------------------------------------------------------------------

    @kept
    def deliver(self, act: dict[str, Any], body: Body, at: datetime | None = None, event: Any = None) -> UUID:
        """A copy reached its addressee; returns the dispatch's id."""
        dispatch = uuid4()
        self.hear(
            event or catalogue.DispatchDelivered,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=act["id"],
            institution_id=body.id,
            channel="portal",
            at=at or datetime.now(UTC),
        )
        return dispatch

    @kept
    def remind(self, letter_id: Any, event: Any = None, **content: Any) -> None:
        """What became of a reminder that was sent: it reached its body, unless another event is named."""
        with self.platform.database.reading() as session:
            letter = session.get_one(RungLetter, UUID(str(letter_id)))
        dispatch = uuid4()
        self.hear(
            event or catalogue.DispatchDelivered,
            dispatch,
            **{
                "dispatch_id": dispatch,
                "recommendation_id": letter.recommendation_id,
                "institution_id": letter.institution_id,
                "at": utc_now(),
                "letter": letter.document,
                **({} if event else {"channel": "portal"}),
                **content,
            },
        )

    @kept
    def acknowledge(self, act: dict[str, Any], body: Body) -> None:
        """A body confirmed that it has its copy."""
        dispatch = uuid4()
        self.hear(
            catalogue.DispatchAcknowledged,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=act["id"],
            institution_id=body.id,
            channel="portal",
            document="0" * 64,
            at=datetime.now(UTC),
        )

    @kept
    def reply(self, act: dict[str, Any], body: Body, *items: dict[str, Any], **more: Any) -> UUID:
        """A reply; `items` hold `item_id`, `position` and what else they say."""
        dispatch = more.pop("dispatch_id", None) or uuid4()
        reply_id = uuid4()
        content = {
            "reply_id": reply_id,
            "dispatch_id": dispatch,
            "recommendation_id": act["id"],
            "institution_id": body.id,
            "version": 1,
            "channel": "portal",
            "received_at": datetime.now(UTC),
            "items": [{"has_reasons": False, "evidence": [], **item} for item in items],
            "reply": self.platform.documents.put_json({"items": []}),
            **more,
        }
        self.hear(catalogue.ReplyReceived, dispatch, **content)
        return reply_id


#: Whether intake has not answered all that it was asked, or something goes on by itself once its text was compared.
_TO_DO = """
SELECT EXISTS (SELECT FROM outbox WHERE type = :type AND payload::jsonb #>> '{data,check_id}' <> ALL (:answered))
    OR EXISTS (SELECT FROM text_check WHERE "then" <> 'null')
"""
