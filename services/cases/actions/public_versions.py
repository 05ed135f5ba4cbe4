"""What the public reads of an act is a text of its own, made from the letter and approved by a second person."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import checks, publicity, tasks
from services.cases.data.acts import task_words
from services.cases.domain.checks import TextKind
from services.cases.domain.kinds import Publication
from services.cases.domain.publication import check_version
from services.cases.domain.recommendation import check_approval, content_hash
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, PublicVersion, Recommendation
from services.cases.models.cases import note
from services.cases.queries.checks import APPROVE, cases_of, of_act_cases, outlived, uncovered
from services.cases.queries.public_versions import draft_of, readable, replaced, shown_of
from services.cases.queries.visibility import find_act
from services.cases.schemas.public_versions import PublicVersionBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import RuleViolation


def write(
    by: Principal, session: Session, documents: Documents, act_id: UUID, wanted: PublicVersionBody, *, now: datetime
) -> PublicVersion:
    """Write what the public is to read, which names who signed the act besides the office; a draft that waits is changed. Raises `RuleViolation` (409) for an act that was not
    issued, or that the public may never see, `ContentViolation` (422) for another number of items than the letter has.
    """
    act, case = find_act(session, act_id, by, lock=True)
    _check_public(act)
    asked = session.execute(select(func.count()).where(ActItem.recommendation_id == act.id)).scalar_one()
    check_version(wanted.items, asked)
    version = draft_of(session, act.id) or PublicVersion(id=uuid4(), recommendation_id=act.id, authors=[])
    version.title, version.grounds, version.items = wanted.title, wanted.grounds, list(wanted.items)
    version.authors = list(dict.fromkeys([*version.authors, str(by.person)]))
    read = {"title": version.title, "grounds": version.grounds, "items": version.items}
    version.content_hash = content_hash(read | ({"cosigners": act.cosigners} if act.cosigners else {}))
    version.written_at = now
    session.add(version)
    session.flush()
    _offer(session, documents, act, version, now)
    note(session, case.id, now, by.name, "public_version.written", act=act.id)
    audit.record(session, by, "public_version.written", "recommendation", act.id, content_hash=version.content_hash)
    return version


def approve(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    seen: str,
    *,
    now: datetime,
    names_reason: str = "",
) -> PublicVersion:
    """Let the public read exactly the content that was read; while it is compared with the sealed files the approval waits, and goes on by
    itself. Raises `RuleViolation` (409) for an own text, one that has changed, one that has to be compared anew, and where there is
    none; `ContentViolation` (422) for one that names someone, without a reason.
    """
    act, case = find_act(session, act_id, by, lock=True)
    version = draft_of(session, act.id)
    if version is None:
        raise RuleViolation("there is no draft of it", code="version.none")
    check_approval(authors=version.authors, approver=by.person, seen_hash=seen, current_hash=version.content_hash)
    cases, then = cases_of(session, act), {"do": APPROVE, "seen": seen, "act": str(act.id)}
    if checks.waits_for(by, session, version.id, version.content_hash, cases, then):
        return version
    checks.require(by, session, version.id, version.content_hash, cases, names_reason, now=now, leaves=True)
    version.approved_by, version.approved_at = by.id, now
    publicity.set_down(session, documents, version)
    note(session, case.id, now, by.name, "public_version.approved", act=act.id)
    audit.record(session, by, "public_version.approved", "recommendation", act.id, content_hash=version.content_hash)
    publicity.tell(session, act, now=now)
    return version


def compare_again(by: Principal, session: Session, documents: Documents, act_id: UUID, *, now: datetime) -> None:
    """Before the public reads a draft, or what was taken back, and in a transaction of its own, as `issuing.compare_again`."""
    act, _case = find_act(session, act_id, by, lock=True)
    version = draft_of(session, act.id) or shown_of(session, [act.id]).get(act.id)
    if version is not None:
        _offer(session, documents, act, version, now, leaves=True)


def offer_anew(session: Session, documents: Documents, *, now: datetime) -> None:
    """Have the drafts, and what the public reads, compared again where a case has another complaint or message since, and once a day where
    anything arrived anywhere.
    """
    text = PublicVersion.id, PublicVersion.content_hash
    rows = (
        select(PublicVersion, Recommendation)
        .join(Recommendation, Recommendation.id == PublicVersion.recommendation_id)
        .where(~replaced(), or_(uncovered(*text, of_act_cases()), outlived(*text, now)))
        .order_by(PublicVersion.id)
    )
    for version, act in session.execute(rows).all():
        _offer(session, documents, act, version, now, leaves=True)


def take_back(by: Principal, session: Session, documents: Documents, *, now: datetime) -> None:
    """Where what the public reads turned out to name someone, nobody outside reads it from that moment on (`queries.public_versions.readable`). Here it
    is put before a person: a task for who approved it, and a line in the history of the case.
    """
    rows = select(PublicVersion).where(
        PublicVersion.approved_at.is_not(None), PublicVersion.withheld_at.is_(None), ~replaced(), ~readable()
    )
    for version in session.execute(rows.order_by(PublicVersion.id).with_for_update(skip_locked=True)).scalars().all():
        _put_before(by, session, documents, version, now)


def explain_names(
    by: Principal, session: Session, act_id: UUID, seen: str, reason: str, *, now: datetime
) -> PublicVersion:
    """Say why the public may read exactly what was taken back for naming someone; it is shown again. Somebody else than who wrote
    in it does. Raises as `approve` does.
    """
    act, case = find_act(session, act_id, by, lock=True)
    version = shown_of(session, [act.id]).get(act.id)
    if version is None or version.withheld_at is None:
        raise RuleViolation("nothing was taken back", code="version.not_withheld")
    check_approval(authors=(), approver=by.person, seen_hash=seen, current_hash=version.content_hash)
    checks.require(by, session, version.id, seen, cases_of(session, act), reason, now=now, leaves=True)
    version.withheld_at = None
    note(session, case.id, now, by.name, "public_version.shown_again", act=act.id)
    audit.record(session, by, "public_version.shown_again", "recommendation", act.id, content_hash=seen)
    publicity.tell(session, act, now=now)
    return version


def _put_before(by: Principal, session: Session, documents: Documents, version: PublicVersion, now: datetime) -> None:
    act = session.get_one(Recommendation, version.recommendation_id)
    version.withheld_at = now
    words = task_words("public_version_withheld", local_date(now)).format(number=act.number)
    second, writer = version.approved_by, UUID(version.authors[-1])
    tasks.put(by, session, documents, act.case_id, words, second, now=now, asked_by=second or writer)
    note(session, act.case_id, now, by.name, "public_version.withheld", act=act.id)
    audit.record(session, by, "public_version.withheld", "recommendation", act.id, content_hash=version.content_hash)
    session.flush()


def _check_public(act: Recommendation) -> None:
    if act.issued_on is None:
        raise RuleViolation("the letter is issued first", code="act.not_issued")
    if data.kind_on(act.kind, act.issued_on).publication is Publication.NEVER:
        raise RuleViolation("the law does not let it be shown", code="publication.never")


def _offer(
    session: Session,
    documents: Documents,
    act: Recommendation,
    version: PublicVersion,
    now: datetime,
    *,
    leaves: bool = False,
) -> None:
    items = [(f"items.{place}", one) for place, one in enumerate(version.items)]
    cosigners = [(f"cosigners.{place}", name) for place, name in enumerate(act.cosigners)]
    leaving = checks.Leaving(
        kind=TextKind.PUBLIC_VERSION,
        text_id=version.id,
        cases=cases_of(session, act),
        content_hash=version.content_hash,
        parts=[("title", version.title), ("grounds", version.grounds), *items, *cosigners],
        authors=version.authors,
    )
    checks.offer(session, documents, leaving, now=now, leaves=leaves)
