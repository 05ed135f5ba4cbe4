"""What the codes of consultations are called, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.intake.consultations import data
from services.intake.consultations.domain import State
from shared.lists import Words
from shared.words import said


def _name(entry: data.Entry) -> Words:
    return said(lambda language: entry["name_en" if language == "en" else "name_sq"])


def _names(section: str) -> Mapping[str, Words]:
    return {key: _name(entry) for key, entry in data.entries(section).items()}


CONDITIONS, GROUPS, QUESTIONS, ANSWERS = (_names(one) for one in ("conditions", "groups", "questions", "answers"))
STATES: Mapping[str, Words] = {
    State.DRAFT: _l("Në përgatitje"),
    State.READY: _l("Gati për t'u hapur"),
    State.OPEN: _l("E hapur"),
    State.CLOSED: _l("E mbyllur"),
}
COLOURS: Mapping[str, str] = {
    State.DRAFT: "grey",
    State.READY: "yellow",
    State.OPEN: "blue",
    State.CLOSED: "green",
}
