"""Who wants in, and where they may be led afterwards."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from shared.pages.forms import BesaForm

LONGEST = 200


class LogInForm(BesaForm):
    """Lengths are limited before a password is hashed: hashing is slow on purpose, and slower for longer text."""

    username = StringField(
        _l("Emri i përdoruesit"), validators=[InputRequired(_l("Shkruani emrin e përdoruesit")), Length(max=LONGEST)]
    )
    password = PasswordField(
        _l("Fjalëkalimi"), validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)]
    )


def own_path(wanted: str | None, start: str) -> str:
    r"""`wanted` if it is a plain path of this service, otherwise `start`.

    Browsers read `//host`, `/\host` and a path with a line break in it as another host.
    """
    if not wanted or not wanted.isprintable() or "\\" in wanted or not wanted.startswith("/partners/"):
        return start
    return wanted
