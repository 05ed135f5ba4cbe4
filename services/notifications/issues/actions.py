"""Drafting an issue, approving it as another person, withdrawing it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notifications.comparing import actions as comparing
from services.notifications.domain import TIRANA
from services.notifications.issues import domain
from services.notifications.issues.domain import State
from services.notifications.issues.models import Issue, IssueItem, IssueText
from services.notifications.issues.queries import desk, public, texts
from services.notifications.issues.schemas import IssueBody, NewIssueBody
from services.notifications.library.models import PublicationVersion
from services.notifications.outlets.actions import feeds_changed
from services.notifications.outlets.models import PublicAct
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import RuleViolation, refuse

#: Given the revision of the draft, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


def begin(by: Principal, session: Session, wanted: NewIssueBody, *, now: datetime) -> Issue:
    """The draft of the next issue, of all that became public up to the end of a day and that no issue has told.

    Raises `ContentViolation` for a day to come or that was told, `RuleViolation` while a draft is open, and where there is nothing.
    """
    _one_at_a_time(session)
    last, today = desk.last_day(session), now.astimezone(TIRANA).date()
    domain.check_period(wanted.until, last, today)
    if desk.draft(session) is not None or desk.waiting(session) is not None:
        raise RuleViolation("a draft is open", code="issue.draft_open")
    items = _items(session, wanted, now)
    if not items:
        raise RuleViolation("nothing became public", code="issue.nothing")
    first = min(map(_moment, items)).astimezone(TIRANA).date()
    since = min(first, last + timedelta(days=1)) if last else first
    made = Issue(since=since, until=wanted.until, hands=[str(by.person)], made_at=now, texts=[], items=items)
    session.add(made)
    _trace(by, session, made, "issue.begun")
    return made


def write(by: Principal, session: Session, issue_id: UUID, wanted: IssueBody, check: Check) -> Issue:
    """The introductions and what is left out. Raises `RuleViolation` once it is out, `ContentViolation` for an item of another."""
    found = desk.issue(session, issue_id, lock=True)
    domain.check_draft(found.stands)
    check(found.revision)
    domain.check_items(wanted.left_out, [one.id for one in found.items])
    given = {"sq": wanted.sq, "en": wanted.en}
    kept = {one.language: one for one in found.texts}
    for language, words in given.items():
        if language in kept:
            kept[language].words = words
        else:
            found.texts.append(IssueText(language=language, words=words))
    for item in found.items:
        item.left_out = item.id in wanted.left_out
    found.hands = sorted({*found.hands, str(by.person)})
    found.revision += 1
    _trace(by, session, found, "issue.written")
    return found


def compare(session: Session, documents: Documents, *, now: datetime) -> None:
    """Have the draft, and why issues were withdrawn, compared with the sealed files, each as it stands now."""
    open_one = desk.draft(session)
    if open_one is not None and open_one.texts:
        comparing.offer(session, documents, texts.of_issue(open_one), now=now)
    for taken_back in session.execute(select(Issue).where(Issue.state == State.WITHDRAWN.value)).scalars():
        comparing.offer(session, documents, texts.of_withdrawal(taken_back), once=True, now=now)


def approve(
    by: Principal, session: Session, issue_id: UUID, check: Check, names_reason: str = "", *, now: datetime
) -> Issue:
    """Another person says that it is what the office tells: it gets its number, and is out once it was compared again. `names_reason`: why its words may be read although
    they name somebody, or may. Raises `RuleViolation` with all that stands against it.
    """
    _one_at_a_time(session)
    found = desk.issue(session, issue_id, lock=True)
    domain.check_draft(found.stands)
    check(found.revision)
    told = sum(not one.left_out and public.readable(one, now) for one in found.items)
    words = {one.language: one.words for one in found.texts}
    named = comparing.against(by, session, texts.of_issue(found), names_reason, now=now) if found.texts else []
    refuse([*domain.against_approval(found.stands, by.person, words, told), *named])
    year = now.astimezone(TIRANA).year
    last = session.execute(select(func.max(Issue.number)).where(Issue.year == year)).scalar()
    found.year, found.number, found.state = year, (last or 0) + 1, State.OUT.value
    found.approved_at, found.approved_by = now, by.person
    found.stopped_at = None
    found.revision += 1
    _trace(by, session, found, "issue.approved")
    return found


def release(by: Principal, session: Session, documents: Documents, *, now: datetime) -> None:
    """What is approved is out once it was compared with the sealed files a last time. What names somebody by now is a draft again, and its
    number goes to the next.
    """
    _one_at_a_time(session)
    found = desk.waiting(session)
    if found is None or found.approved_at is None:
        return
    look = comparing.last_look(session, documents, texts.of_issue(found), found.approved_at, now=now)
    if look is None:
        return
    if look.clean:
        found.released_at = now
        feeds_changed(session, ["issues"], now=now)
    else:
        _unapprove(found)
        found.stopped_at = now
    _trace(by, session, found, "issue.released" if look.clean else "issue.stopped")


def _unapprove(found: Issue) -> None:
    found.state, found.number, found.year = State.DRAFT.value, None, None
    found.approved_at, found.approved_by = None, None
    found.revision += 1


def withdraw(by: Principal, session: Session, issue_id: UUID, reason: str, *, now: datetime) -> Issue:
    """Take it back: its page says when and why, and mails that have not left do not leave; one that nobody read yet is a draft again. Raises `RuleViolation` for what is not out."""
    found = desk.issue(session, issue_id, lock=True)
    domain.check_out(found.stands)
    if found.released_at is None:
        _unapprove(found)
    else:
        found.state, found.reason = State.WITHDRAWN.value, reason
        found.withdrawn_at, found.withdrawn_by = now, by.person
        feeds_changed(session, ["issues"], now=now)
        found.revision += 1
    _trace(by, session, found, "issue.withdrawn")
    return found


def _items(session: Session, wanted: NewIssueBody, now: datetime) -> list[IssueItem]:
    before = desk.end_of(wanted.until)
    acts, versions = desk.untold(session, now)
    chosen: list[PublicAct | PublicationVersion] = [*acts, *versions]
    of_it = [one for one in chosen if _public_since(one) < before]
    return [_item(place, one) for place, one in enumerate(of_it)]


def _item(place: int, told: PublicAct | PublicationVersion) -> IssueItem:
    if isinstance(told, PublicAct):
        return IssueItem(place=place, act=told, act_id=told.id)
    return IssueItem(place=place, version=told, version_id=told.id)


def _public_since(told: PublicAct | PublicationVersion) -> datetime:
    moment = told.first_at if isinstance(told, PublicAct) else told.released_at
    if moment is None:
        raise AssertionError("what is shown was released")
    return moment


def _moment(item: IssueItem) -> datetime:
    told = item.act or item.version
    if told is None:
        raise AssertionError("an item is an act or a version")
    return _public_since(told)


def _one_at_a_time(session: Session) -> None:
    """Two that begin or approve at the same moment do it one after the other."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("issue", 0))))


def _trace(by: Principal, session: Session, issue: Issue, what: str) -> None:
    session.flush()
    audit.record(session, by, what, "issue", issue.id)
