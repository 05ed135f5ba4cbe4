"""The second person's approval, and the issue: from then on the act is fixed, sent, and owed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import (
    advice_letters,
    checks,
    clocks,
    days_told,
    drafts,
    escalations,
    following,
    letters,
    messages,
    publications,
    readdressings,
    renderings,
    withdrawals,
)
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data import acts as act_data
from services.cases.domain import case_conditions, recommendation
from services.cases.domain.bodies import UNPRESSED, BodyClass, Role
from services.cases.domain.by_when import issued_day
from services.cases.domain.case import Elsewhere, Status, Step
from services.cases.domain.issue_day import dated
from services.cases.domain.joint import check_issue
from services.cases.domain.kinds import Approval, Receiver
from services.cases.domain.obligations import Facts, Pair, spread
from services.cases.domain.recommendation import ActStatus, ActStep, after_act
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Case, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries import faults, joint
from services.cases.queries.acts import OPEN
from services.cases.queries.checks import APPROVE, ISSUE, cases_of, current
from services.cases.queries.situations import facts_of, is_rung
from services.cases.queries.visibility import find_act
from services.cases.schemas.documents import WrittenText
from shared import audit
from shared.clock_words import day_words
from shared.documents import Documents
from shared.events.catalogue import RecommendationIssued
from shared.events.catalogue.cases import IssuedAddressee, IssuedItem
from shared.events.documents.cases import MailboxMessage
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation, refuse


def approve(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    content_hash: str,
    *,
    now: datetime,
    names_reason: str = "",
    outgoing: Outgoing = UNKNOWN,
) -> Recommendation:
    """Approve exactly the content that was read. While it is compared with the sealed files the approval waits, the act stays a draft,
    and it is approved by itself once it turned out to name nobody.

    Raises `RuleViolation` for an own text, for one that has changed, for one that could not be issued today, with all that stands
    against it, and for one that has to be compared anew; `ContentViolation` for one that names someone without a reason; `NotAllowed`
    for who does not approve such an act.
    """
    act, case = find_act(session, act_id, by, lock=True)
    if escalations.fell_today(session, act, now=now):
        drafts.fall_on_facts(by, session, act, now=now)
    alone = data.kind_on(act.kind, local_date(now)).approval is Approval.NONE
    status = after_act(ActStatus(act.status), ActStep.APPROVE, alone=alone)
    act_data.signing_of(act.kind, local_date(now)).check_approver(by.roles)
    recommendation.check_approval(
        authors=act.authors, approver=by.person, seen_hash=content_hash, current_hash=act.content_hash
    )
    content = faults.content_of(session, act, local_date(now))
    refuse(faults.of(session, case, content, local_date(now), confirmed_only=outgoing.confirmed_only))
    escalations.require_current(session, documents, act, now=now)
    told = renderings.told_digest(renderings.drafted(session, act, local_date(now)))
    then = {"do": APPROVE, "seen": content_hash}
    if checks.waits_for(by, session, act.id, act.content_hash, cases_of(session, act), then):
        return act
    checks.require(by, session, act.id, act.content_hash, cases_of(session, act), names_reason, now=now)
    act.status, act.approved_hash = status.value, content_hash
    act.approved_by, act.approved_at, act.approval_fell, act.approved_told = by.id, now, None, told
    note(session, case.id, now, by.name, "act.approved", act=act.id)
    audit.record(session, by, "act.approved", "recommendation", act.id, content_hash=content_hash)
    return act


def explain_names(
    by: Principal, session: Session, act_id: UUID, content_hash: str, reason: str, *, now: datetime
) -> Recommendation:
    """Say why exactly this content may leave although it names someone, where nobody approves the kind: a second person does."""
    act, case = find_act(session, act_id, by, lock=True)
    after_act(ActStatus(act.status), ActStep.EDIT)
    recommendation.check_approval(
        authors=act.authors, approver=by.person, seen_hash=content_hash, current_hash=act.content_hash
    )
    checks.explain(by, session, current(session, act.id, act.content_hash, cases_of(session, act)), reason, now=now)
    note(session, case.id, now, by.name, "act.names_explained", act=act.id)
    return act


@dataclass(frozen=True)
class Issue:
    """An issue under way: what its steps work on. `address`: where the portal stands; `before`: how the case stood."""

    by: Principal
    session: Session
    documents: Documents
    case: Case
    letter: renderings.Letter
    address: str
    now: datetime
    before: Status

    @property
    def act(self) -> Recommendation:
        return self.letter.act

    @property
    def number(self) -> str:
        """Of the letter, once it is frozen."""
        if self.act.number is None:
            raise AssertionError("a letter has its number once it is frozen")
        return self.act.number


@dataclass(frozen=True)
class IssueStep:
    """One step of an issue. `after`: those whose effect it rests on."""

    do: Callable[[Issue], None]
    after: tuple[Callable[[Issue], None], ...] = ()


def in_order(*steps: IssueStep) -> tuple[IssueStep, ...]:
    """These steps. Raises `TypeError` for one that comes before what it rests on, or without it."""
    done: set[Callable[[Issue], None]] = set()
    for step in steps:
        if missing := set(step.after) - done:
            names = ", ".join(sorted(one.__name__ for one in missing))
            raise TypeError(f"{step.do.__name__} rests on {names}")
        done.add(step.do)
    return steps


def compare_again(by: Principal, session: Session, documents: Documents, act_id: UUID, *, now: datetime) -> None:
    """Before an issue, and in a transaction of its own, since a refusal takes back what the other wrote: have the act compared again if
    something arrived since the look on which its approval rests. Until intake has answered the issue waits (`check.waiting`); where
    somebody is named now the approval falls (`going_on.take_answer`), else it goes out by itself.
    """
    act, _case = find_act(session, act_id, by, lock=True)
    if act.status in OPEN:
        if escalations.fell_today(session, act, now=now):
            drafts.fall_on_facts(by, session, act, now=now)
        drafts.offer(session, documents, act, now=now, leaves=True)


def wait(by: Principal, session: Session, act_id: UUID) -> None:
    """After an issue that was refused because the act is being compared, in a transaction of its own too: it goes out by itself."""
    act, _case = find_act(session, act_id, by, lock=True)
    if act.status == ActStatus.APPROVED:
        checks.waits_for(by, session, act.id, act.content_hash, cases_of(session, act), {"do": ISSUE})


def issue(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Recommendation:
    """Sign and send, in the order of `STEPS`. The rules are asked again as of today: a body may have gone, a court may have the
    matter now.

    Raises `NotAllowed` for who does not sign such an act.
    """
    act, case = find_act(session, act_id, by, lock=True)
    letter = _checked(by, session, case, act, local_date(now), confirmed_only=outgoing.confirmed_only)
    escalations.require_current(session, documents, act, now=now)
    checks.require_leaving(session, act.id, act.content_hash, cases_of(session, act), now=now)
    under_way = Issue(by, session, documents, case, letter, outgoing.address, now, Status(case.status))
    for step in STEPS:
        step.do(under_way)
    # The version of act and case that the answer names is that of the written row.
    session.flush()
    return act


def _checked(
    by: Principal, session: Session, case: Case, act: Recommendation, today: date, *, confirmed_only: bool
) -> renderings.Letter:
    """The letter, if all that the law and the four eyes ask for holds; otherwise refuses, with everything that stands against it."""
    letter = renderings.drafted(session, act, today)
    alone = letter.kind.approval is Approval.NONE
    act_data.signing_of(act.kind, today).check_signatory(by.roles)
    recommendation.check_fell(act.approval_fell)
    if not alone and not recommendation.is_told(act.approved_told, renderings.told_digest(letter)):
        recommendation.check_fell(recommendation.Fell.FACTS_CHANGED)
    status = after_act(ActStatus(act.status), ActStep.ISSUE, alone=alone)
    content = faults.content_of(session, act, today)
    current = drafts.hash_of(act, content.items, content.addressed)
    recommendation.check_issue(approved_hash=act.content_hash if alone else act.approved_hash, current_hash=current)
    if str(by.person) in act.authors and not alone:
        raise RuleViolation("nobody issues what they wrote", code="issue.own_work")
    escalations.check_two_people(by, act)
    check_issue(act.cosigners, [row.signature for row in joint.of_act(session, act.id)], act.content_hash)
    if act.supersedes is not None:
        # Locked before it is asked whether it stands.
        session.get(Recommendation, act.supersedes, with_for_update=True)
    refuse(faults.of(session, case, content, today, confirmed_only=confirmed_only))
    for addressee in letter.addressees:
        body = content.known.bodies[addressee.institution_id]
        addressee.institution_class = body.institution_class
        addressee.name_sq, addressee.name_en = body.name_sq, body.name_en
    act.status = status.value
    # What was approved is the text with the mark; from now on the day is known.
    act.grounds = dated(act.grounds, act.language, day_words(today, act.language))
    return letter


def _freeze(issue: Issue) -> None:
    """The letter gets its number, each addressee a copy that nobody changes."""
    marks = letters.freeze(issue.by, issue.session, issue.documents, issue.letter, issue.address)
    issue.act.number, issue.act.protocol = marks.number, marks.protocol


def _sign(issue: Issue) -> None:
    issue.act.issued_by, issue.act.issued_at, issue.act.issued_on = issue.by.id, issue.now, issue.letter.day


def _oblige(issue: Issue) -> None:
    """Items × answering addressees. Their clocks begin with the delivery, never here."""
    letter, session = issue.letter, issue.session
    items = {item.id: item for item in letter.items}
    addressees = [renderings.as_addressee(one) for one in letter.addressees]
    obligations = [
        _obligation(issue, pair, items[UUID(str(pair.item_id))])
        for pair in spread(letter.kind, [item.as_item() for item in letter.items], addressees)
    ]
    session.add_all(obligations)
    session.flush()


def _hold(issue: Issue) -> None:
    """What may be sent while a court or a prosecutor has the matter stands with the rest of the case from its beginning."""
    if issue.case.elsewhere == Elsewhere.NONE:
        return
    owed = select(Obligation).where(Obligation.recommendation_id == issue.act.id)
    for obligation in issue.session.execute(owed.order_by(Obligation.id)).scalars():
        clocks.hold_too(issue.by, issue.session, obligation, now=issue.now)
        if obligation.item_due is not None:
            # The letter names a day; that it is not counted now its body reads with it.
            days_told.tell(issue.session, issue.documents, obligation, now=issue.now)
    following.tell_held(issue.session, issue.case)


def _obligation(issue: Issue, pair: Pair, item: ActItem) -> Obligation:
    letter, kind = issue.letter, issue.letter.kind
    classes = {one.institution_id: BodyClass(one.institution_class) for one in letter.addressees}
    body_class = classes[UUID(str(pair.institution_id))]
    pressed = body_class not in UNPRESSED
    obligation = Obligation(
        recommendation_id=letter.act.id,
        case_id=issue.case.id,
        item_id=item.id,
        institution_id=pair.institution_id,
        institution_class=body_class.value,
        role=pair.role.value,
        expects=kind.expects.value,
        counts=kind.counts_in_compliance and pressed,
        term=kind.term,
        ladder=kind.ladder if pressed else None,
        issued_on=letter.day,
        item_due=issued_day(item.due, data.calendar_of(letter.day)),
        created_at=issue.now,
    )
    obligation.write_facts(Facts())
    return obligation


def _move_case(issue: Issue) -> None:
    facts = facts_of(issue.session, issue.case, local_date(issue.now))
    rung = is_rung(issue.session, issue.act.id)
    step = issue.letter.kind.step
    issue.case.status = case_conditions.after_issue(issue.before, facts, step, rung=rung).value
    following.tell_moved(issue.session, issue.case, issue.before, step)


def _show(issue: Issue) -> None:
    """Since when the public may see it follows from the last day of its clocks."""
    publications.renew(issue.session, issue.act, now=issue.now)


def _announce(issue: Issue) -> None:
    act, letter = issue.act, issue.letter
    publish(
        issue.session,
        RecommendationIssued(
            recommendation_id=act.id,
            case_id=issue.case.id,
            number=issue.number,
            kind=act.kind,
            content_hash=act.content_hash,
            items=tuple(IssuedItem(item_id=item.id, due=item.due) for item in letter.items),
            addressees=tuple(
                IssuedAddressee(
                    institution_id=one.institution_id,
                    role=one.role,
                    expects=renderings.expects_of(letter.kind, one.role),
                    rendering=str(one.rendering),
                    answer_told=letter.kind.answer_is_told and Role(one.role) in letter.kind.answering_roles,
                )
                for one in letter.addressees
            ),
            complaints=tuple(messages.hearers_of(issue.session, issue.case, issue.act)),
            supersedes=act.supersedes,
            held=issue.case.elsewhere != Elsewhere.NONE,
            about=escalations.items_before(issue.session, act),
            also_of=tuple(one for one in cases_of(issue.session, act) if one != act.case_id),
        ),
        act.id,
    )


def _write_history(issue: Issue) -> None:
    session, case, act, letter = issue.session, issue.case, issue.act, issue.letter
    by, now = issue.by, issue.now
    note(session, case.id, now, by.name, "act.issued", act=act.id, number=act.number)
    if case.status != issue.before:
        note(session, case.id, now, by.name, f"step.{Step.RECOMMEND}", act=act.id)
    if letter.kind.asks_information:
        document = issue.documents.keep(WrittenText(text="\n\n".join(item.text for item in letter.items)))
        [whom, *others] = [one.institution_id for one in letter.addressees]
        # A request to many names none of them here: its page lists them.
        asked = {} if others else {"institution": whom}
        note(session, case.id, now, by.name, f"step.{Step.REQUEST_INFORMATION}", document, act=act.id, **asked)
    audit.record(session, by, "act.issued", "recommendation", act.id, number=act.number, status=case.status)


def _tell_complainants(issue: Issue) -> None:
    """An advice to sue is for the injured person alone, and goes to their mailbox."""
    act, session = issue.act, issue.session
    if issue.letter.kind.receiver is not Receiver.COMPLAINANT:
        return
    pdf = advice_letters.freeze(issue.by, session, issue.documents, issue.letter, issue.address)
    text = renderings.mailbox_text(issue.letter, advice_letters.advised(session, act))
    message = MailboxMessage(text=text, language=act.language, pdf=pdf)
    hearers = messages.hearers_of(session, issue.case, act)
    messages.tell(issue.by, session, issue.documents, issue.case, hearers, message, now=issue.now)


def _send_rung(issue: Issue) -> None:
    """An act that the ladder asked for is sent with its issue."""
    escalations.record_issued(issue.by, issue.session, issue.act, now=issue.now)


def _supersede(issue: Issue) -> None:
    if (old := issue.act.supersedes) is not None:
        about = issue.documents, issue.case, old, issue.act, issue.address
        withdrawals.supersede(issue.by, issue.session, *about, now=issue.now)


def _follow_readdressing(issue: Issue) -> None:
    readdressings.follow(issue.by, issue.session, issue.documents, issue.act, now=issue.now)


#: What an issue does, in this order and in one transaction.
STEPS = in_order(
    IssueStep(_freeze),
    IssueStep(_sign, after=(_freeze,)),
    IssueStep(_oblige, after=(_sign,)),
    IssueStep(_move_case, after=(_sign, _oblige)),
    IssueStep(_show, after=(_sign, _oblige)),
    IssueStep(_announce, after=(_freeze,)),
    IssueStep(_hold, after=(_sign, _oblige)),
    IssueStep(_write_history, after=(_freeze, _move_case)),
    IssueStep(_tell_complainants, after=(_freeze,)),
    IssueStep(_send_rung, after=(_sign, _oblige)),
    IssueStep(_follow_readdressing, after=(_sign, _oblige)),
    IssueStep(_supersede, after=(_sign,)),
)
