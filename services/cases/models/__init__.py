"""The tables of the core, and what follows from their rows without asking anybody else."""

from services.cases.models.acts import (
    ActAddressee,
    ActItem,
    ActSignature,
    AdviceResult,
    DeliveryTry,
    PaperNotice,
    PublicationDecision,
    PublicTold,
    PublicVersion,
    Recommendation,
    ShownRecord,
    ToldLetter,
)
from services.cases.models.answers import (
    Claim,
    Clarification,
    ExtensionRequest,
    GrantCorrection,
    Readdressing,
    Reply,
    ReplyItem,
    Scan,
)
from services.cases.models.cases import (
    Case,
    CaseBody,
    CaseProfile,
    Complaint,
    ComplaintMessage,
    ComplaintProfile,
    Finding,
    HistoryEntry,
    Inspection,
)
from services.cases.models.checks import TextCheck
from services.cases.models.clock_entries import ClockEntry, DeliveryRecord, DueNotice, SentNotice
from services.cases.models.confirmations import ConfirmationQuestion
from services.cases.models.elsewhere import CaseHold, ElsewhereProposal, MootSpell
from services.cases.models.factors import Passkey, PasskeyAnswer, RecoveryCode, SecondFactor
from services.cases.models.follow_up import (
    AssessmentRecord,
    EarlyRung,
    EarlyRungLetter,
    Escalation,
    RungDraft,
    RungLetter,
)
from services.cases.models.identities import StaffIdentity
from services.cases.models.investigation import CaseLink, CaseNote, CaseParty, Exclusion, Task
from services.cases.models.metadata import Base
from services.cases.models.numbering import Numbering, ProtocolEntry
from services.cases.models.obligations import Obligation
from services.cases.models.people import StaffMember

__all__ = [
    "ActAddressee",
    "ActItem",
    "ActSignature",
    "AdviceResult",
    "AssessmentRecord",
    "Base",
    "Case",
    "CaseBody",
    "CaseHold",
    "CaseLink",
    "CaseNote",
    "CaseParty",
    "CaseProfile",
    "Claim",
    "Clarification",
    "ClockEntry",
    "Complaint",
    "ComplaintMessage",
    "ComplaintProfile",
    "ConfirmationQuestion",
    "DeliveryRecord",
    "DeliveryTry",
    "DueNotice",
    "EarlyRung",
    "EarlyRungLetter",
    "ElsewhereProposal",
    "Escalation",
    "Exclusion",
    "ExtensionRequest",
    "Finding",
    "GrantCorrection",
    "HistoryEntry",
    "Inspection",
    "MootSpell",
    "Numbering",
    "Obligation",
    "PaperNotice",
    "Passkey",
    "PasskeyAnswer",
    "ProtocolEntry",
    "PublicTold",
    "PublicVersion",
    "PublicationDecision",
    "Readdressing",
    "Recommendation",
    "RecoveryCode",
    "Reply",
    "ReplyItem",
    "RungDraft",
    "RungLetter",
    "Scan",
    "SecondFactor",
    "SentNotice",
    "ShownRecord",
    "StaffIdentity",
    "StaffMember",
    "Task",
    "TextCheck",
    "ToldLetter",
]
