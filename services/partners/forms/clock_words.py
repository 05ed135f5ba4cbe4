"""Why a reply is due on that very day, in sentences: what the office's event says in codes, days and counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from shared.pages.languages import date_words

#: One sentence for a run of days, by the reason for which they count or not; those that count are said by `_counted`.
_RUNS = {
    "start": _l("%(span)s: afati fillon; kjo ditë nuk numërohet."),
    "dispatch": _l("%(span)s: letra u nis."),
    "offset": _l("%(span)s: ditë pune që i lihen postës."),
    "weekend": _l("%(span)s: fundjavë, nuk numërohet."),
    "holiday": _l("%(span)s: festë zyrtare, nuk numërohet."),
    "paused": _l("%(span)s: afati ishte i ndalur, këto ditë nuk numërohen."),
    "extended": _l("Zyra e zgjati afatin deri më %(day)s."),
    "rolled_over": _l("Dita e fundit binte në ditë pushimi, prandaj afati kalon deri më %(day)s."),
}


def sentences(explained: Mapping[str, Any]) -> list[str]:
    """The term, a sentence for each run of days, and the day that follows. `explained`: as `consumers` keeps it."""
    term, lines = explained["term"], explained["lines"]
    said = [_("Afati është %(term)s.", term=_term(term)), *(_line(line, term) for line in lines)]
    return [*said, _("Dita e fundit për t'u përgjigjur është %(day)s.", day=_day(lines[-1]["last"]))]


def groups(dues: Sequence[Any]) -> list[dict[str, Any]]:
    """Each explanation once, with the numbers of the items that it is of: most letters have one for all."""
    found: list[dict[str, Any]] = []
    for one in (one for one in dues if one.explained and one.reply_due):
        same = next((group for group in found if group["explained"] == one.explained), None)
        if same is None:
            same = {"explained": one.explained, "day": one.reply_due, "items": []}
            found.append(same)
        same["items"].append(str(one.place + 1))
    return [{**group, "sentences": sentences(group["explained"])} for group in found]


def _term(term: Mapping[str, Any]) -> str:
    if term["unit"] == "months":
        return str(ngettext("%(num)d muaj", "%(num)d muaj", term["value"]))
    if term["unit"] == "working_days":
        return str(ngettext("%(num)d ditë pune", "%(num)d ditë pune", term["value"]))
    return str(ngettext("%(num)d ditë kalendarike", "%(num)d ditë kalendarike", term["value"]))


def _line(line: Mapping[str, Any], term: Mapping[str, Any]) -> str:
    first, last = _day(line["first"]), _day(line["last"])
    span = first if first == last else f"{first} – {last}"
    if line["why"] != "counted":
        return str(_RUNS[line["why"]]) % {"span": span, "day": last}
    days, count = line["days"], line["count"]
    if term["unit"] == "working_days":
        return str(
            ngettext(
                "%(span)s: %(num)d ditë pune (fundjavat nuk numërohen). Gjithsej deri këtu: %(count)d.",
                "%(span)s: %(num)d ditë pune (fundjavat nuk numërohen). Gjithsej deri këtu: %(count)d.",
                days,
                span=span,
                count=count,
            )
        )
    return str(
        ngettext(
            "%(span)s: %(num)d ditë, numërohen të gjitha. Gjithsej deri këtu: %(count)d.",
            "%(span)s: %(num)d ditë, numërohen të gjitha. Gjithsej deri këtu: %(count)d.",
            days,
            span=span,
            count=count,
        )
    )


def _day(text: str) -> str:
    return date_words(date.fromisoformat(text))
