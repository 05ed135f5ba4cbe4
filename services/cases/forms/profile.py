"""What is counted of the children whom a case is about. Nobody must answer; what is left empty is not said."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from services.cases import data, words
from services.cases.domain.profile import MEMBERS, NOT_SAID, Concerned, codes_of
from services.cases.schemas.profile import CaseProfileAnswer, NewCaseProfile
from shared.pages.forms import BesaPart, SelectChoice
from shared.words import language

NOBODY = "none"


class ProfilePart(BesaPart):
    """Codes of the lists, by the names that the figures have for them."""

    children = RadioField(_l("Për cilët fëmijë është çështja?"), default=NOBODY)
    age_band = SelectField(validators=[Optional()])
    sex = SelectField(validators=[Optional()])
    disability = SelectField(validators=[Optional()])
    minority = SelectField(validators=[Optional()])
    care = SelectField(validators=[Optional()])
    county = SelectField(validators=[Optional()])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        certain = [
            SelectChoice(entry["key"], words.of_pair(entry, "name", language()))
            for entry in data.entries("profile", "concerned")
        ]
        self.children.choices = [SelectChoice(NOBODY, _("Për asnjë fëmijë të caktuar")), *certain]
        for entry, field in zip(data.entries("profile", "dimensions"), self.codes, strict=True):
            field.label.text = words.of_pair(entry, "name", language())
            field.choices = [SelectChoice("", ""), *_codes(entry["key"])]

    @property
    def codes(self) -> list[SelectField]:
        """The fields of the codes, in the order of the figures."""
        named = [self[entry["key"]] for entry in data.entries("profile", "dimensions")]
        return [field for field in named if isinstance(field, SelectField)]

    @property
    def in_sight(self) -> bool:
        """Whether something was chosen here, or is wrong."""
        return self.children.data != NOBODY or bool(self.errors) or any(field.data for field in self.codes)

    def validate_children(self, field: RadioField) -> None:
        """Codes are those of certain children."""
        if field.data == NOBODY and any(one.data for one in self.codes):
            raise ValidationError(_("Zgjidhni për sa fëmijë është çështja"))

    def profile(self) -> NewCaseProfile | None:
        """What was chosen; none where the case is about no certain child."""
        if self.children.data == NOBODY:
            return None
        told = {member: self[member].data for member in MEMBERS if self[member].data}
        return NewCaseProfile(children=Concerned(self.children.data), **told)


def chosen_of(told: CaseProfileAnswer | None) -> dict[str, str]:
    """What was told, as the part shows it chosen."""
    if told is None:
        return {}
    codes = {member: code for member, code in codes_of(told).items() if code != NOT_SAID}
    return {"children": told.children, **codes}


def _codes(member: str) -> list[SelectChoice]:
    told = {key: entry for key, entry in data.profile_codes(member).items() if key != NOT_SAID}
    return [SelectChoice(key, words.of_pair(entry, "name", language())) for key, entry in told.items()]
