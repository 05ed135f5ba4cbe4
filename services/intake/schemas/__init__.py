"""The shapes of what the API of intake takes and gives."""

from services.intake.schemas.complaints import Complaint, ComplaintQuery, Complaints, Listed, NewComplaint, Registered
from services.intake.schemas.mailbox import Language, Mailbox, NewMessage, Sent, StoredFile
from services.intake.schemas.staff import Conflict, NewDecision, NewOpening, OpenedFile

__all__ = [
    "Complaint",
    "ComplaintQuery",
    "Complaints",
    "Conflict",
    "Language",
    "Listed",
    "Mailbox",
    "NewComplaint",
    "NewDecision",
    "NewMessage",
    "NewOpening",
    "OpenedFile",
    "Registered",
    "Sent",
    "StoredFile",
]
