"""Where a case stands, for whoever is asked about it on the telephone: what is awaited from whom, by when, and what was told last."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.domain.obligations import Delivery, Reply
from services.cases.domain.standing import PRESSING, TABLE, State
from services.cases.models import Obligation
from services.cases.pages.case_rows import Fact
from services.cases.pages.delivery_rows import HELD_LETTER
from services.cases.pages.history import in_words
from services.cases.pages.tables import institution_name
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.cases import CaseView, HistoryView
from shared.pages.languages import date_words
from shared.words import inside

#: That the last words to whoever complained are read by nobody, and why.
NOT_TOLD = {
    "complainant.not_told": _l("kutia e tij është fshirë"),
    "complainant.mailbox_shut": _l(
        "është në konflikt me fëmijën dhe kutinë nuk e lexon askush; gjeni një rrugë tjetër"
    ),
}
#: What goes to whoever complained, whether a person of the office wrote it or it went by itself.
TOLD = frozenset(
    {"complainant.informed", "complainant.status", "complainant.act_fell", "confirmation.asked", "step.close"}
)
#: Of these only that it happened, and how it ended, is told; the reason beside it is a note of the office.
REASON_STAYS = frozenset({"step.close"})
#: What is awaited in a state of the standing table; any other is told by its word alone.
AWAITED = {
    State.AWAITING_REPLY: _l("Pritet përgjigjja"),
    State.IN_PROCESS: _l("Pritet zbatimi"),
}
UNANSWERED = frozenset({State.AWAITING_REPLY, State.NO_REPLY})
#: By which day of the obligation a state is told, where it is told by one.
DAYS = {
    State.AWAITING_REPLY: "reply_due",
    State.NO_REPLY: "reply_due",
    State.IN_PROCESS: "implementation_due",
    State.DAY_PASSED: "implementation_due",
    State.PROMISE_BROKEN: "implementation_due",
}
#: In the order of the road of a letter: on its way, awaited, answered, found, over.
ROAD = (
    State.NOT_DELIVERED,
    State.AWAITING_REPLY,
    State.NO_REPLY,
    State.REFUSED,
    State.NOT_COMPETENT,
    State.IN_PROCESS,
    State.DAY_PASSED,
    State.PROMISE_BROKEN,
    State.CLAIMED,
    State.PARTLY,
    State.NOT,
    State.IMPLEMENTED,
    State.ASKED_AGAIN,
    State.ELSEWHERE,
    State.NO_INFORMATION,
    State.NOT_ASSESSABLE,
    State.OVERTAKEN,
    State.MOOT,
)
#: Where a letter is that has not arrived.
ON_ITS_WAY = {
    Delivery.QUEUED: _l("në dërgim"),
    Delivery.TO_POST: _l("në librin e postës"),
    Delivery.SENT: _l("u nis, ende pa dëftesë marrjeje"),
    Delivery.FAILED: _l("u kthye ose nuk arrin dot te institucioni"),
}
#: Of a letter that has not arrived, and on which nothing is asked any more.
STOPPED = _l("nuk dërgohet më")


def rows(session: Session, view: CaseView, today: date) -> list[Fact]:
    """Of the acts that the reader sees, a line for each state. Nothing where nobody owes anything and nobody was told anything."""
    ids = [act.id for act in view.acts]
    owed = (
        select(Obligation).where(Obligation.recommendation_id.in_(ids)).order_by(Obligation.created_at, Obligation.id)
    )
    found = acts.views(session, list(session.execute(owed).scalars()), today)
    stand = [one for one in found if one.obligation.fell_on is None]
    fell = [one for one in found if one.obligation.fell_on is not None]
    facts = [Fact(_heading(state), line) for state in ROAD for line in _by_act(stand, state, today)]
    facts += [Fact(_("Nuk kërkohet më"), line) for line in _lines((one, "", _withdrawn(one)) for one in fell)]
    if any(one.monitoring for one in stand):
        facts.append(Fact(_("Monitorimi"), _("Çështja u mbyll; hapat ndaj institucionit vazhdojnë.")))
    return [*facts, *_told(session, view)]


def _told(session: Session, view: CaseView) -> list[Fact]:
    """What was told last, and that the last of it reached nobody."""
    told: list[HistoryView] = [one for one in view.history if one.code in TOLD] if view.complaints else []
    unread = [one for one in view.history if one.code in NOT_TOLD]
    facts = []
    if unread:
        day, why = date_words(unread[-1].at), NOT_TOLD[unread[-1].code]
        facts.append(Fact(_("Ankuesit nuk iu tha dot"), _("%(day)s: %(why)s.", day=day, why=why)))
    if told:
        last = replace(told[-1], text=None) if told[-1].code in REASON_STAYS else told[-1]
        said = _("%(day)s: %(text)s", day=date_words(last.at), text=in_words(session, last))
        facts.append(Fact(_("Ankuesit i thamë së fundi"), said))
    return facts


def _heading(state: State) -> str:
    return str(AWAITED.get(state) or words.STATES[state])


def _by_act(views: Iterable[ObligationView], state: State, today: date) -> list[str]:
    there = sorted((one for one in views if one.state is state), key=lambda one: _day(one) or date.max)
    return _lines((one, _until(one, today), _beside(one)) for one in there)


def _lines(told: Iterable[tuple[ObligationView, str, str]]) -> list[str]:
    """A line for each act, day and word beside, with the bodies of which it is so; the earliest day first."""
    bodies: dict[tuple[str, str, str], dict[str, None]] = {}
    for one, until, beside in told:
        bodies.setdefault((one.act.number or "–", until, beside), {})[institution_name(one)] = None
    return [f"{number}{until}: {'; '.join(names)}{beside}" for (number, until, beside), names in bodies.items()]


def _until(one: ObligationView, today: date) -> str:
    """By when, or since when a court or a prosecutor has it, or a letter asks again."""
    if one.state is State.ELSEWHERE and one.obligation.held_since is not None:
        return _(", që nga %(day)s", day=date_words(one.obligation.held_since))
    if one.state is State.ASKED_AGAIN and one.obligation.asked_again_on is not None:
        return _(", që nga %(day)s", day=date_words(one.obligation.asked_again_on))
    last = _day(one)
    if last is None:
        return ""
    if last < today:
        return _(", afati ishte më %(day)s", day=date_words(last))
    return _(", deri më %(day)s", day=date_words(last))


def _day(one: ObligationView) -> date | None:
    last: date | None = getattr(one.obligation, DAYS[one.state]) if one.state in DAYS else None
    return last


def _beside(one: ObligationView) -> str:
    """Where a letter is that has not arrived; what came in the place of a reply, such as that the letter was passed on."""
    obligation = one.obligation
    if one.state is State.NOT_DELIVERED and obligation.delivery == Delivery.SENT and obligation.sent_on is not None:
        return _(" (u nis më %(day)s)", day=date_words(obligation.sent_on))
    if one.state is State.NOT_DELIVERED and obligation.delivery == Delivery.FAILED and obligation.closed_on is not None:
        return f" ({STOPPED})"
    if one.state is State.NOT_DELIVERED and obligation.held_since is not None:
        return f" ({inside(HELD_LETTER)})"
    if one.state is State.NOT_DELIVERED:
        return f" ({words.label(ON_ITS_WAY, obligation.delivery)})"
    if one.state in UNANSWERED and obligation.reply not in {Reply.NONE, Reply.ACKNOWLEDGEMENT_ONLY}:
        return f" ({words.label(words.REPLIES, obligation.reply)})"
    if obligation.insufficient_on is not None and TABLE[one.state].if_insufficient in PRESSING:
        return _(" (më %(day)s zyra gjeti se përgjigjja nuk mjafton)", day=date_words(obligation.insufficient_on))
    return ""


def _withdrawn(one: ObligationView) -> str:
    fell = one.obligation.fell_on
    return f" ({words.label(words.ACT_STATUSES, one.act.status)}, {date_words(fell)})" if fell else ""
