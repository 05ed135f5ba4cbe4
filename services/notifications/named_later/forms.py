"""What is filled in about what is shown, and what its rules say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from services.notifications.named_later.schemas import LONGEST_REASON
from shared.lists import Words
from shared.pages.forms import BesaForm
from shared.rules import ContentViolation, RuleViolation

SENTENCES: Mapping[str, Words] = {
    "named.own_work": _l("Përgjigjet dikush tjetër: ju keni shkruar diçka në këtë tekst."),
    "named.changed": _l("Ndërkohë pyetet për vende të tjera: shihini më poshtë dhe përgjigjuni përsëri."),
    "named.no_reason": _l("Shkruani me fjalë pse mbetet."),
}


def refuse(form: BesaForm, error: RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    if isinstance(error, ContentViolation):
        form[error.field].errors = [str(SENTENCES[error.code])]
        return 422
    form.form_errors.extend(str(SENTENCES[one.code]) for one in error.all)
    return 409


class KeepingForm(BesaForm):
    """`seen`: the places that the page showed."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Pse mbetet ashtu siç është"),
        description=_l("Shkruani me fjalë; mbetet në gjurmë. Pa emrin e fëmijës."),
        validators=[InputRequired(_l("Shkruani pse mbetet")), Length(max=LONGEST_REASON)],
    )
