"""Asking bodies for the figures of a period: one request for information with an obligation for each of them, on the engine that there is."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import cases, requests, steps
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data.confirmed import Rests
from services.cases.domain.bodies import BodyClass, Role
from services.cases.domain.case import Step, Trigger
from services.cases.domain.timeliness import local_date
from services.cases.indicators import data
from services.cases.indicators.domain import cards as rules
from services.cases.indicators.domain.cards import Card
from services.cases.indicators.domain.periods import Period, read_period
from services.cases.indicators.models import FigureRequest
from services.cases.indicators.queries import cards as read
from services.cases.indicators.schemas import NewFigureRequestBody
from services.cases.models import Case
from services.cases.queries.situations import institutions
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import LONGEST_TITLE, NewCaseBody, StepBody, TriggerBody
from shared import audit
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.documents import Documents
from shared.events.catalogue import FiguresWanted, WantedFigure
from shared.events.documents.cases import PlausibilityRule, WantedFigures, WantedIndicator
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.typed import filled


def ask(
    by: Principal,
    session: Session,
    documents: Documents,
    wanted: NewFigureRequestBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> FigureRequest:
    """Open a case of the office's own initiative and send one request for information in it. It leaves once it was compared with the sealed files;
    each body owes its answer in the term of such a request, and climbs the ladder of such a request where it is silent.

    Raises `ContentViolation` at its field, and what a request refuses.
    """
    today, period = local_date(now), read_period(wanted.period)
    cards = _cards(wanted.indicators, period, today)
    if wanted.accepted_until <= today:
        raise ContentViolation("a day to come", code="figures.until_over", field="accepted_until")
    bodies = _bodies(session, wanted.institutions, cards)
    kind = _kind(bodies, today)
    outgoing.check_law(Rests(core.kind_on(kind, today), {one.institution_class for one in bodies}), today)
    case = _case(by, session, documents, period, cards, now)
    act = requests.send(
        by,
        session,
        documents,
        case,
        _draft(kind, period, cards, bodies, wanted.accepted_until),
        now=now,
        outgoing=outgoing,
    )
    request = FigureRequest(
        case_id=case.id,
        act_id=act.id,
        period=period.text,
        indicators=[{"indicator": one.key, "version": one.version} for one in cards],
        accepted_until=wanted.accepted_until,
        asked_at=now,
        asked_by=by.person,
    )
    session.add(request)
    session.flush()
    audit.record(session, by, "figures.asked", "figure_request", request.id, bodies=len(bodies))
    _tell(session, documents, request, period, cards, today)
    return request


def _cards(keys: Sequence[str], period: Period, today: date) -> list[Card]:
    """What is asked for, by the versions that count the period."""
    found = []
    for place, key in enumerate(dict.fromkeys(keys)):
        try:
            card = rules.card_for(data.cards(), key, period.ends)
            rules.check_kind(card, period, today)
        except ContentViolation as error:
            field = "period" if error.field == "period" else f"indicators.{place}"
            raise ContentViolation(str(error), code=error.code, field=field) from None
        found.append(card)
    return found


def _bodies(session: Session, ids: Sequence[UUID] | None, cards: Sequence[Card]) -> list[KnownInstitution]:
    """Who is asked, by name: all of the classes that every card goes to, never a body of justice."""
    if ids is not None:
        known = institutions(session, ids)
        found = [known[one] for one in dict.fromkeys(ids) if one in known and known[one].active]
        if len(found) < len(set(ids)):
            raise ContentViolation("no such institution", code="institution_unknown", field="institutions")
    else:
        municipal = KnownInstitution.institution_class == MUNICIPALITY
        rows = select(KnownInstitution).where(municipal, KnownInstitution.active).order_by(KnownInstitution.name_sq)
        found = list(session.execute(rows).scalars())
    if not found:
        raise ContentViolation("nobody to ask", code="figures.nobody", field="institutions")
    for place, card in enumerate(cards):
        if {one.institution_class for one in found} - set(card.asked):
            raise ContentViolation("not theirs to know", code="figures.not_theirs", field=f"indicators.{place}")
    return found


def _kind(bodies: Sequence[KnownInstitution], today: date) -> str:
    """The kind of request that goes to all of them."""
    kinds = {requests.kind_for(BodyClass(one.institution_class), today) for one in bodies}
    if len(kinds) != 1:
        raise ContentViolation("not by one request", code="addressee.class", field="institutions")
    return kinds.pop()


def _case(
    by: Principal, session: Session, documents: Documents, period: Period, cards: Sequence[Card], now: datetime
) -> Case:
    title = _text("title", period)
    opened = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.OWN_OBSERVATION, source=title),
        memo=_text("memo", period, indicators=_listed(cards)),
        title=title[:LONGEST_TITLE],
        rights=tuple(dict.fromkeys(right for card in cards for right in card.crc)),
    )
    case = cases.open_own(by, session, documents, opened, now=now)
    for step in (Step.ASSIGN, Step.INVESTIGATE):
        steps.take(by, session, documents, case.id, StepBody(step=step), now=now)
    return case


def _draft(
    kind: str, period: Period, cards: Sequence[Card], bodies: Sequence[KnownInstitution], until: date
) -> DraftBody:
    text = _text("item", period, indicators=_listed(cards), until=f"{until.day}.{until.month}.{until.year}")
    return DraftBody(
        kind=kind,
        title=_text("title", period)[:LONGEST_TITLE],
        items=(ItemBody(text=text),),
        addressees=tuple(AddresseeBody(institution_id=one.id, role=Role.RESPONSIBLE) for one in bodies),
    )


def _tell(
    session: Session,
    documents: Documents,
    request: FigureRequest,
    period: Period,
    cards: Sequence[Card],
    today: date,
) -> None:
    """What is filled in goes beside the letter; who has no letter sees none of it."""
    asked = [_has_cell(one, cards) for one in data.plausibility(today)]
    table = WantedFigures(
        period=period.text,
        before=period.before,
        indicators=tuple(filled(WantedIndicator, read.answer(card), part=card.part) for card in cards),
        rules=tuple(rule for rule in asked if rule),
    )
    event = FiguresWanted(
        request_id=request.id,
        recommendation_id=request.act_id,
        period_ends=period.ends,
        accepted_until=request.accepted_until,
        indicators=tuple(WantedFigure(indicator=card.key, version=card.version) for card in cards),
        table=documents.keep(table),
    )
    publish(session, event, request.id)


def _has_cell(entry: core.Entry, cards: Sequence[Card]) -> PlausibilityRule | None:
    """A rule as it travels; none where it looks at an indicator that is not asked for."""
    named = {str(entry[name]).partition(".")[0] for name in ("cell", "beside") if entry.get(name)}
    if named - {card.key for card in cards}:
        return None
    members = ("key", "test", "blocks", "text_sq", "text_en", "cell", "beside", "percent", "least", "value")
    return PlausibilityRule(**{name: entry[name] for name in members if name in entry})


def _text(key: str, period: Period, **more: str) -> str:
    return data.texts()[key].format(period=period.text, **more)


def _listed(cards: Sequence[Card]) -> str:
    """One a line: what is counted, of what."""
    return "\n".join(
        f"– {card.name.sq}: {card.numerator.sq}" + (f"; {card.denominator.sq}" if card.denominator else "")
        for card in cards
    )
