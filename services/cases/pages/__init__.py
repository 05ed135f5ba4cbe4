"""The HTML pages of cases: the office's own, and the public register.

Each module adds its views to the one blueprint; importing them here is what puts them on it.
"""

from services.cases.pages import (
    case_change,
    cases,
    drafting,
    gaps,
    home,
    incoming,
    investigation,
    letters,
    log_in,
    obligations,
    office,
    own_initiative,
    paper,
    patterns,
    public,
    public_gaps,
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
    "gaps",
    "home",
    "incoming",
    "investigation",
    "letters",
    "log_in",
    "obligations",
    "office",
    "own_initiative",
    "paper",
    "patterns",
    "public",
    "public_gaps",
    "recommendations",
    "rung_letters",
    "tasks",
]
