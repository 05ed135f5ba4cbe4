"""Letters of a rung that were dropped with a person's words in them, or taken back before they left."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Recommendation, RungLetter

#: What became of a letter that reached nobody, so that its rung is to be sent still.
REACHED_NOBODY = ("dropped", "withdrawn")


def written_before(session: Session, letter: RungLetter) -> RungLetter | None:
    """The letter in whose place this one was drafted, if people wrote in it: the last before it of the same act, body and rung, which reached
    nobody. What was sent between them stands for itself.
    """
    last = _last_before(session, letter)
    return last if last is not None and last.state in REACHED_NOBODY and has_own_words(session, last) else None


def taken_back_before(session: Session, letter: RungLetter) -> UUID | None:
    """The reminder in whose place this one was written, if the last before it was taken back before it left."""
    last = _last_before(session, letter)
    return last.id if last is not None and last.state == "withdrawn" else None


def _last_before(session: Session, letter: RungLetter) -> RungLetter | None:
    rows = select(RungLetter).where(
        RungLetter.recommendation_id == letter.recommendation_id,
        RungLetter.institution_id == letter.institution_id,
        RungLetter.rung == letter.rung,
        RungLetter.id != letter.id,
        RungLetter.drafted_at <= letter.drafted_at,
    )
    return session.execute(rows.order_by(RungLetter.drafted_at.desc()).limit(1)).scalar_one_or_none()


def has_own_words(session: Session, letter: RungLetter) -> bool:
    """Of a reminder, whether a person changed it; of the draft of an act, whether people are among who wrote it."""
    act = session.get(Recommendation, letter.act_id) if letter.act_id else None
    people = [one for one in act.authors if not one.startswith("service:")] if act is not None else []
    return letter.edited_by is not None or bool(people)
