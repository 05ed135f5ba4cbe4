"""The people of a body: who comes in, and a new password for oneself."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields import Field
from wtforms.validators import EqualTo, InputRequired, Length

from shared.pages import password_words
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


class FirstPasswordForm(BesaForm):
    """A password of one's own. Lengths are limited before anything is hashed."""

    new = PasswordField(
        _l("Fjalëkalimi i ri"),
        validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)],
        description=password_words.HINT,
    )
    again = PasswordField(
        _l("Fjalëkalimi i ri përsëri"),
        validators=[
            InputRequired(_l("Shkruani fjalëkalimin")),
            EqualTo("new", message=_l("Dy fjalëkalimet nuk janë njësoj.")),
        ],
    )


class PasswordForm(FirstPasswordForm):
    """Another password instead of the current one."""

    # First on the page, though the class comes second.
    field_order = ("current", "new", "again")
    current = PasswordField(
        _l("Fjalëkalimi i tanishëm"), validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)]
    )

    def __iter__(self) -> Iterator[Field]:
        named = [self._fields[name] for name in self.field_order]
        return iter([*named, *(field for field in super().__iter__() if field not in named)])
