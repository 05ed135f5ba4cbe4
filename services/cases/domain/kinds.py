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
from services.cases.domain.case import Step
from services.cases.domain.versions import Versioned

#: The series of numbers of which the public sees some: a gap in them would show what it must not see.
PUBLIC_SERIES = frozenset({"R"})


#: What only an item of a kind that orders may say.
OF_AN_ORDER = ("due", "evidence_expected")


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


class Approval(StrEnum):
    """Who must agree before it goes out: a second person who wrote nothing in it, or nobody."""

    SECOND_PERSON = "second_person"
    NONE = "none"


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
    """One version of a kind of act. `term`, `ladder`, `letter` and `reply_form` are keys; `barred_by`: words of case.Elsewhere.

    `orders`: whether its items may say by when and shown by what. `step`: the step of the case that its issue is. `handlers_only`: nobody but those who handle the case sees one.
    `of_recommendation`: its letter says that one which the text names is still open; `of_visit`: that the body was visited; `of_agreement`: it asks for what
    was signed and for nothing else, so that nobody writes one by hand. `grade`: of the violation without which it is not issued.
    """

    receiver: Receiver
    classes: frozenset[BodyClass]
    roles: frozenset[Role]
    answering_roles: frozenset[Role]
    expects: Expects
    publication: Publication
    counts_in_compliance: bool
    co_addressees_shown: bool
    reply_form: str | None = None
    term: str | None = None
    ladder: str | None = None
    rule: Rule | None = None
    class_rules: Mapping[BodyClass, Rule] = field(default_factory=dict)
    required_fields: tuple[str, ...] = ()
    required_item_fields: tuple[str, ...] = ("text",)
    orders: bool = True
    barred_by: frozenset[str] = frozenset()
    open_data_excludes: frozenset[str] = frozenset()
    approval: Approval = Approval.SECOND_PERSON
    step: Step = Step.RECOMMEND
    prefix: str = "R"
    letter: str = ""
    grade: str | None = None
    handlers_only: bool = False
    of_recommendation: bool = False
    of_visit: bool = False
    of_agreement: bool = False

    @property
    def asks_information(self) -> bool:
        """A request for information: owed as a reply is, and no recommendation."""
        return self.step is Step.REQUEST_INFORMATION

    @property
    def answer_is_told(self) -> bool:
        """Whether whoever complained is told what its addressee says, or that it says nothing: of each reply that is awaited, be it that of a council
        or a prefect, and of the debate of a report. What the judiciary or a prosecutor decides is theirs to tell, and what only its handlers see is nobody else's.
        """
        return self.expects in {Expects.REPLY, Expects.DEBATE} and not self.handlers_only

    @property
    def usual_role(self) -> Role:
        """That of a body for which nobody chose one: the first, in the order of `Role`, that answers. A kind that goes to no
        body says which is refused then, as for any role.
        """
        return next((one for one in Role if one in self.answering_roles), Role.RESPONSIBLE)

    def __post_init__(self) -> None:
        for wrong, says in self._faults():
            if wrong:
                raise ValueError(f"kind {self.key}: {says}")

    def _faults(self) -> tuple[tuple[bool, str], ...]:
        """What no data file may say, each with its sentence."""
        judicial = bool(self.classes & UNPRESSED)
        silent = bool(self.answering_roles) == (self.expects is Expects.NOTHING)
        named = (self.receiver is Receiver.INSTITUTION) == bool(self.classes and self.roles)
        alone, court = self.approval is Approval.NONE, BodyClass.COURT in self.classes
        return (
            (
                judicial and bool(self.ladder or self.counts_in_compliance),
                "a body of the judiciary or the prosecution is neither pressed nor rated",
            ),
            (
                self.orders and bool(self.classes & UNPRESSED),
                "nothing is ordered to a body of the judiciary or the prosecution",
            ),
            (
                not self.orders and bool(set(OF_AN_ORDER) & set(self.required_item_fields)),
                "what orders nothing asks for no day and no proof",
            ),
            (silent, f"it expects {self.expects}, but the roles that answer say otherwise"),
            (
                (self.expects is Expects.NOTHING) == (self.reply_form is not None),
                "what expects an answer names its reply form, and nothing else does",
            ),
            (not self.answering_roles <= self.roles, "a role that answers is not among its roles"),
            (not named, "institutions need classes and roles, the complainant has none"),
            (
                self.step not in {Step.RECOMMEND, Step.REQUEST_INFORMATION},
                "to issue an act is to recommend or to request information",
            ),
            (alone and not self.asks_information, "only a request for information needs no second person"),
            (
                court and not self.asks_information,
                "a court is asked for information and never addressed otherwise",
            ),
            (
                self.handlers_only and (self.counts_in_compliance or self.co_addressees_shown),
                "what only its handlers see is neither counted nor shown to others",
            ),
            (
                self.handlers_only is (self.prefix in PUBLIC_SERIES),
                "what only its handlers see has numbers of its own, which the public numbers do not show",
            ),
        )


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
        reply_form=entries.optional_text(entry, "reply_form", where),
        term=entries.optional_text(entry, "term", where),
        ladder=entries.optional_text(entry, "ladder", where),
        rule=rules[named] if named else None,
        class_rules={BodyClass(one): rules[str(rule)] for one, rule in class_rules.items()},
        required_fields=entries.texts(entry, "required_fields", where),
        required_item_fields=entries.texts(entry, "required_item_fields", where),
        orders=entries.flag(entry, "orders", where),
        barred_by=frozenset(entries.texts(entry, "barred_by", where)),
        open_data_excludes=frozenset(entries.texts(entry, "open_data_excludes", where)),
        approval=Approval(entries.text(entry, "approval", where)),
        step=Step(entries.text(entry, "case_step", where)),
        prefix=entries.text(entry, "number_prefix", where),
        letter=entries.text(entry, "letter", where),
        grade=entries.optional_text(entry, "grade", where) if "grade" in entry else None,
        handlers_only=entries.flag(entry, "handlers_only", where),
        of_recommendation=entries.flag(entry, "of_recommendation", where, default=False),
        of_visit=entries.flag(entry, "of_visit", where, default=False),
        of_agreement=entries.flag(entry, "of_agreement", where, default=False),
    )
