"""Whether an act may go out as it is drafted: its items, its addressees, and a court that may have the matter.

Says everything at once: the path of what is wrong (ContentViolation, to be corrected in the draft) or, where no wording would
help, that the matter is barred (RuleViolation).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from services.cases.domain import addressee_rules
from services.cases.domain.bodies import Addressee, BodyClass, Relation, RelationKind, Role, Setting
from services.cases.domain.case import Elsewhere
from services.cases.domain.kinds import OF_AN_ORDER, Expects, Item, Kind, Receiver
from shared.rules import ContentViolation, RuleViolation, refuse

#: What only the kinds that ask for it may hold.
OF_SOME_KINDS = ("official_function", "judicial_matter")


def check_items(kind: Kind, items: Sequence[Item], *, today: date) -> None:
    """At least one item; each says what, and what would show that it was done where the kind asks for it.

    A date to implement by lies after the day on which the draft is checked.
    """
    refuse(item_faults(kind, items, today=today))


def item_faults(kind: Kind, items: Sequence[Item], *, today: date) -> Iterator[RuleViolation]:
    """What `check_items` refuses, all of it."""
    if not items:
        yield ContentViolation("an act asks for at least one thing", code="act.no_items", field="items")
    for place, item in enumerate(items):
        for need in kind.required_item_fields:
            if not str(getattr(item, need) or "").strip():
                yield ContentViolation(
                    f"an item needs {need}", code=f"item.needs_{need}", field=f"items.{place}.{need}"
                )
        yield from _ordered(kind, item, place)
        if kind.orders and item.due is not None and item.due <= today:
            yield ContentViolation("an item is due later than today", code="item.due_past", field=f"items.{place}.due")


def _ordered(kind: Kind, item: Item, place: int) -> Iterator[ContentViolation]:
    for name in () if kind.orders else OF_AN_ORDER:
        if str(getattr(item, name) or "").strip():
            field = f"items.{place}.{name}"
            yield ContentViolation("this kind of act orders nothing", code=f"item.no_{name}", field=field)


def check_fields(kind: Kind, filled: Collection[str]) -> None:
    """Whether the fields that the kind asks for (title, grounds, …) are among those that hold something."""
    refuse(field_faults(kind, filled))


def field_faults(kind: Kind, filled: Collection[str]) -> Iterator[RuleViolation]:
    """What `check_fields` refuses, all of it."""
    for need in kind.required_fields:
        if need not in filled:
            yield ContentViolation(f"this kind of act needs {need}", code=f"act.needs_{need}", field=need)


def foreign_faults(kind: Kind, filled: Collection[str]) -> Iterator[RuleViolation]:
    """What is filled in and belongs to another kind."""
    for foreign in OF_SOME_KINDS:
        if foreign in filled and foreign not in kind.required_fields:
            yield ContentViolation("not of this kind", code=f"act.no_{foreign}", field=foreign)


def check_not_barred(kind: Kind, elsewhere: Elsewhere) -> None:
    """Refuses an act while the matter is where the law keeps the office out (law 8454: courts and prosecutors).

    To ask that authority for information stays possible, and is what the refusal names.
    """
    if elsewhere.value in kind.barred_by:
        raise RuleViolation(
            f"the matter is {elsewhere}", code=f"act.{elsewhere}", legal=("suspend", "close", "request_information")
        )


def check_addressees(kind: Kind, addressees: Sequence[Addressee], setting: Setting) -> None:
    """Who may receive this kind of act, in which role, and that somebody is there to answer it."""
    refuse(addressee_faults(kind, addressees, setting))


def addressee_faults(kind: Kind, addressees: Sequence[Addressee], setting: Setting) -> Iterator[RuleViolation]:
    """What `check_addressees` refuses: of each addressee the first thing that stands against it."""
    if kind.receiver is Receiver.COMPLAINANT:
        if addressees:
            yield _refused("this act goes to the injured person alone", "not_to_a_body", 0, "institution_id")
        return
    seen: set[str] = set()
    for place, addressee in enumerate(addressees):
        if str(addressee.institution_id) in seen:
            yield _refused("a body is addressed once", "twice", place, "institution_id")
            continue
        seen.add(str(addressee.institution_id))
        yield from islice(_of_one(kind, place, addressee, addressees, setting), 1)
    if kind.expects is not Expects.NOTHING and not any(one.role in kind.answering_roles for one in addressees):
        yield ContentViolation("nobody is asked to answer", code="act.nobody_answers", field="addressees")


def _refused(message: str, code: str, place: int, field: str) -> ContentViolation:
    return ContentViolation(message, code=f"addressee.{code}", field=f"addressees.{place}.{field}")


def _of_one(
    kind: Kind, place: int, addressee: Addressee, others: Sequence[Addressee], setting: Setting
) -> Iterator[ContentViolation]:
    if addressee.body_class is BodyClass.COURT and not kind.asks_information:
        # Not left to the data: the office asks a court for information, and never addresses it about what it has before it.
        yield _refused("a court is never addressed; the competent body is informed", "court", place, "institution_id")
    if addressee.role not in kind.roles:
        yield _refused(f"{kind.key} has no addressee {addressee.role}", "role", place, "role")
    if addressee.body_class not in kind.classes:
        yield _refused(f"{kind.key} does not go to a {addressee.body_class}", "class", place, "institution_id")
    if addressee.role is Role.FOR_INFORMATION:
        return
    if addressee.role is Role.SUPERIOR and not _is_superior(addressee, others, setting):
        yield _refused("on that day it is not the superior of any body concerned", "not_superior", place, "role")
    for rule in (kind.rule, kind.class_rules.get(addressee.body_class)):
        if rule is not None and not addressee_rules.holds(rule, addressee, setting):
            yield _refused(f"it does not fulfil: {rule.key}", rule.key, place, "institution_id")


def _is_superior(addressee: Addressee, others: Sequence[Addressee], setting: Setting) -> bool:
    """Of a body in the case or of one that answers in the same letter."""
    below = {body for body, _ in setting.bodies_in_case}
    below |= {one.institution_id for one in others if one.role is Role.RESPONSIBLE}
    return any(
        Relation(body, RelationKind.HIERARCHICAL, addressee.institution_id) in setting.relations for body in below
    )


def check_judicial_matter(
    matter: str, addressees: Sequence[Addressee], competence: Mapping[str, Collection[str]]
) -> None:
    """Whether each addressee is the body competent for this matter of the judiciary.

    `competence`: matter (judge, prosecutor, council_member, court_administration, …) → keys of institutions, from data.
    """
    refuse(judicial_faults(matter, addressees, competence))


def judicial_faults(
    matter: str, addressees: Sequence[Addressee], competence: Mapping[str, Collection[str]]
) -> Iterator[RuleViolation]:
    """What `check_judicial_matter` refuses, all of it."""
    if matter not in competence:
        yield ContentViolation("no body is known to be competent", code="act.unknown_matter", field="judicial_matter")
        return
    for place, addressee in enumerate(addressees):
        if addressee.key not in competence[matter]:
            yield _refused(f"it is not competent for a matter of {matter}", "not_competent", place, "institution_id")


def act_faults(
    kind: Kind,
    items: Sequence[Item],
    addressees: Sequence[Addressee],
    setting: Setting,
    *,
    filled: Collection[str],
    today: date,
) -> Iterator[RuleViolation]:
    """All of the above, in the order in which a person would correct a draft; to be asked again on the day of issue."""
    try:
        check_not_barred(kind, setting.elsewhere)
    except RuleViolation as barred:
        yield barred
    yield from field_faults(kind, filled)
    yield from item_faults(kind, items, today=today)
    yield from addressee_faults(kind, addressees, setting)
    yield from foreign_faults(kind, filled)


def check_act(
    kind: Kind,
    items: Sequence[Item],
    addressees: Sequence[Addressee],
    setting: Setting,
    *,
    filled: Collection[str],
    today: date,
) -> None:
    """Refuses an act with everything that stands against it."""
    refuse(act_faults(kind, items, addressees, setting, filled=filled, today=today))
