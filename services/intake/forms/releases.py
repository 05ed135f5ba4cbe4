"""Forms for releasing parts of an identity."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectField
from wtforms.validators import InputRequired, Length

from services.intake import data
from services.intake.schemas.releases import NewRelease
from shared.pages.forms import BesaForm, SelectChoice


class ReleaseForm(BesaForm):
    """Which data, to whom, why. `letter` is "recommendation id institution id"."""

    letter = SelectField(_l("Kujt, me cilën shkresë?"), validators=[InputRequired(_l("Zgjidhni shkresën"))])
    data_keys = SelectMultipleField(
        _l("Çfarë zbulohet?"), validators=[InputRequired(_l("Zgjidhni të paktën një të dhënë"))]
    )
    reason = TextAreaField(
        _l("Pse i duhet ky informacion këtij organi?"),
        validators=[InputRequired(_l("Shkruani arsyen")), Length(max=1000, message=_l("Shkruajeni më shkurt"))],
    )

    def __init__(self, language: str, letters: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.letter.choices = [SelectChoice("", ""), *(SelectChoice(value, label) for value, label in letters)]
        self.data_keys.choices = [
            SelectChoice(key, data.words(entry, "name", language)) for key, entry in data.releasable().items()
        ]

    def release(self) -> NewRelease:
        recommendation_id, institution_id = map(UUID, self.letter.data.split())
        return NewRelease(
            recommendation_id=recommendation_id,
            institution_id=institution_id,
            data=tuple(self.data_keys.data or ()),
            reason=self.reason.data or "",
        )
