"""The words of intake's codes, in the language of whoever reads."""

from collections.abc import Mapping
from functools import partial

from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.domain.profile import NOT_SAID
from shared.words import said

#: Where a complaint stands; `erased` is asked for by nobody.
STATUSES: Mapping[str, str] = {
    "received": _l("E re"),
    "admissible": _l("E pranuar"),
    "inadmissible": _l("E papranuar"),
    "redirected": _l("E përcjellë"),
    "counselled": _l("E këshilluar"),
    "joined": _l("E bashkuar"),
    "own_initiative": _l("Me nismën e zyrës"),
    "in_case": _l("Në hetim"),
    "followed": _l("Në ndjekje"),
    "closed": _l("E mbyllur"),
    "erased": _l("E fshirë"),
}
FIRST_LOOK: Mapping[str, str] = {"waiting": _l("Ende pa u parë"), "late": _l("Duhej të ishin parë")}

#: What is counted of the child.
PROFILE: Mapping[str, str] = {
    "age_band": _l("mosha"),
    "sex": _l("gjinia"),
    "disability": _l("aftësia e kufizuar"),
    "minority": _l("pakica"),
    "care": _l("jeton"),
    "county": _l("qarku"),
}


def profile_words(codes: Mapping[str, str], language: str) -> str:
    """What was told of the child, in words; what was not said is left out."""
    told = [(member, code) for member, code in codes.items() if code != NOT_SAID]
    return "; ".join(
        f"{PROFILE[member]}: {data.words(data.profile(member)[code], 'name', language)}" for member, code in told
    )


def names_of(entries: Mapping[str, data.Entry]) -> Mapping[str, str]:
    """The names of a closed list out of a data file, by key."""
    return {key: said(partial(data.words, entry, "name")) for key, entry in entries.items()}
