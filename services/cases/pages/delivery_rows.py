"""How a letter went to one body, in words: by which way, on which days, with which proof, or why it is not delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.domain.kinds import Receiver
from services.cases.domain.obligations import ARRIVED, Delivery
from services.cases.domain.paper_notices import Tells
from services.cases.models import ActAddressee, AdviceResult, DeliveryTry, Recommendation
from services.cases.models.acts import WITH_RECEIPT
from services.cases.pages.acting import today
from services.cases.queries.undelivered import TIME_TAKEN_BACK, Undelivered
from shared.pages.languages import date_words
from shared.words import language

#: Of a letter that nobody brings any more: its act was withdrawn or superseded.
NOT_BROUGHT = _l("Nuk u dorëzua: akti nuk qëndron më")
#: Of a letter that has not left and may not, since a court or a prosecutor has the matter.
HELD_LETTER = _l("Nuk niset: çështjen e ka gjykata ose prokuroria")
#: What has not left, and stays while its matter is held.
STAYS = frozenset({Delivery.QUEUED, Delivery.TO_POST, Delivery.FAILED})
#: Why a copy is not delivered (`failure` of an addressee).
FAILURES = {
    "institution_unknown": _l("institucioni nuk është në regjistër"),
    "institution_inactive": _l("institucioni nuk është aktiv"),
    "no_channel": _l("institucioni nuk ka asnjë rrugë elektronike"),
    "returned_unknown": _l("u kthye: marrësi i panjohur në këtë adresë"),
    "returned_moved": _l("u kthye: ka ndryshuar adresën"),
    "returned_refused": _l("u kthye: nuk e mori"),
    "returned_not_collected": _l("u kthye: nuk u tërhoq nga posta"),
    "returned_damaged": _l("u kthye: u dëmtua gjatë rrugës"),
    "returned_other": _l("u kthye"),
    "settled": _l("nuk dërgohet më: për asnjë pikë të saj nuk kërkohet më gjë"),
    "elsewhere": _l("nuk dërgohet më: çështjen e ka gjykata ose prokuroria"),
    "case_closed": _l("nuk dërgohet më: çështja u mbyll"),
}
#: How far a one-time link came, before a day.
LINKS = {
    "sent": _l("u dërgua"),
    "opened": _l("u hap"),
    "expired": _l("skadoi pa u hapur"),
    "revoked": _l("u revokua nga zyra"),
    "failed": _l("mesazhi nuk mbërriti"),
}


#: Of a letter beside an act: what it is, and what is so until it is delivered.
_BESIDE = {
    TIME_TAKEN_BACK: (_l("Vendimi për afatin"), _l("Koha e dhënë gabim mbetet derisa të dorëzohet kjo letër.")),
    Tells.WITHDRAWAL.value: (_l("Letra për tërheqjen"), _l("Institucioni nuk e di ende se akti nuk qëndron më.")),
    Tells.FINDING.value: (_l("Letra për gjetjet"), _l("Institucioni nuk e di ende çfarë gjeti zyra.")),
    Tells.UNTRUE.value: (
        _l("Letra për një hap që nuk vlen"),
        _l("Institucioni nuk e di ende se ajo që u tha për heshtjen nuk vlen."),
    ),
}


@dataclass(frozen=True)
class DeliveryShown:
    """`state` and `label`: the tag; `lines`: what is known of the way; `proof`: the scan that shows the delivery. `missing`: it is a
    task of the office.
    """

    state: str
    label: str
    lines: list[str]
    proof: UUID | None
    missing: bool


def delivery_words(word: str, *, deemed: bool, fell: bool, held: bool = False) -> str:
    """`fell`: the act of the letter stands no more; `held`: a court or a prosecutor has the matter."""
    if fell and word not in ARRIVED and not deemed:
        return str(NOT_BROUGHT)
    if held and not deemed and word in STAYS:
        return str(HELD_LETTER)
    return str(words.DEEMED) if deemed else words.label(words.DELIVERIES, word)


def delivery_shown(
    copy: ActAddressee,
    deemed_on: date | None = None,
    tries: Sequence[DeliveryTry] = (),
    *,
    fell: bool = False,
    held: bool = False,
) -> DeliveryShown:
    """`fell`: its act stands no more, and nobody brings a letter that has not arrived; `held`: nor while its matter is elsewhere; `deemed_on`: since when the letter counts as delivered, though nobody told the day; `tries`: what was told of it on its way."""
    way = str(words.label(words.WAYS, copy.channel)) if copy.channel else ""
    lines = _before(tries)
    if copy.sent_on and copy.channel:
        lines.append(_("U nis %(way)s më %(day)s.", way=way, day=date_words(copy.sent_on)))
    if copy.tracking:
        lines.append(_("Numri i etiketës ose i protokollit: %(number)s.", number=copy.tracking))
    missing = copy.delivery not in ARRIVED and not fell and not copy.is_stopped
    if missing and copy.delivery == Delivery.SENT and copy.channel in WITH_RECEIPT:
        lines.append(_("Dëftesa e marrjes nuk është shënuar: kërkojeni dhe shënojeni në librin e postës."))
    if copy.delivered_on:
        lines.append(_arrived_line(copy, way, date_words(copy.delivered_on)))
    if copy.link_step and copy.link_on:
        lines.append(_link_line(copy.link_step, copy.link_on, copy.link_until))
    if copy.failure:
        lines.append(_("Arsyeja: %(reason)s.", reason=words.label(FAILURES, copy.failure)))
    return DeliveryShown(
        state=copy.delivery,
        label=delivery_words(copy.delivery, deemed=deemed_on is not None, fell=fell, held=held),
        lines=lines,
        proof=copy.proof_id,
        missing=missing,
    )


def _arrived_line(copy: ActAddressee, way: str, day: str) -> str:
    """`way`: empty where the office knows the day alone."""
    if copy.shown_by_reply:
        return _("Përgjigjja tregon se ishte dorëzuar më %(day)s.", day=day)
    return _("U dorëzua %(way)s më %(day)s.", way=way, day=day) if way else _("U dorëzua më %(day)s.", day=day)


def _link_line(step: str, day: date, until: date | None) -> str:
    if step == "sent" and until is not None:
        return _(
            "Lidhja për një përdorim u dërgua më %(day)s dhe vlen deri më %(until)s; ende nuk e ka hapur askush.",
            day=date_words(day),
            until=date_words(until),
        )
    return _("Lidhja për një përdorim: %(step)s më %(day)s.", step=words.label(LINKS, step), day=date_words(day))


def _before(tries: Sequence[DeliveryTry]) -> list[str]:
    """Of each sending but the last: when it left and by which number, and why it came back."""
    returns = [place for place, one in enumerate(tries) if one.step == "returned"]
    return [_told(one) for one in tries[: returns[-1] + 1]] if returns else []


def _told(one: DeliveryTry) -> str:
    day, way = date_words(one.day), str(words.label(words.WAYS, one.way)) if one.way else ""
    if one.step == "sent" and one.tracking:
        return _("Më parë u nis %(way)s më %(day)s, me numrin %(number)s.", way=way, day=day, number=one.tracking)
    if one.step == "sent":
        return _("Më parë u nis %(way)s më %(day)s.", way=way, day=day)
    if one.step == "delivered":
        return _("Më %(day)s u tha se u dorëzua %(way)s.", way=way, day=day)
    return f"{day}: {words.label(FAILURES, one.reason)}."


@dataclass(frozen=True)
class UndeliveredRow:
    """A letter that the office has to bring to its body. `since`: the day of its issue; `about`: what it is, where it is not the act itself."""

    act_id: UUID
    number: str
    institution: str
    delivery: DeliveryShown
    since: date | None
    about: str = ""


def undelivered_row(one: Undelivered) -> UndeliveredRow:
    name, number = one.copy.name(language()), one.act.number or ""
    if one.beside is None:
        return UndeliveredRow(one.act.id, number, name, delivery_shown(one.copy, held=one.held), one.since)
    label = delivery_words(one.delivery, deemed=False, fell=False, held=one.held)
    about, until = _BESIDE[one.beside.tells]
    shown = DeliveryShown(one.delivery, label, [str(until)], None, missing=True)
    return UndeliveredRow(one.act.id, number, name, shown, one.since, str(about))


def clock_began(copy: ActAddressee, deemed_on: date | None = None, *, fell: bool = False) -> str:
    """What the explanation of a clock begins with: the delivery that it rests on, that the letter counts as delivered, or that there is
    none yet.
    """
    if copy.delivered_on is None and deemed_on is not None:
        day = date_words(deemed_on)
        return _(
            "Ditën e dorëzimit nuk e tregoi askush dhe letra nuk u kthye: ajo quhet e dorëzuar më %(day)s.", day=day
        )
    if copy.delivered_on is None and fell:
        return f"{NOT_BROUGHT}."
    if copy.delivered_on is None:
        return _("Letra nuk është dorëzuar ende, prandaj institucioni nuk është me vonesë.")
    day = date_words(copy.delivered_on)
    if copy.shown_by_reply:
        return _("Dita e dorëzimit nuk dihet; afati filloi më së voni më %(day)s, kur erdhi përgjigjja.", day=day)
    if not copy.channel:
        return _("Afati filloi me dorëzimin më %(day)s.", day=day)
    way = str(words.label(words.WAYS, copy.channel))
    if copy.proof_id is None:
        return _("Afati filloi me dorëzimin %(way)s më %(day)s.", way=way, day=day)
    return _("Afati filloi me dorëzimin %(way)s më %(day)s; prova është më sipër.", way=way, day=day)


def told_of_withdrawal(copies: Sequence[ActAddressee]) -> str:
    """How they learn that the act no longer stands: on the portal, or by a letter; and who has nothing to be told of, since their letter did not arrive."""
    has_it = {*ARRIVED, Delivery.SENT}
    absent = [one.name(language()) for one in copies if one.delivery not in has_it and not one.reads_portal]
    on_paper = [one.name(language()) for one in copies if one.delivery in has_it and not one.reads_portal]
    in_portal = [one.name(language()) for one in copies if one.reads_portal]
    if in_portal and not on_paper and not absent:
        return _("Institucionet njoftohen.")
    said = [_("Njoftohen në portal: %(bodies)s.", bodies=", ".join(in_portal))] if in_portal else []
    if on_paper:
        told = _(
            "Nuk e lexojnë në portal dhe njoftohen me letër, që pret në librin e postës: %(bodies)s.",
            bodies=", ".join(on_paper),
        )
        said.append(told)
    if absent:
        said.append(_("Nuk njoftohen, sepse letra nuk u ka mbërritur: %(bodies)s.", bodies=", ".join(absent)))
    return " ".join(said)


def issued_words(act: Recommendation) -> str:
    """What is answered to whoever issued it: to whom it goes."""
    if data.kind_on(act.kind, act.issued_on or today()).receiver is Receiver.COMPLAINANT:
        return _("Akti u lëshua dhe i shkon personit të dëmtuar.")
    return _("Akti u lëshua dhe po u dërgohet institucioneve.")


def advice_result_words(result: AdviceResult) -> str:
    """What came of an advice to sue."""
    said = [words.label(words.ADVICE_RESULTS, result.word), date_words(result.on) if result.on else "", result.court]
    return ", ".join(filter(None, said))
