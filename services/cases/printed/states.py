"""docs/states.md, printed from the tables that the code runs on, so that what a jurist reads is what happens."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import product

from services.cases.domain import clock_history, obligations, replies
from services.cases.domain.assessments import NEEDS
from services.cases.domain.case import STAGES, STEPS, Status, Step, resumed
from services.cases.domain.case_conditions import CONDITIONS, OUTCOMES, CaseFacts
from services.cases.domain.findings import MEANS, Result
from services.cases.domain.ledger import CARRIES, ClockState, EntryKind
from services.cases.domain.obligations import Delivery
from services.cases.domain.recommendation import ACT_STEPS, ALONE_STEPS, ActStatus
from services.cases.domain.standing import TABLE, Ground, Rule, State

_FACTS: tuple[tuple[str, type[StrEnum], str], ...] = (
    ("delivery", obligations.Delivery, "what became of the letter; reported by the channels"),
    ("reply", obligations.Reply, "what the body said"),
    ("claimed", obligations.Claimed, "what the body says it did"),
    ("assessed", obligations.Assessed, "what the office found"),
    ("confirmed", obligations.Confirmed, "what the child or the complainant says"),
)

_CLOCK_EFFECT: dict[EntryKind, str] = {
    EntryKind.STARTED: "the day after the event is day 1; the earliest day counts if it is reported twice",
    EntryKind.PAUSED: "from this day on, days are not counted",
    EntryKind.RESUMED: "from this day on, days are counted again",
    EntryKind.EXTENDED: "the last day is not before the granted one",
    EntryKind.GRANT_CORRECTED: "the last grant was entered wrongly: its day is given back, and nobody who relied on it is late before the day named here",
    EntryKind.CLOSED: "the body has answered, and the date by which it had to answer stays what it was; or the office ended it, and there is no last day any more",
    EntryKind.REOPENED: "days are counted again; those since the closing are not, and are nobody's delay",
    EntryKind.CORRECTED: "the day of the event was recorded wrongly; this one takes its place, the last correction wins",
    EntryKind.HOLIDAY_ADDED: "this day was declared free later",
    EntryKind.HOLIDAY_REMOVED: "this day was no day off after all",
    EntryKind.WORKDAY_ADDED: "this day of rest was declared a working day",
    EntryKind.TERM_CHANGED: "another version of the term governs this clock",
    EntryKind.HELD: "a court or a prosecutor has the matter: nothing is due from this day on, and days are not counted; also of a letter that is sent meanwhile, from its beginning",
    EntryKind.RELEASED: "the matter came back to the office: days are counted again, unless the clock is paused besides",
    EntryKind.ASKED_AGAIN: "a body that reads on paper alone is asked again: where its reply had ended or was held, days are not counted until the letter that tells it so arrived",
    EntryKind.LETTER_ARRIVED: "that letter arrived, or the body is known to have read of it: this day is not counted, the next one is",
    EntryKind.OWED_AGAIN: "what was found of the measure is taken back, and its body learns that at once: on the days since the finding nothing was asked, and they are nobody's delay",
}

_INTRO = """# The life of a case, of an act and of an obligation

