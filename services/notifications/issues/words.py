"""What the states of an issue are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from shared.lists import Words

STATES: Mapping[str, Words] = {
    "draft": _l("Hartim"),
    "out": _l("Ka dalë"),
    "withdrawn": _l("U tërhoq"),
}
