"""What a proposal went through outside the office, by its days."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.gaps.models import GapStage
from services.cases.gaps.schemas.stages import StageAnswer
from shared.typed import filled


def stages_of(session: Session, gap_id: UUID) -> list[StageAnswer]:
    """Each that was recorded, those that were corrected among them."""
    rows = select(GapStage).where(GapStage.gap_id == gap_id).order_by(GapStage.on, GapStage.at, GapStage.id)
    found = session.execute(rows).scalars().all()
    corrected = {one.corrects for one in found}
    return [filled(StageAnswer, one, stands=one.id not in corrected) for one in found]


def standing(stages: Sequence[StageAnswer]) -> list[StageAnswer]:
    """Those that anyone may read."""
    return [one for one in stages if one.stands]


def texts_of(stages: Sequence[StageAnswer]) -> dict[str, str]:
    """The words of those that anyone may read, each by its own part of the text that is compared."""
    return {f"stage.{one.id}": f"{one.number} {one.source}".strip() for one in standing(stages)}
