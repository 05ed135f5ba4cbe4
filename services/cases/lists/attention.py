"""What the office has to look at of what bodies owe, said once: the list, the page of an obligation, the API and the figures of the
front page read it here. A line is gone once the office, or the body, has dealt with it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from services.cases.domain.timeliness import local_date
from services.cases.models import ExtensionRequest, Obligation, Readdressing, Reply, ReplyItem
from services.cases.models.conditions import ATTENTION as NOTICED
from shared.lists import Reading, Words

ATTENTION: Mapping[str, Words] = {
    "to_verify": _l("Thotë se e zbatoi: për t'u verifikuar"),
    "said_nothing": _l("E pranoi dhe nuk ka thënë asgjë më"),
    "check_overdue": _l("Kontrolli i radhës ka kaluar"),
    "denied": _l("Ankuesi thotë se nuk u bë"),
    "refused": _l("Nuk e pranoi: për t'u vlerësuar"),
    "not_competent": _l("Thotë se nuk është kompetent: për t'u vendosur"),
    "forwarded": _l("E përcolli te një organ tjetër: për t'u vendosur"),
    "extension_asked": _l("Kërkon më shumë kohë: për t'u vendosur"),
    "clarification_asked": _l("Kërkon sqarim: për t'u përgjigjur"),
    "day_asked": _l("Thotë një ditë tjetër për zbatimin: për t'u vendosur"),
    "held": _l("E ka gjykata ose prokuroria: pret"),
}
#: What is looked at whoever has the matter: nothing is asked of a body by it. The rest cannot be done meanwhile, and waits.
ALSO_WHILE_HELD = frozenset({"to_verify", "denied", "held"})


def saying(obligation_id: UUID | InstrumentedAttribute[UUID], word: object) -> Select[UUID]:
    """The id of the last reply on an obligation that says this."""
    said = select(ReplyItem.reply_id).join(Reply, Reply.id == ReplyItem.reply_id)
    mine = (ReplyItem.obligation_id == obligation_id, ReplyItem.word == word)
    return said.where(*mine).order_by(Reply.version.desc()).limit(1)


def _check_overdue(today: date) -> ColumnElement[bool]:
    return Obligation.next_check < today


def _no_day_asked(_today: date) -> ColumnElement[bool]:
    """Whose body accepts and names a later day has said something: that is looked at as `day_asked`."""
    return Obligation.asked_date.is_(None)


def _undecided(_today: date) -> ColumnElement[bool]:
    """The office has not said yet whether it turns to the other body."""
    last = saying(Obligation.id, Obligation.reply).correlate(Obligation).scalar_subquery()
    decided = select(Readdressing.by).where(Readdressing.obligation_id == Obligation.id, Readdressing.reply_id == last)
    return ~decided.correlate(Obligation).exists()


def _time_asked(_today: date) -> ColumnElement[bool]:
    asked = select(ExtensionRequest.id).where(
        ExtensionRequest.recommendation_id == Obligation.recommendation_id,
        ExtensionRequest.institution_id == Obligation.institution_id,
        ExtensionRequest.state == "asked",
    )
    return asked.correlate(Obligation).exists()


#: What of a list stands in other rows, or changes with the day.
_FURTHER: Mapping[str, Callable[[date], ColumnElement[bool]]] = {
    "said_nothing": _no_day_asked,
    "check_overdue": _check_overdue,
    "not_competent": _undecided,
    "forwarded": _undecided,
    "extension_asked": _time_asked,
}


def wants_attention(what: str, reading: Reading) -> ColumnElement[bool]:
    """What the office has to look at, in the words of the index that finds it."""
    noticed: ColumnElement[bool] = text(NOTICED[what])  # type: ignore[assignment]  # a condition in words is one as well
    further = _FURTHER.get(what)
    conditions = [noticed, *([further(local_date(reading.now))] if further else [])]
    return and_(*conditions) if what in ALSO_WHILE_HELD else and_(*conditions, Obligation.held_since.is_(None))
