"""Forms for officers: what came by another way than the internet, and counselling in a minute."""

import secrets
from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from services.intake import data
from services.intake.domain.sizes import LONGEST_NARRATIVE
from services.intake.forms import profile
from services.intake.forms.profile import AsksForWholeProfile
from services.intake.forms.public import ComplainForm, choices, filled
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, BesaPart, DateParts, SelectChoice
from shared.pages.languages import LANGUAGES
from shared.words import DEFAULT_LANGUAGE

_NOTHING = SelectChoice("", "")
_SHORTER = _l("Shkruajeni më shkurt")
#: The questions of the public form, as one asks them of an officer.
_LABELS = {
    "danger": _l("Fëmija është në rrezik tani"),
    "wanted": _l("Çfarë kërkon ankuesi?"),
    "life_area": _l("Fusha"),
    "body": _l("Organi për të cilin u ankua"),
    "municipality": _l("Bashkia"),
    "name": _l("Emri i ankuesit"),
    "nickname": _l("Si e thërrasin ndryshe ankuesin"),
    "child_name": _l("Emri i fëmijës"),
    "child_nickname": _l("Si e thërrasin ndryshe fëmijën"),
    "child_age": _l("Mosha e fëmijës"),
    "keep_secret": _l("Ankuesi kërkon fshehtësi"),
    "way": _l("Si njoftohet ankuesi pa rrezik?"),
    "profile_sex": _l("Gjinia e fëmijës"),
    "profile_disability": _l("Aftësia e kufizuar"),
    "profile_minority": _l("Pakica, siç e thonë vetë"),
    "profile_care": _l("Me kë ose ku jeton fëmija"),
    "profile_county": _l("Qarku"),
    "rep_role": _l("Përfaqësuesi"),
    "rep_name": _l("Emri i përfaqësuesit"),
    "rep_email": _l("Posta elektronike e përfaqësuesit"),
    "rep_phone": _l("Telefoni i përfaqësuesit"),
    "email": _l("Adresa e postës elektronike të ankuesit"),
    "phone": _l("Telefoni i ankuesit"),
    "rep_safe": _l("Kjo rrugë është e sigurt: e lexon vetëm ai"),
}


#: What stands first on the page, in this order; the rest follows in that of the public form.
_FIRST = ("channel", "regional_office", "received_on", "role", "narrative")


