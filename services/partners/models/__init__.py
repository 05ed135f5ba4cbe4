"""The tables that partners owns, and the wall between the institutions' rows."""

from services.partners.models.contacts import Contact, ContactProposal, ContactsAsked
from services.partners.models.dispatches import Dispatch, DispatchItem, FeedEntry, Notice
from services.partners.models.factors import Passkey, PasskeyAnswer, RecoveryCode, SecondFactor
from services.partners.models.figures import FiguresReport, WantedTable
from services.partners.models.holds import HeldAct, HeldDay
from services.partners.models.institutions import Institution, InstitutionRelation, Succession
from services.partners.models.links import LetterLink, LinkSession
from services.partners.models.metadata import Base
from services.partners.models.people import AccessToken, PartnerClient, PartnerSession, PartnerUser
from services.partners.models.post import PostEntry, PostProof
from services.partners.models.reached import ActReached
from services.partners.models.replies import EvidenceFile, ExtensionRequest, ProgressReport, Reply
from services.partners.models.visits import BodyVisit
from services.partners.models.walls import CaseWall
from services.partners.models.workers import CaseWorker

__all__ = [
    "AccessToken",
    "ActReached",
    "Base",
    "BodyVisit",
    "CaseWall",
    "CaseWorker",
    "Contact",
    "ContactProposal",
    "ContactsAsked",
    "Dispatch",
    "DispatchItem",
    "EvidenceFile",
    "ExtensionRequest",
    "FeedEntry",
    "FiguresReport",
    "HeldAct",
    "HeldDay",
    "Institution",
    "InstitutionRelation",
    "LetterLink",
    "LinkSession",
    "Notice",
    "PartnerClient",
    "PartnerSession",
    "PartnerUser",
    "Passkey",
    "PasskeyAnswer",
    "PostEntry",
    "PostProof",
    "ProgressReport",
    "RecoveryCode",
    "Reply",
    "SecondFactor",
    "Succession",
    "WantedTable",
]
