"""The API of intake: complaints, for the public and for staff, and the mailbox behind a receipt code."""

from services.intake.api import (
    accesses,
    complaints,
    counselling,
    decided,
    evidence,
    figures,
    handovers,
    mailbox,
    releases,
    reviews,
)
from services.intake.api.credentials import by_receipt_code

BLUEPRINTS = (
    complaints.blueprint,
    decided.blueprint,
    evidence.blueprint,
    accesses.blueprint,
    reviews.blueprint,
    releases.blueprint,
    handovers.blueprint,
    mailbox.blueprint,
    counselling.blueprint,
    figures.blueprint,
)

__all__ = ["BLUEPRINTS", "by_receipt_code"]
