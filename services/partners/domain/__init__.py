"""The rules of correspondence with bodies: how they may stand to each other, when a letter reaches one, what a reply needs.

Plain values in, values or refusals out; days are local dates in Tirana.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.rules import ContentViolation, RuleViolation

CLASSES = (
    "ministry",
    "agency",
    "municipality",
    "municipal_council",
    "prefect",
    "school",
    "health",
    "police",
    "prison",
    "social_care",
    "prosecution",
    "judicial_oversight",
    "court",
    "assembly",
    "constitutional_court",
    "private",
)
RELATIONS = (
    "hierarchical", "legality_oversight", "disciplinary", "data_reporting", "political", "acts_for", "council_oversight",
)  # fmt: skip
POWERS = ("legislative_initiative", "by_law_author")
CONTACT_KINDS = ("mailbox", "phone", "postal", "portal")
PURPOSES = ("recommendations", "information_requests", "urgent")
#: The kind of a letter with which intake hands over a redirected complaint.
HANDED_OVER = "redirection"
WAYS = ("post", "courier", "hand")
#: By which way a letter came to its body.
CAME_BY = ("portal", "api", "link", *WAYS)
#: How far a letter came that its body has.
STATES = ("delivered", "opened", "acknowledged")
RETURN_REASONS = ("unknown", "moved", "refused", "not_collected", "damaged", "other")
POSITIONS = ("accepted", "accepted_in_part", "refused", "not_competent", "forwarded", "asks_clarification")
#: Positions with which a body may name another: that is competent, or that has the letter now.
NAMES_ANOTHER = frozenset({"not_competent", "forwarded"})
CLAIMS = ("not_started", "in_process", "implemented", "partly", "not")
_YES = frozenset({"accepted", "accepted_in_part"})


# ------------------------------------------------------------------------------------------------------ institutions


@dataclass(frozen=True)
class Superior:
    """`body` stands under `to` from `valid_from` to `valid_to`, both included; None is open."""

    body: UUID
    to: UUID
    valid_from: date | None = None
    valid_to: date | None = None


def valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def by_body(relations: Iterable[Superior]) -> dict[UUID, list[Superior]]:
    """What stands above each body."""
    above: dict[UUID, list[Superior]] = {}
    for relation in relations:
        above.setdefault(relation.body, []).append(relation)
    return above


def closes_cycle(new: Superior, above: Mapping[UUID, Iterable[Superior]]) -> bool:
    """Whether some day would see `new.body` above itself. Bodies may change places over time: only one day counts.

    `above`: see `by_body`. What it says of `new.body` is not looked at: a corrected relation may stand there as it was.
    """
    first, last = new.valid_from or date.min, new.valid_to or date.max
    paths = [(new.to, first, last)]
    seen = set(paths)
    while paths:
        body, since, until = paths.pop()
        if body == new.body:
            return True
        for relation in above.get(body, ()):
            step = (relation.to, max(since, relation.valid_from or date.min), min(until, relation.valid_to or date.max))
            if step[1] <= step[2] and step not in seen:
                seen.add(step)
                paths.append(step)
    return False


def check_relation(new: Superior, kind: str, above: Mapping[UUID, Iterable[Superior]]) -> None:
    """Refuses a body above itself, directly or over others (hierarchy only), and days that end before they begin."""
    if new.body == new.to:
        raise ContentViolation("a body has no relation to itself", code="relation_to_itself", field="to")
    check_validity(new.valid_from, new.valid_to)
    if kind == "hierarchical" and closes_cycle(new, above):
        raise RuleViolation("this would put a body above itself", code="relation_cycle")


def check_validity(valid_from: date | None, valid_to: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise ContentViolation("it ends before it begins", code="ends_before_it_begins", field="valid_to")


def overlap(one: Superior, other: Superior) -> bool:
    """Whether some day sees both: of one kind and between the same two bodies they would say one thing twice."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


# -------------------------------------------------------------------------------------------------------- successions


@dataclass(frozen=True)
class Lifetime:
    """The days of a body, both included; None is open."""

    body: UUID
    valid_from: date | None
    valid_to: date | None


