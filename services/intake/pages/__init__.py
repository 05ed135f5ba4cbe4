"""The pages of intake: the front page of the platform, complaining, following up, and the officers' work with complaints."""

from services.intake.pages import (
    complain,
    counselling,
    decided,
    decision,
    exclusions,
    figures,
    front,
    mailbox,
    registration,
    releases,
    staff,
)
from services.intake.pages.routes import blueprint
from services.intake.pages.session import by_session

__all__ = [
    "blueprint",
    "by_session",
    "complain",
    "counselling",
    "decided",
    "decision",
    "exclusions",
    "figures",
    "front",
    "mailbox",
    "registration",
    "releases",
    "staff",
]
