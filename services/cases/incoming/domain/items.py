"""A row of a file of recommendations to the office, and what makes it one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.cases.domain.terms import Term
from services.cases.incoming.domain.comparing import Comparison, Fault, Key

#: What all rows of one document say alike.
OF_DOCUMENT = ("title", "issued_on", "received_on")
#: The day of receipt and the term are none of these: they began a clock, and others make another recommendation.
CHANGEABLE = ("title", "issued_on", "text", "due")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a file or the register says of one item, and of the document that it is of."""

    issuer: str
    number: str
    title: str
    issued_on: date
    received_on: date
    item: str
    text: str
    due: date | None
    term: str | None

    @property
    def key(self) -> Key:
        return self.issuer, self.number, self.item


@dataclass(frozen=True)
class Setting:
    """What there is to choose from on that day."""

    issuers: Collection[str]
    terms: Collection[Term]
    today: date


def comparison(known: dict[Key, Said], setting: Setting) -> Comparison[Said]:
    """By what a file is compared with what is stored."""
    return Comparison(
        known=known,
        of_document=OF_DOCUMENT,
        fixed_of_document=("received_on",),
        changeable=CHANGEABLE,
        fixed=("term",),
        faults=partial(_faults, setting),
    )


def _faults(setting: Setting, said: Said) -> list[Fault]:
    """What no spelling of single cells shows."""
    in_force = {term.key for term in setting.terms if term.in_force(said.received_on)}
    checks = (
        (said.issuer not in setting.issuers, "issuer", "issuer_unknown"),
        (said.term is not None and said.term not in in_force, "term", "term_unknown"),
        (said.term is None and said.due is None, "due", "needs_due_or_term"),
        (said.received_on < said.issued_on, "received_on", "before_issued"),
        (said.received_on > setting.today, "received_on", "in_the_future"),
        (said.due is not None and said.due < said.received_on, "due", "before_received"),
    )
    return [(field, code) for wrong, field, code in checks if wrong]
