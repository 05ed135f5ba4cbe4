"""Who signs an act, or signed it: a letter bears one signature, and its function is that of whoever gave it."""

from flask_babel import gettext as _

from services.cases import words
from services.cases.pages.case_rows import Fact
from services.cases.queries.acts import ActView
from shared.events.documents.cases import PrintedCopy
from shared.platform import platform
from shared.typed import Unsent


def signature(view: ActView) -> Fact:
    """Of an issued act the function and the name, as its letter says them; of one that is none yet who may sign it."""
    act = view.act
    if act.issued_on is None:
        return Fact(_("E nënshkruan"), words.signatories(view.signing))
    name = view.names.get(act.issued_by, "") if act.issued_by else ""
    return Fact(_("E nënshkroi"), ", ".join(part for part in (_function(view), name) if part) or "–")


def _function(view: ActView) -> str:
    """Nothing of a copy from before letters told it."""
    copy = next((one.rendering for one in view.addressees if one.rendering), view.act.advice_rendering)
    signed = platform().documents.read(PrintedCopy, copy).signatory if copy else None
    if signed is None or isinstance(signed, Unsent):
        return ""
    function = words.label(words.STAFF_ROLES, signed.function)
    if isinstance(signed.instead_of, Unsent):
        return function
    return _("%(who)s (zëvendëson: %(whom)s)", who=function, whom=words.label(words.STAFF_ROLES, signed.instead_of))
