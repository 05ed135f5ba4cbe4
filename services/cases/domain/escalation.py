"""Which rung of a ladder an obligation has reached, from when, and whether a person may send it now. Whether anything warrants
one says the table of standing.py.

The first body's record (silent, late, refused) is untouched by all of this: a rung is a further letter, not a correction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from services.cases.domain.bodies import UNPRESSED, BodyClass, Id
from services.cases.domain.by_when import days_held
from services.cases.domain.ladder import (
    REMINDERS,
    AfterEvent,
    Alternative,
    Ladder,
    Rung,
    RungKey,
    lawful_alternatives,
)
from services.cases.domain.ledger import Stretch
from services.cases.domain.standing import OF_THE_DAY, PRESSING, Ground
from services.cases.domain.workdays import Calendar
from shared.rules import RuleViolation


@dataclass(frozen=True)
class Sent:
    """A rung that was sent, or replaced by a lawful alternative, and the last day of the term it opened, if it did."""

    key: RungKey
    on: date
    term_due: date | None = None


@dataclass(frozen=True)
class Situation:
    """One obligation on one day. `ground`: what the ladder goes on for, or will once a term that runs has passed in silence;
    `since`: the first day on which it holds. `remindable`: the body did not say no, and its reply was not found poor; otherwise
    nothing is left to wait for and the next level is turned to. `superiors`: those of that day who are to be turned to next
    (bodies.next_above), be it that others were before them.
    `calendar`: the working days as they are known on that day, with what was decreed. `arrived`: the letter is with the body;
    `under_way`: the letter of an earlier rung is with nobody yet; `receipt_waits`: when it arrived was recorded and waits
    for a second person; `held`: a court or a prosecutor has the matter; `moot`: what it presses for was settled, or withdrawn; `holds`: when one
    had it, or the office asked for nothing (`by_office`), days that are not waited. `public`: the public reads the act already, so that to publish it is no step any more; `shown_from`: the
    first day on which a decision would let them, none while something else than a term stands against it.
    """

    today: date
    reply_due: date | None
    body_class: BodyClass
    ground: Ground
    since: date | None = None
    remindable: bool = True
    sent: tuple[Sent, ...] = ()
    superiors: tuple[Id, ...] = ()
    calendar: Calendar = field(default_factory=Calendar, compare=False)
    arrived: bool = True
    under_way: bool = False
    held: bool = False
    moot: bool = False
    receipt_waits: bool = False
    holds: tuple[Stretch, ...] = ()
    by_office: bool = False
    public: bool = False
    shown_from: date | None = date.min


class Since(StrEnum):
    """What the first day of a rung follows. `found`: the finding that a reply is not enough, or that it was not done or only in
    part; `promised`: the day by which it was to be done, whoever named it.
    """

    REPLY_DUE = "reply_due"
    FOUND = "found"
    PROMISED = "promised"
    PREVIOUS_RUNG = "previous_rung"
    PREVIOUS_RUNG_TERM = "previous_rung_term"


@dataclass(frozen=True)
class Counted:
    """Why a rung may be sent from a day on: so many calendar `days` after the day of that event, or if the office does not work
    then, on its next working day by `calendar`. Without `days`, as after a refusal, nothing is waited for, not even Monday. Days in one
    of `holds` are not counted.
    """

    since: Since
    day: date
    days: int
    calendar: Calendar = field(default_factory=Calendar, compare=False, repr=False)
    holds: tuple[Stretch, ...] = field(default=(), compare=False, repr=False)
    by_office: bool = field(default=False, compare=False, repr=False)

    @property
    def held(self) -> int:
        """How many days it is later for a court or a prosecutor that had the matter."""
        first, last = self.day + timedelta(days=1), self.day + timedelta(days=self.days)
        return (days_held(first, last, self.holds) or 0) if self.days else 0

    @property
    def reached(self) -> date:
        """The day on which the days are over, be it a day off."""
        return self.day + timedelta(days=self.days + self.held)

    @property
    def on(self) -> date:
        return self.calendar.next_working(self.reached) if self.days else self.day


@dataclass(frozen=True)
class Offer:
    """A rung and the first day on which it may be sent, which may lie ahead. With `no_superior` it cannot be sent at all
    and `alternatives` names what is lawful instead. `counted`: why from that day; none where the commissioner lifted it.
    """

    rung: Rung
    on: date
    no_superior: bool = False
    alternatives: tuple[str, ...] = ()
    counted: Counted | None = field(default=None, compare=False)


def answer_day(arrived: date, days: int, calendar: Calendar, holds: tuple[Stretch, ...]) -> date:
    """By when a reminder that arrived on that day asks for an answer: the last working day of so many, so that the next rung is due after it."""
    return calendar.last_working(Counted(Since.PREVIOUS_RUNG, arrived, days, holds=holds).reached)


def is_warranted(situation: Situation) -> bool:
    """Whether there is a ground that presses; never for an accepting reply whose promised day is still to come, and nothing on a
    letter that did not arrive, nor while its receipt waits for a second person or a court or a prosecutor has the matter.
    """
    if situation.held or situation.moot or situation.receipt_waits or not situation.arrived:
        return False
    if situation.ground not in PRESSING:
        return False
    return situation.ground is not Ground.SILENCE or situation.reply_due is not None


def waits_for(situation: Situation) -> str | None:
    """What the next rung waits for, whatever its day: that the receipt of the letter is looked at (`receipt`), or that the letter of the rung
    before arrives (`letter`); `nothing` where it will never be, since what it presses for is over.
    """
    if situation.moot:
        return "nothing"
    if situation.ground not in PRESSING or situation.held or not situation.arrived:
        return None
    if situation.receipt_waits:
        return "receipt"
    return "letter" if situation.under_way else None


def _remaining(ladder: Ladder, situation: Situation) -> Iterator[Rung]:
    """Rungs still ahead, in order; reminders only of what a body can be reminded of. The superiors come one after the other."""
    sent = {one.key for one in situation.sent}
    last = max((place for place, rung in enumerate(ladder.rungs) if rung.key in sent), default=-1)
    another = last >= 0 and ladder.rungs[last].needs_superior and bool(situation.superiors)
    for rung in ladder.rungs[last if another else last + 1 :]:
        if rung.key is RungKey.PUBLICATION and situation.public:
            continue
        if situation.remindable or rung.key not in REMINDERS:
            yield rung


def used_up(ladder: Ladder | None, situation: Situation, alternatives: Iterable[Alternative]) -> bool:
    """Whether the publication of an act that the public reads already would be due: then nothing is left to be done."""
    if not situation.public:
        return False
    left = offers(ladder, replace(situation, public=False), alternatives)
    return any(one.rung.key is RungKey.PUBLICATION and one.on <= situation.today for one in left)


def _first_day(rung: Rung, ladder: Ladder, situation: Situation) -> Counted | None:
    """The first day of this rung given what was sent so far; none while nothing fixes it."""
    counted = _since(rung, ladder, situation)
    if counted is not None and rung.key is RungKey.PUBLICATION:
        counted = _shown(counted, situation.shown_from)
    if counted is None:
        return None
    return replace(counted, calendar=situation.calendar, holds=situation.holds, by_office=situation.by_office)


def _shown(counted: Counted, shown_from: date | None) -> Counted | None:
    """A publication that nobody could read is none: it waits for the term of its act."""
    if shown_from is None or counted.reached >= shown_from:
        return counted if shown_from else None
    return Counted(Since.REPLY_DUE, shown_from - timedelta(days=1), 1)


def _since(rung: Rung, ladder: Ladder, situation: Situation) -> Counted | None:
    last = max(situation.sent, key=lambda one: (one.on, list(RungKey).index(one.key)), default=None)
    if situation.ground is Ground.SILENCE:
        planned, due = _planned(rung, ladder, last, situation), situation.reply_due
        if planned is None or due is None or planned.reached > due:
            return planned
        # A term that was extended after a reminder had gone out runs again, and nothing is sent while it does.
        return Counted(Since.REPLY_DUE, due, 1)
    arose = _arose(situation)
    at_once = last is None or (last.key in REMINDERS and not situation.remindable)
    if arose is None or at_once:
        return arose
    planned = _planned(rung, ladder, last, situation)
    return planned if planned is None or planned.reached > arose.reached else arose


def _arose(situation: Situation) -> Counted | None:
    """From the day of a finding on, or from the day after the one by which it was to be done."""
    if situation.since is None:
        return None
    if situation.ground in OF_THE_DAY:
        return Counted(Since.PROMISED, situation.since - timedelta(days=1), 1)
    return Counted(Since.FOUND, situation.since, 0)


def _planned(rung: Rung, ladder: Ladder, last: Sent | None, situation: Situation) -> Counted | None:
    counted = _after(rung, ladder, last, situation.reply_due)
    return replace(counted, holds=situation.holds) if counted else None


def _after(rung: Rung, ladder: Ladder, last: Sent | None, reply_due: date | None) -> Counted | None:
    if last is None:
        return Counted(Since.REPLY_DUE, reply_due, rung.after_days) if reply_due else None
    if last.key is rung.key and last.term_due is not None:
        return Counted(Since.PREVIOUS_RUNG_TERM, last.term_due, rung.next_after_days)
    if rung.after_event is not AfterEvent.PREVIOUS_RUNG_TERM:
        return Counted(Since.PREVIOUS_RUNG, last.on, rung.after_days)
    before = ladder.rungs[ladder.rungs.index(rung) - 1].key
    if last.key is before and last.term_due is not None:
        return Counted(Since.PREVIOUS_RUNG_TERM, last.term_due, rung.after_days)
    no_term = rung.after_days_if_no_term
    return Counted(Since.PREVIOUS_RUNG, last.on, rung.after_days if no_term is None else no_term)


def offers(ladder: Ladder | None, situation: Situation, alternatives: Iterable[Alternative]) -> tuple[Offer, ...]:
    """What comes next: the next rung; where that asks for a superior that the body does not have, the lawful ways in its place, and only
    where there are none what comes after it.

    Empty when nothing warrants a rung, the ladder is used up, or the body is never pressed.
    """
    if ladder is None or situation.body_class in UNPRESSED or not is_warranted(situation) or situation.under_way:
        return ()
    alternatives = tuple(alternatives)
    found: list[Offer] = []
    for rung in _remaining(ladder, situation):
        counted = _first_day(rung, ladder, situation)
        if counted is None:
            break
        if not rung.needs_superior or situation.superiors:
            found.append(Offer(rung, counted.on, counted=counted))
            break
        legal = lawful_alternatives(rung, situation.body_class, alternatives, counted.on)
        found.append(Offer(rung, counted.on, no_superior=True, alternatives=legal, counted=counted))
        if legal:
            break
    return tuple(found)


def behind(ladder: Ladder | None, situation: Situation, alternatives: Iterable[Alternative]) -> tuple[Rung, ...]:
    """The rungs that come after those that are open or next: only the commissioner's reason could bring one forward."""
    found = offers(ladder, situation, alternatives)
    if ladder is None or not found:
        return ()
    open_now = {one.rung.key for one in found}
    return tuple(
        rung
        for rung in _remaining(ladder, situation)
        if rung.key not in open_now and (situation.superiors or not rung.needs_superior)
    )


