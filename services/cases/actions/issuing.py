"""The second person's approval, and the issue: from then on the act is fixed, sent, and owed."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import (
    clocks,
    drafts,
    escalations,
    findings,
    letters,
    messages,
    publications,
    renderings,
    withdrawals,
)
from services.cases.actions.renderings import Letter
from services.cases.domain import case_conditions, recommendation
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.case import Status, Step
from services.cases.domain.kinds import Approval, Receiver
from services.cases.domain.obligations import Facts, spread
from services.cases.domain.recommendation import ActStatus, ActStep, after_act
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, ActItem, Case, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of, known_bodies
from services.cases.queries.visibility import LEADING, find_act
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.events.catalogue import RecommendationIssued
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotAllowed, RuleViolation


def approve(session: Session, act_id: UUID, content_hash: str, by: Principal) -> Recommendation:
    """Approve exactly the content that was read. Raises `RuleViolation` for an own text and for one that has changed."""
    act, case = find_act(session, act_id, by, lock=True)
    alone = data.kind_on(act.kind, local_date(utc_now())).approval is Approval.NONE
    status = after_act(ActStatus(act.status), ActStep.APPROVE, alone=alone)
    recommendation.check_approval(
        authors=act.authors, approver=_person(by), seen_hash=content_hash, current_hash=act.content_hash
    )
    act.status, act.approved_hash = status.value, content_hash
    act.approved_by, act.approved_at = by.id, utc_now()
    note(session, case.id, act.approved_at, by.name, "act.approved", act=act.id)
    audit.record(session, by.name, "act.approved", "recommendation", act.id, content_hash=content_hash)
    session.flush()
    return act


def issue(session: Session, documents: Documents, act_id: UUID, by: Principal, *, address: str = "") -> Recommendation:
    """Sign and send. The rules are asked again as of today: a body may have gone, a court may have the matter now.

    `address`: where the portal stands, for the ways to reply that the letter names.
    Raises `NotAllowed` for who does not lead and issues what needs a second person.
    """
    act, case = find_act(session, act_id, by, lock=True)
    now = utc_now()
    today = local_date(now)
    letter = _checked(session, case, act, by, today)
    if act.supersedes is not None:
        letter = _superseding(session, letter, act.supersedes)
    act.number = letters.freeze(session, documents, letter, by.roles, address)
    act.issued_by, act.issued_at, act.issued_on = by.id, now, today
    session.flush()
    _oblige(session, case, letter, now, by.name)
    before = Status(case.status)
    case.status = case_conditions.after_issue(before, facts_of(session, case), letter.kind.step).value
    findings.check_ground(session, case, letter.kind, [(one.institution_id, one.role) for one in letter.addressees])
    publications.renew(session, act)
    _announce(session, case, letter)
    note(session, case.id, now, by.name, "act.issued", act=act.id, number=act.number)
    if case.status != before:
        note(session, case.id, now, by.name, f"step.{Step.RECOMMEND}", act=act.id)
    if letter.kind.asks_information:
        asked = documents.put_json({"text": "\n\n".join(item.text for item in letter.items)})
        whom = letter.addressees[0].institution_id
        note(session, case.id, now, by.name, f"step.{Step.REQUEST_INFORMATION}", asked, act=act.id, institution=whom)
    audit.record(session, by.name, "act.issued", "recommendation", act.id, number=act.number, status=case.status)
    _tell_complainants(session, documents, case, letter, by)
    escalations.record_issued(session, act, by, now)
    if act.supersedes is not None:
        withdrawals.supersede(session, case, act.supersedes, act, now, by.name)
    session.flush()
    return act


def _checked(session: Session, case: Case, act: Recommendation, by: Principal, today: date) -> Letter:
    """The letter, if all that the law and the four eyes ask for holds; otherwise refuses."""
    kind = data.kind_on(act.kind, today)
    alone = kind.approval is Approval.NONE
    if not alone and not by.roles & LEADING:
        raise NotAllowed("who leads the section issues it")
    status = after_act(ActStatus(act.status), ActStep.ISSUE, alone=alone)
    items = list(_parts(session, ActItem, act))
    addressees = list(_parts(session, ActAddressee, act))
    addressed = [(one.institution_id, one.role) for one in addressees]
    contents = [item.as_item() for item in items]
    current = drafts.hash_of(act, contents, addressed)
    recommendation.check_issue(approved_hash=act.content_hash if alone else act.approved_hash, current_hash=current)
    if str(_person(by)) in act.authors and not alone:
        raise RuleViolation("nobody issues what they wrote", code="issue.own_work")
    escalations.check_two_people(act, by)
    known = known_bodies(session, case.id, [one for one, _role in addressed])
    parts = drafts.Parts(kind, contents, drafts.as_addressees(known, addressed), known)
    drafts.check_content(case, act, parts, today)
    for addressee in addressees:
        body = known.bodies[addressee.institution_id]
        addressee.institution_class = body.institution_class
        addressee.name_sq, addressee.name_en = body.name_sq, body.name_en
    act.status = status.value
    return Letter(act, kind, items, addressees, None, today)


def _parts(session: Session, model: type[ActItem] | type[ActAddressee], act: Recommendation) -> list:
    return list(session.execute(select(model).where(model.recommendation_id == act.id).order_by(model.place)).scalars())


def _superseding(session: Session, letter: Letter, old_id: UUID) -> Letter:
    old = session.get_one(Recommendation, old_id, with_for_update=True)
    recommendation.check_superseding(old.kind, letter.act.kind, ActStatus(letter.act.status))
    after_act(ActStatus(old.status), ActStep.SUPERSEDE)
    return replace(letter, supersedes=old.number)


def _oblige(session: Session, case: Case, letter: Letter, now: datetime, actor: str) -> None:
    """Items × answering addressees, each with its own clock."""
    items = {item.id: item for item in letter.items}
    classes = {one.institution_id: BodyClass(one.institution_class) for one in letter.addressees}
    addressees = [renderings.as_addressee(one) for one in letter.addressees]
    made = []
    for pair in spread(letter.kind, [item.as_item() for item in letter.items], addressees):
        item = items[UUID(str(pair.item_id))]
        body_class = classes[UUID(str(pair.institution_id))]
        obligation = Obligation(
            recommendation_id=letter.act.id,
            case_id=case.id,
            item_id=item.id,
            institution_id=pair.institution_id,
            institution_class=body_class.value,
            role=pair.role.value,
            expects=letter.kind.expects.value,
            counts=letter.kind.counts_in_compliance and body_class not in UNPRESSED,
            term=letter.kind.term,
            ladder=letter.kind.ladder if body_class not in UNPRESSED else None,
            issued_on=letter.day,
            item_due=item.due,
        )
        obligation.facts = Facts()
        made.append(obligation)
    session.add_all(made)
    session.flush()
    clocks.begin(session, made, letter.day, now, actor)


def _announce(session: Session, case: Case, letter: Letter) -> None:
    act = letter.act
    publish(
        session,
        RecommendationIssued(
            recommendation_id=act.id,
            case_id=case.id,
            number=act.number,
            kind=act.kind,
            content_hash=act.content_hash,
            items=[
                {"item_id": item.id, "due": item.due} if item.due else {"item_id": item.id} for item in letter.items
            ],
            addressees=[
                {
                    "institution_id": one.institution_id,
                    "role": one.role,
                    "expects": renderings.expects_of(letter.kind, one.role),
                    "rendering": one.rendering,
                }
                for one in letter.addressees
            ],
            complaints=messages.complaints_of(session, case),
            supersedes=act.supersedes,
        ),
        act.id,
    )


def _tell_complainants(session: Session, documents: Documents, case: Case, letter: Letter, by: Principal) -> None:
    """An advice to sue is for the injured person alone, and goes to the mailbox."""
    if letter.kind.receiver is not Receiver.COMPLAINANT:
        return
    complaints = messages.complaints_of(session, case)
    if not complaints:
        raise RuleViolation("nobody complained in this case", code="case.no_complainant")
    message = {"text": renderings.mailbox_text(letter.act, letter.items), "language": letter.act.language}
    messages.tell(session, documents, case, complaints, message, by.name)


def _person(by: Principal) -> UUID:
    """Four eyes are two people: a caller without an id is nobody's eyes."""
    if by.id is None:
        raise RuleViolation("a person approves and issues", code="approval.no_person")
    return by.id
