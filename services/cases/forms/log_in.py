"""Who wants in, and where they may be led afterwards."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from shared.pages.forms import BesaForm

START = "/cases/"
LONGEST = 200


class LogInForm(BesaForm):
    """Lengths are limited before a password is hashed: hashing is slow on purpose, and slower for longer text."""

    username = StringField(
        _l("Emri i përdoruesit"), validators=[InputRequired(_l("Shkruani emrin e përdoruesit")), Length(max=LONGEST)]
    )
    password = PasswordField(
        _l("Fjalëkalimi"), validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)]
    )


def local_path(wanted: str | None) -> str:
    r"""`wanted` if it is a path on this very host, otherwise the start page.

    Browsers read `//host`, `/\host` and a path with a line break in it as another host.
    """
    if not wanted or not wanted.isprintable() or "\\" in wanted or not wanted.startswith("/"):
        return START
    parts = urlsplit(wanted)
    return START if wanted.startswith("//") or parts.netloc or parts.scheme else wanted
