"""What is filled in about agreements, and what their rules say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases.agreements.schemas import LONGEST_CORRECTION, OUTCOME_KEYS, OutcomeBody
from services.cases.words import ASSESSMENTS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

SENTENCES: Mapping[str, Words] = {
    "agreement.sent": _l("Pikat u janë dërguar institucioneve."),
    "promise.nothing_found": _l("Për këtë premtim nuk është shënuar asgjë që të tërhiqet."),
    "agreement.over": _l("Marrëveshja ka mbaruar: nuk kërkohet më asgjë prej saj."),
    "agreement.not_withdrawn": _l("Asnjë letër e kësaj marrëveshjeje nuk u tërhoq si e nxjerrë gabimisht."),
    "agreement.nothing_to_send": _l("Asnjë institucion nuk ka marrë përsipër diçka në këtë marrëveshje."),
}
#: Of the names of the fields of that form.
AGAIN = "again-"


class SendingAgainForm(BesaForm):
    """Sending again what was withdrawn as issued in error."""

    correction = TextAreaField(
        _l("Çfarë ishte gabim"),
        [InputRequired(_l("Shkruani çfarë ishte gabim")), Length(max=LONGEST_CORRECTION)],
        description=_l("E thotë letra e re, që zë vendin e asaj që u tërhoq. Pikat mbeten siç u nënshkruan."),
    )


class OutcomeForm(BesaForm):
    """How a promise turned out."""

    assessment = RadioField(
        _l("Si doli"),
        choices=[SelectChoice(one.value, said) for one, said in ASSESSMENTS.items() if one.value in OUTCOME_KEYS],
        validators=[InputRequired(_l("Zgjidhni si doli"))],
    )
    on = DateParts(_l("Kur u krye"), validators=[Optional()])
    evidence = TextAreaField(
        _l("Me çfarë tregohet"), [InputRequired(_l("Shkruani me çfarë")), Length(max=LONGEST_CORRECTION)]
    )

    def wanted(self) -> OutcomeBody:
        return OutcomeBody(assessment=self.assessment.data, on=self.on.data, evidence=self.evidence.data or "")
