"""What the states of an issue are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from shared.lists import Words

STATES: Mapping[str, Words] = {
    "draft": _l("Hartim"),
    "waiting": _l("Miratuar, pret krahasimin e fundit"),
    "out": _l("Ka dalë"),
    "withdrawn": _l("U tërhoq"),
}


def standing(state: str, *, released: bool) -> Words:
    """What is approved is out once it was released."""
    return STATES["waiting" if state == "out" and not released else state]
