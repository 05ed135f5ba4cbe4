"""How commitments are counted: what the State says beside what the office found, each as a part of all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.commitments.domain.words import SAID_NOTHING, Stood, timeliness
from services.cases.domain.timeliness import Word


@dataclass(frozen=True)
class Standing:
    """One commitment as it stood. `groups`: under which it is counted; under several, once in each."""

    groups: tuple[str, ...]
    stood: Stood
    due: date | None


@dataclass(frozen=True)
class Counts:
    """`total` is what all the others are a part of. `contradicted`: the State says that it is done, and the office looked since and found otherwise."""

    total: int
    replies: Mapping[str, int]
    claimed: Mapping[str, int]
    assessed: Mapping[str, int]
    contradicted: int
    late: int


def counted(standings: Iterable[Standing], today: date) -> Counts:
    found = list(standings)
    facts = [one.stood.facts for one in found]
    return Counts(
        total=len(found),
        replies=Counter(one.reply.value for one in facts),
        claimed=Counter(one.stood.claimed or SAID_NOTHING for one in found),
        assessed=Counter(one.assessed.value for one in facts),
        contradicted=sum(one.stood.contradicted for one in found),
        late=sum(timeliness(one.stood.facts, one.due, today).word is Word.LATE for one in found),
    )


def by_group(standings: Iterable[Standing], today: date) -> dict[str, Counts]:
    """The counts of each group; a commitment of several counts once in each."""
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        for group in one.groups:
            groups.setdefault(group, []).append(one)
    return {group: counted(those, today) for group, those in groups.items()}
