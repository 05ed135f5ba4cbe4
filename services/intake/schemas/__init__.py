"""The shapes of what the API of intake takes and gives."""

from services.intake.schemas.complaints import Complaint, Complaints, Listed, NewComplaint, Registered
from services.intake.schemas.counselling import Counselling, CounsellingList, CounsellingQuery, NewCounselling
from services.intake.schemas.decisions import (
    Exclusion,
    Exclusions,
    LikelyDuplicates,
    NewExclusion,
    NewOwnInitiative,
    NewReopening,
)
from services.intake.schemas.figures import Figures, FiguresQuery
from services.intake.schemas.mailbox import Language, Mailbox, NewConfirmation, NewMessage, Question, Sent, StoredFile
from services.intake.schemas.staff import Conflict, NewDecision, NewOpening, OpenedFile

__all__ = [
    "Complaint",
    "Complaints",
    "Conflict",
    "Counselling",
    "CounsellingList",
    "CounsellingQuery",
    "Exclusion",
    "Exclusions",
    "Figures",
    "FiguresQuery",
    "Language",
    "LikelyDuplicates",
    "Listed",
    "Mailbox",
    "NewComplaint",
    "NewConfirmation",
    "NewCounselling",
    "NewDecision",
    "NewExclusion",
    "NewMessage",
    "NewOpening",
    "NewOwnInitiative",
    "NewReopening",
    "OpenedFile",
    "Question",
    "Registered",
    "Sent",
    "StoredFile",
]
