"""Numbers and addresses of persons in a text that is to leave the office: found in cases itself, without any sealed file, while the text is
written and when it is offered for comparison.
"""

from collections.abc import Iterable, Iterator, Sequence

from services.cases.domain.kinds import Item
from services.cases.models import ActItem, Recommendation
from shared import patterns
from shared.patterns import Place
from shared.rules import ContentViolation

#: By what was found and whether it is a person's, as far as a form can tell: how a draft is told of it.
_TOLD = {
    ("identity", True): ("check.identity_number", "an identity number"),
    ("phone", True): ("check.phone_number", "a telephone number"),
    ("email", True): ("check.email_address", "an e-mail address"),
    ("email", False): ("check.office_address", "an e-mail address that seems to be an office's"),
}


def parts_of(act: Recommendation, items: Iterable[ActItem | Item]) -> list[tuple[str, str]]:
    """What a person writes in an act: (name of the field, text), in the order in which it is read."""
    return named(act.title, act.grounds, act.official_function, [(one.text, one.evidence_expected) for one in items])


def named(
    title: str | None, grounds: str | None, function: str | None, items: Iterable[tuple[str | None, str | None]]
) -> list[tuple[str, str]]:
    """The same of an act that nobody has saved; an item is (what is asked for, what would show it)."""
    parts = [("title", title), ("grounds", grounds), ("official_function", function)]
    for place, (text, shown) in enumerate(items):
        parts += [(f"items.{place}.text", text), (f"items.{place}.evidence_expected", shown)]
    return [(name, text or "") for name, text in parts]


def found(parts: Sequence[tuple[str, str]]) -> Iterator[tuple[int, Place]]:
    """Every place with the number of its part, from 0."""
    for number, (_name, text) in enumerate(parts):
        for place in patterns.found(text):
            yield number, place


def told(parts: Sequence[tuple[str, str]]) -> tuple[ContentViolation, ...]:
    """What a draft is told of them beside its faults, once for each field and kind. None of it keeps a draft from being saved: whoever
    approves the text says why it may leave (`domain.checks.needs_reason`).
    """
    seen = dict.fromkeys((parts[number][0], place.kind, place.sure) for number, place in found(parts))
    said = [(field, *_TOLD[kind, sure]) for field, kind, sure in seen]
    return tuple(ContentViolation(f"{what} stands here", code=code, field=field) for field, code, what in said)
