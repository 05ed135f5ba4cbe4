"""A clock in sentences: why an answer is due on that very day, as one would say it to the secretary of a mayor.

The domain explains the clock day by day in codes (explanation.py); here runs of equal days become one sentence each. The
sentences never say more than the codes: a page that argued on its own would be a second source of law.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from services.cases.domain.explanation import Segment, Why
from services.cases.domain.terms import StartEvent, Term, Unit
from services.cases.domain.workdays import WEEKEND
from shared.pages.languages import date_words


def term_words(term: Term) -> str:
    """The length of the term, such as "30 ditë kalendarike"."""
    if term.unit is Unit.MONTHS:
        return str(ngettext("%(num)d muaj", "%(num)d muaj", term.value))
    if term.unit is Unit.WORKING_DAYS:
        return str(ngettext("%(num)d ditë pune", "%(num)d ditë pune", term.value))
    return str(ngettext("%(num)d ditë kalendarike", "%(num)d ditë kalendarike", term.value))


def sentences(segments: Sequence[Segment], term: Term) -> list[str]:
    """One sentence per run of days, in the order of the calendar, and at the end the day that follows from them."""
    if not segments:
        return [_("Afati nuk ka filluar: letra nuk është nisur ende.")]
    stands = segments[-1].why is Why.PAUSED
    dispatched = segments[0].why is Why.DISPATCH
    said = [
        _sentence(one, term, dispatched=dispatched, still=stands and one is segments[-1])
        for one in _without_split_weeks(segments)
    ]
    if not stands:
        said.append(_("Dita e fundit për t'u përgjigjur është %(day)s.", day=date_words(segments[-1].last)))
    return said


def _without_split_weeks(segments: Sequence[Segment]) -> list[Segment]:
    """Weekends told once: a term in working days would otherwise read as twenty lines of Saturdays.

    A run of counted days takes in the weekends inside it; holidays, pauses and grants still stand on their own.
    """
    lines: list[Segment] = []
    for one, following in pairwise([*segments, None]):
        before = lines[-1] if lines else None
        inner_weekend = one.why is Why.WEEKEND and following is not None and following.why is Why.COUNTED
        if before is not None and before.why is Why.COUNTED and (one.why is Why.COUNTED or inner_weekend):
            counted = before.days + (one.days if one.why is Why.COUNTED else 0)
            lines[-1] = Segment(Why.COUNTED, before.first, one.last, counted, one.count)
        else:
            lines.append(one)
    return lines


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
            return _("%(span)s: festë (%(name)s), nuk numërohet.", span=span, name=segment.name)
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
    return _(
        "Dita e fundit binte në festë (%(name)s), prandaj afati kalon deri më %(day)s.", name=segment.name, day=last
    )


def _span(segment: Segment) -> str:
    first, last = date_words(segment.first), date_words(segment.last)
    return first if first == last else f"{first} – {last}"
