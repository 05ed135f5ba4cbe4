"""What the codes of the library are called, in the language of whoever reads."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from flask_babel import lazy_gettext as _l

from services.notifications.library import data
from shared.lists import Words
from shared.words import said


def _name(entry: data.Entry) -> Words:
    return said(lambda language: entry["name_en" if language == "en" else "name_sq"])


def _names(section: str) -> Mapping[str, Words]:
    return {key: _name(entry) for key, entry in data.entries(section).items()}


KINDS, AUDIENCES, LANGUAGES, FORMATS, TOPICS = (
    _names(one) for one in ("kinds", "audiences", "languages", "formats", "topics")
)
STANDINGS: Mapping[str, Words] = {
    "draft": _l("Hartim"),
    "waiting": _l("Miratuar, pret orën dhe krahasimin e fundit"),
    "published": _l("E botuar"),
    "superseded": _l("Ka version më të ri"),
    "withdrawn": _l("E tërhequr"),
}
#: Of a file that is not read whole, and of which no page is named.
READINGS: Mapping[str, Words] = {
    "waits": _l("Fjalët e tij po lexohen, që të krahasohen."),
    "again": _l("Leximi i fjalëve të tij nuk përfundoi në kohën e vet dhe provohet përsëri."),
    "nothing": _l(
        "Këtu nuk u lexua dot asnjë fjalë, prandaj nuk u krahasua: lexojeni ose dëgjojeni vetë para miratimit."
    ),
    "unfinished": _l(
        "Leximi i fjalëve të tij nuk përfundoi as pas disa provash, prandaj nuk u krahasua: lexojeni vetë para miratimit."
    ),
}


def page_numbers(pages: Sequence[int]) -> str:
    """Such as "2, 5–8"."""
    runs = [[page for _place, page in run] for _, run in groupby(enumerate(pages), lambda one: one[1] - one[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
