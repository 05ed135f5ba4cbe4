"""What the bodies reported as done: `assessments.first_claimed` in SQL; a test holds the two together."""

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Date, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CTE, Subquery

from services.cases.domain.assessments import LOOKED
from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.timeliness import ZONE
from services.cases.models.answers import Claim, Reply, ReplyItem
from services.cases.models.follow_up import AssessmentRecord
from services.cases.models.obligations import Obligation

_EVER = datetime.max.replace(tzinfo=UTC)


def report_that_stands(session: Session, obligation: Obligation) -> date | None:
    """Since which day the body's report that it is done stands, as everything is known now."""
    kept = select(Obligation.id).where(Obligation.id == obligation.id).cte("kept")
    return session.execute(select(first_claimed(kept, true(), _EVER).c.day)).scalar()


def first_claimed(kept: CTE, heard: ColumnElement[bool], before: datetime) -> Subquery:
    """(id, day) of each obligation of `kept` with a report that stands. `heard`: of which replies the answer knows; `before`: the first instant
    that belongs to it no more.
    """
    replied = (
        select(ReplyItem.obligation_id, ReplyItem.claimed, Reply.received_at.label("at"))
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .join(kept, kept.c.id == ReplyItem.obligation_id)
        .where(heard, ReplyItem.claimed.is_not(None))
    )
    reported = select(Claim.obligation_id, Claim.claimed, Claim.at).join(kept, kept.c.id == Claim.obligation_id)
    said = replied.union_all(reported.where(Claim.at < before)).cte("said_done")
    done = said.c.claimed == Claimed.IMPLEMENTED.value
    other = said.alias("said_otherwise")
    otherwise = select(func.max(other.c.at)).where(
        other.c.obligation_id == said.c.obligation_id, other.c.claimed != Claimed.IMPLEMENTED.value
    )
    looked = _looked(kept, before)
    latest = select(looked.c.at).where(looked.c.obligation_id == said.c.obligation_id)
    last = func.greatest(latest.scalar_subquery(), otherwise.scalar_subquery())
    day = cast(func.timezone(ZONE, func.min(said.c.at)), Date).label("day")
    first = select(said.c.obligation_id.label("id"), day)
    return first.where(done, func.coalesce(said.c.at > last, True)).group_by(said.c.obligation_id).subquery("claimed")


def _looked(kept: CTE, before: datetime) -> CTE:
    """When the office last found otherwise, of what it did not take back by its next finding."""
    word, order = AssessmentRecord.word, (AssessmentRecord.at, AssessmentRecord.id)
    follows = func.lead(word).over(partition_by=AssessmentRecord.obligation_id, order_by=order)
    findings = (
        select(AssessmentRecord.obligation_id, AssessmentRecord.at, word, follows.label("follows"))
        .join(kept, kept.c.id == AssessmentRecord.obligation_id)
        .where(AssessmentRecord.at < before, word.in_([one.value for one in Assessed]))
        .subquery("findings")
    )
    stands = or_(findings.c.follows.is_(None), findings.c.follows != Assessed.NOT_ASSESSED.value)
    return (
        select(findings.c.obligation_id, func.max(findings.c.at).label("at"))
        .where(and_(findings.c.word.in_([one.value for one in LOOKED]), stands))
        .group_by(findings.c.obligation_id)
        .cte("looked")
    )
