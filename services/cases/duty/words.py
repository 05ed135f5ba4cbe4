"""The words of the duty."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WEEKDAYS: Mapping[int, str] = {
    1: _l("e hënë"),
    2: _l("e martë"),
    3: _l("e mërkurë"),
    4: _l("e enjte"),
    5: _l("e premte"),
    6: _l("e shtunë"),
    7: _l("e diel"),
}