class RegisterForm(ComplainForm):
    """A complaint that came by telephone, letter, visit, e-mail or a regional office. The rules are those of the public one."""

    channel = RadioField(_l("Si erdhi ankesa?"), validators=[InputRequired(_l("Zgjidhni si erdhi"))])
    regional_office = SelectField(_l("Zyra rajonale që e mori"), validators=[Optional()])
    received_on = DateParts(_l("Kur mbërriti?"), validators=[Optional()])
    role = RadioField(_l("Kush u ankua?"), validators=[InputRequired(_l("Zgjidhni kush u ankua"))])
    narrative = TextAreaField(
        _l("Çfarë u tha ose u shkrua?"),
        validators=[
            InputRequired(_l("Shkruani çfarë u tha ose u shkrua")),
            Length(max=LONGEST_NARRATIVE, message=_SHORTER),
        ],
    )
    answer_in = RadioField(
        _l("Në cilën gjuhë i përgjigjemi?"),
        choices=[SelectChoice(*one) for one in LANGUAGES.items()],
        default=DEFAULT_LANGUAGE,
    )
    address = StringField(
        _l("Adresa ose një rrugë tjetër për ta gjetur"),
        validators=[Optional(), Length(max=300, message=_SHORTER)],
    )

    role_voice, question_voice = "name", "text"
    in_sight = ComplainForm.in_sight | {"channel", "regional_office", "received_on"}

    def __init__(self, language: str, places: Sequence[KnownInstitution]) -> None:
        super().__init__(language, places)
        self.channel.choices = choices(data.staff_channels(), language, voice="name")
        self.regional_office.choices = [_NOTHING, *choices(data.regional_offices(), language, voice="name")]
        self.way.choices = [
            SelectChoice("none", _l("Nuk i shkruhet: kthehet vetë me kodin")),
            SelectChoice("email", _l("Me postë elektronike që e lexon vetëm ai")),
            SelectChoice("phone", _l("Me mesazh në një telefon që e mban vetëm ai")),
        ]
        for name, text in _LABELS.items():
            self[name].label.text = text

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, which is that of the summary of errors."""
        return iter(sorted(super().__iter__(), key=lambda field: (*_FIRST, field.name).index(field.name)))

    def complaint(self, language: str) -> dict[str, object]:
        """What was typed, in the shape that the API takes. The language is that of who complains, not of who types."""
        came = {
            "channel": self.channel.data,
            "regional_office": self.regional_office.data,
            "received_on": self.received_on.data.isoformat() if self.received_on.data else None,
        }
        return super().complaint(self.answer_in.data or language) | filled(came)

    def _contact(self) -> dict[str, object]:
        return super()._contact() | filled({"address": self.address.data})


class CounsellingForm(AsksForWholeProfile, BesaForm):
    """Four answers and an advice, and codes of the child where they say them; of the person nothing."""

    once = HiddenField()
    channel = RadioField(_l("Si erdhi?"), validators=[InputRequired(_l("Zgjidhni si erdhi"))])
    regional_office = SelectField(_l("Zyra rajonale që e mori"), validators=[Optional()])
    role = SelectField(_l("Kush pyeti?"), validators=[InputRequired(_l("Zgjidhni kush pyeti"))])
    life_area = SelectField(_l("Fusha"), validators=[InputRequired(_l("Zgjidhni fushën"))])
    way_out = SelectField(_l("Cila rrugë u tregua?"), validators=[Optional()])
    redirect_to = SelectField(_l("Ose te cili organ u drejtua?"), validators=[Optional()])
    municipality = SelectField(_l("Bashkia"), validators=[Optional()])
    institution_id = SelectField(_l("Organi për të cilin pyeti"), validators=[Optional()])

    def __init__(self, language: str, places: Sequence[KnownInstitution], bodies: Sequence[KnownInstitution]) -> None:
        super().__init__()
        self.once.data = self.once.data or secrets.token_urlsafe(16)
        offered = [_NOTHING, *(SelectChoice(str(body.id), body.name(language)) for body in bodies)]
        self.channel.choices = choices(data.staff_channels(), language, voice="name")
        self.regional_office.choices = [_NOTHING, *choices(data.regional_offices(), language, voice="name")]
        self.role.choices = [_NOTHING, *choices(data.roles(), language, voice="name")]
        self.life_area.choices = [_NOTHING, *choices(data.life_areas(), language, voice="name")]
        self.way_out.choices = [_NOTHING, *choices(data.ways_out(), language, voice="name")]
        self.municipality.choices = [_NOTHING, *(SelectChoice(one.key, one.name(language)) for one in places)]
        self.redirect_to.choices = self.institution_id.choices = offered
        profile.offer(self, profile.FIELDS, language)
        for name in profile.ASKED.values():
            self[name].label.text = _LABELS[name]

    @property
    def told_of_child(self) -> bool:
        """Whether something was chosen of the child, or is wrong there: then it stands in sight."""
        return any(self[name].data or self[name].errors for name in profile.FIELDS.values())

    def mark(self, pointer: str, message: str) -> None:
        """Put `message` at the field of the member at `pointer`."""
        field = self[pointer.strip("/").replace("/", "_")]
        field.errors = [*field.errors, message]

    def counselling(self, language: str) -> dict[str, object]:
        """What was chosen, in the shape that the API takes."""
        names = ("channel", "regional_office", "role", "life_area", "way_out", "redirect_to", "municipality")
        chosen = {name: self[name].data for name in (*names, "institution_id")}
        return {"language": language, **filled(chosen | {"profile": profile.chosen(self, profile.FIELDS)})}


class PeriodForm(BesaPart):
    """The days of the figures; sent with GET, so that the address shows which they are."""

    first = DateParts(_l("Nga"), validators=[Optional()], name="from")
    last = DateParts(_l("Deri më"), validators=[Optional()], name="to")