Printed by `make docs` from the tables in `services/cases/domain/` and the data files in `services/cases/data/`; change
those, not this page. A step that a table does not show is refused. Steps that leave the status as it is are in the tables
and not in the pictures."""


_COURT_SAYS = (
    "While a court or a prosecutor has the matter, or has decided it, the case can be suspended or closed on that "
    "ground, and that authority can be asked for information; nothing else is left."
)

_TOLD_SAYS = (
    "Each step that brings it to another stage is told, and that a closed case is reopened or followed again besides. *Recommended* and"
    " *monitored* are read only by whoever was told of a letter: of what a prosecutor is asked the mailbox says nothing. The words stand in"
    " `services/intake/data/notices.yaml`."
)
_FINDINGS_SAYS = (
    "What the office found, of one right and one body (or of no body in particular) at a time, each in its own words. "
    "A finding is never changed: of several on the same right and body the latest stands, the earlier ones stay in the "
    "record. The last columns say with which outcomes a case may be closed that has no other finding:"
)

_CLOSED_SAYS = "A case is closed with one of these outcomes, and with the last four only on their ground:"

_ACT_SAYS = (
    "Approved means: by somebody who wrote nothing in it, for exactly this text (its SHA-256). Any edit makes it a "
    "draft again. An issued act is never edited: a better one supersedes it, a wrong one is withdrawn, and both stay in "
    "the record."
)

_ALONE_SAYS = (
    "A kind that needs no second person (see the kinds below) goes from draft to issued by its author's hand; the rest "
    "is the same:"
)

_OBLIGATION_SAYS = (
    "One item, owed by one body. It has no status but separate facts, each with its own source; whether it is in "
    "time is computed from dates and never stored."
)

_DELIVERY_SAYS = (
    "Until a letter arrived, the last word about it holds. After that only a further one does, and a failure changes nothing; "
    "but one in the portal that nobody opened may go by post besides:"
)

_ANSWER_SAYS = (
    "What a body answers, and whether that ends the term for the reply. An acknowledgement, a request for more time "
    "and passing the letter on do not:"
)

_CLOCK_SAYS = (
    "A list to which entries are only added. The date follows from the entries, the calendar and the term; in which "
    "order they came makes no difference."
)


_STANDING_SAYS = (
    "Each obligation stands in one state, which follows from its facts and the day, in this order: that its act fell, whether the "
    "letter arrived (whoever replied has it), which no finding hides, what the office found, that what it presses for is over at its root, that a court or a prosecutor has the matter, what the body said, and silence. A case is closed over every state that says "
    "yes; over *by decision* with a ground and a written reason; over *as undelivered* once the letter came back or cannot reach the body, on that ground and with a written reason, or with its matter because a court or a prosecutor has it; an obligation whose ladder goes on stays in monitoring after its case is "
    "closed, until the ladder is used up or the commissioner ends it with a reason. The ladder of an act that is itself a step goes on only while what it presses for is owed at its root: once that was settled there, withdrawn or superseded, or the step proves to have been sent before its time, nothing is drafted, offered or sent (`ladder.moot`), and from that day on the obligation is *moot*: neither silent nor late, in no list of these and beside the shares; figures of days before stay as they were. A refusal that is not pressed is decided on by who closes on a ground that says so (`settles`), or else stays on the list "
    "`attention=refused` until the office finds it not enough or finds what became of it, or the commissioner ends the steps with a reason. That a measure was not done, or only in part, is found *once due* only after its day, "
    "or where none was named and nothing was said, after that of the reply, unless the office found a reply that says yes not enough. While a court or a prosecutor has the matter, nobody who has not answered is found in process. Of a letter that has not arrived nothing is found done, partly or not, be it by the decision of another: "
    "its delivery is recorded, its act withdrawn, or the item found overtaken or not assessable with a reason. A finding that was recorded in error is taken back with a reason, unless its case is closed: the obligation stands as it does without it, and what could not be found of that (*once due*) is not found by way of another finding either. A letter or an item is counted where its weakest "
    "obligation stands; the shares are listed from best to worst."
)
_WHEN: dict[State, str] = {
    State.FELL: "its act was withdrawn or superseded: nothing is owed on it, whatever was said or found",
    State.NOT_DELIVERED: "no delivery is known, the letter does not count as delivered either, and nothing was replied, whatever else was found",
    State.ASKED_AGAIN: "its body reads on paper alone, what ended or was held is asked again, and the letter that tells it so has not arrived (`asked_again_on`)",
    State.NOT_COMPETENT: "the body says that another is competent",
    State.OVERTAKEN: "the office found that it is no longer needed",
    State.MOOT: "its act is a step, and what it presses for was settled at its root, or withdrawn (`moot_on`)",
    State.ELSEWHERE: "not assessable: a court or a prosecutor has it",
    State.NO_INFORMATION: "not assessable: no information was given",
    State.NOT_ASSESSABLE: "not assessable for another reason",
    State.IMPLEMENTED: "the office verified it",
    State.CLAIMED: "accepted, reported as done by the day by which it is to be done, and the office has not found otherwise",
    State.AWAITING_REPLY: "the term runs, or its clock stands, and nothing was said that answers",
    State.IN_PROCESS: "accepted, and the day by which it is to be done has not passed",
    State.PARTLY: "the office found a part done",
    State.DAY_PASSED: "accepted, the day that the letter, the office or the term of a debate set has passed, the body named none, or that term made another of it, and no report that it is done came by then",
    State.PROMISE_BROKEN: "accepted, the body named a day, the one by which it was to be done has passed, which no term made of it, and no report that it is done came by then",
    State.NOT: "the office found it not done",
    State.NO_REPLY: "the term is over, and nothing was said that answers",
    State.REFUSED: "refused, with or without reasons",
}


def _words(code: str) -> str:
    return code.replace("_", " ")


def _need(field: str) -> str:
    return {"on": "the day it was done", "evidence": "something that can be opened and shows it"}.get(
        field, _words(field)
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _diagram(first: str, moves: Iterable[tuple[str, str, str]]) -> str:
    """A Mermaid state diagram of (from, to, by); moves between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, target, by in moves:
        if source != target:
            arrows[source, target].append(_words(by))
    lines = [f"    {source} --> {target}: {', '.join(by)}" for (source, target), by in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *lines, "```"])


