"""The people of a body: who comes in."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from shared.pages.forms import BesaForm, SelectChoice

LONGEST = 200
ROLES = {"partner_user": _l("Lexon dhe përgjigjet"), "partner_admin": _l("Administron kontaktet dhe personat")}


class PersonForm(BesaForm):
    """A new person of the body; the password is made, shown once and changed by the person."""

    username = StringField(
        _l("Emri i përdoruesit"), validators=[InputRequired(_l("Shkruani emrin e përdoruesit")), Length(max=64)]
    )
    role = SelectField(
        _l("Çfarë mund të bëjë?"),
        choices=[SelectChoice(code, label) for code, label in ROLES.items()],
        validators=[InputRequired(_l("Zgjidhni një nga lista."))],
    )
