"""Figures of compliance in words: each with its unit and with what it is a part of, so that nobody compares a share of
letters with a share of obligations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.domain.standing import BESIDE, SHARES, State
from services.cases.register.domain.compliance import FIRST, CountUnit, Figure, Figures, Historical, Scope, Split
from services.cases.register.domain.two_times import Asked
from services.cases.register.pages.compliance_cells import HIDDEN, Cell, hides, is_blank, number, numeric, percent
from services.cases.register.queries.compliance import OF_2021, BodyFigures, method_entry
from shared.pages.languages import date_words
from shared.words import language

#: The four words of the annual report on 2021.
HISTORICAL = {
    Historical.IMPLEMENTED: _l("Të zbatuara"),
    Historical.IN_PROCESS: _l("Në proces"),
    Historical.NO_REPLY: _l("Pa përgjigje pas afatit"),
    Historical.REFUSED: _l("Të refuzuara"),
}


#: Of which acts the figures of all are.
SCOPES = {
    Scope.ALL: _l(
        "Numërohen të gjitha aktet me afat përgjigjeje, edhe ato që publiku nuk mund t'i lexojë. Numrat që, të zbritur nga regjistri, do të tregonin më pak se pesë prej tyre nuk jepen."
    ),
    Scope.REGISTER: _l(
        "Numërohen vetëm aktet që publiku mund t'i lexojë. Të tjerat shtohen vetëm kur janë aq shumë sa numrat nuk tregojnë asnjë prej tyre."
    ),
}

#: The same for the office.
WHOLE = _l(
    "Numërohen të gjitha aktet me afat përgjigjeje, edhe ato që publiku nuk mund t'i lexojë. Kjo faqe është e zyrës."
)

#: The figures that stand first: what each is called, and what it is a part of.
KEY_FIGURES = {
    "delivered": (_l("të dorëzuara"), _l("detyrime")),
    "answered_in_time": (_l("të përgjigjura në afat"), _l("me përgjigje ose jashtë afatit")),
    "answered_late": (_l("të përgjigjura me vonesë"), _l("me përgjigje ose jashtë afatit")),
    "accepted": (_l("të pranuara"), _l("përgjigje")),
    "implemented": (_l("të zbatuara, vërtetuar nga zyra"), _l("detyrime që hyjnë në përqindje")),
}


@dataclass(frozen=True)
class KeyFigure:
    """One number at the top, with what it is a part of; `alarm`: it should be none."""

    value: str
    text: str
    note: str
    alarm: bool = False


@dataclass(frozen=True)
class Sourced:
    """How something was counted, and the title and address of where that is from."""

    method: str
    source: str
    address: str


@dataclass(frozen=True)
class FiguresInWords:
    """What the page of compliance says of one body or of all; `units`: why the columns differ; `beside`: what stands in no share, by
    name; `late`: what is late by its age; `historical`: the shares in the words of 2021; `hides`: some number is not shown, `is_blank`: none is.
    """

    counted: bool
    is_blank: bool
    hides: bool
    figures: Sequence[KeyFigure]
    method: str
    head: Sequence[Cell]
    apart_head: Sequence[Cell]
    rows: Sequence[Sequence[str]]
    beside: Sequence[Sequence[str]]
    late_head: Sequence[Cell]
    late: Sequence[Sequence[str]]
    historical: Sequence[Sequence[str]]
    of_2021: Sourced
    units: str
    answers: Sequence[str]
    explanation: Sequence[str]


def told(figures: Figures) -> FiguresInWords:
    obligations = _split(figures, CountUnit.OBLIGATIONS)
    return FiguresInWords(
        counted=figures.obligations != 0,
        is_blank=is_blank(figures),
        hides=hides(figures),
        figures=[_key_figure(getattr(figures, name)) for name in FIRST],
        method=_method(obligations),
        head=[_("Gjendja"), *numeric(_units(figures))],
        apart_head=[_("Gjendja"), *numeric([_("Letrat"), _("Pikat"), _("Detyrimet")])],
        rows=[_row(str(words.STATES[share]), figures, share.value) for share in SHARES],
        beside=[_apart(state, figures) for state in BESIDE],
        late_head=[_("Me vonesë"), *numeric([str(words.STATES[one.state]) for one in figures.late])],
        late=_by_age(figures),
        historical=[_row(str(label), figures, word.value, historical=True) for word, label in HISTORICAL.items()],
        of_2021=_of_2021(),
        units=_why_they_differ(figures),
        answers=_answers(figures),
        explanation=_explanation(figures),
    )


def nothing_counted(asked: Asked, scope: Scope, today: date) -> str:
    """What is said where nothing is counted: whether anyone could read it is asked of the day that is asked about."""
    on, known = date_words(asked.on), date_words(asked.known)
    if asked.on == today and scope is Scope.REGISTER:
        return _("Nuk ka asnjë akt në fuqi me afat përgjigjeje që publiku mund ta lexojë.")
    if asked.on == today:
        return _("Nuk ka asnjë akt në fuqi me afat përgjigjeje.")
    if scope is Scope.REGISTER:
        return _(
            "Siç dihej më %(known)s, më %(on)s publiku nuk mund të lexonte asnjë akt në fuqi me afat përgjigjeje. Çfarë u publikua më vonë nuk numërohet për atë ditë.",
            known=known,
            on=on,
        )
    return _("Siç dihej më %(known)s, më %(on)s nuk kishte asnjë akt në fuqi me afat përgjigjeje.", known=known, on=on)


def known_hint(unsaid: date | None, today: date) -> str:
    """What the form says of the day as known, where it is left blank."""
    if unsaid is None:
        return _("E njëjta ditë. Bosh: siç dihej po atë ditë.")
    if unsaid == today:
        return _("E njëjta ditë ose një më e vonë. Bosh: siç dihet sot.")
    return _(
        "E njëjta ditë, ose fundi i një muaji më të vonë. Bosh: për një ditë të shkuar, siç dihej më %(day)s, në fund të muajit të fundit.",
        day=date_words(unsaid),
    )


def _of_2021() -> Sourced:
    entry = method_entry(OF_2021)
    source = data.source(entry["source"])
    return Sourced(words.of_pair(entry, "name", language()), source["title"], source["address"])


def body_head() -> list[Cell]:
    """The columns of the table of bodies."""
    numbers = [
        _("Detyrime"),
        _("Përgjigje në afat"),
        _("Përgjigje me vonesë"),
        _("Të zbatuara"),
        _("Pa përgjigje pas afatit"),
    ]
    return [_("Institucioni"), *numeric(numbers)]


def body_link(of_body: BodyFigures, href: str) -> dict[str, object]:
    return {"text": of_body.body.name(language()), "href": href}


def body_row(of_body: BodyFigures, href: str) -> list[Cell]:
    """One body of the table; counts and not rates, since a rate of one obligation says nothing."""
    figures = of_body.figures
    silent = _shares(_split(figures, CountUnit.OBLIGATIONS))[State.NO_REPLY]
    counts = (
        figures.obligations,
        figures.answered_in_time.numerator,
        figures.answered_late.numerator,
        figures.implemented.numerator,
        silent.numerator,
    )
    return [body_link(of_body, href), *map(number, counts)]


def _grammar(count: int | None) -> int:
    """By which number the words go; of what is not shown, the plural."""
    return 2 if count is None else count


def _split(figures: Figures, unit: CountUnit) -> Split:
    return next(one for one in figures.splits if one.unit is unit)


def _shares(split: Split) -> dict[str, Figure]:
    return {share.key: share for share in split.shares}


def _key_figure(figure: Figure) -> KeyFigure:
    label, whole = KEY_FIGURES[figure.key]
    if figure.numerator is None:
        return KeyFigure(HIDDEN, str(label), _("numër i vogël, nuk jepet"))
    of_whole = _("%(part)d nga %(whole)s", part=figure.numerator, whole=number(figure.denominator))
    return KeyFigure(
        percent(figure), str(label), f"{of_whole} {whole}", alarm=figure.key == "answered_late" and figure.numerator > 0
    )


def _units(figures: Figures) -> list[str]:
    wholes = {unit: number(_split(figures, unit).denominator) for unit in CountUnit}
    names = {
        CountUnit.LETTERS: _("Letra (nga %(whole)s)", whole=wholes[CountUnit.LETTERS]),
        CountUnit.ITEMS: _("Pika (nga %(whole)s)", whole=wholes[CountUnit.ITEMS]),
        CountUnit.OBLIGATIONS: _("Detyrime (nga %(whole)s)", whole=wholes[CountUnit.OBLIGATIONS]),
    }
    return [names[unit] for unit in CountUnit]


def _row(label: str, figures: Figures, key: str, *, historical: bool = False) -> list[str]:
    cells = []
    for unit in CountUnit:
        split = _split(figures, unit)
        figure = next(one for one in (split.historical if historical else split.shares) if one.key == key)
        cells.append(HIDDEN if figure.numerator is None else f"{figure.numerator} ({percent(figure)})")
    return [label, *cells]


def _apart(state: State, figures: Figures) -> list[str]:
    """What stands beside the shares has counts and no percentage: it is no part of that whole."""
    counts = [{one.key: one.count for one in _split(figures, unit).beside}[state] for unit in CountUnit]
    return [str(words.STATES[state]), *map(number, counts)]


def _by_age(figures: Figures) -> list[list[str]]:
    """A row for each age, with a column for each state in which something is late."""
    named = {entry["key"]: words.of_pair(entry, "name", language()) for entry in data.entries("figures", "ages")}
    return [
        [named[age.key], *(number(one.ages[age.key]) for one in figures.late)]
        for age in data.ages()
        if all(age.key in one.ages for one in figures.late)
    ]


def _method(obligations: Split) -> str:
    text = _("U numëruan %(whole)s detyrime.", whole=number(obligations.denominator))
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
        " institucioneve është një detyrim për secilin, gjithsej %(owed)s. Prandaj përqindjet e tri njësive nuk janë të njëjta"
        " dhe nuk krahasohen.",
        letters=ngettext(
            "%(many)s letër ka", "%(many)s letra kanë", _grammar(figures.letters), many=number(figures.letters)
        ),
        items=ngettext("%(many)s pikë", "%(many)s pika", _grammar(figures.items), many=number(figures.items)),
        owed=number(figures.obligations),
    )


def _answers(figures: Figures) -> list[str]:
    bare, sentences = figures.refused_without_reasons, []
    if bare.numerator is not None:
        sentences.append(
            _(
                "Nga %(whole)s përgjigje, %(part)d refuzuan pa dhënë arsye (%(percent)s).",
                whole=number(bare.denominator),
                part=bare.numerator,
                percent=percent(bare),
            )
        )
    if figures.median_days is not None:
        days = format_decimal(figures.median_days, "0.#")
        sentences.append(
            ngettext(
                "Gjysma e përgjigjeve erdhi brenda %(days)s dite nga fillimi i afatit, pa ditët kur afati ishte pezulluar.",
                "Gjysma e përgjigjeve erdhi brenda %(days)s ditësh nga fillimi i afatit, pa ditët kur afati ishte pezulluar.",
                1 if figures.median_days == 1 else 2,
                days=days,
            )
        )
    return sentences


def _explanation(figures: Figures) -> list[str]:
    sentences = [
        _("Një detyrim është një pikë e një rekomandimi për një institucion. Një letër ka një ose më shumë pika."),
        _("E zbatuar quhet vetëm ajo që zyra e ka vërtetuar me provë, jo ajo që thotë institucioni."),
        _(
            "Kur institucioni raporton në kohë se e bëri dhe zyra ende nuk e ka vërtetuar, detyrimi qëndron më vete: “%(state)s”.",
            state=words.STATES[State.CLAIMED],
        ),
        _("Sa kohë afati nuk ka mbaruar, detyrimi është në pritje të përgjigjes."),
        _(
            "Çfarë institucioni pranoi është “%(state)s” deri ditën kur duhet bërë. Kur kjo ditë kalon, pa u vërtetuar dhe pa u raportuar në"
            " kohë si e bërë, detyrimi qëndron te “%(set)s”, nëse ditën e kishte vënë letra ose zyra, dhe te “%(promised)s”, nëse kishte dhënë"
            " një ditë vetë institucioni.",
            state=words.STATES[State.IN_PROCESS],
            set=words.STATES[State.DAY_PASSED],
            promised=words.STATES[State.PROMISE_BROKEN],
        ),
        _(
            "Letra që nuk ka mbërritur, puna e një organi tjetër, ajo që nuk vlen më dhe ajo që nuk mund të vlerësohet nuk hyjnë"
            " në përqindje: jepen veç, secila me emrin e vet."
        ),
        _("Një letër ose një pikë qëndron aty ku qëndron detyrimi i saj më i dobët."),
        _(
            "Në afat dhe me vonesë numërohen nga detyrimet që kanë përgjigje ose e kanë kaluar afatin; të pranuara, nga përgjigjet."
        ),
        _("Ditët deri te përgjigjja janë ditë kalendarike, pa ato kur afati ishte pezulluar."),
        _(
            "Çdo përqindje rrumbullakoset vetë, në numra të plotë nën njëqind dhe me një shifër pas presjes nga njëqind e lart. Prandaj"
            " përqindjet e një tabele mund të mos japin saktësisht 100."
        ),
        _("Një institucion përmendet me emër vetëm për akte që publiku mund t'i lexonte ditën për të cilën pyetet."),
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
