"""The forms of subscribing and ending it."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

from services.notifications.bulletins.models import ISSUES, NEWS
from services.notifications.domain import UnusableContactError, address_of
from shared.pages.forms import BesaForm, SelectChoice


def _is_address(_form: BesaForm, field: EmailField) -> None:
    try:
        field.data = address_of("email", field.data)
    except UnusableContactError as error:
        raise ValidationError(_l("Shkruani një adresë të postës elektronike, si emri@shembull.al.")) from error


class SubscribeForm(BesaForm):
    """`clusters`: none means all."""

    address = EmailField(
        _l("Adresa juaj e postës elektronike"), [InputRequired(_l("Shkruani adresën.")), Length(max=254), _is_address]
    )
    wants = SelectMultipleField(
        _l("Çfarë doni të merrni?"),
        [InputRequired(_l("Zgjidhni të paktën një."))],
        choices=[
            SelectChoice(NEWS, _l("Lajmet: një mesazh në ditët kur publikohet diçka")),
            SelectChoice(ISSUES, _l("Buletinin: një përmbledhje nga zyra, herë pas here")),
        ],
        default=[NEWS],
    )
    clusters = SelectMultipleField(
        _l("Cilat të drejta ju interesojnë?"),
        description=_l("Vetëm për lajmet. Pa zgjedhur asgjë, i merrni të gjitha."),
    )


class ConfirmForm(BesaForm):
    """A button."""


class EndForm(BesaForm):
    address = EmailField(
        _l("Adresa në të cilën ju vijnë lajmet"), [InputRequired(_l("Shkruani adresën.")), Length(max=254)]
    )
