"""Everything that stands against issuing an act, at once: asked while it is drafted, when it is approved, and on the day of issue.

What it says of a draft is what an issue of the same day would be refused with: there is no other place that refuses.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.data.confirmed import Rests, unconfirmed
from services.cases.domain import addressing, case_conditions, text_parts
from services.cases.domain.bodies import Addressee, BodyClass, Role
from services.cases.domain.by_when import DayOff, issued_day
from services.cases.domain.case import Elsewhere, Status
from services.cases.domain.findings import NoViolationFound, is_graded, not_found_against
from services.cases.domain.kinds import Approval, Item, Kind
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.versions import check_confirmed
from services.cases.models import (
    ActAddressee,
    ActItem,
    Case,
    Complaint,
    Exclusion,
    Obligation,
    Readdressing,
    Recommendation,
    RungLetter,
)
from services.cases.queries import advice
from services.cases.queries.proposals import proposal_of
from services.cases.queries.recounted import is_visited
from services.cases.queries.situations import Known, facts_of, findings_of, is_rung, known_bodies
from services.cases.schemas.acts import FaultAnswer
from shared.rules import ContentViolation, RuleViolation
from shared.staff import StaffAccount

#: What a kind of act may ask for beside its items and addressees.
FIELDS = ("title", "grounds", "judicial_matter", "official_function")


@dataclass(frozen=True)
class Content:
    """An act as it would go out that day. `act` may not be written yet; `addressed`: (institution, role) in the order of the letter."""

    act: Recommendation
    kind: Kind
    items: Sequence[Item]
    addressed: Sequence[tuple[UUID, str]]
    known: Known


def content_of(session: Session, act: Recommendation, today: date) -> Content:
    """What a saved act says."""
    items = select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place)
    to = select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
    addressed = [(one.institution_id, one.role) for one in session.execute(to).scalars()]
    return Content(
        act=act,
        kind=data.kind_on(act.kind, today),
        items=[item.as_item() for item in session.execute(items).scalars()],
        addressed=addressed,
        known=known_bodies(session, act.case_id, [one for one, _role in addressed]),
    )


def of(
    session: Session, case: Case, content: Content, today: date, *, confirmed_only: bool = False
) -> tuple[RuleViolation, ...]:
    """All of it: first what is to be corrected in the text, then what it and the case and the office still lack."""
    return (
        *of_text(session, case, content, today),
        *_of_parts(content, today),
        *_of_recommendation(session, case, content),
        *of_case(session, case, content, today),
        *of_office(session, case, content, today, confirmed_only=confirmed_only),
    )


def of_draft(
    session: Session,
    case: Case,
    act: Recommendation,
    items: Sequence[Item],
    addressed: Sequence[tuple[UUID, str]],
    today: date,
    *,
    confirmed_only: bool = False,
) -> tuple[RuleViolation, ...]:
    """All of it of a text that nobody keeps yet: what its form would be told if it were saved now."""
    known = known_bodies(session, case.id, [one for one, _role in addressed])
    content = Content(act, data.kind_on(act.kind, today), items, addressed, known)
    return of(session, case, content, today, confirmed_only=confirmed_only)


def of_text(session: Session, case: Case, content: Content, today: date) -> tuple[RuleViolation, ...]:
    """What is to be corrected in the text, and that the matter is barred: with any of this no draft is kept."""
    act, kind, known = content.act, content.kind, content.known
    strangers = tuple(_unknown_bodies(content))
    addressees = [] if strangers else as_addressees(content)
    setting = known.setting(today, Elsewhere(case.elsewhere))
    filled = {name for name in FIELDS if (getattr(act, name) or "").strip()}
    faults = addressing.act_faults(kind, content.items, addressees, setting, filled=filled, today=today)
    found = [*strangers, *_gone_bodies(content)]
    # Of bodies that nobody knows no rule can say anything.
    found += [one for one in faults if not strangers or not _is_of_addressees(one)]
    if act.judicial_matter is not None and "judicial_matter" in kind.required_fields:
        found += addressing.judicial_faults(act.judicial_matter, addressees, act_data.judicial_competence(today))
    found += _days_off(content, today)
    return (*found, *advice.faults_of_injured(session, case, act, kind), *_of_superseding(session, case, act))


def _days_off(content: Content, today: date) -> Iterator[RuleViolation]:
    """The letter prints the day that is counted: on a day off the next working day would take its place."""
    calendar = data.calendar_of(today)
    for place, item in enumerate(content.items if content.kind.orders else ()):
        counted = issued_day(item.due, calendar)
        if counted is not None and counted != item.due:
            yield DayOff(counted, "item.due_day_off", f"items.{place}.due")


def _of_parts(content: Content, today: date) -> Iterator[RuleViolation]:
    """A draft may be kept before all parts of its grounds are written."""
    parts = act_data.grounds_parts(content.kind.letter, content.act.language, today)
    lacks = text_parts.missing(content.act.grounds, [one.name for one in parts])
    if lacks:
        yield ContentViolation(f"the grounds lack: {', '.join(lacks)}", code="act.grounds_parts", field="grounds")


def _of_recommendation(session: Session, case: Case, content: Content) -> Iterator[RuleViolation]:
    """Where the letter says that a recommendation is open, the text names one: of this case, or of whom the act is a rung."""
    if not content.kind.of_recommendation:
        return
    pressed = select(RungLetter.recommendation_id).where(RungLetter.act_id == content.act.id)
    owed = select(Obligation.recommendation_id).where(Obligation.closed_on.is_(None))
    still_open = select(Recommendation.number).where(
        Recommendation.status == ActStatus.ISSUED.value,
        Recommendation.kind.in_([kind.key for kind in data.kinds() if not kind.asks_information]),
        or_(Recommendation.case_id == case.id, Recommendation.id.in_(pressed)),
        Recommendation.id.in_(owed),
    )
    said = "\n".join((content.act.title, content.act.grounds, *(item.text for item in content.items)))
    if not any(str(number) in said for number in session.execute(still_open).scalars()):
        message = "the letter says that a recommendation is open, and the text names none that is"
        yield ContentViolation(message, code="act.names_no_recommendation", field="grounds")


def of_case(session: Session, case: Case, content: Content, today: date) -> tuple[RuleViolation, ...]:
    """What the case lacks: it is not its time, or nothing was found that the act could rest on."""
    kind, rung = content.kind, is_rung(session, content.act.id)
    facts = facts_of(session, case, today)
    found = list(case_conditions.against_issue(Status(case.status), facts, kind.step, rung=rung))
    responsible = [body for body, role in content.addressed if role == Role.RESPONSIBLE]
    rated = [content.known.bodies[one] for one in responsible if one in content.known.bodies]
    if kind.counts_in_compliance and (without := not_found_against(findings_of(session, case.id), responsible)):
        names = [{"sq": body.name_sq, "en": body.name_en} for body in rated if body.id in without]
        found.append(NoViolationFound(names))
    if kind.grade and not is_graded(findings_of(session, case.id), kind.grade):
        message = "it rests on a serious violation, and none stands on record"
        found.append(RuleViolation(message, code="act.no_graded_violation", legal=("record_findings",)))
    if kind.of_visit and not is_visited(session, case.id, responsible):
        found.append(
            RuleViolation("the letter says that the body was visited, and no visit is known", code="act.no_visit")
        )
    return (*found, *_of_readdressing(session, content.act))


def _of_readdressing(session: Session, act: Recommendation) -> Iterator[RuleViolation]:
    """A letter that follows what a body said of another needs that word: it stands, of an act that stands."""
    turned = select(Obligation).join(Readdressing, Readdressing.obligation_id == Obligation.id)
    for owed in session.execute(turned.where(Readdressing.act_id == act.id)).scalars():
        proposal = proposal_of(session, owed)
        decision = proposal.decision if proposal else None
        if owed.fell_on is not None or decision is None or decision.act_id != act.id:
            yield RuleViolation("the body does not say so any more", code="readdressing.gone")
            return


def of_office(
    session: Session, case: Case, content: Content, today: date, *, confirmed_only: bool
) -> tuple[RuleViolation, ...]:
    """Nobody could approve or sign it, or its law is not confirmed in an office that asks for that."""
    kind, act = content.kind, content.act
    signing, alone = act_data.signing_of(kind.key, today), kind.approval is Approval.NONE
    writers: Collection[str] = () if alone else act.authors
    found = []
    if not alone and not _somebody(session, case, signing.approvers, writers):
        found.append(RuleViolation("nobody may approve it", code="act.nobody_approves"))
    if not _somebody(session, case, {one.function for one in signing.signatories}, writers):
        found.append(RuleViolation("nobody may sign it", code="act.nobody_signs"))
    if confirmed_only:
        presses = is_rung(session, act.id)
        classes = {one.institution_class for one in content.known.bodies.values()}
        try:
            check_confirmed(unconfirmed(Rests(kind, classes, act.judicial_matter, presses), today))
        except RuleViolation as doubted:
            found.append(doubted)
    return tuple(found)


def answers(faults: Collection[RuleViolation]) -> tuple[FaultAnswer, ...]:
    """The same for whoever reads it by the API."""
    return tuple(FaultAnswer(code=one.code, field=field_of(one), detail=str(one)) for one in faults)


def field_of(fault: RuleViolation) -> str | None:
    """Where in the draft it stands, such as `items.0.due`; none for what no wording mends."""
    return fault.field if isinstance(fault, ContentViolation) else None


def as_addressees(content: Content) -> list[Addressee]:
    """The bodies as the directory has them; all of them are known."""
    found = [(content.known.bodies[institution_id], role) for institution_id, role in content.addressed]
    return [
        Addressee(body.id, BodyClass(body.institution_class), Role(role), body.key, body.powers) for body, role in found
    ]


def _unknown_bodies(content: Content) -> Iterator[RuleViolation]:
    for place, (institution_id, _role) in enumerate(content.addressed):
        if institution_id not in content.known.bodies:
            field = f"addressees.{place}.institution_id"
            yield ContentViolation("no such institution", code="institution_unknown", field=field)


def _gone_bodies(content: Content) -> Iterator[RuleViolation]:
    for place, (institution_id, _role) in enumerate(content.addressed):
        body = content.known.bodies.get(institution_id)
        if body is not None and not body.active:
            after = "".join(f"; since {one.day.isoformat()}: {one.name_sq}" for one in body.successors)
            field = f"addressees.{place}.institution_id"
            yield ContentViolation(f"it does not exist any more{after}", code="institution_inactive", field=field)


def _is_of_addressees(fault: RuleViolation) -> bool:
    return (field_of(fault) or "").startswith("addressees")


def _of_superseding(session: Session, case: Case, act: Recommendation) -> Iterator[RuleViolation]:
    """The act whose place this one is to take stands, in the same case, and is of the same kind."""
    if act.supersedes is None:
        return
    old = session.get(Recommendation, act.supersedes)
    if old is None or old.case_id != case.id or old.status != ActStatus.ISSUED or old.kind != act.kind:
        yield ContentViolation("no issued act of this kind and case", code="act_unknown", field="supersedes")


def _somebody(session: Session, case: Case, functions: Collection[str], writers: Collection[str]) -> bool:
    """Whether somebody with one of these functions works here, wrote nothing in it, and is not shut out of the case."""
    complaints = select(Complaint.id).where(Complaint.case_id == case.id)
    shut_out = select(Exclusion.staff_id).where(
        Exclusion.ended_at.is_(None), or_(Exclusion.case_id == case.id, Exclusion.complaint_id.in_(complaints))
    )
    accounts = select(StaffAccount).where(
        StaffAccount.active,
        StaffAccount.id.not_in([UUID(one) for one in writers if not one.startswith("service:")]),
        StaffAccount.id.not_in(shut_out),
    )
    return any(set(one.roles) & set(functions) for one in session.execute(accounts).scalars())
