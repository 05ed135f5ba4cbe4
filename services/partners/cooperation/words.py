"""What the codes of cooperation are called, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.partners.activities.words import CLUSTERS
from services.partners.cooperation import data
from shared.lists import Words
from shared.words import said

__all__ = ["CLUSTERS", "KINDS", "SIGNED", "STANDING"]


def _name(entry: data.Entry) -> Words:
    return said(lambda language: entry["name_en" if language == "en" else "name_sq"])


KINDS: Mapping[str, Words] = {key: _name(entry) for key, entry in data.entries("actor_kinds").items()}
#: Whether the office still works with an actor.
STANDING: Mapping[str, Words] = {"yes": _l("Po"), "no": _l("Jo më")}
SIGNED: Mapping[str, Words] = {"yes": _l("E nënshkruar"), "no": _l("Projekt")}
