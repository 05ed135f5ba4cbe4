"""What backs a finding of the office: references, each to something that somebody else can open later; never words alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from services.cases.domain import entries
from services.cases.domain.obligations import Assessed
from services.cases.domain.versions import Versioned
from shared.rules import ContentViolation


class Opens(StrEnum):
    FILE = "file"
    SCAN = "scan"
    REPLY = "reply"
    CONFIRMATION = "confirmation"
    ADDRESS = "address"
    RECORD = "record"


@dataclass(frozen=True, kw_only=True)
class EvidenceKind(Versioned):
    """`proves`: the findings for which it is enough."""

    opens: Opens
    proves: frozenset[Assessed]


@dataclass(frozen=True)
class Reference:
    """`ref`: what of its kind is opened; of a public source `address` and the day on which it was seen."""

    kind: str
    ref: str = ""
    address: str = ""
    seen_on: date | None = None


#: What there is to open of an obligation, by what is opened; an answer of the child stands under "".
Openable = Mapping[Opens, Collection[str]]


def read_evidence_kind(entry: Mapping[str, object]) -> EvidenceKind:
    """A kind from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"evidence {entry.get('key')}"
    return EvidenceKind(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        opens=Opens(entries.text(entry, "opens", where)),
        proves=frozenset(Assessed(one) for one in entries.texts(entry, "proves", where)),
    )


def reference_faults(
    references: Sequence[Reference],
    word: Assessed,
    kinds: Mapping[str, EvidenceKind],
    openable: Openable,
    *,
    today: date,
) -> Iterator[ContentViolation]:
    """What stands against each reference that opens nothing of this obligation, or that is not enough for this finding."""
    for place, reference in enumerate(references):
        kind = kinds.get(reference.kind)
        if kind is None:
            yield _refused("no such kind of evidence", "unknown_kind", place, "kind")
            continue
        if word not in kind.proves:
            yield _refused(f"a {kind.key} does not show that it is {word}", "proves_other", place, "kind")
        if kind.opens is Opens.ADDRESS:
            yield from _of_source(reference, place, today)
        elif reference.ref not in openable.get(kind.opens, ()):
            yield _refused("nothing is opened by it", "not_there", place, "ref")


def _of_source(reference: Reference, place: int, today: date) -> Iterator[ContentViolation]:
    if not _can_be_opened(reference.address.strip()):
        yield _refused("an address that anybody can open", "no_address", place, "address")
    if reference.seen_on is None or reference.seen_on > today:
        yield _refused("the day on which it was seen", "no_day", place, "seen_on")


def _can_be_opened(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        # Brackets that do not match, or a host that no name can be.
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in address


def _refused(message: str, code: str, place: int, field: str) -> ContentViolation:
    return ContentViolation(message, code=f"evidence.{code}", field=f"evidence.{place}.{field}")
