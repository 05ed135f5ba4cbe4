"""A rung that is due: its words, and sending it."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases.forms.case import LONGEST_TEXT
from services.cases.forms.recommendation import NamesReasonForm
from shared.pages.forms import BesaForm

LONGEST_TITLE = 300


class LetterForm(BesaForm):
    """The words of a reminder as a person wants them."""

    version = HiddenField(validators=[InputRequired()])
    title = StringField(_l("Titulli"), validators=[InputRequired(_l("Shkruani titullin")), Length(max=LONGEST_TITLE)])
    text = TextAreaField(_l("Teksti"), validators=[InputRequired(_l("Shkruani tekstin")), Length(max=LONGEST_TEXT)])


class SendingForm(NamesReasonForm):
    """Sending it: by which way where there is no superior, to which of several superiors, and a note for the record."""

    alternative = RadioField(_l("Rruga tjetër e ligjshme"), validators=[Optional()], validate_choice=False)
    to = RadioField(_l("Cilit organ epror"), validators=[Optional()], validate_choice=False)
    reason = TextAreaField(_l("Shënim"), validators=[Length(max=LONGEST_TEXT)])
    seen = HiddenField(validators=[Length(max=64)])


class ReportForm(BesaForm):
    """One report to the Assembly for the chosen letters."""

    letters = SelectMultipleField(_l("Për cilat letra"), validators=[InputRequired(_l("Zgjidhni të paktën një letër"))])
    title = StringField(_l("Titulli i raportit"), validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)])
    measures = TextAreaField(
        _l("Masat që i propozohen Kuvendit"),
        description=_l("Një masë në çdo rresht."),
        validators=[InputRequired(_l("Shkruani të paktën një masë")), Length(max=20_000)],
    )
