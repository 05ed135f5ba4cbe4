"""What words may be without naming anyone: the lists of `speech.yaml`, as they are compared."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from services.intake.domain.declension import forms
from services.intake.domain.written import folded

#: The grade of a rank: "Drejtues i Parë".
_GRADE = re.compile(r"\s+[ie]\s+(?:par|dyt|tret)[ëe]\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Speech:
    """What words may be without naming anyone; all as they are compared (`written.folded`). Each is the same as itself alone.

    `words` stand in small letters in what the office writes, `names` are first and family names that are words too,
    `phrases` are (word, following word) with a capital, `abbreviations` look like initials. After one of `persons` ("nxënësja"), and
    before one of `verbs` at the beginning of a sentence, a word is a name; after one of `offices` it is that of whoever holds it; after one of `places`, that of a place; after
    one of `kin` a narrative says what a relative is called. `deeds` are what is done to somebody, `undergone` what befalls a
    person, after "u". `short`: name → what who bears it is
    usually called for short.
    """

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    phrases: frozenset[tuple[str, str]] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    undergone: frozenset[str] = frozenset()
    short: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Words that are a name in no form: "Dritën" is none of them."""
        return self.words - {form for name in self.names for form in forms(name)}

    @cached_property
    def acting(self) -> frozenset[str]:
        """Who acts: persons, and who holds an office. Joined once: each word of a text is looked at with it."""
        return self.persons | self.offices

    def is_word(self, spelling: str, token: str) -> bool:
        return token in self.names or spelling in self.words


def without_grade(ahead: str) -> str:
    """What stands before a name, without the grade of a rank."""
    return _GRADE.sub("", ahead)


def read_speech(lists: Mapping[str, str], short_names: str) -> Speech:
    """The lists as the data files have them: words with spaces between, phrases with commas; of `short_names` with a comma between each
    short form and the names that follow it.
    """
    plain = {key: frozenset(map(folded, text.split())) for key, text in lists.items() if key != "phrases"}
    first_and_next = (phrase.split() for phrase in lists["phrases"].split(","))
    return Speech(
        phrases=frozenset((folded(one), folded(other)) for one, other in first_and_next),
        short=_read_short(short_names),
        **plain,
    )


def _read_short(listed: str) -> Mapping[str, frozenset[str]]:
    of_name: dict[str, set[str]] = defaultdict(set)
    for line in listed.split(","):
        short, *names = map(folded, line.split())
        for name in names:
            of_name[name].add(short)
    return {name: frozenset(some) for name, some in of_name.items()}
