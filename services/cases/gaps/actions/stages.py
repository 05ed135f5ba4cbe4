"""Recording what a proposal went through outside the office."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps import data
from services.cases.gaps.actions import register
from services.cases.gaps.domain.gaps import check_text
from services.cases.gaps.domain.stages import check_stage
from services.cases.gaps.models import Gap, GapStage
from services.cases.gaps.queries.gaps import find_gap
from services.cases.gaps.schemas.stages import GapStageBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def record(
    by: Principal, session: Session, documents: Documents, gap_id: UUID, wanted: GapStageBody, *, now: datetime
) -> Gap:
    """One stage with its day and where it was read; with `corrects` in the place of one that was recorded wrongly, which stays for the staff to see.

    Raises `NotFound`, `RuleViolation` for a stage that such a gap does not go through, `ContentViolation` at its field.
    """
    gap, today = find_gap(session, gap_id, lock=True), local_date(now)
    kind, stage = data.gap_kind_on(gap.kind, today), data.gap_stage_on(wanted.stage, today)
    check_stage(kind, stage, wanted.on, wanted.until, wanted.number, wanted.source, today)
    for field in ("number", "source"):
        check_text(getattr(wanted, field), field)
    _check_corrected(session, gap, wanted.corrects)
    row = GapStage(gap_id=gap.id, stage=stage.key, on=wanted.on, until=wanted.until, corrects=wanted.corrects)
    row.number, row.source, row.by, row.at = wanted.number.strip(), wanted.source.strip(), by.person, now
    session.add(row)
    session.flush()
    told = {"corrects": str(wanted.corrects)} if wanted.corrects else {}
    audit.record(session, by, "gap.stage_recorded", "gap", gap.id, stage=stage.key, **told)
    register.offer(session, documents, gap, now=now, writer=by)
    return gap


def _check_corrected(session: Session, gap: Gap, corrects: UUID | None) -> None:
    if corrects is None:
        return
    before = session.get(GapStage, corrects)
    if before is None or before.gap_id != gap.id:
        raise ContentViolation("no stage of this gap", code="gap.stage_unknown", field="corrects")
    if session.execute(select(GapStage.id).where(GapStage.corrects == corrects)).first():
        raise RuleViolation("it was corrected already", code="gap.stage_corrected")