def _moves(table: Mapping[tuple[StrEnum, StrEnum], StrEnum], order: type[StrEnum]) -> list[tuple[str, str, str]]:
    places = list(order)
    ordered = sorted(table.items(), key=lambda move: (places.index(move[0][0]), places.index(move[1])))
    return [(source.value, target.value, step.value) for (source, step), target in ordered]


def _target(step: Step, moves: Iterable[tuple[str, str, str]]) -> str:
    if step is Step.ASSIGN:
        return "as it was; from opened: assigned"
    if step is Step.RESUME:
        return "where it stood; from opened: assigned"
    if step is Step.REQUEST_INFORMATION:
        return "as it was"
    return ", ".join(dict.fromkeys(_words(target) for _, target, by in moves if by == step))


def _findings() -> str:
    rows = (
        (_words(one), meaning, _closes(one, issued_acts=0), _closes(one, issued_acts=1))
        for one, meaning in MEANS.items()
    )
    return _table(("finding", "what it means", "closes without an act as", "closes after an act as"), rows)


def _closes(result: Result, *, issued_acts: int) -> str:
    facts = CaseFacts(results=frozenset({result}), issued_acts=issued_acts)
    return ", ".join(_words(outcome) for outcome, needed in OUTCOMES.items() if needed.holds(facts)) or "not yet"


def _case() -> str:
    moves = _moves({(source, step): target for (source, step), target in STEPS.items()}, Status)
    back = dict.fromkeys(resumed(status) for status, step in STEPS if step is Step.SUSPEND)
    moves = [move for move in moves if move[2] != Step.RESUME]
    moves += [(Status.SUSPENDED.value, status.value, Step.RESUME.value) for status in Status if status in back]
    steps = (
        (
            _words(step),
            ", ".join(_words(source) for source, _, by in moves if by == step),
            _target(step, moves),
            "; ".join(condition.needs for condition in CONDITIONS[step]),
        )
        for step in Step
    )
    outcomes = ((_words(outcome), condition.needs) for outcome, condition in OUTCOMES.items())
    told = (
        (_words(status), _words(STAGES[status]) if status in STAGES else "closed, with its outcome")
        for status in Status
    )
    return "\n\n".join(
        [
            "## A case",
            _diagram(Status.OPENED, moves),
            _table(("step", "from", "to", "if"), steps),
            _COURT_SAYS,
            "### What whoever complained is told of it",
            _TOLD_SAYS,
            _table(("the case is", "they are told that it is"), told),
            "### What was found",
            _FINDINGS_SAYS,
            _findings(),
            "### How it is closed",
            _CLOSED_SAYS,
            _table(("outcome", "if"), outcomes),
        ]
    )


