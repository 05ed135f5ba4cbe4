"""What is said of a letter that tells a body of a decision about an act, or that a step does not hold."""

from flask_babel import lazy_gettext as _l

from services.cases.domain.obligations import Delivery
from services.cases.domain.paper_notices import Tells
from services.cases.models import ToldLetter
from shared.pages.languages import date_words

_ARRIVED = {
    Tells.WITHDRAWAL: _l("Letra që njofton tërheqjen iu dorëzua më %(day)s: %(body)s."),
    Tells.FINDING: _l("Letra që njofton çfarë gjeti zyra iu dorëzua më %(day)s: %(body)s."),
    Tells.UNTRUE: _l("Letra që njofton se ajo që u tha për heshtjen nuk vlen iu dorëzua më %(day)s: %(body)s."),
}
_LEFT = {
    Tells.WITHDRAWAL: _l("Letra që njofton tërheqjen u nis më %(day)s: %(body)s."),
    Tells.FINDING: _l("Letra që njofton çfarë gjeti zyra u nis më %(day)s: %(body)s."),
    Tells.UNTRUE: _l("Letra që njofton se ajo që u tha për heshtjen nuk vlen u nis më %(day)s: %(body)s."),
}
_BACK = {
    Tells.WITHDRAWAL: _l("Letra që njofton tërheqjen u kthye nga posta: %(body)s."),
    Tells.FINDING: _l("Letra që njofton çfarë gjeti zyra u kthye nga posta: %(body)s."),
    Tells.UNTRUE: _l("Letra që njofton se ajo që u tha për heshtjen nuk vlen u kthye nga posta: %(body)s."),
}
_DROPPED = {
    Tells.WITHDRAWAL: _l("Letra që njoftonte tërheqjen u tërhoq para se të nisej: %(body)s."),
    Tells.FINDING: _l("Një letër që njoftonte çfarë gjeti zyra u tërhoq para se të nisej: %(body)s."),
    Tells.UNTRUE: _l("Letra që njoftonte se ajo që u tha për heshtjen nuk vlen u tërhoq para se të nisej: %(body)s."),
}
_WIRED = _l("Çfarë vendosi zyra lexohet tani te portali, dhe letra për të nuk niset: %(body)s.")
_WAITS = {
    Tells.WITHDRAWAL: _l("Letra që njofton tërheqjen pret në librin e postës: %(body)s."),
    Tells.FINDING: _l("Letra që njofton çfarë gjeti zyra pret në librin e postës: %(body)s."),
    Tells.UNTRUE: _l("Letra që njofton se ajo që u tha për heshtjen nuk vlen pret të niset: %(body)s."),
}


def sentence(one: ToldLetter, body: str, *, wired: bool) -> str:
    """What became of one letter. `wired`: its body reads the portal by now."""
    tells = Tells(one.what)
    if one.delivered_on is not None:
        return str(_ARRIVED[tells]) % {"day": date_words(one.delivered_on), "body": body}
    if one.left_on is not None:
        return str(_LEFT[tells]) % {"day": date_words(one.left_on), "body": body}
    if wired and tells is not Tells.UNTRUE:
        return str(_WIRED) % {"body": body}
    if one.dropped_at is not None:
        return str(_DROPPED[tells]) % {"body": body}
    back = Delivery(one.delivery) is Delivery.FAILED
    return str((_BACK if back else _WAITS)[tells]) % {"body": body}