def _rung_to_send(ladder: Ladder | None, key: RungKey, situation: Situation) -> Rung:
    """The rung, unless no order and no waiting would ever make it lawful here."""
    if ladder is None or situation.body_class in UNPRESSED:
        raise RuleViolation("such a body is informed, never pressed", code="ladder.never_pressed")
    rung = next((one for one in ladder.rungs if one.key is key), None)
    if rung is None:
        raise RuleViolation("this kind of act has no such rung", code="ladder.no_such_rung", legal=_keys(ladder.rungs))
    if key in {one.key for one in situation.sent} and not (rung.needs_superior and situation.superiors):
        raise RuleViolation("this rung was sent already", code="ladder.already_sent")
    _check_settled(situation)
    if key is RungKey.PUBLICATION and situation.public:
        raise RuleViolation("the public reads it already", code="ladder.already_public")
    if not situation.arrived:
        raise RuleViolation("the letter has not reached the body", code="ladder.not_delivered")
    if situation.under_way:
        raise RuleViolation("the letter of the rung before has not arrived", code="ladder.not_arrived")
    if not is_warranted(situation):
        raise RuleViolation("as it stands, nothing warrants a further step", code="ladder.not_warranted")
    return rung


def _check_settled(situation: Situation) -> None:
    """Refuses while somebody else is still to say whether anything may be asked of the body."""
    if situation.held:
        raise RuleViolation("a court or a prosecutor has the matter", code="ladder.held", legal=("resume",))
    if situation.moot:
        raise RuleViolation(
            "what it presses for was settled, withdrawn or superseded, or pressed for before its time",
            code="ladder.moot",
        )
    if situation.receipt_waits:
        raise RuleViolation("the receipt of the letter waits for a second person", code="ladder.receipt_waits")


