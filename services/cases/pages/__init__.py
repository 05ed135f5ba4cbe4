"""The HTML pages of cases: the office's own, and the public register.

Each module adds its views to the one blueprint; importing them here is what puts them on it.
"""

from services.cases.pages import cases, drafting, home, log_in, obligations, own_initiative, public, recommendations
from services.cases.pages.frame import blueprint

__all__ = [
    "blueprint",
    "cases",
    "drafting",
    "home",
    "log_in",
    "obligations",
    "own_initiative",
    "public",
    "recommendations",
]
