"""The box on top of every page for staff: each searches where their own work is."""

from typing import NamedTuple

from flask import request

from shared.principal import Principal

_WORKING = frozenset({"case_officer", "approver", "commissioner"})
#: Where the words lead that somebody types into the box on top of a page, by the first of these that is theirs: each takes them
#: as `?q=`. tests/security compares the roles with the matrix.
SEARCHES = (
    ("/cases/staff/search", _WORKING),
    ("/intake/staff/complaints", frozenset({"intake_officer"})),
    ("/cases/staff/cases", frozenset({"auditor"})),
    ("/partners/staff/institutions", None),
)


class SearchBox(NamedTuple):
    """The box on top of a page. `words`: what was searched for, where this page is the answer."""

    action: str
    words: str


def search_box(principal: Principal) -> SearchBox:
    """Where that person's words lead."""
    action = next(path for path, roles in SEARCHES if roles is None or roles & principal.roles)
    return SearchBox(action, request.args.get("q", "") if request.path == action else "")
