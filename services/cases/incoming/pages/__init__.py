"""The pages of incoming letters; importing them here is what puts them on the blueprint."""

from services.cases.incoming.pages import letters
from services.cases.pages.frame import blueprint

__all__ = ["blueprint", "letters"]
