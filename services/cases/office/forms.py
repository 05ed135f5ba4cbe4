"""What is filled in about the work of the office: a handover, and of which year the figures are asked."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import UUID, InputRequired, Length, NumberRange, Optional, ValidationError

from services.cases.forms.case import LONGEST_TEXT
from services.cases.office.words import REVIEWS
from shared.pages.forms import BesaForm, SelectChoice


class HandoverForm(BesaForm):
    """`which`: all the open cases of an officer, or those chosen."""

    to = SelectField(_l("Kujt i kalojnë"), validators=[InputRequired(_l("Zgjidhni kujt i kalojnë"))])
    which = RadioField(
        _l("Cilat çështje"),
        choices=[
            SelectChoice("all", _l("Të gjitha çështjet e hapura")),
            SelectChoice("some", _l("Vetëm ato që zgjidhen më poshtë")),
        ],
        default="all",
        validators=[InputRequired(_l("Zgjidhni cilat çështje"))],
    )
    cases = SelectMultipleField(_l("Çështjet"))
    reason = TextAreaField(_l("Arsyeja"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)])

    def validate_cases(self, field: SelectMultipleField) -> None:
        """Refuses "some" without one."""
        if self.which.data == "some" and not field.data:
            raise ValidationError(_("Zgjidhni të paktën një çështje"))


class ReadingReviewForm(BesaForm):
    """Each row of the page has its buttons, of which one is pressed; the rest says which row it was."""

    staff = HiddenField(validators=[InputRequired(), UUID()])
    case = HiddenField(validators=[InputRequired(), UUID()])
    day = DateField(validators=[InputRequired()])
    until = IntegerField(validators=[InputRequired(), NumberRange(0, 2**63 - 1)])
    outcome = RadioField(choices=[SelectChoice(key, key) for key in REVIEWS], validators=[InputRequired()])


class YearFilter(BesaForm):
    """One year; read from the address."""

    year = SelectField(_l("Viti"), validators=[Optional()])
