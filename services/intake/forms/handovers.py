"""The form for what the body of a redirected complaint may know."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from services.intake import data
from services.intake.schemas.handovers import LONGEST_ACCOUNT, HandoverDecision, NewHandover
from shared.pages.forms import BesaForm, SelectChoice

_SHORTER = _l("Shkruajeni më shkurt")


class HandoverForm(BesaForm):
    """The account, what of an identity goes along, who agreed to that and how."""

    account = TextAreaField(
        _l("Çfarë mund të dijë organi?"),
        validators=[
            InputRequired(_l("Shkruani çfarë mund të dijë organi")),
            Length(max=LONGEST_ACCOUNT, message=_SHORTER),
        ],
    )
    data_keys = SelectMultipleField(_l("Çfarë i jepet nga identiteti?"))
    agreed = SelectMultipleField(_l("Kush e dha pëlqimin?"))
    agreement = TextAreaField(_l("Si dhe kur e dhanë pëlqimin?"), validators=[Length(max=500, message=_SHORTER)])
    names_stay = BooleanField(_l("Teksti tregon dikë dhe kështu duhet: arsyen e jep personi i dytë"))

    def __init__(self, language: str) -> None:
        super().__init__()
        for field, entries in ((self.data_keys, data.releasable()), (self.agreed, data.agreed())):
            field.choices = [SelectChoice(key, data.words(entry, "name", language)) for key, entry in entries.items()]

    def handover(self, language: str) -> NewHandover:
        return NewHandover(
            account=(self.account.data or "").strip(),
            language=language,
            data=tuple(self.data_keys.data or ()),
            agreed=tuple(self.agreed.data or ()),
            agreement=(self.agreement.data or "").strip() or None,
            names_stay=bool(self.names_stay.data),
        )


class HandoverDecisionForm(BesaForm):
    """The second person's word, and why a text goes that seems to name somebody."""

    names_reason = TextAreaField(_l("Pse mund të shkojë me këtë?"), validators=[Length(max=500, message=_SHORTER)])

    def decision(self, *, approve: bool) -> HandoverDecision:
        return HandoverDecision(approve=approve, names_reason=(self.names_reason.data or "").strip() or None)
