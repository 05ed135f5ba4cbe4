"""What the codes of the library are called, in the language of whoever reads."""

from collections.abc import Mapping

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
