"""Forms for what becomes of a complaint besides the decision on it. Their fields stand on one page with those of forms/staff.py."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from services.intake import data
from services.intake.forms.staff import listed_reason, rights_of
from services.intake.schemas.decisions import NewOwnInitiative, NewReopening
from services.intake.schemas.exclusions import NewExclusion
from shared.pages.forms import BesaForm, SelectChoice

_SHORTER = _l("Shkruajeni më shkurt")


class OwnInitiativeForm(BesaForm):
    """A case of the office's own: the neutral summary becomes its memo."""

    own_summary = TextAreaField(
        _l("Pse e nis zyra vetë çështjen: përmbledhje asnjanëse, pa emra"),
        validators=[InputRequired(_l("Shkruani përmbledhjen")), Length(max=4000, message=_SHORTER)],
    )
    own_rights = StringField(
        _l("Nenet e Konventës"),
        validators=[InputRequired(_l("Shkruani të paktën një nen")), Length(max=200, message=_SHORTER)],
    )
    own_bodies = SelectMultipleField(_l("Organet"), validators=[Optional()])
    own_names_reason = RadioField(_l("Pse mund të shkojë me këtë?"), validate_choice=False)

    def __init__(self, bodies: Sequence[SelectChoice], rights: str, language: str) -> None:
        super().__init__(data={"own_rights": rights, "own_bodies": [body.value for body in bodies]})
        reasons = data.names_reasons().items()
        self.own_names_reason.choices = [SelectChoice(key, data.words(one, "name", language)) for key, one in reasons]
        self.own_bodies.choices = list(bodies)

    def own_initiative(self, language: str) -> NewOwnInitiative:
        return NewOwnInitiative(
            summary=self.own_summary.data or "",
            language=language,
            rights=rights_of(self.own_rights.data),
            bodies=tuple(UUID(body) for body in self.own_bodies.data or []),
            names_reason=listed_reason(self.own_names_reason.data),
        )


class ReopeningForm(BesaForm):
    """Why a complaint is looked at again."""

    again = RadioField(_l("Pse po shqyrtohet përsëri?"), validators=[InputRequired(_l("Zgjidhni një arsye"))])
    again_note = StringField(_l("Shënim për dosjen"), validators=[Optional(), Length(max=500, message=_SHORTER)])

    def __init__(self, language: str) -> None:
        super().__init__()
        reasons = data.reopening_reasons().items()
        self.again.choices = [SelectChoice(key, data.words(entry, "name", language)) for key, entry in reasons]

    def reopening(self) -> NewReopening:
        return NewReopening(reason=self.again.data, note=self.again_note.data or None)


class StepBackForm(BesaForm):
    """Somebody has a conflict of interest and steps back."""

    wall_reason = StringField(
        _l("Çfarë ju lidh me këtë ankesë?"),
        validators=[InputRequired(_l("Shkruani arsyen")), Length(max=500, message=_SHORTER)],
    )

    def exclusion(self, me: UUID) -> NewExclusion:
        return NewExclusion(staff_id=me, excluded=True, reason=self.wall_reason.data or "")


class WallForm(BesaForm):
    """Who may know of a complaint, as whoever leads decides."""

    staff = SelectField(_l("Kush"), validators=[InputRequired(_l("Zgjidhni kush"))])
    excluded = RadioField(
        _l("Çfarë vendoset"),
        choices=[
            SelectChoice("yes", _l("Nuk e sheh më këtë ankesë")),
            SelectChoice("no", _l("Mund ta shohë përsëri")),
        ],
        validators=[InputRequired(_l("Zgjidhni një përgjigje"))],
    )
    reason = StringField(
        _l("Pse"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=500, message=_SHORTER)]
    )

    def __init__(self, people: Mapping[UUID, str]) -> None:
        super().__init__()
        self.staff.choices = [SelectChoice("", ""), *(SelectChoice(str(one), word) for one, word in people.items())]

    def exclusion(self) -> NewExclusion:
        return NewExclusion(
            staff_id=UUID(self.staff.data), excluded=self.excluded.data == "yes", reason=self.reason.data or ""
        )
