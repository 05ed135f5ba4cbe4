"""What follows silence, refusal or a poor reply: the rungs of a kind of act, in their order, each when it is due.

The rungs, their days and their order are data. Fixed here is what the law does not leave to a file: nobody of the
judiciary is pressed, no rung is sent while the term of an earlier one runs, and where a body has no superior on that day
the lawful alternatives are named and none is chosen. The system proposes; a person sends.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.bodies import BodyClass, RelationKind
from services.cases.domain.versions import Versioned


class RungKey(StrEnum):
    REMINDER = "reminder"
    SECOND_REMINDER = "second_reminder"
    HIERARCHICAL_SUPERIOR = "hierarchical_superior"
    ASSEMBLY_REPORT = "assembly_report"
    PUBLICATION = "publication"


#: Rungs that only remind of a reply that is missing: once there is one, they have no sense.
REMINDERS = frozenset({RungKey.REMINDER, RungKey.SECOND_REMINDER})


class AfterEvent(StrEnum):
    REPLY_DUE = "reply_due"
    PREVIOUS_RUNG = "previous_rung"
    PREVIOUS_RUNG_TERM = "previous_rung_term"


@dataclass(frozen=True)
class Rung:
    """`after_days` calendar days after `after_event`; `opens_term`: key of the term that sending it starts.

    `after_days_if_no_term`: counted from the last rung sent, when the rung before opened no term or was passed over.
    `next_after_days`: calendar days after the term of the one before where several superiors are turned to one after the other.
    `answer_days`: how many days a reminder gives where no rung follows it by days of its own.
    `act`: the kind of act that sending it issues, with addressee, clock and ladder of its own; without one it is a letter.
    """

    key: RungKey
    after_days: int
    after_event: AfterEvent
    after_days_if_no_term: int | None = None
    opens_term: str | None = None
    act: str | None = None
    needs_superior: bool = False
    sent_by: str = ""
    alternatives: tuple[str, ...] = ()
    next_after_days: int = 1
    answer_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ladder(Versioned):
    rungs: tuple[Rung, ...]

    def __post_init__(self) -> None:
        keys = [rung.key for rung in self.rungs]
        if not keys or keys != sorted(set(keys), key=list(RungKey).index):
            raise ValueError(f"ladder {self.key}: each rung once, in the order {', '.join(RungKey)}")
        if self.rungs[0].after_event is not AfterEvent.REPLY_DUE:
            raise ValueError(f"ladder {self.key}: the first rung follows the term for the reply")

    def days_to_answer(self, key: RungKey) -> int | None:
        """By how many days after its delivery a reminder asks for an answer: until the day before the rung that follows it. None of another rung."""
        place = next((place for place, rung in enumerate(self.rungs) if rung.key is key), None)
        if place is None or key not in REMINDERS:
            return None
        following = next(iter(self.rungs[place + 1 :]), None)
        if following is not None and following.after_event is AfterEvent.PREVIOUS_RUNG:
            return following.after_days - 1
        return self.rungs[place].answer_days


@dataclass(frozen=True, kw_only=True)
class Alternative(Versioned):
    """What may be done where there is no superior: for bodies of these classes only. `act`: the kind of act by which it is done, with
    addressee, term and reply; without one nobody is turned to, and the next rung follows. To whom it goes: to `relation`, the body
    that stands so to the first one, and without a relation to any of `to_class`, or to the first body itself where neither is named.
    """

    for_classes: frozenset[BodyClass]
    act: str | None = None
    relation: RelationKind | None = None
    to_class: BodyClass | None = None


def relation_to(rung: Rung, way: Alternative | None) -> RelationKind | None:
    """How whoever a rung, or a lawful `way` in its place, turns to stands to the body; none where no relation makes it so."""
    if way is not None:
        return way.relation
    return RelationKind.HIERARCHICAL if rung.needs_superior else None


def lawful_alternatives(
    rung: Rung, body_class: BodyClass, alternatives: Iterable[Alternative], day: date
) -> tuple[str, ...]:
    """Keys of the rung's alternatives that exist for such a body on that day, in the order of the rung."""
    usable = {one.key for one in alternatives if body_class in one.for_classes and one.in_force(day)}
    return tuple(key for key in rung.alternatives if key in usable)


def _read_rung(entry: Mapping[str, object], where: str) -> Rung:
    needs = entries.optional_text(entry, "needs", where)
    if needs not in {None, "hierarchical_superior"}:
        raise ValueError(f"{where}: a rung needs a hierarchical_superior or nothing, not {needs}")
    no_term, answer = entry.get("after_days_if_no_term"), entry.get("answer_days")
    return Rung(
        key=RungKey(entries.text(entry, "key", where)),
        after_days=entries.number(entry, "after_days", where),
        after_event=AfterEvent(entries.text(entry, "after_event", where)),
        after_days_if_no_term=None if no_term is None else entries.number(entry, "after_days_if_no_term", where),
        opens_term=entries.optional_text(entry, "opens_term", where),
        act=entries.optional_text(entry, "act", where),
        needs_superior=needs is not None,
        sent_by=entries.text(entry, "sent_by", where),
        alternatives=entries.texts(entry, "alternatives", where),
        next_after_days=entries.number(entry, "next_after_days", where, default=1),
        answer_days=None if answer is None else entries.number(entry, "answer_days", where),
    )


def read_ladder(entry: Mapping[str, object]) -> Ladder:
    """A ladder from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"ladder {entry.get('key')}"
    ladder = Ladder(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        rungs=tuple(_read_rung(rung, where) for rung in entries.rows(entry, "rungs", where)),
    )
    if any(rung.key in REMINDERS and not ladder.days_to_answer(rung.key) for rung in ladder.rungs):
        raise ValueError(f"{where}: a reminder says by when it asks for an answer (answer_days)")
    return ladder


def read_alternative(entry: Mapping[str, object]) -> Alternative:
    where = f"alternative {entry.get('key')}"
    return Alternative(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        for_classes=frozenset(BodyClass(one) for one in entries.texts(entry, "for_classes", where)),
        act=entries.optional_text(entry, "act", where),
        relation=RelationKind(relation) if (relation := entries.optional_text(entry, "relation", where)) else None,
        to_class=BodyClass(of) if (of := entries.optional_text(entry, "to_class", where)) else None,
    )
