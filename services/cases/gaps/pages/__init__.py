"""The pages of gaps and of patterns; importing them here is what puts them on the blueprint."""

from services.cases.gaps.pages import gaps, patterns, public
from services.cases.pages.frame import blueprint

__all__ = ["blueprint", "gaps", "patterns", "public"]
