"""A password of one's own: the first one, and another one."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from shared.pages import password_words
from shared.pages.forms import BesaForm
from shared.passwords import LONGEST


class FirstPasswordForm(BesaForm):
    """Lengths are limited before anything is hashed; the rule of passwords says the rest."""

    stands_for: ClassVar[dict[str, str]] = {"password": "new"}

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

    current = PasswordField(
        _l("Fjalëkalimi i tanishëm"), validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)]
    )
