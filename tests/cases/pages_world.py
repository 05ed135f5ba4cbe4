"""An office with people, bodies and cases, made by the service's own actions, for the tests of its pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import flask
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from services.cases import data
from services.cases.actions import (
    cases,
    deliveries,
    drafts,
    issuing,
    public_versions,
    publications,
    replies,
    staff,
    steps,
)
from services.cases.app import create_app
from services.cases.data import acts as act_data
from services.cases.domain.bodies import Role
from services.cases.domain.case import Step, Trigger
from services.cases.domain.findings import Result
from services.cases.domain.timeliness import local_date
from services.cases.models import Recommendation
from services.cases.queries import acts
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody, PublicationBody
from services.cases.schemas.cases import FindingBody, NewCaseBody, StepBody, TriggerBody
from services.cases.schemas.public_versions import PublicVersionBody
from shared.access import STAFF
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.events.catalogue import (
    DispatchDelivered,
    ExtensionRequested,
    ProgressItem,
    ProgressReported,
    RepliedItem,
    ReplyReceived,
)
from shared.folding import folded
from shared.principal import Principal, service
from shared.settings import Settings
from shared.staff import issue_token, new_signing_key
from tests.cases.bench import Bench
from tests.databases import of_workers
from tests.worlds import Worlds, kept

#: What is typed where a finding rests on a public source.
TYPED_SOURCE = {
    "assessment-address": "https://shembull.al/urdhri-12",
    "assessment-seen_on-day": "6",
    "assessment-seen_on-month": "1",
    "assessment-seen_on-year": "2020",
}
PASSWORD = "a password for samples only"


def settings(database_url: str, documents: str, *, secure: bool = False) -> Settings:
    signing, verifying = KEYS
    return Settings(
        service="cases",
        database_url=database_url,
        **of_workers(database_url),
        broker_url="memory://",
        documents_url=f"file://{documents}",
        document_key=b"d" * 32,
        secret_key="a secret for tests of pages, long enough",
        staff_verify_key=verifying,
        staff_signing_key=signing,
        secure_cookies=secure,
    )


KEYS = new_signing_key()
PARTNERS = service("partners")
#: An id that nothing has; the same in every process, since the names of tests are made of it.
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass
class World:
    """One app, one member of staff per role, four sample bodies."""

    app: Flask
    people: dict[str, UUID] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)
    suffix: str = field(default_factory=lambda: uuid4().hex[:8])
    samples: dict[str, Any] = field(default_factory=dict)
    #: Where what the kept steps below have built is found again; without, each builds.
    worlds: Worlds | None = None
    kept_name: str = "office"
    intake: Bench = field(init=False)

    def __post_init__(self) -> None:
        self.intake = Bench(self.app, self.platform, worlds=self.worlds, kept_name="intake")
        if self.worlds:
            self.worlds.join(self)

    @property
    def kept_as(self) -> Any:
        return self.intake

    def remembered(self) -> Any:
        return self.people, self.bodies, self.suffix, self.samples

    def remember(self, state: Any) -> None:
        self.people, self.bodies, self.suffix, self.samples = state

    @property
    def platform(self):
        return self.app.extensions["besa"]

    @kept
    def furnish(self) -> None:
        self.people, self.bodies, self.samples = {}, {}, {}
        self.suffix = uuid4().hex[:8]
        _people(self)
        _bodies(self)

    @kept
    def everything(self) -> dict[str, Any]:
        """One case with an issued act, one of its obligations, and a draft in another case; ids to look at, not to change."""
        if not self.samples:
            act, draft = self.issued(), self.draft(self.case())
            owed = self.obligations(act)[0].obligation.id
            self.samples = {"case": act.case_id, "act": act.id, "draft": draft.id, "obligation": owed}
        return self.samples

    def run(self, work):
        """`work` in a transaction of the service's database."""
        return self.platform.database.run(work)

    def principal(self, role: str) -> Principal:
        return Principal("staff", self.people[role], frozenset({role}))

    def username(self, role: str) -> str:
        return f"{role}.{self.suffix}"

    def client(self, role: str | None = None) -> FlaskClient:
        """A browser; signed in as that role if one is given."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sq"
        if role is not None:
            token = issue_token(KEYS[0], self.people[role])
            client.set_cookie(STAFF_COOKIE, token, path="/")
        return client

    def post(self, client: FlaskClient, url: str, data: dict[str, Any], **options: Any) -> TestResponse:
        """Send a form with a token of this browser's session, as each of the pages carries one."""
        with client.session_transaction("/cases/") as session, self.app.test_request_context():
            flask.session.update(session)
            token = generate_csrf()
            session["csrf_token"] = flask.session["csrf_token"]
        return client.post(url, data={"csrf_token": token, **data}, **options)

    @kept
    def case(self, title: str = "Shembull: mungon ndihmësi në shkollë", *, findings: bool = True) -> UUID:
        """An own-initiative case of the case officer, with a finding."""
        by = self.principal("case_officer")
        body = self.bodies["municipality"]
        new = NewCaseBody(
            trigger=TriggerBody(kind=Trigger.MEDIA, source="Gazeta Shembull"),
            memo="Zyra vendosi të veprojë.",
            title=title,
            rights=("28", "19"),
            bodies=(body,),
        )
        documents = self.platform.documents
        case = self.run(lambda session: cases.open_own(by, session, documents, new, now=utc_now()))
        taken = [StepBody(step=Step.ASSIGN), StepBody(step=Step.INVESTIGATE)]
        finding = FindingBody(right="28", result=Result.VIOLATION_FOUND, text="U gjet se ndihmësi mungon.")
        taken += [StepBody(step=Step.RECORD_FINDINGS, findings=(finding,))] if findings else []
        for step in taken:
            self.run(lambda session, step=step: steps.take(by, session, documents, case.id, step, now=utc_now()))
        return case.id

    @kept
    def draft(self, case_id: UUID, kind: str = "remedy", addressed: str = "municipality") -> Recommendation:
        day = local_date(utc_now())
        soon = data.calendar_of(day).next_working(day + timedelta(days=60))
        orders = data.kind_on(kind, day).orders
        asked = (
            ("Të caktohet ndihmës mësues.", "Urdhri i caktimit."),
            ("Të shqyrtohen rastet e ngjashme.", "Raporti."),
        )
        wanted = DraftBody(
            kind=kind,
            title="Shembull: të caktohet ndihmës mësues",
            grounds="Ligji e kërkon.\n\nFëmija nuk e ka.",
            items=tuple(
                ItemBody(text=text, due=soon, evidence_expected=shown) if orders else ItemBody(text=text)
                for text, shown in asked
            ),
            addressees=(AddresseeBody(institution_id=self.bodies[addressed], role=Role.RESPONSIBLE),),
        )
        by = self.principal("case_officer")
        return self.run(
            lambda session: drafts.draft(by, session, self.platform.documents, case_id, wanted, now=utc_now())
        )

    @kept
    def issued(self, case_id: UUID | None = None, **options: str) -> Recommendation:
        """An act that was approved by the head of section, and issued by who signs its kind."""
        act = self.draft(case_id or self.case(), **options)
        by, documents = self.principal("approver"), self.platform.documents
        self.run(lambda session: issuing.approve(by, session, documents, act.id, act.content_hash, now=utc_now()))
        signing = act_data.signing_of(act.kind, local_date(utc_now()))
        signs = by if signing.signatory(by.roles) else self.principal("commissioner")
        return self.run(lambda session: issuing.issue(signs, session, documents, act.id, now=utc_now()))

    @kept
    def delivered(self, act: Recommendation, days_ago: int = 0, addressed: str | UUID = "municipality") -> None:
        at = datetime.now(UTC) - timedelta(days=days_ago)
        to = self.bodies[addressed] if isinstance(addressed, str) else addressed
        event = DispatchDelivered(
            dispatch_id=uuid4(),
            recommendation_id=act.id,
            institution_id=to,
            channel="portal",
            at=at,
        )
        self.run(lambda session: deliveries.report(PARTNERS, session, event, now=at))

    @kept
    def not_enough(self, act: Recommendation) -> None:
        """The office finds what was replied on every item not enough."""
        client = self.client("approver")
        for one in self.obligations(act):
            data = {"insufficient-reason": "Arsyet nuk mjaftojnë."}
            url = f"/cases/staff/obligations/{one.obligation.id}/insufficiency"
            assert self.post(client, url, data).status_code == 303

    @kept
    def replied(
        self,
        act: Recommendation,
        position: str = "refused",
        reasons: str = "Nuk ka fonde në buxhet.",
        addressed: str = "municipality",
        claimed: str | None = None,
    ) -> None:
        """The body answers every item in the same way."""
        items = [one.item for one in self.obligations(act)]
        document = {
            "answered_by": {"name": "Shembull Shembulli", "function": "Sekretar"},
            "items": [{"item_id": str(item.id), "position": position, "reasons": reasons} for item in items],
        }
        name = self.platform.documents.put_json(document)
        event = ReplyReceived(
            reply_id=uuid4(),
            dispatch_id=uuid4(),
            recommendation_id=act.id,
            institution_id=self.bodies[addressed],
            version=1,
            channel="portal",
            received_at=datetime.now(UTC),
            reply=name,
            items=tuple(
                RepliedItem(item_id=item.id, position=position, has_reasons=bool(reasons), claimed=claimed, evidence=())
                for item in items
            ),
        )
        self.run(lambda session: replies.receive(PARTNERS, session, event, now=datetime.now(UTC)))

    @kept
    def progressed(self, act: Recommendation, *items: ProgressItem) -> None:
        """The body reports how far it is, after its reply."""
        event = ProgressReported(
            report_id=uuid4(),
            dispatch_id=uuid4(),
            recommendation_id=act.id,
            institution_id=self.bodies["municipality"],
            items=items,
            report=self.platform.documents.put_json({"items": []}),
            at=datetime.now(UTC),
        )
        self.run(lambda session: replies.report_progress(PARTNERS, session, event, now=event.at))

    @kept
    def asked_for_time(self, act: Recommendation, days: int = 60) -> UUID:
        event = ExtensionRequested(
            request_id=uuid4(),
            dispatch_id=uuid4(),
            recommendation_id=act.id,
            institution_id=self.bodies["municipality"],
            until=(datetime.now(UTC) + timedelta(days=days)).date(),
            reasons=self.platform.documents.put_json({"reasons": "Këshilli mblidhet pas dy muajsh."}),
        )
        self.run(lambda session: replies.ask_for_time(PARTNERS, session, event, now=datetime.now(UTC)))
        return event.request_id

    @kept
    def published(self, act: Recommendation) -> None:
        """The words of the letter, approved as what the public reads, and the decision to show it."""
        by, second, documents = self.principal("commissioner"), self.principal("approver"), self.platform.documents
        items = [
            view.text for view in self.run(lambda session: acts.read(session, act.id, by, local_date(utc_now())).items)
        ]
        words = PublicVersionBody(title=act.title, grounds=act.grounds, items=tuple(items))
        made = self.run(lambda session: public_versions.write(by, session, documents, act.id, words, now=utc_now()))
        digest, now = made.content_hash, utc_now()
        self.run(lambda session: public_versions.approve(second, session, documents, act.id, digest, now=now))
        decision, now = PublicationBody(decision="publish", reason="Me interes publik."), datetime.now(UTC)
        self.run(lambda session: publications.decide(by, session, act.id, decision, now=now))

    def obligations(self, act: Recommendation) -> list[Any]:
        by = self.principal("commissioner")
        views = self.run(lambda session: acts.read(session, act.id, by, local_date(utc_now())).obligations)
        return sorted(views, key=lambda view: view.item.place)


