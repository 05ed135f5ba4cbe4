"""The figures that are published, of one body and of all, and how they were counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import Entry
from services.cases.models import Obligation, Recommendation
from services.cases.queries.public_acts import shown
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import OFFICERS, walled_off
from services.cases.register.domain.compliance import FIRST, Figures, LateOnes, Scope, Split, joined
from services.cases.register.domain.two_times import Asked, asked_for
from services.cases.register.domain.windows import Window
from services.cases.register.models.figures import FiguresSnapshot
from services.cases.register.queries import past, windows
from services.cases.register.queries.acts import shown_on
from services.cases.register.queries.beside_register import Counted, scope_of, shown_beside_register
from services.cases.register.queries.beside_total import together_beside
from services.cases.register.queries.by_name import shown_by_name
from services.cases.register.queries.counts import (
    ALL,
    REGISTER,
    count_each,
    count_together,
    from_json,
    is_large,
    nothing,
)
from services.cases.register.schemas import (
    AgeAnswer,
    AllComplianceAnswer,
    BesideAnswer,
    BodyComplianceAnswer,
    ComplianceAnswer,
    FigureAnswer,
    FiguresAnswer,
    LateAnswer,
    MethodAnswer,
    ReportQuery,
    SplitAnswer,
)
from shared.directory import KnownInstitution
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound
from shared.typed import filled

#: The key of how the view in the words of 2021 is counted.
OF_2021 = "historical_2021"


def method_entry(key: str) -> Entry:
    """The one text of how something is counted, with its source."""
    return next(one for one in data.entries("figures", "methods") if one["key"] == key)


def method(key: str = "compliance") -> MethodAnswer:
    """How the figures are counted, in both languages."""
    entry = method_entry(key)
    return MethodAnswer(sq=entry["name_sq"], en=entry["name_en"])


@dataclass(frozen=True)
class BodyFigures:
    """What is published beside the name of a body."""

    body: KnownInstitution
    figures: Figures


@dataclass(frozen=True)
class Report:
    """What was asked, and the figures of all bodies together, in a scope, and of each that is named. `shown`: where they are whole, what
    anyone is shown of the same. `unread_as_of`: the day as of whose end acts that the public cannot read are counted in `together`, where
    that is another than the one asked about.
    """

    asked: Asked
    scope: Scope
    together: Figures
    each: Sequence[BodyFigures]
    shown: "Report | None" = None
    unread_as_of: date | None = None


@dataclass(frozen=True)
class _Found:
    """What was counted for a question, whole; `named`: the bodies of acts that the public could see on that day."""

    asked: Asked
    counted: Counted
    named: Sequence[KnownInstitution]


def report(session: Session, today: date, asked: ReportQuery, by: Principal) -> Report:
    """The figures of all, for the office, and of each body of acts that the public could see on that day; whole for who works on cases and
    is excluded from none. Raises `ContentViolation` for a day to come, for what nobody could know, and for a day that is not kept.
    """
    found, least = _found(session, today, asked), data.small_number()
    if reads_whole(session, by):
        counted = _for_anyone(session, found, today)
        scope = scope_of(counted, least)
        beside = shown_beside_register(counted, scope, least)
        for_all = Report(found.asked, scope, beside, _by_name(found, least))
        each = [BodyFigures(*one) for one in zip(found.named, found.counted.each, strict=True)]
        return Report(found.asked, Scope.ALL, found.counted.together, each, for_all)
    together = together_beside(found.counted.together, found.counted.each, least)
    return Report(found.asked, Scope.ALL, together, _by_name(found, least))


def reads_whole(session: Session, by: Principal) -> bool:
    """Whether small numbers are theirs to know: they work on cases, and are excluded from none that a number could tell of."""
    return bool(by.roles & OFFICERS) and session.execute(walled_off(by.id)).first() is None


def public_report(session: Session, today: date, asked: ReportQuery) -> Report:
    """The same for anyone: the figures of all tell no small number of acts that are not in the register (beside_register.py), and of acts
    that were issued in one of the periods that are published alone those of all bodies together. Raises `ContentViolation` for any other
    days of issue too, before anything is counted.
    """
    if asked.issued_from is not None or asked.issued_to is not None:
        return _of_period(session, today, asked)
    day, least = public_day(asked.on, asked.known, today), data.small_number()
    found = _found(session, today, asked if is_large(session) else replace(asked, on=day.on, known=day.known))
    counted = _for_anyone(session, found, today)
    scope = scope_of(counted, least)
    together, as_of = shown_beside_register(counted, scope, least), _unread_as_of(session, found, today)
    each = _by_name(found, least)
    return Report(found.asked, scope, together, each, unread_as_of=as_of if scope is Scope.ALL else None)


def known_unsaid(session: Session, today: date, *, public: bool) -> date | None:
    """As known on which day a past one is told where that is not said; none: on that day itself, where there are very many."""
    if is_large(session):
        return None
    return windows.public_days().last_before(today) if public else today


def public_day(on: date | None, known: date | None, today: date) -> Asked:
    """`asked_for`, as the public is told of it (domain/public_days.py). Raises `ContentViolation`."""
    return windows.public_days().settled(asked_for(on, known, today), today)


def _of_period(session: Session, today: date, asked: ReportQuery) -> Report:
    """All periods are told in one scope: of two, one would give the other away."""
    day, least = public_day(asked.on, asked.known, today), data.small_number()
    if is_large(session):
        message = "with so many obligations all days of issue together"
        raise ContentViolation(message, code="compliance.window_not_kept", field="issued_from")
    kept = _periods(session, day)
    window = windows.windows().whole(asked.issued_from, asked.issued_to, kept)
    issued = [None, *(_issued(one.first, one.last) for one in kept)]
    whole, *periods = (_for_anyone(session, _counted(session, day, today, only), today, only) for only in issued)
    scopes = {scope_of(one, least) for one in (*periods, whole)}
    scope = Scope.REGISTER if Scope.REGISTER in scopes else Scope.ALL
    shown = [shown_beside_register(one, scope, least) for one in periods]
    told = windows.within(kept.index(window), shown, shown_beside_register(whole, scope, least))
    as_of = windows.public_days().last_before(today) if scope is Scope.ALL and _is_now(day, today) else None
    return Report(day, scope, told, [], unread_as_of=as_of)


def _found(session: Session, today: date, asked: ReportQuery) -> _Found:
    day, only = asked_for(asked.on, asked.known, today), _issued(asked.issued_from, asked.issued_to)
    if only is None and is_large(session):
        return _counted_ahead(session, asked, day, today)
    return _counted(session, day, today, only)


def _counted(session: Session, day: Asked, today: date, only: ColumnElement[bool] | None) -> _Found:
    """Counted now, of what meets `only`."""
    could_read = public(day, today)
    visible = could_read if only is None else and_(only, could_read)
    if _is_now(day, today):
        together, register = (count_together(session, today, one) or nothing() for one in (only, visible))
        return _of_bodies(session, day, together, register, count_each(session, today, visible), today)
    together, register = (past.figures_on(session, day, one) for one in (only, visible))
    return _of_bodies(session, day, together, register, past.each_on(session, day, visible), today)


def _for_anyone(session: Session, found: _Found, today: date, only: ColumnElement[bool] | None = None) -> Counted:
    """Of the present, acts that the public cannot read as they stood when the last month ended: what is the rest of the register, which anyone
    can count each day, then changes once a month. Where there are very many, one more is not told from the next.
    """
    counted, last = found.counted, _unread_as_of(session, found, today)
    if last is None or counted.register is None:
        return counted
    unread = not_(public(found.asked, today))
    rest = past.figures_on(session, Asked(last, last), unread if only is None else and_(only, unread))
    return replace(counted, together=replace(joined(counted.register, rest), median_days=counted.together.median_days))


def _unread_as_of(session: Session, found: _Found, today: date) -> date | None:
    if not _is_now(found.asked, today) or found.counted.register is None or is_large(session):
        return None
    return windows.public_days().last_before(today)


def _periods(session: Session, day: Asked) -> list[Window]:
    """All from that of the first act to that of the day: anyone may ask, and each of them is counted."""
    first = session.execute(select(func.min(Obligation.issued_on))).scalar() or day.on
    return list(windows.windows().between(windows.windows().around(first).first, day.on))


def named(session: Session, institution_id: UUID) -> KnownInstitution:
    """The body with this id. Raises `NotFound`."""
    body = session.get(KnownInstitution, institution_id)
    if body is None:
        raise NotFound
    return body


def of_body(session: Session, institution_id: UUID, asked: Asked, today: date) -> BodyFigures:
    """The figures of one body, of acts that the public could see on that day. Raises `NotFound`."""
    body = named(session, institution_id)
    owed = and_(Obligation.institution_id == body.id, public(asked, today))
    if _is_now(asked, today):
        figures = count_together(session, today, owed) or nothing()
    else:
        figures = past.figures_on(session, asked, owed)
    return BodyFigures(body, shown_by_name(figures, data.small_number()))


def _is_now(asked: Asked, today: date) -> bool:
    """Whether the present is asked about, which the columns of an obligation hold."""
    return asked.on == today


def public(asked: Asked, today: date) -> ColumnElement[bool]:
    """Of acts that anyone could read on the day asked about: of any other nobody is told which body has it. Whether one could be read
    was known on that day, so that what was decided since changes no answer about it.
    """
    if _is_now(asked, today):
        return Obligation.recommendation_id.in_(select(Recommendation.id).where(shown(today)))
    return Obligation.recommendation_id.in_(shown_on(asked.on))


def _counted_ahead(session: Session, asked: ReportQuery, day: Asked, today: date) -> _Found:
    """Where there are very many: what a timer counted, just now or at the end of a month, when it was known as that day knew it."""
    if _is_now(day, today):
        each = {row.body: from_json(row.figures) for row in session.execute(select(FiguresSnapshot)).scalars()}
    else:
        day = Asked(day.on, asked.known or day.on)
        each = past.kept_on(session, day)
    together, register = each.pop(ALL, None) or nothing(), each.pop(REGISTER, None)
    return _of_bodies(session, day, together, register, each, today)


def all_answer(found: Report) -> AllComplianceAnswer:
    """What `report` found, as the API gives it."""
    shown = found.shown
    public_of = {one.body.id: answer(one.figures) for one in shown.each} if shown else {}
    bodies = tuple(
        BodyComplianceAnswer(
            institution_id=one.body.id,
            name_sq=one.body.name_sq,
            name_en=one.body.name_en,
            class_=one.body.institution_class,
            figures=answer(one.figures),
            public=public_of.get(one.body.id),
        )
        for one in found.each
    )
    return AllComplianceAnswer(
        day=found.asked.on,
        known=found.asked.known,
        scope=found.scope,
        unread_as_of=found.unread_as_of,
        method=method(),
        method_2021=method(OF_2021),
        figures=answer(found.together),
        public=answer(shown.together) if shown else None,
        public_scope=shown.scope if shown else None,
        bodies=bodies,
    )


def body_answer(asked: Asked, published: BodyFigures) -> ComplianceAnswer:
    """What `of_body` found, as the API gives it."""
    return filled(
        ComplianceAnswer,
        published.body,
        institution_id=published.body.id,
        day=asked.on,
        known=asked.known,
        method=method(),
        method_2021=method(OF_2021),
        figures=answer(published.figures),
    )


def answer(figures: Figures) -> FiguresAnswer:
    rates = (*FIRST, "refused_without_reasons")
    return filled(
        FiguresAnswer,
        figures,
        splits=tuple(_split(one) for one in figures.splits),
        late=tuple(LateAnswer(state=one.state.value, ages=_ages(one)) for one in figures.late),
        **{name: filled(FigureAnswer, getattr(figures, name)) for name in rates},
    )


def _split(split: Split) -> SplitAnswer:
    return filled(
        SplitAnswer,
        split,
        shares=tuple(filled(FigureAnswer, share) for share in split.shares),
        beside=tuple(filled(BesideAnswer, apart) for apart in split.beside),
        historical_2021=tuple(filled(FigureAnswer, share) for share in split.historical),
    )


def _ages(late: LateOnes) -> tuple[AgeAnswer, ...]:
    named = {entry["key"]: entry for entry in data.entries("figures", "ages")}
    return tuple(
        AgeAnswer(
            key=age.key,
            name_sq=named[age.key]["name_sq"],
            name_en=named[age.key]["name_en"],
            from_days=age.from_days,
            to_days=age.to_days,
            count=late.ages[age.key],
        )
        for age in data.ages()
        if age.key in late.ages
    )


def _issued(first: date | None, last: date | None) -> ColumnElement[bool] | None:
    """Of acts of those days alone."""
    parts = [Obligation.issued_on >= first] if first is not None else []
    parts += [Obligation.issued_on <= last] if last is not None else []
    return and_(*parts) if parts else None


def _of_bodies(
    session: Session,
    day: Asked,
    together: Figures,
    register: Figures | None,
    figures_of: dict[UUID, Figures],
    today: date,
) -> _Found:
    """With the bodies of which the public could see an act on that day, by name."""
    seen = select(Obligation.institution_id).where(Obligation.institution_id.in_(figures_of), public(day, today))
    visible = set(session.execute(seen.distinct()).scalars())
    named = sorted(institutions(session, visible).values(), key=lambda one: one.name_sq)
    return _Found(day, Counted(together, register, [figures_of[one.id] for one in named]), named)


def _by_name(found: _Found, least: int) -> list[BodyFigures]:
    """Each without small numbers."""
    each = zip(found.named, found.counted.each, strict=True)
    return [BodyFigures(body, shown_by_name(figures, least)) for body, figures in each]
