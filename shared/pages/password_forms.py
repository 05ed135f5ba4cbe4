"""A password of one's own, of staff and of people of bodies alike: the first one, and another one."""

from collections.abc import Iterator
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.fields import Field
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

    # First on the page, though the class comes second.
    field_order = ("current", "new", "again")
    current = PasswordField(
        _l("Fjalëkalimi i tanishëm"), validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST)]
    )

    def __iter__(self) -> Iterator[Field]:
        named = [self._fields[name] for name in self.field_order]
        return iter([*named, *(field for field in super().__iter__() if field not in named)])
