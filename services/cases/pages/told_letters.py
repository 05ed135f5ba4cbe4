"""What became of the letters that tell bodies on paper of decisions about an act, and what is to be told by the next."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import Delivery
from services.cases.domain.paper_notices import Tells
from services.cases.models import ActAddressee, Obligation, PaperNotice, ToldLetter
from services.cases.queries.acts import ActView
from shared.pages.languages import date_words
from shared.words import language

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


def told(session: Session, view: ActView) -> list[str]:
    """A sentence for each letter, in the order in which they were written, and for each body that is to get the next."""
    names = {one.institution_id: one.name(language()) for one in view.addressees}
    wired = {one.institution_id for one in view.addressees if one.reads_portal}
    written = (
        select(ToldLetter)
        .where(ToldLetter.recommendation_id == view.act.id)
        .order_by(ToldLetter.written_at, ToldLetter.id)
    )
    letters = [
        _letter(one, names[one.institution_id], wired=one.institution_id in wired)
        for one in session.execute(written).scalars()
    ]
    waiting = (
        select(ActAddressee.institution_id)
        .join(
            Obligation,
            (Obligation.recommendation_id == ActAddressee.recommendation_id)
            & (Obligation.institution_id == ActAddressee.institution_id),
        )
        .join(PaperNotice, PaperNotice.obligation_id == Obligation.id)
        .where(
            ActAddressee.recommendation_id == view.act.id, ActAddressee.reads_paper(), PaperNotice.settled_at.is_(None)
        )
        .distinct()
    )
    to_come = sorted(names[one] for one in session.execute(waiting).scalars())
    next_day = _("Çfarë gjeti zyra njoftohet me letër ditën e ardhshme të punës: %(body)s.")
    return [*letters, *(next_day % {"body": one} for one in to_come)]


def _letter(one: ToldLetter, body: str, *, wired: bool) -> str:
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