def _people(world: World) -> None:
    for role in sorted(STAFF - {"partner_user", "partner_admin", "partner_machine"}):
        member = world.run(
            lambda session, role=role: staff.add(
                service("test"), session, world.username(role), f"Shembull {role}", [role], PASSWORD, now=utc_now()
            )
        )
        world.people[role] = member.id


def _bodies(world: World) -> None:
    ministry, prefect = uuid4(), uuid4()
    hierarchical, legality = "hierarchical", "legality_oversight"
    rows = {
        "ministry": (ministry, "ministry", "Ministria Shembull", "Sample Ministry", []),
        "municipality": (uuid4(), "municipality", "Bashkia Shembull", "Sample Municipality", [(legality, prefect)]),
        "school": (uuid4(), "school", "Drejtoria Shembull", "Sample School Office", [(hierarchical, ministry)]),
        "prosecution": (uuid4(), "prosecution", "Prokuroria Shembull", "Sample Prosecution Office", []),
        "prefect": (prefect, "prefect", "Prefekti Shembull", "Sample Prefect", []),
    }
    with world.platform.database.transaction() as session:
        for key, (body_id, body_class, name_sq, name_en, above) in rows.items():
            relations = [{"kind": kind, "to": str(one), "valid_from": None, "valid_to": None} for kind, one in above]
            session.add(
                KnownInstitution(
                    id=body_id,
                    key=f"{key}-{world.suffix}",
                    institution_class=body_class,
                    version=1,
                    active=True,
                    name_sq=f"{name_sq} {world.suffix}",
                    name_en=f"{name_en} {world.suffix}",
                    search=folded(f"{name_sq} {name_en} {world.suffix} Bajram Curri"),
                    record={"id": str(body_id), "relations": relations, "powers": []},
                )
            )
            world.bodies[key] = body_id


@pytest.fixture(scope="session")
def office(databases: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory, worlds: Worlds) -> Iterator[World]:
    # One for all modules that take this fixture: a timer goes over the rows of all of them, and reads what they name.
    documents = tmp_path_factory.getbasetemp() / "documents-of-pages"
    documents.mkdir(exist_ok=True)
    made = World(create_app(settings(databases["cases"], str(documents))), worlds=worlds)
    yield made
    made.platform.dispose()


@pytest.fixture
def world(office: World, beginning: Worlds) -> World:
    """The office with its people and bodies, in a database that holds nothing else."""
    del beginning
    office.intake.empty()
    office.furnish()
    return office


def summary_links(page: str) -> list[str]:
    """Where the links of the error summary lead; fails if one leads nowhere on the page."""
    box = re.search(r'class="govuk-error-summary".*?</ul>', page, re.DOTALL)
    assert box, "the page has no error summary"
    links = re.findall(r'href="#([^"]+)"', box[0])
    missing = [link for link in links if f'id="{link}"' not in page]
    assert not missing, f"the error summary leads nowhere: {missing}"
    return links


def said(page: str) -> str:
    """The words of a page, without its mark-up."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
