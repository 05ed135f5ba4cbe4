"""By when a measure is to be done, and who moves that day, tried on a letter: the rules themselves answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.cases import data
from services.cases.domain.by_when import ByWhen, by_when
from services.cases.domain.replies import moves_the_day
from services.cases.domain.workdays import Calendar

_ISSUED, _DUE = date(2026, 2, 2), date(2026, 4, 1)
_DAYS = timedelta(days=1)
_SAYS = (
    "The day of a measure is the one that its letter sets, until its body names another or the office gives more time. The first answer by "
    "which the body accepts moves it, and by {reach} calendar days at most ({sure}; `promise_bounds` in `standing.yaml`). Whatever it names beyond, or after that answer, is what it "
    "*asks*: the day stands, the office has it on its list (“names another day”), and the body reads on its page and by the API that it is "
    "undecided. The office gives the time by assessing *in process* with that day; by recording the day that stands it gives none. "
    "A day that it gave it makes earlier only with {left} calendar days ahead at least (`grant_corrections`). "
    "The term of a special report is the Assembly's for the debate itself: whatever day is named, nothing is late before that term is over."
)


@dataclass(frozen=True)
class _Try:
    """What a body names on a day, of a measure with such a day. `again`: as `moves_the_day` takes it."""

    says: str
    named: date
    on: date
    day: ByWhen | None
    again: bool = False


def markdown(day: date) -> str:
    """The section of docs/states.md, with what holds on that day."""
    reach = data.promise_reach(day)
    rows = "\n".join(
        f"| {one.says} | {'moves the day' if moves_the_day(one.day, one.named, one.on, again=one.again, reach=reach) else 'is asked for; the office decides'} |"
        for one in _tries(reach)
    )
    confirmed = all(one["confirmed"] for one in data.entries("standing", "promise_bounds") if one.holds(day))
    said = _SAYS.format(reach=reach, left=data.grant_left(day), sure="confirmed" if confirmed else "not confirmed")
    return f"## By when a measure is to be done\n\n{said}\n\n| a body names | it |\n| --- | --- |\n{rows}"


def _tries(reach: int) -> tuple[_Try, ...]:
    soon = _ISSUED + _DAYS
    letter, nothing = _of(reach), _of(reach, item=None)
    promised, given = _of(reach, promised=_DUE - _DAYS), _of(reach, noted=_DUE + 30 * _DAYS)
    furthest = _DUE + reach * _DAYS
    return (
        _Try(
            "the last day within as many days of its word, where the letter sets none",
            soon + reach * _DAYS,
            soon,
            nothing,
        ),
        _Try("the day after it, where the letter sets none", soon + (reach + 1) * _DAYS, soon, nothing),
        _Try("any day, where the letter sets none and a refusal took back another", _DUE, soon, nothing, again=True),
        _Try("a day before that of the letter", _DUE - _DAYS, soon, letter),
        _Try("the last day that its first yes may reach", furthest, soon, letter),
        _Try("the day after it", furthest + _DAYS, soon, letter),
        _Try(
            "after a yes without a day, a later day than that of the letter", _DUE + _DAYS, soon, _of(reach, fixed=True)
        ),
        _Try(
            "after a yes without a day, an earlier day than that of the letter",
            _DUE - _DAYS,
            soon,
            _of(reach, fixed=True),
        ),
        _Try("after an earlier word, an earlier day", _DUE - 2 * _DAYS, soon, promised),
        _Try("after an earlier word, a later day, be it that of the letter", _DUE, soon, promised),
        _Try("a later day than the office gave", furthest, soon, given),
        _Try("a later day, once the day has passed", _DUE + 2 * _DAYS, _DUE + _DAYS, letter),
    )


def _of(
    reach: int,
    *,
    item: date | None = _DUE,
    promised: date | None = None,
    noted: date | None = None,
    fixed: bool = False,
) -> ByWhen | None:
    on = _ISSUED if noted or promised else None
    return by_when(promised, on, item, _ISSUED, (), Calendar(), noted=noted, noted_on=on, reach=reach, fixed=fixed)
