"""Figures of compliance in words: each with its unit and with what it is a part of, so that nobody compares a share of
letters with a share of obligations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.domain.standing import BESIDE, SHARES, State
from services.cases.register.domain.compliance import CountUnit, Figure, Figures, Historical, Split
from services.cases.register.queries.compliance import BodyFigures
from shared.words import language

#: A cell of `p.table`: its text, or what more there is to it.
Cell: TypeAlias = str | Mapping[str, object]

#: The four words of the annual report on 2021.
HISTORICAL = {
    Historical.IMPLEMENTED: _l("Të zbatuara"),
    Historical.IN_PROCESS: _l("Në proces"),
    Historical.NO_REPLY: _l("Pa përgjigje pas afatit"),
    Historical.REFUSED: _l("Të refuzuara"),
}


@dataclass(frozen=True)
class KeyFigure:
    """One number at the top; `alarm`: it should be none."""

    value: str
    text: str
    note: str
    alarm: bool = False


@dataclass(frozen=True)
class FiguresInWords:
    """What the page of compliance says of one body or of all; `units`: why the columns differ; `beside`: what stands in no share, by
    name; `historical`: the same in the words of 2021.
    """

    counted: bool
    figures: Sequence[KeyFigure]
    method: str
    head: Sequence[Cell]
    apart_head: Sequence[Cell]
    rows: Sequence[Sequence[str]]
    beside: Sequence[Sequence[str]]
    historical: Sequence[Sequence[str]]
    units: str
    answers: Sequence[str]
    explanation: Sequence[str]


def told(figures: Figures) -> FiguresInWords:
    obligations = _split(figures, CountUnit.OBLIGATIONS)
    return FiguresInWords(
        counted=figures.obligations > 0,
        figures=_key_figures(figures, obligations),
        method=_method(obligations),
        head=[_("Gjendja"), *_numeric(_units(figures))],
        apart_head=[_("Gjendja"), *_numeric([_("Letrat"), _("Pikat"), _("Detyrimet")])],
        rows=[_row(str(words.STATES[share]), figures, share.value) for share in SHARES],
        beside=[_apart(state, figures) for state in BESIDE],
        historical=[_row(str(label), figures, word.value, historical=True) for word, label in HISTORICAL.items()],
        units=_why_they_differ(figures),
        answers=_answers(figures),
        explanation=_explanation(figures),
    )


def body_head() -> list[Cell]:
    """The columns of the table of bodies."""
    numbers = [_("Detyrime"), _("Të zbatuara"), _("Pa përgjigje pas afatit"), _("Përgjigje me vonesë")]
    return [_("Institucioni"), *_numeric(numbers)]


def body_row(of_body: BodyFigures, href: str) -> list[Cell]:
    """One body of the table; counts and not rates, since a rate of one obligation says nothing."""
    figures = of_body.figures
    shares = _shares(_split(figures, CountUnit.OBLIGATIONS))
    return [
        {"text": of_body.body.name(language()), "href": href},
        str(figures.obligations),
        str(shares[State.IMPLEMENTED].numerator),
        str(shares[State.NO_REPLY].numerator),
        str(figures.answered_late.numerator),
    ]


def percent(figure: Figure) -> str:
    """Such as "25,0 %"; a dash when there is nothing to divide by."""
    return _percent(figure.percent)


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{format_decimal(value, '0.0')} %"


def _split(figures: Figures, unit: CountUnit) -> Split:
    return next(one for one in figures.splits if one.unit is unit)


def _shares(split: Split) -> dict[str, Figure]:
    return {share.key: share for share in split.shares}


def _numeric(texts: Iterable[str]) -> list[Cell]:
    return [{"text": text, "numeric": True} for text in texts]


def _key_figures(figures: Figures, obligations: Split) -> list[KeyFigure]:
    kept, silent = _shares(obligations)[State.IMPLEMENTED], _shares(obligations)[State.NO_REPLY]
    answered, whole = figures.answered, obligations.denominator
    due = _("%(part)d nga %(whole)d që duhej të kishin përgjigje", part=answered.numerator, whole=answered.denominator)
    return [
        KeyFigure(
            percent(kept),
            _("të zbatuara"),
            _("%(part)d nga %(whole)d detyrime", part=kept.numerator, whole=whole),
        ),
        KeyFigure(percent(answered), _("të përgjigjura"), due),
        KeyFigure(
            str(silent.numerator),
            _("pa përgjigje pas afatit"),
            _("nga %(whole)d detyrime", whole=whole),
            alarm=silent.numerator > 0,
        ),
    ]


def _units(figures: Figures) -> list[str]:
    names = {
        CountUnit.LETTERS: _("Letra (nga %(whole)d)", whole=_split(figures, CountUnit.LETTERS).denominator),
        CountUnit.ITEMS: _("Pika (nga %(whole)d)", whole=_split(figures, CountUnit.ITEMS).denominator),
        CountUnit.OBLIGATIONS: _("Detyrime (nga %(whole)d)", whole=_split(figures, CountUnit.OBLIGATIONS).denominator),
    }
    return [names[unit] for unit in CountUnit]


def _row(label: str, figures: Figures, key: str, *, historical: bool = False) -> list[str]:
    cells = []
    for unit in CountUnit:
        split = _split(figures, unit)
        figure = next(one for one in (split.historical if historical else split.shares) if one.key == key)
        cells.append(f"{figure.numerator} ({percent(figure)})")
    return [label, *cells]


def _apart(state: State, figures: Figures) -> list[str]:
    """What stands beside the shares has counts and no percentage: it is no part of that whole."""
    counts = [{one.key: one.count for one in _split(figures, unit).beside}[state] for unit in CountUnit]
    return [str(words.STATES[state]), *map(str, counts)]


def _method(obligations: Split) -> str:
    text = _("U numëruan %(whole)d detyrime.", whole=obligations.denominator)
    if obligations.left_out:
        text += " " + ngettext(
            "%(num)d detyrim qëndron veç, me emrin e vet.",
            "%(num)d detyrime qëndrojnë veç, secili me emrin e vet.",
            obligations.left_out,
        )
    return text


def _why_they_differ(figures: Figures) -> str:
    return _(
        "E njëjta letër numërohet ndryshe sipas njësisë: %(letters)s %(items)s, dhe një pikë që u shkon disa"
        " institucioneve është një detyrim për secilin, gjithsej %(owed)d. Prandaj përqindjet e tri njësive nuk janë të njëjta"
        " dhe nuk krahasohen.",
        letters=ngettext("%(num)d letër ka", "%(num)d letra kanë", figures.letters),
        items=ngettext("%(num)d pikë", "%(num)d pika", figures.items),
        owed=figures.obligations,
    )


def _answers(figures: Figures) -> list[str]:
    answered, late, bare = figures.answered, figures.answered_late, figures.refused_without_reasons
    sentences = [
        _(
            "Nga %(whole)d detyrime që duhej të kishin përgjigje, %(part)d e kanë (%(percent)s).",
            whole=answered.denominator,
            part=answered.numerator,
            percent=percent(answered),
        ),
        _(
            "Nga %(whole)d përgjigje, %(part)d erdhën pas afatit (%(percent)s).",
            whole=late.denominator,
            part=late.numerator,
            percent=percent(late),
        ),
        _(
            "Nga %(whole)d përgjigje, %(part)d refuzuan pa dhënë arsye (%(percent)s).",
            whole=bare.denominator,
            part=bare.numerator,
            percent=percent(bare),
        ),
    ]
    if figures.median_days is not None:
        days = format_decimal(figures.median_days, "0.#")
        sentences.append(
            ngettext(
                "Gjysma e përgjigjeve erdhi brenda %(days)s dite nga dorëzimi i letrës.",
                "Gjysma e përgjigjeve erdhi brenda %(days)s ditësh nga dorëzimi i letrës.",
                1 if figures.median_days == 1 else 2,
                days=days,
            )
        )
    return sentences


def _explanation(figures: Figures) -> list[str]:
    sentences = [
        _("Një detyrim është një pikë e një rekomandimi për një institucion. Një letër ka një ose më shumë pika."),
        _("E zbatuar quhet vetëm ajo që zyra e ka vërtetuar me provë, jo ajo që thotë institucioni."),
        _("Sa kohë afati nuk ka mbaruar, detyrimi është në pritje të përgjigjes."),
        _(
            "Çfarë institucioni pranoi është në proces deri ditën që premtoi; pas saj, pa u vërtetuar, quhet premtim i kaluar."
        ),
        _(
            "Letra që nuk ka mbërritur, puna e një organi tjetër, ajo që nuk vlen më dhe ajo që nuk mund të vlerësohet nuk hyjnë"
            " në përqindje: jepen veç, secila me emrin e vet."
        ),
        _("Një letër ose një pikë qëndron aty ku qëndron detyrimi i saj më i dobët."),
    ]
    if figures.not_counted:
        sentences.append(
            ngettext(
                "%(num)d detyrim tjetër nuk hyn në këto numra, sepse ky lloj akti vetëm njofton ose akti u tërhoq.",
                "%(num)d detyrime të tjera nuk hyjnë në këto numra, sepse ky lloj akti vetëm njofton ose akti u tërhoq.",
                figures.not_counted,
            )
        )
    return sentences
