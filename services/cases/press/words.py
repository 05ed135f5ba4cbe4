"""What the figures for the press are called, what stands at each bar, and how a figure is cited, in the language of whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.commitments.domain.words import Fact
from services.cases.commitments.words import word
from services.cases.domain.standing import State
from services.cases.press.domain import Bar, Key, PressFigure
from services.cases.register.pages.compliance_cells import number, percent_words
from services.cases.register.pages.compliance_words import KEY_FIGURES
from shared.lists import Words
from shared.pages.languages import date_words
from shared.words import inside, language

TITLES: Mapping[Key, Words] = {
    Key.KEPT: _l("Si u përgjigjen institucionet rekomandimeve"),
    Key.SHARES: _l("Ku qëndron çdo gjë që u kërkua"),
    Key.LATE: _l("Sa kohë është vonuar ajo që u kërkua"),
    Key.COMMITMENTS: _l("Çfarë gjeti zyra për zotimet e shtetit"),
}
#: What is counted, so that nobody takes an obligation for a letter.
COUNTED: Mapping[Key, Words] = {
    Key.KEPT: _l(
        "Numërohen detyrime: një pikë e një rekomandimi për një institucion. Secili numër ka pranë të tërën e vet."
    ),
    Key.SHARES: _l(
        "Numërohen detyrime: një pikë e një rekomandimi për një institucion. E zbatuar quhet vetëm ajo që zyra e ka vërtetuar me provë."
    ),
    Key.LATE: _l(
        "Numërohen detyrime pa përgjigje, nga dita e fundit për përgjigje, dhe ato që duheshin bërë, nga dita e tyre."
    ),
    Key.COMMITMENTS: _l(
        "Numërohen zotime: një paragraf që Komiteti i OKB-së, Kuvendi ose vetë shteti i kërkoi shtetit. Çfarë thotë shteti nuk e ndryshon çfarë gjeti zyra."
    ),
}
#: Where the same numbers stand among all the others.
PAGES: Mapping[Key, str] = {
    Key.KEPT: "/cases/public/compliance",
    Key.SHARES: "/cases/public/compliance",
    Key.LATE: "/cases/public/compliance",
    Key.COMMITMENTS: "/cases/public/commitments/figures",
}


@dataclass(frozen=True)
class BarWords:
    """`value`: what stands at the end of the bar; `count`, `whole`, `percent`: the cells of its row."""

    label: str
    value: str
    count: str
    whole: str
    percent: str


def of_bar(key: Key, bar: Bar) -> BarWords:
    count, whole, percent = number(bar.count), number(bar.whole), percent_words(bar.percent)
    if bar.count is None or bar.whole is None:
        return BarWords(_label(key, bar), count, count, "–", "–")
    value = _("%(part)s nga %(whole)s, %(percent)s", part=count, whole=whole, percent=percent)
    return BarWords(_label(key, bar), value, count, whole, percent)


def hides(figure: PressFigure) -> bool:
    return any(bar.count is None for bar in figure.bars)


def _label(key: Key, bar: Bar) -> str:
    if key is Key.KEPT:
        label, whole = KEY_FIGURES[bar.key]
        return _("%(label)s (nga: %(whole)s)", label=str(label).capitalize(), whole=whole)
    if key is Key.COMMITMENTS:
        return word(Fact.ASSESSED, bar.key)
    state, _dot, age = bar.key.partition(".")
    called = str(words.STATES[State(state)])
    return f"{called}: {inside(_age(age))}" if age else called


def _age(key: str) -> str:
    entry = next(one for one in data.entries("figures", "ages") if one["key"] == key)
    return str(words.of_pair(entry, "name", language()))


def as_of(figure: PressFigure) -> str:
    """Of which day it is, as known on which."""
    if not figure.settled:
        return _("Gjendja më %(day)s", day=date_words(figure.on))
    if figure.on == figure.known:
        return _("Gjendja në fund të ditës %(day)s", day=date_words(figure.on))
    return _(
        "Gjendja në fund të ditës %(day)s, siç dihej më %(known)s",
        day=date_words(figure.on),
        known=date_words(figure.known),
    )


def citation(figure: PressFigure) -> str:
    """Title, office, day and licence; the address is said beside it."""
    office = ", ".join((_("Avokati i Popullit"), _("Seksioni për të Drejtat e Fëmijëve")))
    return f"{office}: “{TITLES[figure.key]}”. {as_of(figure)}. CC BY 4.0."


def addresses(figure: PressFigure, root: str) -> dict[str, str]:
    """Where the figure is read, shown in a frame, and drawn, each with its days where they are past; and where its numbers stand among the others."""
    one = f"{root.rstrip('/')}/cases/public/press/{figure.key}"
    days = f"?on={figure.on}&known={figure.known}" if figure.settled else ""
    return {
        "address": f"{one}{days}",
        "embed": f"{one}/embed{days}",
        "picture": f"{one}/picture.svg{days}",
        "source": f"{root.rstrip('/')}{PAGES[figure.key]}{days}",
    }
