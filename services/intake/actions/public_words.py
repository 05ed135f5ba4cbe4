"""What the public may read of an act, kept for those who complained about its matter."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import PublicWords
from shared.events.catalogue import PublicActChanged


def heed(session: Session, event: PublicActChanged) -> None:
    """The newest word is the whole truth: what is not readable any more is gone here too. The words are those of the act in each document."""
    if event.state != "readable" or event.text_sq is None:
        session.execute(delete(PublicWords).where(PublicWords.act_id == event.act_id))
        return
    row = {"number": event.number, "document": event.text_sq}
    made = upsert(PublicWords).values(act_id=event.act_id, **row)
    session.execute(made.on_conflict_do_update(index_elements=[PublicWords.act_id], set_=row))