def check_succession(
    ended: Lifetime, successors: Sequence[Lifetime], day: date, after: Mapping[UUID, Collection[UUID]]
) -> date:
    """The last day of `ended`, if `successors` may stand in its place from `day` on. `after`: who followed whom so far.

    Raises for a body that follows itself, directly or over others, for one that is not there on that day, and for a body
    that had ended before.
    """
    last = day - timedelta(days=1)
    if ended.valid_from is not None and last < ended.valid_from:
        raise ContentViolation("it had not begun", code="ends_before_it_begins", field="day")
    if ended.valid_to is not None and ended.valid_to < last:
        raise RuleViolation("it had ended before that day", code="already_ended")
    for place, successor in enumerate(successors):
        field = f"successors.{place}"
        if successor.body == ended.body:
            raise ContentViolation("a body does not follow itself", code="succeeds_itself", field=field)
        if not valid_on(day, successor.valid_from, successor.valid_to):
            raise ContentViolation("it is not there on that day", code="successor_not_there", field=field)
        if _follows(ended.body, successor.body, after):
            raise RuleViolation("this would make a body follow itself", code="succession_cycle")
    return last


def _follows(later: UUID, earlier: UUID, after: Mapping[UUID, Collection[UUID]]) -> bool:
    waiting, seen = [earlier], {earlier}
    while waiting:
        for following in after.get(waiting.pop(), ()):
            if following == later:
                return True
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


# ----------------------------------------------------------------------------------------------------------- contacts

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_SHAPES = {
    "mailbox": _MAIL,
    "phone": re.compile(r"\+?[0-9][0-9 ()/-]{4,24}"),
    "postal": re.compile(r"[^\n]{5,300}"),
    "portal": re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?(/[^\s]*)?"),
}
_LONGEST_CONTACT = 300
#: What a mailbox of a function is named for. A name with a dot in it and none of these is probably a person's.
_FUNCTION = re.compile(
    "info|kontakt|contact|sekretari|protokoll|zyr|drejtori|arkiv|kabinet|office|admin|bashki|prefekt|ankes|femij|njmf|"
    "koordinator|shkoll|polici|spital|gjykat|prokurori|ministri|agjenci|shembull"
)


def check_contact(kind: str, value: str) -> None:
    """Refuses what cannot be used as this kind of contact."""
    if len(value) > _LONGEST_CONTACT or not _SHAPES[kind].fullmatch(value):
        raise ContentViolation(f"not usable as {kind}", code="contact_value", field="value")


def looks_personal(kind: str, value: str) -> bool:
    """Whether a mailbox seems to be named for a person, such as name.surname@: it goes when the person goes."""
    local = value.partition("@")[0].casefold()
    named = re.fullmatch(r"[a-z]{1,20}[._][a-z]{2,20}\d{0,2}", local) is not None
    return kind == "mailbox" and named and not _FUNCTION.search(local)


