"""What a commitment is tied to: indicators, gaps and acts; the gap that comes of one which is not kept; and what the Assembly made of acts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.commitments.domain.days import AsOf
from services.cases.commitments.domain.origins import check_origin
from services.cases.commitments.domain.words import Fact, check_not_kept
from services.cases.commitments.models import (
    Commitment,
    CommitmentDocument,
    CommitmentLink,
    CommitmentOrigin,
    CommitmentText,
)
from services.cases.commitments.queries import commitments, links, standing
from services.cases.commitments.schemas.commitments import CommitmentGapBody, OriginBody, TieBody
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as gap_data
from services.cases.gaps.actions import register as gap_actions
from services.cases.gaps.lists import WENT_OUT
from services.cases.gaps.models import Gap
from services.cases.gaps.queries.gaps import find_gap
from services.cases.gaps.schemas.gaps import NewGapBody
from services.cases.indicators import data as indicators
from services.cases.models import Recommendation
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation

#: Whose tasks come of recommendations of the office.
ASSEMBLY = "assembly"


def tie(by: Principal, session: Session, commitment_id: UUID, wanted: TieBody, *, now: datetime) -> Commitment:
    """Tie it to one of the three; what is tied already stays. Raises `NotFound` for what is not there for the person."""
    row, found = commitments.find(session, commitment_id, lock=True), _wanted(by, session, wanted, now)
    if _tied(session, row.id, found) is None:
        session.add(CommitmentLink(commitment_id=row.id, by=by.person, at=now, **found))
        kind, ref = _traced(found)
        audit.record(session, by, "commitment.tied", "commitment", row.id, kind=kind, ref=ref)
        session.flush()
    return row


def untie(by: Principal, session: Session, commitment_id: UUID, wanted: TieBody, *, now: datetime) -> Commitment:
    """Take a tie away that was made in error. Raises `RuleViolation` where a finding rests on it."""
    row, found = commitments.find(session, commitment_id, lock=True), _wanted(by, session, wanted, now)
    tied = _tied(session, row.id, found)
    if tied is None:
        raise NotFound
    at = AsOf(local_date(now), local_date(now))
    rests = {one["ref"] for word, _decision in standing.confirmed(session, [row.id], at) for one in word.evidence}
    kind, ref = _traced(found)
    if f"{kind}:{ref}" in rests:
        raise RuleViolation("a finding rests on it", code="commitment.rests_on_it")
    session.delete(tied)
    audit.record(session, by, "commitment.untied", "commitment", row.id, kind=kind, ref=ref)
    session.flush()
    return row


def enter_gap(
    by: Principal,
    session: Session,
    documents: Documents,
    commitment_id: UUID,
    wanted: CommitmentGapBody,
    *,
    now: datetime,
) -> Gap:
    """A gap filled in from a commitment that the office found, and somebody confirmed, not to be kept; of it comes an act as of any gap."""
    row, today = commitments.find(session, commitment_id, lock=True), local_date(now)
    at = AsOf(today, today)
    check_not_kept(standing.standings(session, [row.id], at)[row.id].facts.assessed)
    document, text = session.get_one(CommitmentDocument, row.document_id), commitments.newest_text(session, row.id)
    found = [word.text for word, _decision in standing.confirmed(session, [row.id], at) if word.fact == Fact.ASSESSED]
    said = _filled((document, row, text), found[-1], today)
    bodies = commitments.bodies_of(session, text.bodies).values()
    new = NewGapBody(
        kind=wanted.kind,
        title=said["title"],
        provision=said["provision"],
        description=said["description"],
        rights=tuple(text.rights),
        bodies=tuple(one.id for one in bodies),
    )
    gap = gap_actions.enter(by, session, documents, new, now=now)
    session.add(CommitmentLink(commitment_id=row.id, gap_id=gap.id, by=by.person, at=now))
    audit.record(session, by, "commitment.gap_entered", "commitment", row.id, gap=str(gap.id))
    session.flush()
    return gap


def note_origin(by: Principal, session: Session, wanted: OriginBody, *, now: datetime) -> CommitmentOrigin:
    """What the Assembly made of a recommendation that went out; a later note of the same corrects an earlier one, and both stay."""
    check_origin(wanted.fidelity, wanted.commitment_id, wanted.source)
    act = _act(by, session, wanted.act_id, now)
    if act.status not in WENT_OUT:
        raise RuleViolation("it went nowhere yet", code="commitment.act_not_issued")
    if wanted.commitment_id is not None:
        task = commitments.find(session, wanted.commitment_id)
        if session.get_one(CommitmentDocument, task.document_id).issuer != ASSEMBLY:
            raise ContentViolation("no task of the Assembly", code="commitment.not_of_assembly", field="commitment_id")
    row = CommitmentOrigin(
        act_id=act.id,
        commitment_id=wanted.commitment_id,
        fidelity=wanted.fidelity.value,
        source=wanted.source,
        by=by.person,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, by, "commitment.origin_noted", "act", act.id, fidelity=row.fidelity)
    return row


def _wanted(by: Principal, session: Session, wanted: TieBody, now: datetime) -> dict[str, Any]:
    """The one that is named, which is there for the person."""
    found = {name: value for name, value in vars(wanted).items() if value is not None}
    if len(found) != 1:
        raise ContentViolation("one of the three", code="commitment.one_link", field="indicator")
    if wanted.indicator is not None and wanted.indicator not in indicators.indicator_keys():
        raise ContentViolation("no such indicator", code="commitment.no_indicator", field="indicator")
    if wanted.gap_id is not None:
        find_gap(session, wanted.gap_id)
    if wanted.act_id is not None:
        _act(by, session, wanted.act_id, now)
    return found


def _act(by: Principal, session: Session, act_id: UUID, now: datetime) -> Recommendation:
    seen = select(Recommendation).where(Recommendation.id == act_id, links.seen_by(by, local_date(now)))
    act = session.execute(seen).scalar_one_or_none()
    if act is None:
        raise NotFound
    return act


def _tied(session: Session, commitment_id: UUID, found: dict[str, Any]) -> CommitmentLink | None:
    rows = select(CommitmentLink).where(CommitmentLink.commitment_id == commitment_id)
    rows = rows.where(*(getattr(CommitmentLink, name) == value for name, value in found.items()))
    return session.execute(rows).scalar_one_or_none()


def _traced(found: dict[str, Any]) -> tuple[str, str]:
    """Of which kind it is, and what of it, as evidence names both."""
    ((name, value),) = found.items()
    return name.removesuffix("_id"), str(value)


def _filled(said_of: tuple[CommitmentDocument, Commitment, CommitmentText], found: str, today: date) -> dict[str, str]:
    """What a gap says first; an officer changes it."""
    (document, row, text), said, issuers = said_of, gap_data.gap_texts(), data.issuers(today)
    where = said["commitment_paragraph" if text.paragraph else "commitment_item"]
    values = {
        "where": where.format(paragraph=text.paragraph, item=row.item),
        "number": document.number,
        "title": document.title,
        "issuer": issuers.get(document.issuer, {"name_sq": document.issuer})["name_sq"],
        "text": text.text_sq,
        "found": found,
    }
    return {
        "title": said["commitment_title"].format(**values),
        "provision": said["commitment_provision"].format(**values),
        "description": said["commitment"].format(**values),
    }
