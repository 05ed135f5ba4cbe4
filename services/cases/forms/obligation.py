"""What is filled in about one obligation: what the office found, more time or not, the next rung."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases.domain.obligations import Assessed
from services.cases.forms import words
from services.cases.forms.case import ALL, LONGEST_TEXT, choices
from shared.pages.forms import BesaForm, DateParts


class ObligationFilter(BesaForm):
    """Which obligations the list shows; read from the address."""

    timeliness = SelectField(
        _l("Afati"),
        choices=[ALL, ("late", _l("Me vonesë")), ("due", _l("Ende në afat"))],
        validators=[Optional()],
    )
    institution = SelectField(_l("Institucioni"), validators=[Optional()])


class AssessmentForm(BesaForm):
    """What the office found. The rule on what each word needs is the domain's; its refusal comes back to these fields."""

    word = RadioField(
        _l("Çfarë gjeti zyra"),
        choices=choices(words.ASSESSMENTS, without=(Assessed.NOT_ASSESSED,)),
        validators=[InputRequired(_l("Zgjidhni çfarë gjeti zyra"))],
    )
    on = DateParts(_l("Kur u zbatua"), validators=[Optional()])
    evidence = TextAreaField(
        _l("Mbi çfarë prove"),
        description=_l("Një provë për rresht: një vendim, një vizitë, një dokument."),
        validators=[Length(max=LONGEST_TEXT)],
    )
    promised_date = DateParts(_l("Deri kur ka premtuar institucioni"), validators=[Optional()])
    next_check = DateParts(_l("Kur do ta kontrolloni përsëri"), validators=[Optional()])
    reason = TextAreaField(_l("Arsyeja"), validators=[Length(max=LONGEST_TEXT)])


class ExtensionForm(BesaForm):
    """The answer to a body that asked for more time."""

    request_id = HiddenField(validators=[InputRequired()])
    granted = RadioField(
        _l("A jepet më shumë kohë?"),
        choices=[("yes", _l("Po")), ("no", _l("Jo, afati mbetet"))],
        validators=[InputRequired(_l("Zgjidhni po ose jo"))],
    )
    until = DateParts(_l("Deri kur"), validators=[Optional()])


class RungForm(BesaForm):
    """Sending the next rung. Only the commissioner may send one out of order, and says why."""

    rung = HiddenField(validators=[InputRequired()])
    alternative = SelectField(_l("Rruga tjetër"), validators=[Optional()])
    override_reason = StringField(
        _l("Arsyeja për ta kaluar radhën"),
        description=_l("Vetëm Komisioneri; për shembull kur pritja e dëmton fëmijën."),
        validators=[Length(max=2000)],
    )