def quarter_begins(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in Tirana."""
    return datetime.combine(day, time.min, ZoneInfo("Europe/Tirane"))


# ---------------------------------------------------------------------------------------------------------- delivery


def local_date(moment: datetime) -> date:
    """The day in Tirana of an aware time: dates of law are local."""
    return moment.astimezone(ZoneInfo("Europe/Tirane")).date()


def way_taken(delivered: str | None, opened: str) -> str:
    """By which way a letter came that was opened by `opened`: that of its delivery, whoever reads it by another way afterwards."""
    return delivered or opened


def counted_from(told: date, corrected: Iterable[date | None]) -> date:
    """The day from which a letter counts as delivered, of what was told and what the office corrected of each of its items; of several the
    earliest.
    """
    return min((day or told for day in corrected), default=told)


def undeliverable(*, known: bool, active: bool, has_channel: bool) -> str | None:
    """Why a document cannot reach a body as things stand, or None."""
    if not known:
        return "institution_unknown"
    if not active:
        return "institution_inactive"
    return None if has_channel else "no_channel"


def is_informed(*, role: str, expects: str) -> bool:
    """Whether a letter asks nothing of this body, and tells it no term as its own."""
    return role == "for_information" or expects == "nothing"


def check_answerable(*, withdrawn: bool, role: str, expects: str) -> None:
    """Refuses an answer to an act that no longer stands, or that asks this body for none."""
    if withdrawn:
        raise RuleViolation("the recommendation was withdrawn", code="withdrawn")
    if is_informed(role=role, expects=expects):
        raise RuleViolation("this document was sent for information", code="no_reply_expected")


# ----------------------------------------------------------------------------------------------------------- replies


@dataclass(frozen=True)
class ItemAnswer:
    """What a body says of one item. `item_id` is the id that the body was given."""

    item_id: UUID
    position: str
    reasons: str | None = None
    claimed: str | None = None
    promised_date: date | None = None
    competent_institution_id: UUID | None = None
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ItemProgress:
    """What a body claims of one item after its reply."""

    item_id: UUID
    claimed: str
    promised_date: date | None = None
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ReplyRules:
    """What may be said of an item, and whether who accepts says by when ("needed"), may say it ("possible") or has nothing
    to promise ("none"): who sends information, decides or judges.
    """

    positions: tuple[str, ...] = POSITIONS
    promise: str = "needed"

    @property
    def promises(self) -> bool:
        return self.promise != "none"


def reply_rules(document: Mapping[str, Any]) -> ReplyRules:
    """As the letter says them; a letter that says nothing is answered as one that recommends measures."""
    form = (document.get("reply") or {}).get("form")
    if form is None:
        return ReplyRules()
    return ReplyRules(tuple(one["position"] for one in form["positions"]), form["promise"])


def check_reply(
    answers: Sequence[ItemAnswer],
    items: Collection[UUID],
    *,
    institution_id: UUID,
    today: date,
    rules: ReplyRules | None = None,
) -> None:
    """Refuses a reply that answers no item of the document, one of them twice, or otherwise than as `rules` say (None: measures). What it leaves
    out it says nothing of: a body answers one item when it can, and is asked for the others as before.

    A refusal without reasons is taken: that it gives none is itself an answer, which cases counts as such.
    """
    rules = rules or ReplyRules()
    check_items(answers, items)
    if not answers:
        raise ContentViolation("no item of the document is answered", code="item_missing", field="items")
    for place, answer in enumerate(answers):
        field = f"items.{place}"
        _check_position(answer, field, institution_id, rules)
        _check_promise(answer.promised_date, field, needed=_needs_date(answer, rules), today=today)


def check_progress(
    reported: Sequence[ItemProgress], items: Collection[UUID], *, today: date, rules: ReplyRules | None = None
) -> None:
    """Refuses items that are not in the document or come twice, "in process" without a date, and any progress of what
    recommends no measures.
    """
    if rules is not None and not rules.promises:
        raise RuleViolation("nothing is carried out here", code="nothing_promised")
    check_items(reported, items)
    for place, item in enumerate(reported):
        _check_promise(item.promised_date, f"items.{place}", needed=item.claimed == "in_process", today=today)


def check_items(named: Sequence[ItemAnswer | ItemProgress], items: Collection[UUID]) -> None:
    seen: set[UUID] = set()
    for place, item in enumerate(named):
        if item.item_id not in items:
            raise ContentViolation("no such item", code="item_unknown", field=f"items.{place}.item_id")
        if item.item_id in seen:
            raise ContentViolation("this item comes twice", code="item_twice", field=f"items.{place}.item_id")
        seen.add(item.item_id)


def check_more_time(until: date, today: date, due: date | None) -> None:
    """Refuses (422) a day that is no later than today, or than the last day of the reply as it stands, `due`."""
    if until <= today:
        raise ContentViolation("a later day is asked for", code="not_in_the_future", field="until")
    if due is not None and until <= due:
        raise ContentViolation(f"the term runs until {due.isoformat()} already", code="no_more_time", field="until")


def _needs_date(answer: ItemAnswer, rules: ReplyRules) -> bool:
    says_yes = answer.position in _YES and answer.claimed != "implemented"
    return (says_yes and rules.promise == "needed") or answer.claimed == "in_process"


def _check_position(answer: ItemAnswer, field: str, institution_id: UUID, rules: ReplyRules) -> None:
    if answer.position not in rules.positions:
        raise ContentViolation("no answer to such a letter", code="position_unfit", field=f"{field}.position")
    if not rules.promises:
        for name, value in (("claimed", answer.claimed), ("promised_date", answer.promised_date)):
            if value is not None:
                raise ContentViolation("nothing is promised here", code="nothing_promised", field=f"{field}.{name}")
    if answer.competent_institution_id is None:
        return
    if answer.position not in NAMES_ANOTHER or answer.competent_institution_id == institution_id:
        raise ContentViolation(
            "another body is named only with not_competent or forwarded",
            code="competent_institution_unfit",
            field=f"{field}.competent_institution_id",
        )


def _check_promise(promised: date | None, field: str, *, needed: bool, today: date) -> None:
    if promised is None and needed:
        raise ContentViolation("say by when", code="promised_date_required", field=f"{field}.promised_date")
    if promised is not None and promised < today:
        raise ContentViolation("the promised day is past", code="promised_date_past", field=f"{field}.promised_date")