def _check_shown(situation: Situation) -> None:
    """Refuses a publication by which the public would read nothing: no reason makes it lawful."""
    if situation.shown_from is None:
        raise RuleViolation("the public would not read it", code="ladder.not_shown")
    if situation.shown_from > situation.today:
        raise RuleViolation(f"a term runs; it may be shown from {situation.shown_from}", code="ladder.term_runs")


def check_rung(
    ladder: Ladder | None,
    key: RungKey,
    situation: Situation,
    alternatives: Iterable[Alternative],
    *,
    override_reason: str = "",
) -> Offer:
    """The offer, if this rung may be sent today; otherwise refuses and says what is open instead.

    `override_reason` lifts the order and the waiting and nothing else, and no reminder is brought before the term that it says is over; that only the commissioner may give one is checked
    where roles are known.
    """
    alternatives = tuple(alternatives)
    rung = _rung_to_send(ladder, key, situation)
    if rung.needs_superior and not situation.superiors:
        legal = lawful_alternatives(rung, situation.body_class, alternatives, situation.today)
        raise RuleViolation("on this day the body has no superior", code="ladder.no_superior", legal=legal)
    open_now = offers(ladder, situation, alternatives)
    offer = next((one for one in open_now if one.rung is rung), None)
    if offer is not None and offer.on <= situation.today:
        return offer
    runs_until = situation.reply_due if situation.ground is Ground.SILENCE else None
    if rung.key in REMINDERS and runs_until is not None and runs_until >= situation.today:
        raise RuleViolation(f"the term runs until {runs_until}: a reminder says it is over", code="ladder.term_runs")
    if rung.key is RungKey.PUBLICATION:
        _check_shown(situation)
    if override_reason.strip():
        return Offer(rung, situation.today)
    if offer is not None:
        raise RuleViolation(f"an earlier term runs; it may be sent from {offer.on}", code="ladder.term_runs")
    raise RuleViolation(
        "an earlier rung comes first",
        code="ladder.out_of_order",
        legal=_keys(one.rung for one in open_now if not one.no_superior),
    )


def _keys(rungs: Iterable[Rung]) -> tuple[str, ...]:
    return tuple(rung.key.value for rung in rungs)
