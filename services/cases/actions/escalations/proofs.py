"""The file that shows a delivery, as a notice about the letter encloses it."""

from datetime import date

from sqlalchemy.orm import Session

from services.cases.actions.escalations.matter import Matter
from services.cases.clients import typesetting
from services.cases.models import Scan
from shared.documents import Documents
from shared.files import copies
from shared.files.copies import Box, Waiting
from shared.uploads import KINDS

_PDF = KINDS["pdf"].media_type


def enclosable(session: Session, documents: Documents, matter: Matter) -> Scan | None:
    """The slip that shows that the letter arrived; none where its proof is electronic, and none that no paper can show."""
    if matter.addressee.shown_by_reply or matter.addressee.proof_id is None:
        return None
    scan = session.get_one(Scan, matter.addressee.proof_id)
    return scan if _clean(documents, scan) else None


def paper_of(documents: Documents, scan: Scan, title: str, language: str, today: date) -> str:
    """The name of its PDF: the slip itself, or one page with the picture of it under `title`."""
    clean = _clean(documents, scan)
    if scan.media_type != _PDF:
        clean = typesetting.picture(clean, scan.media_type, title, language, today)
    return documents.put(clean)


def _clean(documents: Documents, scan: Scan) -> bytes:
    """What may leave the house of it; nothing while there is no copy, for which one of before there were any then waits."""
    verdict = copies.read(documents, scan.document, Box())
    if verdict is None:
        copies.wait(documents, "cases", Waiting(scan.document))
    return verdict.content if verdict else b""
