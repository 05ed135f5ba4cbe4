"""What people can do about what is stuck: one table, which the pages, the form and the commands read. A new line is a button and a command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from shared.freeing import asking, moves, steps, versions
from shared.messaging.inbox import Inbox
from shared.messaging.kept import SubjectStep

#: Whoever runs the platform does; whoever leads the office may be the second person.
DOING, AGREEING = ("admin",), ("admin", "commissioner")
#: What a step is about: a subject, by its stream and id; a parked event; a step that waits for a second person.
Kind = Literal["subject", "parked", "step"]
#: In the reader's language, which is known when it is shown.
Text = Any
#: Said on the page of whatever needs a second person.
WAITS = lazy_gettext("Kërkesa pret një person të dytë.")
_REPLAYED = lazy_gettext("U trajtua përsëri ajo që ishte mënjanuar.")


@dataclass(frozen=True, kw_only=True)
class About:
    """What is named: `id` of the subject, the parked event or the step; a subject has its `stream` too."""

    id: UUID
    stream: str = ""


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who does it, when, and why if it needs a reason."""

    session: Session
    inbox: Inbox
    by: str
    now: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that can be done. `do` raises `RuleViolation`.

    `help` and `told` (of what `do` returns) are the command's words, `done` and `choice` those of the page. `path` is the last part of the
    page's address; a step with a `choice` is one of those that the form of a subject offers.
    """

    kind: Kind
    name: str
    do: Callable[[Hand, About], Any]
    help: str
    told: Callable[[Any], str]
    done: Text
    path: str = ""
    choice: Text | None = None
    needs_reason: bool = False
    roles: tuple[str, ...] = DOING


def waits(step: SubjectStep) -> str:
    """How somebody else agrees to it."""
    named = step.subject or step.parked_id or f"back to {step.epoch}"
    about = f"{step.kind} of {step.stream or 'no stream'} {named}"
    return f"{about} waits for a second person: subject agree {step.id} --by <name>"


STEPS = (
    Step(
        kind="subject", name="ask", path="question",
        help="Ask its publisher what it has of a subject; it answers within seconds.",
        do=lambda hand, on: asking.ask(hand.session, hand.inbox.service, on.stream, on.id, hand.by, now=hand.now),
        told=lambda _: "its publisher is asked; look again in a few seconds",
        done=lazy_gettext("Botuesi u pyet. Hapeni faqen përsëri pas disa sekondash."),
    ),
    Step(
        kind="subject", name="replay", path="replay",
        help="Handle all again that is parked of a subject, in its order.",
        do=lambda hand, on: moves.replay_all(hand.session, hand.inbox, on.stream, on.id, hand.by),
        told=lambda count: f"{count} replayed",
        done=_REPLAYED,
    ),
    Step(
        kind="subject", name="replace", path="replacement",
        help="Take again from its publisher what is parked of a subject, and what the publisher told and is not here.",
        do=lambda hand, on: moves.replace(hand.session, hand.inbox.service, on.stream, on.id, hand.by, now=hand.now),
        told=lambda count: f"{count} events are asked for again",
        done=lazy_gettext("Ngjarjet u kërkuan përsëri nga botuesi."),
    ),
    Step(
        kind="subject", name="skip", needs_reason=True,
        help="Ask a second person to go on with the first held event, over what is missing or parked before it.",
        do=lambda hand, on: steps.ask_to_skip(hand.session, on.stream, on.id, hand.by, hand.reason, now=hand.now),
        told=waits,
        done=WAITS,
        choice=lazy_gettext("Kapërce atë që mungon ose është mënjanuar"),
    ),
    Step(
        kind="subject", name="theirs", needs_reason=True,
        help="Ask a second person to take the publisher's version and to give up what only we have.",
        do=lambda hand, on: steps.ask_for_theirs(hand.session, on.stream, on.id, hand.by, hand.reason, now=hand.now),
        told=waits,
        done=WAITS,
        choice=lazy_gettext("Merr versionin e botuesit"),
    ),
    # At once and by one person, since it loses nothing.
    Step(
        kind="subject", name="ours", needs_reason=True,
        help="Keep what only we have: somebody has seen to it, and it counts no more.",
        do=lambda hand, on: versions.keep_ours(hand.session, on.stream, on.id, hand.by, hand.reason),
        told=lambda count: f"{count} events count no more",
        done=lazy_gettext("U mbajt jona; nuk numërohet më si ndryshim."),
        choice=lazy_gettext("Mbaj tonin"),
    ),
    Step(
        kind="parked", name="replay", path="replay",
        help="Handle a parked event again, and what waited behind it.",
        do=lambda hand, on: moves.replay(hand.session, hand.inbox, on.id, hand.by),
        told=str,
        done=_REPLAYED,
    ),
    Step(
        kind="parked", name="discard", path="discard", needs_reason=True,
        help="Ask a second person to give a parked event up; what waited behind it goes on then.",
        do=lambda hand, on: steps.ask_to_discard(hand.session, on.id, hand.by, hand.reason, now=hand.now),
        told=waits,
        done=WAITS,
    ),
    Step(
        kind="step", name="agree", path="agreement", roles=AGREEING,
        help="The second person: do what was asked for.",
        do=lambda hand, on: steps.agree(hand.session, hand.inbox, on.id, hand.by, now=hand.now),
        told=lambda step: f"{step.kind} was done",
        done=lazy_gettext("U bë."),
    ),
    Step(
        kind="step", name="refuse", path="refusal", roles=AGREEING,
        help="What was asked for is not to be done.",
        do=lambda hand, on: steps.refuse(hand.session, on.id, hand.by, now=hand.now),
        told=lambda step: f"{step.kind} was refused",
        done=lazy_gettext("Kërkesa u refuzua; asgjë nuk ndryshoi."),
    ),
)  # fmt: skip


def step(kind: Kind, name: str) -> Step:
    return next(one for one in STEPS if (one.kind, one.name) == (kind, name))


def at_once(kind: Kind) -> Iterator[Step]:
    """Those that are one button, since they need no word."""
    return (one for one in STEPS if one.kind == kind and not one.needs_reason)


def chosen() -> dict[str, Step]:
    """Those that the form of a subject offers, by name."""
    return {one.name: one for one in STEPS if one.choice}
