"""The form by which somebody asks to be let into a file that is another's work."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.fields.choices import RadioField
from wtforms.validators import InputRequired, Length

from services.intake import data
from services.intake.domain.accesses import ORIGINAL
from services.intake.schemas.accesses import NewAccess
from shared.pages.forms import BesaForm, SelectChoice


class AccessForm(BesaForm):
    purpose = RadioField(_l("Për çfarë duhet ta hapni?"), validators=[InputRequired(_l("Zgjidhni për çfarë"))])
    why = TextAreaField(
        _l("Pse ju duhet kjo dosje?"),
        validators=[InputRequired(_l("Shkruani arsyen")), Length(max=500, message=_l("Shkruajeni më shkurt"))],
    )

    def __init__(self, language: str, *, own: bool = False) -> None:
        """`own`: it is open to its reader, who needs nobody's word but for what is opened as it came."""
        super().__init__()
        self.purpose.choices = [
            SelectChoice(key, data.words(entry, "name", language))
            for key, entry in data.purposes().items()
            if not own or key == ORIGINAL
        ]

    def access(self) -> NewAccess:
        return NewAccess(purpose=self.purpose.data, reason=self.why.data or "")
