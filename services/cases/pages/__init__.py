"""The HTML pages of the core.

Each module, here and in the wings, adds its views to the one blueprint; importing them here is what puts them on it.
"""

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

__all__ = [
    "blueprint",
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
