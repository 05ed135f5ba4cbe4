"""What the codes of activities are called, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.partners.activities import data
from services.partners.activities.domain.evaluation import Moment
from services.partners.activities.domain.life import State
from shared.lists import Words
from shared.words import said


def _name(entry: data.Entry, what: str) -> Words:
    return said(lambda language: entry[f"{what}_en" if language == "en" else f"{what}_sq"])


def _names(section: str, what: str = "name") -> Mapping[str, Words]:
    return {key: _name(entry, what) for key, entry in data.entries(section).items()}


KINDS, CLUSTERS, AGE_BANDS, SEXES = (_names(one) for one in ("kinds", "clusters", "age_bands", "sexes"))
QUESTIONS = _names("questions", "text")
ANSWERS = _names("answers")
PICTURE_USES = _names("picture_uses")
MOMENTS: Mapping[str, Words] = {Moment.BEFORE: _l("Para"), Moment.AFTER: _l("Pas")}
STATES: Mapping[str, Words] = {
    State.PLANNED: _l("E planifikuar"),
    State.ANNOUNCED: _l("E njoftuar"),
    State.HELD: _l("U mbajt"),
    State.CALLED_OFF: _l("Nuk mbahet"),
}
COLOURS: Mapping[str, str] = {
    State.PLANNED: "blue",
    State.ANNOUNCED: "yellow",
    State.HELD: "green",
    State.CALLED_OFF: "grey",
}
MONTHS: tuple[Words, ...] = (
    _l("Janar"), _l("Shkurt"), _l("Mars"), _l("Prill"), _l("Maj"), _l("Qershor"),
    _l("Korrik"), _l("Gusht"), _l("Shtator"), _l("Tetor"), _l("Nëntor"), _l("Dhjetor"),
)  # fmt: skip
