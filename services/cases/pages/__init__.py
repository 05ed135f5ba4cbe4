"""The HTML pages of the core. Modules without a blueprint of their own add their views to that of the frame."""

from services.cases.pages import (
    case_change,
    cases,
    drafting,
    home,
    investigation,
    letters,
    log_in,
    obligations,
    own_initiative,
    paper,
    recommendations,
    rung_letters,
    tasks,
)
from services.cases.pages.frame import blueprint

BLUEPRINTS = (blueprint, obligations.blueprint, paper.blueprint, rung_letters.blueprint)

__all__ = [
    "BLUEPRINTS",
    "case_change",
    "cases",
    "drafting",
    "home",
    "investigation",
    "letters",
    "log_in",
    "obligations",
    "own_initiative",
    "paper",
    "recommendations",
    "rung_letters",
    "tasks",
]
