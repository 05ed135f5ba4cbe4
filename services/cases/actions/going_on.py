"""What waited until a text was compared with the sealed files, and named nobody, goes on by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks, clarifications, drafts, issuing, messages, public_versions, publicity, tasks
from services.cases.actions.outgoing import Outgoing
from services.cases.data.acts import task_words
from services.cases.domain.checks import WAITING, CheckState, TextKind, needs_reason
from services.cases.domain.timeliness import local_date
from services.cases.models import PublicVersion, Recommendation, TextCheck
from services.cases.models.cases import note
from services.cases.queries.checks import APPROVE, CLARIFY, FELL, ISSUE, find_held, look_of, needs_none
from services.cases.queries.visibility import find_act
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import DraftChecked
from shared.principal import Principal
from shared.rules import NotAllowed, NotFound, RuleViolation
from shared.staff import StaffAccount

#: What is done with an approved text, or a text to approve, as it was read.
ON_TEXT = (APPROVE, ISSUE)
BATCH = 50
REFUSED = (RuleViolation, NotAllowed, NotFound)


def take_answer(by: Principal, session: Session, event: DraftChecked, *, now: datetime) -> None:
    """Intake's answer; a message to complainants that names nobody is put into their mailboxes at once, an act that names somebody by now,
    or may, is approved no more, which who approved and who drafted it are told, and what the public reads and turns out so is gone at once.
    """
    check = checks.take(by, session, event, now=now)
    if check is None:
        return
    what, tell = _held(by, session, check)
    if check.kind == TextKind.ACT:
        tell += drafts.fall_on_names(by, session, check, waited=bool(tell), now=now)
    if tell:
        check.then = {"do": FELL, "what": what, "tell": [*tell, *check.authors]}
    if check.kind == TextKind.ACT:
        return
    messages.deliver(session, check, now=now)
    version = session.get(PublicVersion, check.text_id) if check.kind == TextKind.PUBLIC_VERSION else None
    if version is not None:
        publicity.tell(session, session.get_one(Recommendation, version.recommendation_id), now=now)


def _held(by: Principal, session: Session, check: TextCheck) -> tuple[str, list[str]]:
    """What waited for the look and is not done, since the text names somebody or may; and who wanted it, if it fell: they have not seen
    that, and are asked again.
    """
    then = check.then or {}
    if then.get("do") not in ON_TEXT or check.alone or not needs_reason(look_of(check)):
        return APPROVE, []
    audit.record(session, by, "text.held", check.kind, check.text_id, reason="check.names_someone")
    return str(then["do"]), [str(then["by"])]


def tell_fallen(by: Principal, session: Session, documents: Documents, *, now: datetime) -> None:
    """Put before who approved a text, and who wrote it, that the approval fell, and how many places of it were asked about."""
    rows = select(TextCheck).where(TextCheck.then.has_key("tell")).order_by(TextCheck.checked_at, TextCheck.id)
    for check in session.execute(rows.limit(BATCH).with_for_update(skip_locked=True)).scalars().all():
        version = session.get(PublicVersion, check.text_id)
        act = session.get_one(Recommendation, version.recommendation_id if version else check.text_id)
        then, key = check.then or {}, "public_version_approval_fell" if version else "approval_fell"
        words = task_words(key, local_date(now)).format(places=check.stops + check.asks)
        if version:
            note(session, act.case_id, now, by.name, "public_version.approval_fell", act=act.id)
        tasks.put_before(by, session, documents, act.case_id, words, then["tell"], now=now)
        check.then = {"do": FELL, "what": then["what"]}


def explain_names(by: Principal, session: Session, check_id: UUID, reason: str, *, now: datetime) -> None:
    """Say why a message may leave although it names someone, and send it; somebody else than who wrote it does."""
    check = find_held(session, check_id, by)
    checks.explain(by, session, check, reason, now=now)
    messages.deliver(session, check, now=now)


def discard(by: Principal, session: Session, check_id: UUID) -> None:
    """A message that waited is not sent."""
    check = find_held(session, check_id, by)
    if (check.then or {}).get("do") == CLARIFY:
        clarifications.give_up(session, check)
    check.then = None
    audit.record(session, by, "text.discarded", check.kind, check.text_id)
    session.flush()


def send_one(by: Principal, session: Session, documents: Documents, *, now: datetime, outgoing: Outgoing) -> bool:
    """Do what one text waited for, in the name of who wanted it; whether there was one. What is refused by now stays for a
    person, who finds it as a draft.
    """
    rows = (
        select(TextCheck)
        .where(TextCheck.then["do"].astext.in_((*ON_TEXT, CLARIFY)), TextCheck.state == CheckState.CHECKED.value)
        .where(needs_none())
        .order_by(TextCheck.checked_at, TextCheck.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    check = session.execute(rows).scalar_one_or_none()
    if check is None or check.then is None:
        return False
    do = {CLARIFY: _clarify, APPROVE: _approve, ISSUE: _issue}[check.then["do"]]
    do(by, session, documents, check, now=now, outgoing=outgoing)
    return True


def _issue(
    by: Principal, session: Session, documents: Documents, check: TextCheck, *, now: datetime, outgoing: Outgoing
) -> None:
    wanted, check.then = check.then or {}, None
    try:
        with session.begin_nested():
            who = _principal(session, UUID(wanted["by"]))
            act, _case = find_act(session, check.text_id, who, lock=True)
            if act.content_hash != check.content_hash:
                raise RuleViolation("its words are others now", code="check.text_changed")
            issuing.issue(who, session, documents, check.text_id, now=now, outgoing=outgoing)
    except REFUSED as refused:
        code = getattr(refused, "code", type(refused).__name__)
        if code == WAITING:
            # Another complaint joined the case, or somebody who complained wrote: it waits for the look at that.
            act = session.get_one(Recommendation, check.text_id)
            drafts.offer(session, documents, act, now=now, leaves=True).then = wanted
            return
        audit.record(session, by, "text.held", check.kind, check.text_id, reason=code)


def _approve(
    by: Principal, session: Session, documents: Documents, check: TextCheck, *, now: datetime, outgoing: Outgoing
) -> None:
    wanted, check.then = check.then or {}, None
    try:
        with session.begin_nested():
            who, seen = _principal(session, UUID(wanted["by"])), wanted["seen"]
            if "act" in wanted:
                public_versions.approve(who, session, documents, UUID(wanted["act"]), seen, now=now)
            else:
                issuing.approve(who, session, documents, check.text_id, seen, now=now, outgoing=outgoing)
    except REFUSED as refused:
        code = getattr(refused, "code", type(refused).__name__)
        audit.record(session, by, "text.held", check.kind, check.text_id, reason=code)


def _clarify(
    by: Principal, session: Session, documents: Documents, check: TextCheck, *, now: datetime, outgoing: Outgoing
) -> None:
    try:
        with session.begin_nested():
            who = _principal(session, UUID((check.then or {})["by"]))
            clarifications.send(who, session, documents, check, outgoing.address, now=now)
    except REFUSED as refused:
        # The body said something else meanwhile, or who wrote it left: nobody sends it any more.
        clarifications.give_up(session, check)
        check.then = None
        code = getattr(refused, "code", type(refused).__name__)
        audit.record(session, by, "text.held", check.kind, check.text_id, reason=code)


def _principal(session: Session, person: UUID) -> Principal:
    """Who wanted it, with the roles of today. Raises `NotAllowed` for who is no longer of the office."""
    account = session.get(StaffAccount, person)
    if account is None or not account.active:
        raise NotAllowed("who wanted it is no longer here")
    return Principal("staff", account.id, frozenset(account.roles))
