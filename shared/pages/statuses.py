"""One colour for each word of the obligations' vocabulary, so that a status looks the same in all four services.

The words are those of the API (snake_case). The label beside the colour is the page's: colour alone says nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

OTHER = "grey"

_WORDS_BY_COLOUR = {
    "green": "implemented accepted yes in_time delivered acknowledged opened admissible issued approved confirmed closed",
    "yellow": "partly implemented_partly accepted_in_part in_process asks_clarification due_soon extension_asked counselled",
    "red": "late not_implemented not refused refused_without_reasons failed no overdue inadmissible withdrawn",
    "orange": "refused_with_reasons not_competent escalated overtaken urgent",
    "blue": "draft open new received queued due acknowledgement_only redirected joined in_review awaiting_approval",
    "grey": "none not_assessed not_asked not_started not_assessable superseded",
}

COLOURS: Mapping[str, str] = MappingProxyType(
    {word: colour for colour, words in _WORDS_BY_COLOUR.items() for word in words.split()}
)


def status_colour(word: str) -> str:
    """Return the GOV.UK tag colour of `word`, grey for a word that is not listed."""
    return COLOURS.get(word, OTHER)
