"""The pages of intake: the front page of the platform, complaining, following up, and the officers' work with complaints."""

from services.intake.pages import (
    accesses,
    complain,
    counselling,
    decided,
    decision,
    exclusions,
    figures,
    front,
    handovers,
    mailbox,
    profiles,
    registration,
    releases,
    reviews,
    staff,
)
from services.intake.pages.session import by_session

BLUEPRINTS = (
    front.blueprint,
    complain.blueprint,
    mailbox.blueprint,
    staff.blueprint,
    registration.blueprint,
    decision.blueprint,
    decided.blueprint,
    exclusions.blueprint,
    accesses.blueprint,
    reviews.blueprint,
    releases.blueprint,
    handovers.blueprint,
    profiles.blueprint,
    counselling.blueprint,
    figures.blueprint,
)

__all__ = ["BLUEPRINTS", "by_session"]
