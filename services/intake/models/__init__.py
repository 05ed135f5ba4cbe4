"""What intake keeps: its tables, and the vault that seals what a person said."""

from services.intake.models.counselling import Counselling
from services.intake.models.handovers import Handover
from services.intake.models.marks import NameMark
from services.intake.models.profiles import ToldProfile
from services.intake.models.public_words import PublicWords
from services.intake.models.records import DecisionRecord, Exclusion, Question, Reopening
from services.intake.models.releases import Release, SentLetter
from services.intake.models.tables import ALL_BODIES, Base, Complaint, Evidence, Message, Numbering, Opening
from services.intake.models.vault import DataKey, ErasedError, Vault
from services.intake.models.visits import EndedVisit
from services.intake.models.work import Access, CaseWorker, OpeningCount, OpeningReview

__all__ = [
    "ALL_BODIES",
    "Access",
    "Base",
    "CaseWorker",
    "Complaint",
    "Counselling",
    "DataKey",
    "DecisionRecord",
    "EndedVisit",
    "ErasedError",
    "Evidence",
    "Exclusion",
    "Handover",
    "Message",
    "NameMark",
    "Numbering",
    "Opening",
    "OpeningCount",
    "OpeningReview",
    "PublicWords",
    "Question",
    "Release",
    "Reopening",
    "SentLetter",
    "ToldProfile",
    "Vault",
]
