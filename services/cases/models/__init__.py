"""The tables that cases owns, and what follows from their rows without asking anybody else."""

from services.cases.models.acts import ActAddressee, ActItem, PublicationDecision, Recommendation
from services.cases.models.answers import Claim, ExtensionRequest, Reply, ReplyItem
from services.cases.models.cases import Case, CaseBody, Complaint, ComplaintMessage, Finding, HistoryEntry
from services.cases.models.counts import FiguresSnapshot
from services.cases.models.follow_up import AssessmentRecord, Escalation, RungDraft
from services.cases.models.metadata import Base
from services.cases.models.numbering import Numbering
from services.cases.models.obligations import ClockEntry, Obligation
from services.cases.models.people import StaffMember

__all__ = [
    "ActAddressee",
    "ActItem",
    "AssessmentRecord",
    "Base",
    "Case",
    "CaseBody",
    "Claim",
    "ClockEntry",
    "Complaint",
    "ComplaintMessage",
    "Escalation",
    "ExtensionRequest",
    "FiguresSnapshot",
    "Finding",
    "HistoryEntry",
    "Numbering",
    "Obligation",
    "PublicationDecision",
    "Recommendation",
    "Reply",
    "ReplyItem",
    "RungDraft",
    "StaffMember",
]
