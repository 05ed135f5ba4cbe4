"""Whoever a text tells of so that a reader of the place would know them, though no file beside it names them: its places, and of what kind."""

from collections.abc import Collection
from functools import lru_cache

from services.intake.domain.describing import Combination, descriptions
from services.intake.domain.given import given_places, small_given_places
from services.intake.domain.hits import Hit, without_doubles
from services.intake.domain.homes import home_places
from services.intake.domain.relations import nickname_places, quoted_places, relation_places
from services.intake.domain.signs import Seen, Signs
from services.intake.domain.speech import Speech
from services.intake.domain.strangers import declined, stranger_places
from services.intake.domain.written import TEXTS, tokens
from services.intake.domain.written_small import small_places


def anybody_places(text: str, public_names: Collection[str], speech: Speech, signs: Signs) -> list[Hit]:
    """In the order of the text, as it is seen. `public_names`: of places and bodies, which anybody may say."""
    return list(_anybody_places(text, frozenset(public_names), speech, signs))


# No file has a part in it: a text that is compared with many is looked at once.
@lru_cache(maxsize=TEXTS)
def _anybody_places(text: str, public_names: frozenset[str], speech: Speech, signs: Signs) -> tuple[Hit, ...]:
    public = frozenset(part for name in public_names for part in tokens(name))
    seen = Seen(text, public, speech, signs)
    given = _given(speech, signs)
    told = [
        *relation_places(seen),
        *nickname_places(seen, declined(given | signs.families)),
        *quoted_places(seen),
        *home_places(seen),
    ]
    return tuple(without_doubles([*told, *stranger_places(seen, given), *small_places(seen, given)]))


def described_places(
    text: str, combinations: Collection[Combination], public_names: Collection[str], speech: Speech, signs: Signs
) -> list[Hit]:
    """Where these combinations describe a child; in the order of the text, as it is seen."""
    found = {}
    if any(mark is not None and mark.pattern is None for one in combinations for mark in (one.first, one.last)):
        public = frozenset(part for name in public_names for part in tokens(name))
        seen, given = Seen(text, public, speech, signs), declined(_given(speech, signs))
        found["given"] = list(given_places(seen, given, doubtful=False))
        found["given_small"] = list(small_given_places(seen, given))
        found["given_or_word"] = list(given_places(seen, given, doubtful=True))
    return without_doubles(descriptions(text, combinations, found))


def _given(speech: Speech, signs: Signs) -> frozenset[str]:
    return speech.names.union(speech.short, signs.given)
