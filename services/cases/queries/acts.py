"""Acts and what is owed on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.domain.assessments import check_is_overdue
from services.cases.domain.bodies import Role
from services.cases.domain.case import Status
from services.cases.domain.issue_day import readable
from services.cases.domain.kinds import Approval, Kind, Receiver
from services.cases.domain.obligations import Delivery, Facts
from services.cases.domain.publication import ActState, Verdict, may_publish
from services.cases.domain.recommendation import ActStatus, ActStep, legal_act_steps
from services.cases.domain.signing import Signing
from services.cases.domain.standing import State
from services.cases.domain.timeliness import (
    Timeliness,
    local_date,
    no_reply,
)
from services.cases.lists.acts import ActListing
from services.cases.models import (
    ActAddressee,
    ActItem,
    AdviceResult,
    Case,
    DeliveryTry,
    Obligation,
    Recommendation,
    TextCheck,
)
from services.cases.queries import advice, checks, faults, people
from services.cases.queries.lateness import timeliness_of
from services.cases.queries.monitoring import monitored_acts
from services.cases.queries.situations import institutions
from services.cases.queries.undelivered import tries_of
from services.cases.queries.visibility import find_act, in_visible_act, publishable
from services.cases.queries.why_by import why_by
from services.cases.schemas.acts import (
    ActAnswer,
    ActListed,
    AddresseeAnswer,
    AddresseeBody,
    AdviceResultAnswer,
    DraftBody,
    EnclosureAnswer,
    ItemAnswer,
    ItemBody,
    LegalBasisAnswer,
    ListedAddressee,
    TryAnswer,
    VerdictAnswer,
)
from services.cases.schemas.obligations import BothTimeliness, ObligationAnswer, ObligationLine
from services.cases.schemas.rung_letters import AttachmentAnswer
from shared import audit, lists
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.typed import filled

#: Of a draft it is asked what stands against it.
OPEN = frozenset({ActStatus.DRAFT.value, ActStatus.APPROVED.value})
Part = TypeVar("Part", ActItem, ActAddressee)
Row = TypeVar("Row", ActItem, Recommendation)


@dataclass(frozen=True)
class ObligationView:
    """One obligation with what it is about. `reply` and `implementation` are computed for the day of asking.

    `state`: where it stands; `monitoring`: its case is closed, and its ladder goes on. `said_anything`: whether the body ever said how far it is; until then "not started" is nobody's word.
    """

    obligation: Obligation
    item: ActItem
    act: Recommendation
    institution: KnownInstitution | None
    facts: Facts
    reply: Timeliness
    implementation: Timeliness
    overdue_check: bool
    no_reply: bool
    state: State
    monitoring: bool
    said_anything: bool

    def why_by(self, today: date) -> dict[str, str]:
        """Why it is to be done by that day, by language; empty words where nobody named one."""
        return why_by(self.obligation, self.item.due, today)


@dataclass(frozen=True)
class ActView:
    """One act with everything. `entry` is that of the data file: names and legal basis in both languages. `fell`: why its approval counts
    no more; `stale_letter`: the rung that it is, where what it tells is not so any more.
    """

    act: Recommendation
    case: Case
    kind: Kind
    entry: Mapping[str, Any]
    items: list[ActItem]
    addressees: list[ActAddressee]
    obligations: list[ObligationView]
    names: dict[UUID, str]
    signing: Signing
    legal: tuple[ActStep, ...]
    publication: Verdict
    faults: tuple[RuleViolation, ...]
    advice_results: list[AdviceResult]
    tries: Mapping[UUID, Sequence[DeliveryTry]]
    check: TextCheck | None = None
    replaces: Recommendation | None = None
    replaced_by: Recommendation | None = None
    fell: str | None = None
    stale_letter: UUID | None = None

    def answer(self) -> ActAnswer:
        """The same for whoever reads it by the API."""
        act = self.act
        return filled(
            ActAnswer,
            act,
            legal_basis=LegalBasisAnswer(
                sq=self.entry["legal_basis"], en=self.entry["legal_basis_en"], confirmed=self.entry["confirmed"]
            ),
            grounds=readable(act.grounds),
            cosigners=tuple(act.cosigners),
            authors=tuple(act.authors),
            items=tuple(filled(ItemAnswer, item) for item in self.items),
            attachments=tuple(EnclosureAnswer(**one) for one in act.attachments),
            addressees=tuple(_addressee(one, self.tries.get(one.institution_id, ())) for one in self.addressees),
            obligations=tuple(obligation_answer(view) for view in self.obligations),
            legal_steps=self.legal,
            approved_by_functions=tuple(sorted(self.signing.approvers)),
            signed_by_functions=tuple(one.function for one in self.signing.signatories),
            publication=filled(VerdictAnswer, self.publication),
            names_check=checks.answer_of(self.check),
            approval_fell=self.fell or act.approval_fell,
            faults=faults.answers(self.faults),
            advice_results=tuple(filled(AdviceResultAnswer, one) for one in self.advice_results),
        )


def read(session: Session, act_id: UUID, principal: Principal, today: date, *, confirmed_only: bool = False) -> ActView:
    """One act. A draft is seen by those who work on its case, an issued one by publishers too. Raises `NotFound`.

    `confirmed_only`: of an office that issues nothing on unconfirmed law, so that a draft says so.
    """
    act, case = _find(session, act_id, principal)
    audit.record(session, principal, "act.read", "recommendation", act.id)
    day = act.issued_on or today
    kind = data.kind_on(act.kind, day)
    addressees = _parts(session, ActAddressee, act.id)
    obligations = (
        select(Obligation)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.recommendation_id == act.id)
        .order_by(ActItem.place, Obligation.institution_id)
    )
    people_named = [act.approved_by, act.issued_by, act.withdrawn_by, *_people(act.authors)]
    return ActView(
        act=act,
        case=case,
        kind=kind,
        entry=data.kind_entry(act.kind, day),
        items=_parts(session, ActItem, act.id),
        addressees=addressees,
        obligations=views(session, list(session.execute(obligations).scalars()), today),
        names=people.names(session, people_named),
        signing=act_data.signing_of(act.kind, day),
        legal=legal_act_steps(ActStatus(act.status), alone=kind.approval is Approval.NONE),
        publication=may_publish(kind, _state(act, addressees, today)),
        faults=_faults(session, case, act, today, confirmed_only=confirmed_only),
        advice_results=advice.results(session, act.id) if kind.receiver is Receiver.COMPLAINANT else [],
        tries=tries_of(session, act.id),
        check=_check_of(session, act),
        replaces=session.get(Recommendation, act.supersedes) if act.supersedes else None,
        replaced_by=session.get(Recommendation, act.superseded_by) if act.superseded_by else None,
    )


def content(session: Session, act_id: UUID, principal: Principal) -> DraftBody:
    """What a draft says now, as its editors send it, so that an edit of one member keeps the others. Raises `NotFound`."""
    act, _case = _find(session, act_id, principal)
    items, addressees = _parts(session, ActItem, act.id), _parts(session, ActAddressee, act.id)
    return filled(
        DraftBody,
        act,
        items=tuple(filled(ItemBody, item) for item in items),
        addressees=tuple(AddresseeBody(institution_id=one.institution_id, role=Role(one.role)) for one in addressees),
    )


def attachment(
    session: Session, documents: Documents, act_id: UUID, name: str, principal: Principal
) -> AttachmentAnswer:
    """What an act encloses under that name. The reading is noted. Raises `NotFound`."""
    act, _case = _find(session, act_id, principal)
    enclosure = next((one for one in act.attachments if one["document"] == name), None)
    if enclosure is None:
        raise NotFound
    audit.record(session, principal, "attachment.read", "recommendation", act.id)
    return AttachmentAnswer(**enclosure, content=documents.get_json(name))


def waiting(session: Session, principal: Principal, limit: int) -> list[Recommendation]:
    """Drafts and approved acts in visible cases, oldest first."""
    statement = select(Recommendation).where(Recommendation.status.in_((ActStatus.DRAFT, ActStatus.APPROVED)))
    statement = statement.where(in_visible_act(principal))
    ordered = statement.order_by(Recommendation.created_at, Recommendation.id).limit(limit)
    return list(session.execute(ordered).scalars())


def page_of(session: Session, cursors: Cursors, asked: ActListing, reading: Reading) -> Page[ActListed]:
    """One page of the acts of visible cases, the newest first; as on the page of its case, drafts too."""
    statement = select(Recommendation).where(in_visible_act(reading.by))
    order = [Recommendation.created_at, Recommendation.id]
    rows = lists.page_of(session, cursors, statement, asked, reading, order, descending=True)
    addressed = _addressees(session, [act.id for act in rows.items])
    followed = monitored_acts(session, [act.id for act in rows.items], local_date(reading.now))

    def line(act: Recommendation) -> ActListed:
        return filled(ActListed, act, monitoring=act.id in followed, addressees=tuple(addressed.get(act.id, ())))

    return rows.of(line)


def _addressees(session: Session, ids: list[UUID]) -> dict[UUID, list[ListedAddressee]]:
    """In the order of the letter."""
    statement = select(ActAddressee).where(ActAddressee.recommendation_id.in_(ids)).order_by(ActAddressee.place)
    addressed: dict[UUID, list[ListedAddressee]] = {}
    for row in session.execute(statement).scalars():
        addressed.setdefault(row.recommendation_id, []).append(filled(ListedAddressee, row))
    return addressed


def lacking(
    session: Session, waiting: list[Recommendation], today: date, *, confirmed_only: bool
) -> dict[UUID, tuple[RuleViolation, ...]]:
    """What stands against each of them, for who is to approve. A dozen questions for each: of those on one page alone."""
    cases = {act.id: session.get_one(Case, act.case_id) for act in waiting}
    return {act.id: _faults(session, cases[act.id], act, today, confirmed_only=confirmed_only) for act in waiting}


def _addressee(copy: ActAddressee, tries: Sequence[DeliveryTry]) -> AddresseeAnswer:
    told = tuple(filled(TryAnswer, one) for one in tries)
    return filled(AddresseeAnswer, copy, class_=copy.institution_class, delivered_at=copy.arrived_at, tries=told)


def obligation_answer(view: ObligationView) -> ObligationAnswer:
    """The same for whoever reads it by the API."""
    both = BothTimeliness.of(view.reply, view.implementation)
    return filled(
        ObligationAnswer,
        view.obligation,
        reply_due=view.obligation.last_day,
        timeliness=both,
        no_reply=view.no_reply,
        state=view.state,
        monitoring=view.monitoring,
    )


def obligation_line(view: ObligationView) -> ObligationLine:
    """The same in a list of many acts."""
    both = BothTimeliness.of(view.reply, view.implementation)
    return filled(
        ObligationLine,
        view.obligation,
        reply_due=view.obligation.last_day,
        timeliness=both,
        no_reply=view.no_reply,
        state=view.state,
        monitoring=view.monitoring,
        number=view.act.number,
    )


def views(session: Session, obligations: list[Obligation], today: date) -> list[ObligationView]:
    """These obligations with their items, acts and bodies, in the same order."""
    if not obligations:
        return []
    _with_holds(session, obligations)
    items = _by_id(session, ActItem, [one.item_id for one in obligations])
    acts = _by_id(session, Recommendation, [one.recommendation_id for one in obligations])
    bodies = institutions(session, [one.institution_id for one in obligations])
    closed = _closed_cases(session, obligations)
    found = []
    for one in obligations:
        reply, implementation = timeliness_of(one, today)
        view = ObligationView(
            obligation=one,
            item=items[one.item_id],
            act=acts[one.recommendation_id],
            institution=bodies.get(one.institution_id),
            facts=one.facts,
            reply=reply,
            implementation=implementation,
            overdue_check=check_is_overdue(one.facts, one.implementation_due, today),
            no_reply=one.fell_on is None and no_reply(one.facts, one.reply_due, today),
            state=one.state_on(today),
            monitoring=one.case_id in closed and one.goes_on(today),
            said_anything=one.spoke,
        )
        found.append(view)
    return found


def _with_holds(session: Session, obligations: list[Obligation]) -> None:
    """Reads the holds of all of them at once, and not those of one after the other."""
    of_them = select(Obligation).where(Obligation.id.in_([one.id for one in obligations]))
    beside = (selectinload(one) for one in (Obligation.holds, Obligation.decrees, Obligation.askings, Obligation.yeses))
    session.execute(of_them.options(*beside)).scalars().all()


def _closed_cases(session: Session, obligations: list[Obligation]) -> set[UUID]:
    ids = {one.case_id for one in obligations}
    statement = select(Case.id).where(Case.id.in_(ids), Case.status == Status.CLOSED)
    return set(session.execute(statement).scalars())


def _find(session: Session, act_id: UUID, principal: Principal) -> tuple[Recommendation, Case]:
    if "publisher" in principal.roles:
        act = session.execute(
            select(Recommendation).where(Recommendation.id == act_id, publishable(principal))
        ).scalar_one_or_none()
        if act is not None:
            return act, session.get_one(Case, act.case_id)
    if not principal.roles & {"case_officer", "approver", "commissioner"}:
        raise NotFound
    return find_act(session, act_id, principal)


def _state(act: Recommendation, addressees: list[ActAddressee], today: date) -> ActState:
    return ActState(
        status=ActStatus(act.status),
        deliveries=tuple(Delivery(one.delivery) for one in addressees),
        decided=act.published,
        pending=not act.proceeding_over,
        term_over=act.shown_from is not None and act.shown_from <= today,
    )


def _faults(
    session: Session, case: Case, act: Recommendation, today: date, *, confirmed_only: bool
) -> tuple[RuleViolation, ...]:
    if act.status not in OPEN:
        return ()
    content = faults.content_of(session, act, today)
    return faults.of(session, case, content, today, confirmed_only=confirmed_only)


def _check_of(session: Session, act: Recommendation) -> TextCheck | None:
    """Of a draft alone: what was sent is no longer a question."""
    if act.status not in OPEN:
        return None
    return checks.current(session, act.id, act.content_hash, checks.cases_of(session, act))


def _people(authors: list[str]) -> list[UUID]:
    """A service that drafted is nobody."""
    return [UUID(author) for author in authors if not author.startswith("service:")]


def _parts(session: Session, model: type[Part], act_id: UUID) -> list[Part]:
    """In the order of the letter."""
    statement = select(model).where(model.recommendation_id == act_id).order_by(model.place)
    return list(session.execute(statement).scalars())


def _by_id(session: Session, model: type[Row], ids: list[UUID]) -> dict[UUID, Row]:
    return {row.id: row for row in session.execute(select(model).where(model.id.in_(set(ids)))).scalars()}
