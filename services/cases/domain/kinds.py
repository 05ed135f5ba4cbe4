"""The kinds of act that the mandate knows: who may be addressed, what is expected, what is shown. Values read from data.

Nothing here knows a kind by name. What is fixed in code is only what no data file may change: a body of the judiciary is
never pressed and never rated, and a kind that expects an answer says in which role one answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.addressee_rules import Rule
from services.cases.domain.bodies import UNPRESSED, BodyClass, Id, Role
from services.cases.domain.versions import Versioned


class Receiver(StrEnum):
    """Whom a kind is addressed to: bodies, or the injured person through the complainant's mailbox."""

    INSTITUTION = "institution"
    COMPLAINANT = "complainant"


class Expects(StrEnum):
    REPLY = "reply"
    DECISION = "decision"
    ACKNOWLEDGEMENT = "acknowledgement"
    DEBATE = "debate"
    JUDGMENT = "judgment"
    NOTHING = "nothing"


class Publication(StrEnum):
    """When an act of this kind may be shown to the public."""

    YES = "yes"
    AFTER_DELIVERY_ON_DECISION = "after_delivery_on_decision"
    ON_DECISION = "on_decision"
    AFTER_TERM = "after_term"
    NEVER_WHILE_PENDING = "never_while_pending"
    NEVER = "never"


@dataclass(frozen=True)
class Item:
    """One thing that is asked for: what, by when (local date), and what would show that it was done."""

    id: Id
    text: str
    evidence_expected: str = ""
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Kind(Versioned):
    """One version of a kind of act. `term` and `ladder` are keys; `barred_by`: words of case.Elsewhere."""

    receiver: Receiver
    classes: frozenset[BodyClass]
    roles: frozenset[Role]
    answering_roles: frozenset[Role]
    expects: Expects
    publication: Publication
    counts_in_compliance: bool
    co_addressees_shown: bool
    term: str | None = None
    ladder: str | None = None
    rule: Rule | None = None
    class_rules: Mapping[BodyClass, Rule] = field(default_factory=dict)
    required_fields: tuple[str, ...] = ()
    required_item_fields: tuple[str, ...] = ("text",)
    barred_by: frozenset[str] = frozenset()
    open_data_excludes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.classes & UNPRESSED and (self.ladder or self.counts_in_compliance):
            raise ValueError(
                f"kind {self.key}: a body of the judiciary or the prosecution is neither pressed nor rated"
            )
        if bool(self.answering_roles) == (self.expects is Expects.NOTHING):
            raise ValueError(f"kind {self.key}: it expects {self.expects}, but the roles that answer say otherwise")
        if not self.answering_roles <= self.roles:
            raise ValueError(f"kind {self.key}: a role that answers is not among its roles")
        if (self.receiver is Receiver.INSTITUTION) != bool(self.classes and self.roles):
            raise ValueError(f"kind {self.key}: institutions need classes and roles, the complainant has none")


def read_kind(entry: Mapping[str, object], rules: Mapping[str, Rule]) -> Kind:
    """A kind from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"kind {entry.get('key')}"
    named = entries.optional_text(entry, "rule", where)
    class_rules = entries.mapping(entry, "class_rules", where)
    for rule in (named, *class_rules.values()):
        if rule is not None and rule not in rules:
            raise ValueError(f"{where}: there is no addressee rule {rule}")
    return Kind(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        receiver=Receiver(entries.text(entry, "addressee", where)),
        classes=frozenset(BodyClass(one) for one in entries.texts(entry, "classes", where)),
        roles=frozenset(Role(one) for one in entries.texts(entry, "roles", where)),
        answering_roles=frozenset(Role(one) for one in entries.texts(entry, "answering_roles", where)),
        expects=Expects(entries.text(entry, "expects", where)),
        publication=Publication(entries.text(entry, "publication", where)),
        counts_in_compliance=entries.flag(entry, "counts_in_compliance", where),
        co_addressees_shown=entries.flag(entry, "co_addressees_shown", where),
        term=entries.optional_text(entry, "term", where),
        ladder=entries.optional_text(entry, "ladder", where),
        rule=rules[named] if named else None,
        class_rules={BodyClass(one): rules[str(rule)] for one, rule in class_rules.items()},
        required_fields=entries.texts(entry, "required_fields", where),
        required_item_fields=entries.texts(entry, "required_item_fields", where),
        barred_by=frozenset(entries.texts(entry, "barred_by", where)),
        open_data_excludes=frozenset(entries.texts(entry, "open_data_excludes", where)),
    )
