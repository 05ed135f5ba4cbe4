"""Letters of a rung that were dropped with a person's words in them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Recommendation, RungLetter

#: What became of a letter that reached nobody, so that its rung is to be sent still.
REACHED_NOBODY = ("dropped", "withdrawn")


def written_before(session: Session, letter: RungLetter) -> RungLetter | None:
    """The letter in whose place this one was drafted, if people wrote in it: the last before it of the same act, body and rung, which reached
    nobody. What was sent between them stands for itself.
    """
    rows = select(RungLetter).where(
        RungLetter.recommendation_id == letter.recommendation_id,
        RungLetter.institution_id == letter.institution_id,
        RungLetter.rung == letter.rung,
        RungLetter.id != letter.id,
        RungLetter.drafted_at <= letter.drafted_at,
    )
    last = session.execute(rows.order_by(RungLetter.drafted_at.desc()).limit(1)).scalar_one_or_none()
    return last if last is not None and last.state in REACHED_NOBODY and has_own_words(session, last) else None


def has_own_words(session: Session, letter: RungLetter) -> bool:
    """Of a reminder, whether a person changed it; of the draft of an act, whether people are among who wrote it."""
    act = session.get(Recommendation, letter.act_id) if letter.act_id else None
    people = [one for one in act.authors if not one.startswith("service:")] if act is not None else []
    return letter.edited_by is not None or bool(people)
