"""What the register refuses, as a person reads it."""

from flask_babel import lazy_gettext as _l

from shared.lists import Words

SENTENCES: dict[str, Words] = {
    "register.place_unknown": _l("Nuk njihet asnjë bashki ose qark me këtë emër."),
}
