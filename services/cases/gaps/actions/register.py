"""Entering and correcting a gap, the cases that showed it, and how it ended."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import checks, drafts
from services.cases.actions.numbering import next_reference
from services.cases.domain.checks import TextKind
from services.cases.domain.recommendation import ActStatus, check_approval, content_hash
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as gap_data
from services.cases.gaps.domain import gaps
from services.cases.gaps.models import Gap, GapAct, GapBody, GapCase, GapOutcome
from services.cases.gaps.queries import stages
from services.cases.gaps.queries.gaps import cases_behind, find_gap
from services.cases.gaps.schemas.gaps import GapCasesBody, GapChangeBody, GapOutcomeBody, NewGapBody
from services.cases.models import Case, Recommendation
from services.cases.models.cases import note
from services.cases.queries import checks as looks
from services.cases.queries.checks import newest, outlived
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.typed import UNSENT

Check = Callable[[int], None]
PREFIX = "G"
TEXTS = ("title", "description", "provision")


def enter(by: Principal, session: Session, documents: Documents, wanted: NewGapBody, *, now: datetime) -> Gap:
    """A new entry. Raises `ContentViolation` at its field, `NotFound` for a case that is not there for the person."""
    today = local_date(now)
    gap_data.gap_kind_on(wanted.kind, today)
    _check(session, wanted)
    gap = Gap(
        number=next_reference(session, PREFIX, today.year),
        kind=wanted.kind,
        title=wanted.title,
        description=wanted.description,
        provision=wanted.provision,
        rights=list(dict.fromkeys(wanted.rights)),
        opened_at=now,
        opened_by=by.person,
    )
    gap.content_hash = content_hash(_texts(session, gap))
    session.add(gap)
    session.flush()
    _name_bodies(session, gap, wanted.bodies)
    audit.record(session, by, "gap.entered", "gap", gap.id, kind=gap.kind)
    if wanted.cases:
        _link(by, session, gap, wanted.cases, now=now)
    session.flush()
    offer(session, documents, gap, now=now)
    return gap


def change(
    by: Principal,
    session: Session,
    documents: Documents,
    gap_id: UUID,
    changes: GapChangeBody,
    check: Check,
    *,
    now: datetime,
) -> Gap:
    """Correct the texts, rights or bodies. `check` is given the version that the reader must have seen."""
    gap = find_gap(session, gap_id, lock=True)
    check(gap.version)
    _check(session, changes)
    before, was = _coded(session, gap), gap.content_hash
    sent = [name for name, value in vars(changes).items() if value is not UNSENT]
    for name in TEXTS:
        if name in sent:
            setattr(gap, name, getattr(changes, name))
    gap.content_hash = content_hash(_texts(session, gap))
    if changes.rights is not UNSENT:
        gap.rights = list(changes.rights)
    if changes.bodies is not UNSENT:
        session.execute(delete(GapBody).where(GapBody.gap_id == gap.id))
        _name_bodies(session, gap, changes.bodies)
    session.flush()
    after = _coded(session, gap)
    told = audit.changes(**{name: (was, after[name]) for name, was in before.items()})
    audit.record(session, by, "gap.changed", "gap", gap.id, fields=sorted(sent), changes=told)
    if (before, was) != (after, gap.content_hash):
        _fall(by, session, gap, now=now)
    offer(session, documents, gap, now=now, writer=by)
    return gap


def _fall(by: Principal, session: Session, gap: Gap, *, now: datetime) -> None:
    """Who approved an act of it read what the gap says no more."""
    mine = select(Recommendation.id, Recommendation.case_id).join(GapAct, GapAct.recommendation_id == Recommendation.id)
    mine = mine.where(GapAct.gap_id == gap.id, Recommendation.status == ActStatus.APPROVED)
    for act_id, case_id in session.execute(mine.order_by(Recommendation.case_id, Recommendation.id)).all():
        session.get_one(Case, case_id, with_for_update=True)
        act = session.get_one(Recommendation, act_id, with_for_update=True, populate_existing=True)
        if act.status == ActStatus.APPROVED:
            drafts.fall_on_facts(by, session, act, now=now)


def link_cases(
    by: Principal, session: Session, documents: Documents, gap_id: UUID, wanted: GapCasesBody, *, now: datetime
) -> Gap:
    """Tie cases to a gap that they showed; one that is tied already stays. Raises `NotFound`."""
    gap = find_gap(session, gap_id, lock=True)
    _link(by, session, gap, wanted.cases, now=now)
    session.flush()
    offer(session, documents, gap, now=now)
    return gap


def explain_names(by: Principal, session: Session, gap_id: UUID, seen: str, reason: str, *, now: datetime) -> Gap:
    """Say why the public may read exactly these texts although they name someone; somebody else than who entered them does."""
    gap = find_gap(session, gap_id, lock=True)
    check_approval(authors=(), approver=by.person, seen_hash=seen, current_hash=gap.content_hash or "")
    look = looks.leaving(session, gap.id, seen, cases_behind(session, gap.id), now)
    checks.explain(by, session, look, reason, now=now)
    audit.record(session, by, "gap.names_explained", "gap", gap.id, content_hash=seen)
    return gap


def compare_again(session: Session, documents: Documents, gap_id: UUID, *, now: datetime) -> None:
    """Before somebody says why the public may read a gap, and in a transaction of its own, as `issuing.compare_again`."""
    offer(session, documents, find_gap(session, gap_id, lock=True), now=now, leaves=True)


def offer(
    session: Session,
    documents: Documents,
    gap: Gap,
    *,
    now: datetime,
    writer: Principal | None = None,
    leaves: bool = False,
) -> None:
    """A step of others: have the texts compared with the files of the cases that showed the gap; until then nobody outside
    reads them. `writer`: who changed them just now; `leaves`: as `checks.offer`.
    """
    gap.content_hash = content_hash(_texts(session, gap))
    session.flush()
    leaving = checks.Leaving(
        kind=TextKind.GAP,
        text_id=gap.id,
        cases=cases_behind(session, gap.id),
        content_hash=gap.content_hash,
        parts=list(_texts(session, gap).items()),
        authors=[*writers(session, gap), *([str(writer.person)] if writer else [])],
        alone=True,
    )
    checks.offer(session, documents, leaving, now=now, leaves=leaves)


def writers(session: Session, gap: Gap) -> list[str]:
    """Who wrote in its texts until now, as ids: whoever takes them over has them among the authors."""
    look = newest(session, gap.id)
    return list(dict.fromkeys([str(gap.opened_by), *(look.authors if look else ())]))


def _texts(session: Session, gap: Gap) -> dict[str, str]:
    """What the public reads of it; with where its end and each stage can be read, once it has them."""
    ends = select(GapOutcome.source).where(GapOutcome.gap_id == gap.id).order_by(GapOutcome.at.desc()).limit(1)
    source = session.execute(ends).scalar()
    texts = {name: str(getattr(gap, name)) for name in TEXTS}
    ended = {} if source is None else {"source": source}
    return {**texts, **ended, **stages.texts_of(stages.stages_of(session, gap.id))}


def offer_anew(session: Session, documents: Documents, *, now: datetime) -> None:
    """Have the texts compared again where a case has another complaint since, or nobody has offered them, and once a day where anything arrived
    anywhere; the rest is known.
    """
    rows = select(Gap, outlived(Gap.id, Gap.content_hash, now)).order_by(Gap.id)
    for gap, is_outlived in session.execute(rows).all():
        offer(session, documents, gap, now=now, leaves=is_outlived)


def record_outcome(
    by: Principal, session: Session, documents: Documents, gap_id: UUID, end: GapOutcomeBody, *, now: datetime
) -> Gap:
    """How it ended, on which day, and where that can be read. A later record corrects an earlier one; both stay."""
    gap, today = find_gap(session, gap_id, lock=True), local_date(now)
    gaps.check_outcome(gap_data.gap_kind_on(gap.kind, today), end.outcome, end.on, end.source, today)
    row = GapOutcome(gap_id=gap.id, outcome=end.outcome, on=end.on, source=end.source, by=by.person, at=now)
    session.add(row)
    audit.record(session, by, "gap.settled", "gap", gap.id, outcome=end.outcome)
    session.flush()
    offer(session, documents, gap, now=now, writer=by)
    return gap


def _name_bodies(session: Session, gap: Gap, bodies: Iterable[UUID]) -> None:
    session.add_all(GapBody(gap_id=gap.id, institution_id=body) for body in dict.fromkeys(bodies))


def _link(by: Principal, session: Session, gap: Gap, cases: Sequence[UUID], *, now: datetime) -> None:
    known = set(session.execute(select(GapCase.case_id).where(GapCase.gap_id == gap.id)).scalars())
    for case_id in dict.fromkeys(cases):
        case = find_case(session, case_id, by)
        if case.id not in known:
            session.add(GapCase(gap_id=gap.id, case_id=case.id, linked_by=by.person, linked_at=now))
            note(session, case.id, now, by.name, "case.gap_linked", gap=gap.number)
            audit.record(session, by, "gap.case_linked", "case", case.id, gap=str(gap.id))


def _check(session: Session, content: NewGapBody | GapChangeBody) -> None:
    for name in TEXTS:
        text = getattr(content, name)
        if text is not UNSENT:
            gaps.check_text(text, name)
    if content.rights is not UNSENT:
        _check_rights(content.rights)
    if content.bodies is not UNSENT:
        known = institutions(session, content.bodies)
        for place, body in enumerate(content.bodies):
            if body not in known:
                raise ContentViolation("no such institution", code="institution_unknown", field=f"bodies.{place}")


def _check_rights(rights: Sequence[str]) -> None:
    if not rights:
        raise ContentViolation("a gap names at least one right", code="case.no_right", field="rights")
    for place, right in enumerate(rights):
        if right not in data.articles():
            raise ContentViolation("no right of the Convention", code="case.right_unknown", field=f"rights.{place}")


def _coded(session: Session, gap: Gap) -> dict[str, object]:
    """What of a gap is codes and ids; the rest is words, which the trail does not tell."""
    bodies = session.execute(select(GapBody.institution_id).where(GapBody.gap_id == gap.id)).scalars()
    return {"rights": gap.rights, "bodies": [str(one) for one in bodies]}
