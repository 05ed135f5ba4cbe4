"""What the items of a letter ask for, as far as the public may read it: the mailbox and the telephone say the same."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.models import PublicWords
from shared.documents import Documents
from shared.events.documents.cases import PublicActText


def asked_for(session: Session, documents: Documents, numbers: Collection[str]) -> dict[str, Sequence[str]]:
    """By the number of a letter what its items ask for, in the words that the public may read."""
    if not numbers:
        return {}
    rows = session.execute(select(PublicWords).where(PublicWords.number.in_(numbers))).scalars()
    return {row.number: documents.read(PublicActText, row.document).items for row in rows}
