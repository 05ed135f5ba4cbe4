"""A clock in sentences: why an answer is due on that very day, as one would say it to the secretary of a mayor.

The domain explains the clock day by day in codes (explanation.py); here runs of equal days become one sentence each. The
sentences never say more than the codes: a page that argued on its own would be a second source of law.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from services.cases.data import day_off_name
from services.cases.domain.explanation import Segment, Why, lines
from services.cases.domain.ledger import EntryKind
from services.cases.domain.terms import StartEvent, Term, Unit
from services.cases.domain.workdays import WEEKEND
from shared.pages.languages import date_words, language


def term_words(term: Term) -> str:
    """The length of the term, such as "30 ditë kalendarike"."""
    if term.unit is Unit.MONTHS:
        return str(ngettext("%(num)d muaj", "%(num)d muaj", term.value))
    if term.unit is Unit.WORKING_DAYS:
        return str(ngettext("%(num)d ditë pune", "%(num)d ditë pune", term.value))
    return str(ngettext("%(num)d ditë kalendarike", "%(num)d ditë kalendarike", term.value))


def sentences(
    segments: Sequence[Segment], term: Term, *, ended_on: date | None = None, answered: bool = False
) -> list[str]:
    """One sentence per run of days, in the order of the calendar, and at the end the day that follows from them.

    `ended_on`: the day on which the clock was closed, by an answer or by the office.
    """
    if not segments:
        return [_("Afati nuk ka filluar: letra nuk është nisur ende.")]
    stands = segments[-1].why is Why.PAUSED
    dispatched = segments[0].why is Why.DISPATCH
    said = [
        _sentence(one, term, dispatched=dispatched, still=stands and one is segments[-1]) for one in lines(segments)
    ]
    if not stands:
        said.append(_("Dita e fundit për t'u përgjigjur është %(day)s.", day=date_words(segments[-1].last)))
    if ended_on is not None:
        ended = date_words(ended_on)
        said.append(
            _("Institucioni u përgjigj më %(day)s dhe afati mbaroi.", day=ended)
            if answered
            else _("Zyra e mbylli afatin më %(day)s; kjo datë nuk vlen më.", day=ended)
        )
    return said


#: What an entry did, by its kind; of the day of the event itself `moved_by` knows more.
MOVED = {
    EntryKind.STARTED: _l("Erdhi lajmi se letra u dorëzua më %(day)s."),
    EntryKind.PAUSED: _l("Zyra e ndali afatin nga %(day)s."),
    EntryKind.RESUMED: _l("Afati vazhdoi nga %(day)s."),
    EntryKind.EXTENDED: _l("Zyra e zgjati afatin deri më %(until)s."),
    EntryKind.CLOSED: _l("Afati u mbyll më %(day)s."),
    EntryKind.REOPENED: _l("Zyra e rihapi afatin nga %(day)s."),
    EntryKind.CORRECTED: _l("U korrigjua dita e dorëzimit: %(day)s."),
    EntryKind.HOLIDAY_ADDED: _l("%(day)s u caktua ditë pushimi (%(name)s)."),
    EntryKind.HOLIDAY_REMOVED: _l("%(day)s nuk ishte ditë pushimi (%(name)s)."),
    EntryKind.WORKDAY_ADDED: _l("%(day)s u caktua ditë pune (%(name)s)."),
    EntryKind.TERM_CHANGED: _l("Ligji e ndryshoi afatin nga %(day)s, edhe për letrat e nisura."),
}
_BEGAN = {
    StartEvent.DISPATCHED: _l("Letra u nis më %(day)s; dita e dorëzimit ende nuk dihej."),
    StartEvent.FETCHED: _l("Erdhi lajmi se letra u tërhoq më %(day)s."),
}


def moved_by(entry: Any) -> str:
    """What moved a date, as one would say it: the entry of the ledger that brought it, and the reason that was given."""
    kind = EntryKind(entry.kind)
    said = _BEGAN.get(entry.event, MOVED[kind]) if kind is EntryKind.STARTED else MOVED[kind]
    filled = str(said) % {
        "day": date_words(entry.effective),
        "until": date_words(entry.until) if entry.until else "",
        "name": day_off_name(entry.effective, entry.name or "", language()),
    }
    return f"{filled} {entry.reason}" if entry.reason else filled


def dates_shown(clock: Any) -> list[dict[str, Any]]:
    """Each date that the clock showed, newest first: since when, what moved it, and when the body was told of it."""
    by_id = {entry.id: entry for entry in clock.ledger}
    told = {(notice.due, notice.at): notice.at for notice in clock.told}
    return [
        {
            "day": dated.due.day,
            "since": dated.recorded_at,
            "why": moved_by(by_id[dated.entry_id]),
            "told": told.get((dated.due.day, dated.recorded_at)),
        }
        for dated in reversed(clock.dates)
    ]


def _sentence(segment: Segment, term: Term, *, dispatched: bool, still: bool) -> str:
    if segment.why is Why.START:
        return _start(segment.first, term, deemed=dispatched)
    if segment.why is Why.COUNTED:
        return _counted(segment, term)
    if still:
        return _(
            "Afati është i ndalur nga %(day)s. Data e fundit dihet kur të rifillojë.", day=date_words(segment.first)
        )
    return _between(segment)


def _start(day: date, term: Term, *, deemed: bool) -> str:
    when = date_words(day)
    if deemed:
        return _("Prandaj letra quhet e dorëzuar më %(day)s. Afati numërohet nga dita tjetër.", day=when)
    happened = {
        StartEvent.DELIVERED: _("Letra u dorëzua më %(day)s.", day=when),
        StartEvent.FETCHED: _("Letra u tërhoq më %(day)s.", day=when),
        StartEvent.DISPATCHED: _("Letra u nis më %(day)s.", day=when),
        StartEvent.RECEIVED: _("Letra u mor më %(day)s.", day=when),
    }
    return happened[term.start_event] + " " + _("Kjo ditë nuk numërohet; afati fillon nga dita tjetër.")


def _counted(segment: Segment, term: Term) -> str:
    span = _span(segment)
    if term.unit is Unit.WORKING_DAYS:
        return str(
            ngettext(
                "%(span)s: %(num)d ditë pune (fundjavat nuk numërohen). Gjithsej deri këtu: %(count)d.",
                "%(span)s: %(num)d ditë pune (fundjavat nuk numërohen). Gjithsej deri këtu: %(count)d.",
                segment.days,
                span=span,
                count=segment.count,
            )
        )
    return str(
        ngettext(
            "%(span)s: %(num)d ditë, numërohen të gjitha. Gjithsej deri këtu: %(count)d.",
            "%(span)s: %(num)d ditë, numërohen të gjitha. Gjithsej deri këtu: %(count)d.",
            segment.days,
            span=span,
            count=segment.count,
        )
    )


def _between(segment: Segment) -> str:
    first, last, span = date_words(segment.first), date_words(segment.last), _span(segment)
    match segment.why:
        case Why.DISPATCH:
            return _("Letra u nis më %(day)s. Nuk kemi ende lajm kur u dorëzua.", day=first)
        case Why.OFFSET:
            return _("%(span)s: ditë pune që i lihen postës.", span=span)
        case Why.WEEKEND:
            return _("%(span)s: fundjavë, nuk numërohet.", span=span)
        case Why.HOLIDAY:
            name = day_off_name(segment.first, segment.name, language())
            return _("%(span)s: festë (%(name)s), nuk numërohet.", span=span, name=name)
        case Why.PAUSED:
            return _("%(span)s: afati ishte i ndalur, këto ditë nuk numërohen.", span=span)
        case Why.EXTENDED:
            return _("Zyra e zgjati afatin deri më %(day)s.", day=last)
        case _:
            return _rolled(segment)


def _rolled(segment: Segment) -> str:
    last = date_words(segment.last)
    if segment.name == WEEKEND:
        return _("Dita e fundit binte në fundjavë, prandaj afati kalon deri më %(day)s.", day=last)
    # The name is that of the day before, which could not be the last.
    name = day_off_name(segment.first - timedelta(days=1), segment.name, language())
    return _("Dita e fundit binte në festë (%(name)s), prandaj afati kalon deri më %(day)s.", name=name, day=last)


def _span(segment: Segment) -> str:
    first, last = date_words(segment.first), date_words(segment.last)
    return first if first == last else f"{first} – {last}"
