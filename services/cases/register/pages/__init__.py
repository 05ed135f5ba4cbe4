"""The pages of the public register; importing them here is what puts them on the blueprint."""

from services.cases.pages.frame import blueprint
from services.cases.register.pages import public

__all__ = ["blueprint", "public"]
