"""What the states of an issue are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.notifications.issues.schemas import IssueAnswer, IssueLine
from shared.lists import Words

STATES: Mapping[str, Words] = {
    "draft": _l("Hartim"),
    "waiting": _l("Miratuar, pret krahasimin e fundit"),
    "out": _l("Ka dalë"),
    "withdrawn": _l("U tërhoq"),
}


def standing(issue: IssueAnswer | IssueLine) -> Words:
    """What is approved is out once it was released."""
    return STATES["waiting" if issue.state == "out" and issue.released_at is None else issue.state]
