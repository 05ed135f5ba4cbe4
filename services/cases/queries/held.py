"""Messages to complainants and bodies that wait: to be compared with the files of the others, or for a reason."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.lists.held_messages import HeldListing
from services.cases.models import Case, TextCheck
from services.cases.queries import checks
from services.cases.queries.visibility import find_case
from services.cases.schemas.checks import HeldMessage
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import OfferedText
from shared.lists import Reading
from shared.pagination import Cursors, Page


@dataclass(frozen=True)
class HeldView:
    """One of them with its words, who wrote it and to whom. `title`: that of a letter."""

    check: TextCheck
    title: str
    text: str
    by: str
    to: tuple[UUID, ...]
    obligation_id: UUID | None


@dataclass(frozen=True)
class HeldOfCase:
    case: Case
    messages: Page[HeldView]


def read(
    session: Session, documents: Documents, cursors: Cursors, case_id: UUID, asked: HeldListing, reading: Reading
) -> HeldOfCase:
    """One page of those of a visible case. The reading is noted. Raises `NotFound`."""
    case = find_case(session, case_id, reading.by)
    audit.record(session, reading.by, "held_messages.read", "case", case.id)
    return HeldOfCase(
        case, checks.held(session, cursors, case.id, asked, reading).of(lambda one: _view(documents, one))
    )


def answers(found: HeldOfCase) -> Page[HeldMessage]:
    """The same for whoever reads them by the API."""
    return found.messages.of(_answer)


def _answer(view: HeldView) -> HeldMessage:
    look = checks.answer(view.check)
    return HeldMessage(
        id=view.check.id, text=view.text, complaints=view.to, obligation_id=view.obligation_id, names_check=look
    )


def _view(documents: Documents, check: TextCheck) -> HeldView:
    then = check.then or {}
    parts = [part.text for part in documents.read(OfferedText, check.document).parts]
    owed = then.get("obligation")
    to = tuple(UUID(one) for one in sorted(then.get("to", ())))
    return HeldView(check, parts[0] if len(parts) > 1 else "", parts[-1], then["by"], to, UUID(owed) if owed else None)
