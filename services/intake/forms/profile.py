"""What is counted of the child. Nobody must answer; what is left empty is not said."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectField
from wtforms.validators import Optional

from services.intake import data
from services.intake.domain.profile import MEMBERS, NOT_SAID
from services.intake.schemas.profile import ChildProfile, NewProfile
from shared.pages.forms import BesaForm, SelectChoice

PREFIX = "profile_"


class AsksForProfile:
    """The fields that the forms of a complaint have besides their own; the age is asked for as an age there."""

    profile_sex = SelectField(_l("Fëmija është vajzë apo djalë?"), validators=[Optional()])
    profile_disability = SelectField(_l("A ka fëmija një aftësi të kufizuar?"), validators=[Optional()])
    profile_minority = SelectField(_l("A i përket fëmija një pakice?"), validators=[Optional()])
    profile_care = SelectField(_l("Me kë ose ku jeton fëmija?"), validators=[Optional()])
    profile_county = SelectField(_l("Në cilin qark jeton fëmija?"), validators=[Optional()])


class AsksForWholeProfile(AsksForProfile):
    """Where nobody asks for the age as an age, its band is chosen. Officers read it."""

    profile_age_band = SelectField(_l("Mosha e fëmijës"), validators=[Optional()])


#: By member of the profile, the field in which it is chosen.
FIELDS = {member: PREFIX + member for member in MEMBERS}
ASKED = {member: field for member, field in FIELDS.items() if hasattr(AsksForProfile, field)}
#: The members of a complaint, by the field in which they are typed.
POINTERS = {f"/profile/{member}": field for member, field in ASKED.items()} | {"/profile/age_band": "child_age"}


def offer(form: BesaForm, members: Mapping[str, str], language: str) -> None:
    """Put the codes of each member, in words, into its field. The first choice is empty: not said."""
    for member, name in members.items():
        told = [(key, entry) for key, entry in data.profile(member).items() if key != NOT_SAID]
        words = [SelectChoice(key, data.words(entry, "name", language)) for key, entry in told]
        field = form[name]
        if isinstance(field, SelectField):
            field.choices = [SelectChoice("", ""), *words]


def chosen(form: BesaForm, members: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, by member."""
    return {member: form[field].data for member, field in members.items() if form[field].data}


class ProfileForm(AsksForWholeProfile, BesaForm):
    """What an officer knows of the child, as a whole."""

    def __init__(self, language: str, known: ChildProfile) -> None:
        codes = {PREFIX + member: getattr(known, member) for member in MEMBERS}
        super().__init__(data={field: "" if code == NOT_SAID else code for field, code in codes.items()})
        offer(self, FIELDS, language)

    def profile(self) -> NewProfile:
        return NewProfile(**chosen(self, FIELDS))