def _act() -> str:
    moves, alone = (
        _moves({(source, step): target for (source, step), target in table.items()}, ActStatus)
        for table in (ACT_STEPS, ALONE_STEPS)
    )
    return "\n\n".join(
        [
            "## An act",
            _ACT_SAYS,
            _diagram(ActStatus.DRAFT, moves),
            _table(("from", "step", "to"), ((_words(source), by, _words(target)) for source, target, by in moves)),
            _ALONE_SAYS,
            _table(("from", "step", "to"), ((_words(source), by, _words(target)) for source, target, by in alone)),
        ]
    )


def _counted(rule: Rule) -> str:
    if not rule.is_counted:
        return "nowhere"
    return "a share" if rule.is_share else "beside the shares, by name"


def _standing() -> str:
    """The one table of where an obligation stands."""
    rows = (
        (
            _words(state),
            _WHEN[state],
            _words(rule.may_close),
            "yes" if rule.done else "no",
            _words(rule.undone),
            "yes" if rule.back else "no",
            _ladder(rule),
            _counted(rule),
        )
        for state, rule in TABLE.items()
    )
    head = (
        "state",
        "when",
        "its case may close",
        "may be found done",
        "may be found undone",
        "the finding may be taken back",
        "the ladder goes on for",
        "counted as",
    )
    return "\n\n".join(["### Where it stands", _STANDING_SAYS, _table(head, rows)])


def _ladder(rule: Rule) -> str:
    if rule.ladder is rule.if_insufficient:
        return _words(rule.ladder) if rule.ladder is not Ground.NONE else "nothing"
    once = f"{_words(rule.if_insufficient)}, once the office finds the reply not enough"
    return once if rule.ladder is Ground.NONE else f"{_words(rule.ladder)}; {once}"


def _obligation() -> str:
    facts = ((name, ", ".join(_words(word) for word in words), says) for name, words, says in _FACTS)
    answers = (
        (_words(position), "yes" if reasons else "no", _words(reply), "yes" if replies.stops_clock(reply) else "no")
        for (position, reasons), reply in replies.REPLIES.items()
    )
    needs = ((_words(word), ", ".join(map(_need, need)) or "nothing more") for word, need in NEEDS.items())
    arrivals = product(Delivery, Delivery)
    moves = [(known.value, obligations.after_delivery(known, then).value, then.value) for known, then in arrivals]
    return "\n\n".join(
        [
            "## An obligation",
            _OBLIGATION_SAYS,
            _table(("fact", "words", "what it is"), facts),
            _DELIVERY_SAYS,
            _diagram(Delivery.QUEUED, moves),
            _ANSWER_SAYS,
            _table(("position", "reasons", "reply", "ends the term"), answers),
            "What the office needs before it records a finding:",
            _table(("finding", "needs"), needs),
            _standing(),
        ]
    )


def _clock() -> str:
    rows = (
        (
            _words(kind),
            _words(CARRIES.get(kind, "")) or "-",
            _CLOCK_EFFECT[kind],
            ", ".join(_words(state) for state in clock_history.ALLOWED.get(kind, tuple(ClockState))),
        )
        for kind in EntryKind
    )
    return "\n\n".join(
        [
            "## A clock",
            _CLOCK_SAYS,
            _table(("entry", "carries", "effect", "entered while the clock is"), rows),
        ]
    )


def states_markdown() -> str:
    """The tables of the domain, ending with a newline; what the data files say follows them (printed.document)."""
    parts = (_INTRO, _case(), _act(), _obligation(), _clock())
    return "\n\n".join(parts) + "\n"
