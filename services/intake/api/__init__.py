"""The API of intake: complaints, for the public and for staff, and the mailbox behind a receipt code."""

from services.intake.api import complaints, counselling, decided, evidence, figures, mailbox, releases
from services.intake.api.credentials import by_receipt_code
from services.intake.api.routes import blueprint

__all__ = [
    "blueprint",
    "by_receipt_code",
    "complaints",
    "counselling",
    "decided",
    "evidence",
    "figures",
    "mailbox",
    "releases",
]
