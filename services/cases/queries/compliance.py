"""How many recommendations were kept, counted in SQL: the rows of a body may be thousands, those of all a million.

The rule is the domain's (compliance.py there); a test holds the two to the same figures over random rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from services.cases.domain import compliance
from services.cases.domain.compliance import LEFT_OUT, REFUSING, CountUnit, Figure, Figures, Share, Split, percentages
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Reply
from services.cases.models import Obligation
from services.cases.models.situations import institutions
from shared.directory import KnownInstitution

#: Stands for everybody together, where figures are not counted body by body.
ALL = UUID(int=0)
_ORDER = list(Share)
METHOD = {
    "sq": "Numërohen detyrimet (pikë × institucion) e rekomandimeve në fuqi ndaj organeve administrative. E zbatuar: e"
    " vërtetoi zyra. E refuzuar: institucioni nuk pranoi ose tha se nuk është kompetent. Pa përgjigje: afati kaloi pa"
    " përgjigje. Në proces: të tjerat. Një shkresë ose një pikë qëndron ku qëndron detyrimi i saj më i dobët. Detyrimet që"
    " nuk vlejnë më ose nuk mund të vlerësohen mbeten jashtë emëruesit dhe jepen veç.",
    "en": "Obligations (item × body) of recommendations in force to administrative bodies are counted. Implemented: the"
    " office verified it. Refused: the body declined or said that it is not competent. No reply: the term passed without"
    " one. In process: the rest. A letter or an item stands where its weakest obligation stands. Obligations that were"
    " overtaken or cannot be assessed are left out of the denominator and given beside it.",
}
#: What makes one of each unit; an item belongs to one act.
_UNIT_KEY = {CountUnit.LETTERS: "act_id", CountUnit.ITEMS: "item_id", CountUnit.OBLIGATIONS: None}


@dataclass(frozen=True)
class BodyFigures:
    body: KnownInstitution
    figures: Figures


def of(session: Session, today: date, institution_id: UUID | None = None) -> Figures:
    """What is published about one body, or about all (None)."""
    counted = _counted(today, literal(ALL))
    if institution_id is not None:
        counted = counted.where(Obligation.institution_id == institution_id)
    found = _figures(session, counted.subquery("counted"))
    return found.get(ALL) or compliance.figures([], today=today)


def bodies(session: Session, today: date) -> list[BodyFigures]:
    """The figures of every body of which anything is counted, by name."""
    found = _figures(session, _counted(today, Obligation.institution_id).subquery("counted"))
    known = institutions(session, found)
    listed = [BodyFigures(known[one], figures) for one, figures in found.items() if one in known]
    return sorted(listed, key=lambda one: one.body.name_sq)


def _counted(today: date, body: Any) -> Select[Any]:
    """The obligations that count, each with where it stands (the place of its share, from best to worst)."""
    answered = Obligation.reply.in_([str(word) for word in SUBSTANTIVE])
    silent = ~answered & func.coalesce(Obligation.reply_due < today, False)
    share = case(
        (Obligation.assessed == Assessed.IMPLEMENTED.value, _ORDER.index(Share.IMPLEMENTED)),
        (Obligation.reply.in_([str(word) for word in REFUSING]), _ORDER.index(Share.REFUSED)),
        (silent, _ORDER.index(Share.NO_REPLY)),
        else_=_ORDER.index(Share.IN_PROCESS),
    )
    return select(
        body.label("body"),
        Obligation.recommendation_id.label("act_id"),
        Obligation.item_id,
        share.label("share"),
        Obligation.assessed.in_([str(word) for word in LEFT_OUT]).label("left_out"),
        answered.label("answered"),
        silent.label("silent"),
        (answered & func.coalesce(Obligation.answered_on > Obligation.reply_due, False)).label("late"),
        (Obligation.reply == Reply.REFUSED_WITHOUT_REASONS.value).label("bare"),
        case((answered, Obligation.answered_on - Obligation.started_on)).label("days"),
    ).where(Obligation.counts, Obligation.fell_on.is_(None))


def _figures(session: Session, counted: Subquery) -> dict[UUID, Figures]:
    column, count = counted.c, func.count()
    totals = select(
        column.body,
        count.filter(column.answered).label("answered"),
        count.filter(column.silent).label("silent"),
        count.filter(column.late).label("late"),
        count.filter(column.bare).label("bare"),
        func.percentile_cont(0.5).within_group(column.days).label("median"),
    ).group_by(column.body)
    worst = {unit: _worst(session, counted, key) for unit, key in _UNIT_KEY.items()}
    return {
        row.body: _of_row(row, {unit: found[row.body] for unit, found in worst.items()})
        for row in session.execute(totals)
    }


def _worst(session: Session, counted: Subquery, key: str | None) -> dict[UUID, Counter[Share | None]]:
    """How many of one unit stand where; None: all of it is left out. A letter or an item stands where its weakest
    obligation stands.
    """
    column = counted.c
    kept = func.max(column.share).filter(~column.left_out)
    if key is None:
        stands = select(column.body, case((~column.left_out, column.share)).label("share")).subquery("stands")
    else:
        stands = select(column.body, kept.label("share")).group_by(column.body, column[key]).subquery("stands")
    statement = select(stands.c.body, stands.c.share, func.count()).group_by(stands.c.body, stands.c.share)
    found: dict[UUID, Counter[Share | None]] = {}
    for body, share, many in session.execute(statement):
        found.setdefault(body, Counter())[None if share is None else _ORDER[share]] = many
    return found


def _of_row(row: Row[Any], stands: Mapping[CountUnit, Counter[Share | None]]) -> Figures:
    counts = {unit: stands[unit].total() for unit in CountUnit}
    return Figures(
        letters=counts[CountUnit.LETTERS],
        items=counts[CountUnit.ITEMS],
        obligations=counts[CountUnit.OBLIGATIONS],
        splits=tuple(_split(unit, stands[unit]) for unit in CountUnit),
        answered=_rate("answered", row.answered, row.answered + row.silent),
        answered_late=_rate("answered_late", row.late, row.answered),
        refused_without_reasons=_rate("refused_without_reasons", row.bare, row.answered),
        median_days=None if row.median is None else Decimal(str(row.median)).normalize(),
        not_counted=0,
    )


def _split(unit: CountUnit, stands: Counter[Share | None]) -> Split:
    numbers = [stands[share] for share in Share]
    whole = sum(numbers)
    figures = tuple(
        Figure(share.value, unit, number, whole, percent if whole else None)
        for share, number, percent in zip(Share, numbers, percentages(numbers), strict=True)
    )
    return Split(unit, whole, figures, stands[None])


def _rate(key: str, part: int, whole: int) -> Figure:
    percent = percentages([part, whole - part])[0] if whole else None
    return Figure(key, CountUnit.OBLIGATIONS, part, whole, percent)
