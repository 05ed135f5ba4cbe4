"""The words of the mailbox, put together from the data files: for a child in a child's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import shorten
from typing import ClassVar
from uuid import UUID

from babel.dates import format_date
from babel.lists import format_list

from services.intake import data
from shared.edges import Document
from shared.english import in_sentences

LANGUAGES = ("sq", "en")
#: Notices about one item of a letter.
OF_ITEMS = frozenset({"assessed", "stood", "answered"})
#: Notices that say how a case ended.
_ENDS_OF_CASES = frozenset({"case_closed", "case_followed"})
#: Notices that say a day; it is an ISO date.
_WITH_DAY = frozenset(
    {"reopened", "redirect_check", "handed_over", "handed_over_named", "handed_over_saying", "handover_confirmed"}
)


#: So many items are told one by one at the end of a case; of each more the mailbox has what was told when it happened.
MOST_ITEMS = 10
#: Of the words of an item so many characters are told.
LONGEST_ITEM = 200


@dataclass(frozen=True, kw_only=True)
class ItemFacts(Document):
    """Where one item of a letter stands at one body, and what the office does next about it."""

    nullable: ClassVar[bool] = False

    number: str
    place: int
    institution_id: UUID
    state: str
    next: str
    said: str | None = None


@dataclass(frozen=True, kw_only=True)
class BeforeFacts(Document):
    """One item of an earlier letter that a letter is about, and its own item about it, where that is known."""

    nullable: ClassVar[bool] = False

    number: str
    place: int
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class Facts(Document):
    """What a notice is about, in ids and codes, as its row keeps it; which of them it has depends on its kind."""

    nullable: ClassVar[bool] = False

    number: str | None = None
    #: How the case ended, or what came of a letter that asks for a decision; and what became of a measure.
    outcome: str | None = None
    assessment: str | None = None
    #: Of an item of a letter: where it stands, its number there, and what the office does next about it.
    state: str | None = None
    place: int | None = None
    next: str | None = None
    institution_id: UUID | None = None
    #: Whether the letter had not reached the body when the office found what became of it.
    undelivered: bool | None = None
    #: What a body said of an item; `day` is then the one by which it is to be done.
    said: str | None = None
    #: The day by which it was to be done, where that had passed when the body said so.
    passed: date | None = None
    #: The state that was told of it before, and no longer holds.
    corrects: str | None = None
    #: Until when the office gave more time, where that is why.
    more_time: date | None = None
    #: To how many of them an act was sent, and whether an answer on each item is awaited.
    bodies: int | None = None
    #: Which they are, where they are several; an older notice knows only how many.
    institution_ids: tuple[UUID, ...] | None = None
    awaited: bool | None = None
    #: Which of them are to answer, where others only read it.
    answering: tuple[UUID, ...] | None = None
    #: Whether a court or a prosecutor had the matter when the act was sent.
    held: bool | None = None
    #: What a letter asks for, by its kind; its items are told with it. A letter of before it was kept has none.
    act_kind: str | None = None
    #: Of a letter by which others were turned to, what it is about.
    about: tuple[BeforeFacts, ...] | None = None
    #: Of a letter that counts no more, the number of the one that took its place.
    replaced_by: str | None = None
    day: date | None = None
    #: Of a case that ended, what was not done.
    items: tuple[ItemFacts, ...] | None = None
    #: What of an identity went along with a matter that was handed over, in codes of releasable.yaml.
    given: tuple[str, ...] | None = None
    #: Whom its text seems to name, in codes of handover.yaml.
    named: tuple[str, ...] | None = None
    #: The neutral name of a file that was handed in.
    file: str | None = None


@dataclass(frozen=True)
class Known:
    """What a mailbox knows besides of what its notices point to: `names` of bodies; by its number, of which kind a letter is (`kinds`), and what its items
    ask for in the words that the public may read (`items`), none of a letter that the public does not read; `about`: by number and place, the item of an
    earlier letter that an item is about.
    """

    names: Mapping[UUID, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Sequence[str]] = field(default_factory=dict)
    about: Mapping[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    def with_letters(self, sent: Iterable[Facts]) -> "Known":
        """With what the notices say by which letters were told of."""
        told = [(one.number, one) for one in sent if one.number]
        kinds = {number: one.act_kind for number, one in told if one.act_kind}
        before = [(number, item) for number, one in told for item in one.about or () if item.item]
        return replace(self, kinds=kinds, about={(of, one.item or 0): (one.number, one.place) for of, one in before})

    def asked(self, number: str, place: int) -> str:
        """What an item asks for, shortened; empty where nobody may read it."""
        words = " ".join(self.items.get(number, ())[place - 1 : place]).split()
        return shorten(" ".join(words), LONGEST_ITEM, placeholder=" …")


KNOWN = Known()


def status_text(status: str, language: str, *, by_child: bool) -> str:
    return data.words(data.statuses()[status], _voice(by_child), language)


def telling_text(telling: str, language: str) -> str:
    """What an officer may tell whoever telephones."""
    return data.words(data.telling()[telling], "text", language)


def notice_text(key: str, language: str, *, by_child: bool, **facts: object) -> str:
    """`facts` by what stands in braces; of an `institution` that is named also as an English sentence speaks of it."""
    if isinstance(name := facts.get("institution"), str):
        facts |= in_sentences("institution", name, language)
    return data.words(data.notices()[key], _voice(by_child), language).format(**facts)


def decision_text(outcome: str, ground: str | None, institution: str | None, language: str, *, by_child: bool) -> str:
    """The decision, its ground and the way out, in plain words (law 8454/1999, art. 17: a refusal gives its reasons)."""
    parts = [notice_text(f"decision_{outcome}", language, by_child=by_child, institution=institution)]
    if ground:
        entry = data.ground_entries()[ground]
        parts.append(data.words(entry, "child" if by_child else "plain", language))
        parts.append(data.words(data.ways_out()[entry["way_out"]], _voice(by_child), language))
    if institution and (ground or outcome != "redirected"):
        parts.append(notice_text("right_body", language, by_child=by_child, institution=institution))
    return "\n\n".join(parts)


def event_text(
    kind: str,
    facts: Facts,
    institution: str,
    language: str,
    *,
    by_child: bool,
    known: Known = KNOWN,
) -> str:
    """The words of a notice that an event of the cases service brought. `institution` is the name that `facts` points to."""
    if kind == "act_sent":
        return _act_text(facts, institution, language, by_child=by_child)
    if kind == "act_fell":
        key = "act_replaced" if facts.replaced_by else kind
        return notice_text(key, language, by_child=by_child, number=facts.number, new=facts.replaced_by)
    if kind in OF_ITEMS:
        return _item_text(kind, facts, institution, language, by_child=by_child, known=known)
    if kind in _WITH_DAY:
        day = _day(facts.day, language)
        entries = [
            *(data.releasable()[key] for key in facts.given or ()),
            *(data.named()[key] for key in facts.named or ()),
        ]
        given = ", ".join(data.words(entry, "name", language) for entry in entries)
        return notice_text(kind, language, by_child=by_child, institution=institution, day=day, given=given)
    if kind in _ENDS_OF_CASES:
        outcome = data.words(data.case_outcomes()[facts.outcome or ""], "child" if by_child else "name", language)
        ended = notice_text(kind, language, by_child=by_child, number=facts.number, outcome=outcome)
        return "\n\n".join([ended, *_items_left(facts, language, by_child=by_child, known=known)])
    return notice_text(kind, language, by_child=by_child, number=facts.number, file=facts.file)


def _items_left(facts: Facts, language: str, *, by_child: bool, known: Known) -> Iterator[str]:
    """Of each item that is not done which it is, what its body said or did not do, and what the office does next."""
    items = facts.items or ()
    for same in _alike(items[:MOST_ITEMS], known):
        item, kind = same[0], "answered" if same[0].said else "stood"
        told = Facts(
            number=item.number,
            place=item.place,
            next=item.next,
            said=item.said,
            state=None if item.said else item.state,
        )
        institution = known.names.get(item.institution_id) or notice_text("some_body", language, by_child=by_child)
        which = _which_items(same, language, by_child=by_child, known=known) if len(same) > 1 else None
        yield _item_text(kind, told, institution, language, by_child=by_child, known=known, which=which)
    if (more := len(items) - MOST_ITEMS) > 0:
        yield notice_text("items_more", language, by_child=by_child, more=more)


def _alike(items: Iterable[ItemFacts], known: Known) -> Iterable[Sequence[ItemFacts]]:
    """The items in their order, together those of one body whose letter did not arrive: of that the office is sorry once."""
    together: dict[object, list[ItemFacts]] = {}
    for place, item in enumerate(items):
        lost = item.state == "not_delivered" and not item.said
        together.setdefault(
            (item.institution_id, item.next, known.kinds.get(item.number)) if lost else place, []
        ).append(item)
    return together.values()


def _which_items(items: Sequence[ItemFacts], language: str, *, by_child: bool, known: Known) -> str:
    """Which items of which letters, those of one letter together."""
    of: dict[str, list[int]] = {}
    for item in items:
        of.setdefault(item.number, []).append(item.place)
    named = []
    for number, places in of.items():
        if len(places) == 1:
            named.append(which_item(number, places[0], language, by_child=by_child, known=known))
        else:
            several = format_list([str(place) for place in places], locale=language)
            named.append(notice_text("items_several", language, by_child=by_child, number=number, places=several))
    return "; ".join(one.removesuffix(":") for one in named) + ":"


def _item_text(
    kind: str, facts: Facts, institution: str, language: str, *, by_child: bool, known: Known, which: str | None = None
) -> str:
    """Which item it is, what no longer holds of it, what became of it, and what the office does next; an older notice knows the third alone.
    `which`: the items, where it is more than the one of `facts`.
    """
    key = _key_of(kind, facts)
    dated = f"{key}_by" if facts.day and f"{key}_by" in data.notices() else key
    of_kind = f"{key}_{known.kinds.get(facts.number or '')}"
    dated = of_kind if of_kind in data.notices() else dated
    day = _day(facts.day, language) if facts.day else ""
    parts = [notice_text(dated, language, by_child=by_child, institution=institution, day=day)]
    # That the time for the reply has not passed would deny that it had, before there was more.
    if facts.more_time and kind == "stood":
        parts = []
    if facts.passed:
        parts.append(notice_text("answered_late", language, by_child=by_child, day=_day(facts.passed, language)))
    if facts.corrects:
        until = {"day": _day(facts.more_time, language)} if facts.more_time else {}
        before = f"more_time_{facts.corrects}" if until else f"taken_back_{facts.corrects}"
        parts.insert(0, notice_text(before, language, by_child=by_child, institution=institution, **until))
    if facts.number and facts.place:
        parts.insert(0, which or which_item(facts.number, facts.place, language, by_child=by_child, known=known))
    if follows := next_key(kind, facts, known.kinds.get(facts.number or "")):
        follows = f"{follows}_several" if which and f"{follows}_several" in data.notices() else follows
        parts.append(notice_text(follows, language, by_child=by_child, institution=institution))
    return " ".join(parts)


def _key_of(kind: str, facts: Facts) -> str:
    """Of what became of an item, the key of its words."""
    key = f"{kind}_{facts.assessment or facts.state or facts.said}"
    if facts.outcome and f"{kind}_{facts.outcome}" in data.notices():
        key = f"{kind}_{facts.outcome}"
    if facts.undelivered and f"{key}_undelivered" in data.notices():
        key = f"{key}_undelivered"
    # Of a letter that is brought no more nobody says that it is not there yet.
    if facts.next in {"nothing", "elsewhere"} and f"{key}_ended" in data.notices():
        key = f"{key}_ended"
    return key


def which_item(number: str, place: int, language: str, *, by_child: bool, known: Known) -> str:
    """Which item of which letter it is, with what it asks for as far as the public may read that."""
    of_kind = f"item_{known.kinds.get(number)}"
    item = of_kind if of_kind in data.notices() else "item"
    asked = known.asked(number, place)
    named = f"{place} (“{asked}”)" if asked else place
    about = ""
    if (before := known.about.get((number, place))) is not None:
        about = notice_text("item_before", language, by_child=by_child, number=before[0], place=before[1])
    return notice_text(item, language, by_child=by_child, number=number, place=named, about=about)


def next_key(kind: str, facts: Facts, act_kind: str | None) -> str | None:
    """Of a notice about one item, the key of the words that say what the office does next; none of an older notice, which does not know it."""
    of_kind = f"next_{facts.next}_{act_kind}"
    if of_kind in data.notices():
        return of_kind
    # Of what a body just said the office looks for the first time.
    key = "next_first_check" if kind == "answered" and facts.next == "check" else f"next_{facts.next}"
    return key if facts.next and key in data.notices() else None


def _act_text(facts: Facts, institution: str, language: str, *, by_child: bool) -> str:
    """Which letter went to whom, and what follows it; an older notice knows only to how many."""
    one = "act_sent_one" if facts.bodies == 1 else "act_sent_many"
    if facts.number is None:
        return notice_text(one, language, by_child=by_child, bodies=facts.bodies)
    named = {"number": facts.number, "bodies": facts.bodies, "institution": institution}
    key = "act_sent_each_named" if facts.institution_ids else f"{one}_named"
    parts = [notice_text(key, language, by_child=by_child, **named), *_before(facts, language, by_child=by_child)]
    if facts.held:
        parts.append(notice_text("next_held", language, by_child=by_child))
    elif facts.awaited:
        parts.append(
            notice_text("next_answer_one" if facts.bodies == 1 else "next_answer", language, by_child=by_child)
        )
    return " ".join(parts)


def _before(facts: Facts, language: str, *, by_child: bool) -> Iterator[str]:
    """About which items of which earlier letters a letter is."""
    places = defaultdict(list)
    for one in facts.about or ():
        places[one.number].append(str(one.place))
    for number, found in places.items():
        key = "act_about_one" if len(found) == 1 else "act_about_many"
        yield notice_text(key, language, by_child=by_child, number=number, places=", ".join(found))


def _day(day: date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


def _voice(by_child: bool) -> str:
    return "child" if by_child else "text"
