"""The file that shows a delivery, as a notice about the letter encloses it."""

from datetime import date

from sqlalchemy.orm import Session

from services.cases.actions.escalations.matter import Matter
from services.cases.clients import typesetting
from services.cases.models import Scan
from shared.documents import Documents
from shared.pdf import page_count
from shared.uploads import KINDS

_PDF = KINDS["pdf"].media_type


def enclosable(session: Session, documents: Documents, matter: Matter) -> Scan | None:
    """The slip that shows that the letter arrived; none where its proof is electronic, and none that no paper can show."""
    if matter.addressee.shown_by_reply or matter.addressee.proof_id is None:
        return None
    scan = session.get_one(Scan, matter.addressee.proof_id)
    if scan.media_type != _PDF:
        return scan
    try:
        return scan if page_count(documents.get(scan.document)) else None
    except ValueError:
        return None


def paper_of(documents: Documents, scan: Scan, title: str, language: str, today: date) -> str:
    """The name of its PDF: the slip itself, or one page with the picture of it under `title`."""
    if scan.media_type == _PDF:
        return scan.document
    picture = documents.get(scan.document)
    return documents.put(typesetting.picture(picture, scan.media_type, title, language, today))
