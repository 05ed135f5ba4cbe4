"""What intake keeps: its tables, and the vault that seals what a person said."""

from services.intake.models.tables import Base, Complaint, Evidence, Message, Numbering, Opening
from services.intake.models.vault import DataKey, ErasedError, Vault

__all__ = ["Base", "Complaint", "DataKey", "ErasedError", "Evidence", "Message", "Numbering", "Opening", "Vault"]
