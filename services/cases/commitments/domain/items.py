"""A row of a file of commitments, and what makes it one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.cases.domain.bodies import BodyClass
from services.cases.gaps.domain.gaps import names_a_case
from services.cases.incoming.domain.comparing import Comparison, Fault, Key

#: What all rows of one document say alike; its day is when the State was asked, and moves nothing that was said since.
OF_DOCUMENT = ("title", "issued_on", "address")
#: What reads anew where it changes, and is kept as it read before.
TEXT = ("paragraph", "text_sq", "text_en", "rights", "bodies", "due")
#: Instead of a body its class: what all of them owe.
CLASSES = frozenset(one.value for one in BodyClass)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a file or the register says of one commitment, and of the document that it is of. `item`: by which the office knows it within its
    document; `paragraph`: as the document counts, none while nobody has read it there. `bodies`: keys of the directory, or classes.
    """

    issuer: str
    number: str
    title: str
    issued_on: date
    address: str | None
    item: str
    paragraph: str | None
    text_sq: str
    text_en: str
    rights: tuple[str, ...]
    bodies: tuple[str, ...]
    due: date | None

    @property
    def key(self) -> Key:
        return self.issuer, self.number, self.item


@dataclass(frozen=True)
class Setting:
    """What there is to choose from on that day."""

    issuers: Collection[str]
    rights: Collection[str]
    bodies: Collection[str]
    today: date


def comparison(known: dict[Key, Said], setting: Setting) -> Comparison[Said]:
    """By what a file is compared with what is stored."""
    return Comparison(
        known=known,
        of_document=OF_DOCUMENT,
        fixed_of_document=("issued_on",),
        changeable=("title", "address", *TEXT),
        faults=partial(_faults, setting),
    )


def _faults(setting: Setting, said: Said) -> list[Fault]:
    """What no spelling of single cells shows."""
    bodies = set(said.bodies) - CLASSES - set(setting.bodies)
    checks = (
        (said.issuer not in setting.issuers, "issuer", "issuer_unknown"),
        (said.issued_on > setting.today, "issued_on", "in_the_future"),
        (said.due is not None and said.due < said.issued_on, "due", "before_document"),
        (not set(said.rights) <= set(setting.rights), "rights", "right_unknown"),
        (bool(bodies), "bodies", "body_unknown"),
        *((names_a_case(getattr(said, name)), name, "names_a_case") for name in ("title", "text_sq", "text_en")),
    )
    return [(field, code) for wrong, field, code in checks if wrong]
