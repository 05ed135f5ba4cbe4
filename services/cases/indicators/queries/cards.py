"""Indicator cards as they are read."""

from services.cases.indicators import data
from services.cases.indicators.domain.cards import Card, Words
from services.cases.indicators.schemas import CardAnswer
from shared.typed import filled

#: Who reads figures, and who enters them and asks for them.
READERS = ("case_officer", "approver", "commissioner", "monitor", "publisher", "auditor")
OBSERVERS = ("case_officer", "approver", "commissioner", "monitor")
#: Asking opens a case, which is not a monitor's to do.
ASKERS = ("case_officer", "approver", "commissioner")


def answer(card: Card) -> CardAnswer:
    return filled(
        CardAnswer,
        card,
        layer=card.layer.value,
        period=card.period.value,
        level=card.level.value,
        direction=card.direction.value,
        adds_up_over_periods=card.adds_up,
        **_both(name=card.name, unit=card.unit, numerator=card.numerator, who=card.who, method=card.method),
        **_both(denominator=card.denominator),
    )


def cards() -> tuple[CardAnswer, ...]:
    """Every version of every indicator."""
    return tuple(answer(one) for one in data.cards())


def _both(**words: Words | None) -> dict[str, str | None]:
    pairs = [(name, one, language) for name, one in words.items() for language in ("sq", "en")]
    return {f"{name}_{language}": None if one is None else one.of(language) for name, one, language in pairs}
