"""What is filled in about agreements, and what their rules say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from services.cases.agreements.schemas import LONGEST_CORRECTION
from shared.lists import Words
from shared.pages.forms import BesaForm

SENTENCES: Mapping[str, Words] = {
    "agreement.sent": _l("Pikat u janë dërguar institucioneve."),
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
