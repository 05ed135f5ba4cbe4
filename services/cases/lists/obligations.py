"""What bodies owe, as a list: what is late, what the office has to look at, what one body owes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from services.cases import words
from services.cases.domain.timeliness import Word, local_date
from services.cases.lists.acts import called
from services.cases.lists.attention import ATTENTION, wants_attention
from services.cases.lists.cases import CLOSED_INTO_MONITORING
from services.cases.lists.conditions import act_numbered, cases_about, in_monitoring
from services.cases.lists.rung_letters import STEPS, step_stands
from services.cases.models import Obligation, Recommendation
from services.cases.models.standing import has_arrived, may_be_late, state_column
from shared.directory import in_municipality, named
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, Words, among

#: What is due within so many days is due soon. No law says so; it is what a week's work needs to see.
SOON = timedelta(days=7)
DUE_SOON = "due_soon"
LATENESS: Mapping[str, Words] = {
    Word.LATE.value: _l("Me vonesë"),
    DUE_SOON: _l("Brenda një jave"),
    Word.DUE_IN.value: _l("Ende në afat"),
}
OF_WHAT: Mapping[str, Words] = {"reply": _l("Përgjigjes"), "implementation": _l("Zbatimit")}
DELIVERED: Mapping[str, Words] = {"no": _l("Nuk është dorëzuar ende"), "yes": _l("U dorëzua")}
MONITORING: Mapping[str, Words] = {"yes": CLOSED_INTO_MONITORING}


def stands(state: str, reading: Reading) -> ColumnElement[bool]:
    return state_column(local_date(reading.now)) == state


def goes_on_after_closing(_yes: str, reading: Reading) -> ColumnElement[bool]:
    return in_monitoring(local_date(reading.now))


def has_step(word: str, reading: Reading) -> ColumnElement[bool]:
    return step_stands(word, local_date(reading.now))


def is_delivered(word: str, _reading: Reading) -> ColumnElement[bool]:
    """Whether the letter is with the body; of one that is not, nothing more is expected while its act is withdrawn."""
    there = has_arrived()
    return there if word == "yes" else and_(~there, Obligation.closed_on.is_(None))


def _called(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By the body that owes, or by what the act is called."""
    acts = select(Recommendation.id).where(called(text))
    return Obligation.institution_id.in_(named(text)) | Obligation.recommendation_id.in_(acts)


def _acts(number: str) -> Select[UUID]:
    return select(Recommendation.id).where(act_numbered(number))


@dataclass(frozen=True, kw_only=True)
class ObligationListing(Listing):
    """Obligations, the newest first. With `timeliness` those that are open, by their last day: of the reply that is owed, or with
    `what=implementation` of what nobody has settled; `due_soon` within a week, `due_in` all that are in time. With `attention`
    what the office has to look at, checks that are overdue by their day. `state`: where it stands; `monitoring`: of a closed case,
    and its ladder goes on; `step`: where the next rung of its ladder is.
    """

    timeliness: Annotated[str | None, Filter(None, _l("Cilat detyrime"), LATENESS)] = None
    what: Annotated[str, Filter(None, _l("Afati i çfarë"), OF_WHAT)] = "reply"
    state: Annotated[str | None, Filter(stands, _l("Gjendja"), words.STATES)] = None
    monitoring: Annotated[str | None, Filter(goes_on_after_closing, _l("Monitorimi"), MONITORING)] = None
    step: Annotated[str | None, Filter(has_step, _l("Hapi i radhës"), STEPS, further=True)] = None
    attention: Annotated[str | None, Filter(wants_attention, _l("Për t'u parë"), ATTENTION)] = None
    delivered: Annotated[str | None, Filter(is_delivered, _l("Dorëzimi"), DELIVERED)] = None
    q: Annotated[
        str | None,
        Text(200),
        Filter(_called, _l("Fjalë"), hint=_l("Institucioni, titulli ose numri i letrës")),
    ] = None
    institution: Annotated[UUID | None, Filter(Obligation.institution_id)] = None
    recommendation: Annotated[UUID | None, Filter(Obligation.recommendation_id)] = None
    number: Annotated[
        str | None,
        Text(40),
        Filter(among(Obligation.recommendation_id, _acts), _l("Numri i aktit"), further=True),
    ] = None
    municipality: Annotated[
        str | None,
        Text(100),
        Filter(among(Obligation.institution_id, in_municipality), _l("Bashkia ose qarku"), further=True),
    ] = None
    right: Annotated[
        str | None, Filter(among(Obligation.case_id, cases_about), _l("E drejta"), words.RIGHTS, further=True)
    ] = None

    def check(self) -> None:
        """Refuses both together: their lists have different orders."""
        if self.timeliness and self.attention:
            raise ValidationError("Not together with timeliness.", "attention")

    @property
    def order(self) -> list[InstrumentedAttribute[Any]]:
        """The columns by which it is read, each over an index that holds just these rows."""
        if self.timeliness:
            return [self._last_day(), Obligation.id]
        return [Obligation.next_check if self.attention == "check_overdue" else Obligation.created_at, Obligation.id]

    @property
    def newest_first(self) -> bool:
        return self.order[0] is Obligation.created_at

    def narrow(self, statement: Select[Any], reading: Reading) -> Select[Any]:
        return super().narrow(statement, reading).where(*self._by_last_day(local_date(reading.now)))

    def _last_day(self) -> InstrumentedAttribute[date | None]:
        return Obligation.reply_due if self.what == "reply" else Obligation.implementation_due

    def _by_last_day(self, today: date) -> Iterator[ColumnElement[bool]]:
        """Late is a comparison of a stored last day with today, over indexes that hold open obligations alone."""
        if self.timeliness is None:
            return
        last_day = self._last_day()
        yield Obligation.closed_on.is_(None)
        yield Obligation.held_since.is_(None)
        yield has_arrived()
        if self.what == "reply":
            yield Obligation.answered_on.is_(None)
        else:
            yield Obligation.asked_again_on.is_(None)
            if self.timeliness == Word.LATE:
                yield may_be_late()
        yield last_day < today if self.timeliness == Word.LATE else last_day >= today
        if self.timeliness == DUE_SOON:
            yield last_day <= today + SOON
