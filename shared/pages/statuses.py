"""One colour for each word of the obligations' vocabulary, so that a status looks the same in all four services.

The words are those of the API (snake_case). The label beside the colour is the page's: colour alone says nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

OTHER = "grey"

_WORDS_BY_COLOUR = {
    "green": "implemented accepted yes in_time delivered acknowledged opened admissible issued approved confirmed answered settled concluded published filed",
    "yellow": "claimed partly accepted_in_part in_process forwarded asks_clarification extension_asked counselled suspended paused",
    "red": "late no_reply day_passed promise_broken not_implemented not refused refused_without_reasons failed no overdue inadmissible withdrawn",
    "orange": "not_delivered asked_again refused_with_reasons not_competent escalated overtaken urgent",
    "blue": "awaiting_reply draft open new received queued to_post due due_in acknowledgement_only redirected joined awaiting_approval assigned"
    " under_investigation pending_reply findings_recorded monitoring running decided waiting act_issued proposed planned prepared begun figures_frozen proofread",
    "grey": "elsewhere moot no_information none not_assessed not_asked not_started not_assessable superseded closed discarded called_off",
}

COLOURS: Mapping[str, str] = MappingProxyType(
    {word: colour for colour, words in _WORDS_BY_COLOUR.items() for word in words.split()}
)


def status_colour(word: str | None) -> str:
    """Return the GOV.UK tag colour of `word`, grey for a word that is not listed."""
    return COLOURS.get(word or "", OTHER)
