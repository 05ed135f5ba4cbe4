"""Why a measure is to be done by its day, or why there is none: the page, the API and the body that owes it read the same words."""

from datetime import date
from functools import partial

from services.cases.data.clock_words import by_when_words
from services.cases.models import Obligation
from shared.clock_words import LANGUAGES


def why_by(one: Obligation, item_day: date | None, on: date) -> dict[str, str]:
    """By language, as is said on that day; empty words where nobody named a day. `item_day`: as the letter sets it."""
    named = item_day or one.promised_date or one.noted_date
    # Of a measure for which nobody named a day none has gone.
    since = {"fell": named and one.fell_on, "turned": one.turned_on, "closed": named and one.let_off_on}
    over = next(((key, day) for key, day in since.items() if day is not None), None)
    moved = (one.noted_before, one.noted_on) if one.noted_before and one.noted_on else None
    said = partial(by_when_words, one.by_when, item_day, on, asked=one.asked_date, over=over, moved=moved)
    return {language: said(language) for language in LANGUAGES}
