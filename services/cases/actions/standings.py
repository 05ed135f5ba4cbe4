"""Where an obligation stands now, told to whoever complained: what the body said or did not do, and what the office really does next."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session, object_session

from services.cases import data
from services.cases.actions import messages
from services.cases.domain.obligations import Assessed, Claimed, Reply
from services.cases.domain.standing import PASSED, PRESSING, TABLE, UNANSWERING, State
from services.cases.domain.timeliness import local_date
from services.cases.domain.told import OVER, UNREACHED, Next, takes_back
from services.cases.models import ActItem, Case, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.models.conditions import ACCUSED
from services.cases.models.standing import state_column
from services.cases.queries.more_time import given_late
from services.cases.queries.still_going import still_goes
from shared.events.catalogue import ObligationAnswered, ObligationStood
from shared.messaging.outbox import publish
from shared.principal import service

TELLER = service("cases")
#: Few at a time: each locks its case.
BATCH = 50


def tell(session: Session, case: Case, obligation: Obligation, *, now: datetime, undone: bool = False) -> None:
    """A step of others: where something is left to press for; of those acts whose answer is told (`Kind.answer_is_told`). `undone`: its body
    had said that it is done, and just said otherwise.
    """
    if TABLE[obligation.state_on(local_date(now))].if_insufficient in PRESSING:
        _tell_stood(session, case, obligation, now, undone=undone)


def tell_where(session: Session, case: Case, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: where it stands now, be it that nothing is left to press for, if whoever complained knows otherwise."""
    if obligation.told_state != obligation.state_on(local_date(now)) or obligation.told_next != next_of(
        obligation, now=now
    ):
        _tell_stood(session, case, obligation, now)


def tell_passed(session: Session, case: Case, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: that a day passed, as `tell`; not a second time where that is what was told last."""
    if obligation.told_state != obligation.state_on(local_date(now)):
        tell(session, case, obligation, now=now)


def tell_news(session: Session, case: Case, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: where it stands now, if whoever complained knows otherwise; that what they know no longer holds is said."""
    state, said = obligation.state_on(local_date(now)), said_of(obligation, now=now)
    # What was told before that was kept is known by its state alone.
    known = obligation.told_state == state and obligation.told_next is None
    if known or _told(obligation) == _news(obligation, said, now):
        return
    if said:
        tell_answered(session, case, obligation, said, now=now)
    elif corrects(obligation, now):
        _tell_stood(session, case, obligation, now)
    else:
        tell(session, case, obligation, now=now)


def tell_reported(session: Session, case: Case, obligation: Obligation, *, now: datetime, undone: bool) -> None:
    """A step of others: what a body says after its reply, where that is another than what was told last. `undone`: as `tell`."""
    if said := said_of(obligation, now=now):
        if undone or _told(obligation) != _news(obligation, said, now):
            tell_answered(session, case, obligation, said, now=now, undone=undone)
    elif said := said_late(obligation, now=now):
        tell_answered(session, case, obligation, said, now=now, undone=undone)


def take_back(session: Session, *, now: datetime) -> int:
    """Tell of what a day did not pass by after all, though that was told: whichever way its clock or its letter moved. How many were looked at."""
    untrue: ColumnElement[bool] = text(ACCUSED)  # type: ignore[assignment]  # a condition in words is one as well
    otherwise = untrue, Obligation.fell_on.is_(None), state_column(local_date(now)) != Obligation.told_state
    found = session.execute(select(Obligation.id, Obligation.case_id).where(*otherwise).limit(BATCH)).all()
    for obligation_id, case_id in sorted(found, key=lambda row: (str(row[1]), str(row[0]))):
        case = session.get_one(Case, case_id, with_for_update=True)
        statement = select(Obligation).where(Obligation.id == obligation_id, *otherwise).with_for_update()
        obligation = session.execute(statement).scalar_one_or_none()
        if obligation is not None:
            tell_news(session, case, obligation, now=now)
            # Also where nobody is there any more to read it.
            _keep(obligation, said_of(obligation, now=now), now)
    return len(found)


def note_told(
    session: Session, obligation: Obligation, act: Recommendation, *, now: datetime, said: str | None = None
) -> None:
    """A step of others: that whoever complained was told where it stands, for whoever is asked what they were told last. `said`: the
    body's word, where that is what was told.
    """
    today = local_date(now)
    told = {"obligation": obligation.id, "act": act.id, "number": act.number, "institution": obligation.institution_id}
    told |= {"state": obligation.state_on(today).value, "next": next_of(obligation, now=now).value}
    note(session, obligation.case_id, now, TELLER.name, "complainant.status", **told)
    _keep(obligation, said, now)


def next_of(obligation: Obligation, *, now: datetime) -> Next:
    """A step of others: what the office does next, as whoever complained is told it: for a closed case nothing waits, and that a letter
    asks for nothing any more stops only what has not left.
    """
    follows = obligation.next_on(local_date(now))
    session = object_session(obligation)
    if session is None:
        return follows
    if follows is Next.WAIT and session.get_one(Case, obligation.case_id).is_closed:
        follows = Next.ELSEWHERE
    if follows not in OVER or obligation.state_on(local_date(now)) is not State.NOT_DELIVERED:
        return follows
    session.flush()
    return Next.STILL_GOES if still_goes(session, obligation) else follows


def note_fallen(session: Session, act: Recommendation, owed: Sequence[Obligation], *, now: datetime) -> None:
    """A step of others: that whoever complained was told that the letter counts no more, and so nothing that was told of it before."""
    note(session, act.case_id, now, TELLER.name, "complainant.act_fell", act=act.id, number=act.number)
    for obligation in owed:
        _keep(obligation, None, now)


def keep_known(obligation: Obligation, *, now: datetime) -> None:
    """A step of others: that whoever complained knows where it stands, be it that nothing more had to be told."""
    _keep(obligation, said_of(obligation, now=now), now)


def keep_told(obligation: Obligation, said: str | None, follows: Next, *, now: datetime) -> None:
    """A step of others: that whoever complained was told where it stands by the message that tells of a whole case, and what follows."""
    _keep(obligation, said, now)
    obligation.told_next = follows.value


def _keep(obligation: Obligation, said: str | None, now: datetime) -> None:
    before = obligation.told_state
    state, obligation.told_said, obligation.told_next, obligation.told_day = _news(obligation, said, now)
    # That a court has the matter takes nothing back of what was told before.
    obligation.told_state = before if state == State.ELSEWHERE and before not in UNREACHED else state


def _news(obligation: Obligation, said: str | None, now: datetime) -> tuple[str | None, str | None, str, date | None]:
    """Where it stands, what its body said, what comes next, and by when it is to be done."""
    today = local_date(now)
    return obligation.state_on(today).value, said, next_of(obligation, now=now).value, _day_of(obligation, said)


def _told(obligation: Obligation) -> tuple[str | None, str | None, str | None, date | None]:
    return obligation.told_state, obligation.told_said, obligation.told_next, obligation.told_day


def _day_of(obligation: Obligation, said: str | None) -> date | None:
    return obligation.implementation_due if said and said.startswith("accepted") else None


def corrects(obligation: Obligation, now: datetime) -> str | None:
    """A step of others: the state that whoever complained was told last and that, as is known now, does not hold."""
    told, state = obligation.told_state, obligation.state_on(local_date(now))
    said_on, passed = obligation.promised_on, obligation.told_promised
    anew = said_on is not None and passed is not None and said_on > passed
    answered_on, due = obligation.answered_on, obligation.reply_due
    found = obligation.assessed != Assessed.NOT_ASSESSED
    if (
        told == state == State.NOT_DELIVERED
        and obligation.told_next in OVER
        and next_of(obligation, now=now) not in OVER
    ):
        # Of a letter that has not arrived, nothing more was asked either.
        return State.MOOT.value
    return told if takes_back(told, state, answered_on, due, promised_anew=anew, found=found) else None


def _given(session: Session, obligation: Obligation, corrects: str | None, today: date) -> date | None:
    return given_late(session, obligation, today) if corrects == State.NO_REPLY else None


def _tell_stood(session: Session, case: Case, obligation: Obligation, now: datetime, *, undone: bool = False) -> None:
    act, today = session.get_one(Recommendation, obligation.recommendation_id), local_date(now)
    complaints = hearers_of(session, case, act)
    if not complaints:
        return
    untrue = State.CLAIMED.value if undone else corrects(obligation, now)
    event = ObligationStood(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        place=place_of(session, obligation),
        institution_id=obligation.institution_id,
        state=obligation.state_on(today).value,
        next=next_of(obligation, now=now).value,
        complaints=tuple(complaints),
        corrects=untrue,
        due=obligation.reply_due if untrue and obligation.answered_on is None else None,
        given=_given(session, obligation, untrue, today),
    )
    publish(session, event, obligation.id)
    note_told(session, obligation, act, now=now)


def said_of(obligation: Obligation, *, now: datetime) -> str | None:
    """What a body said of an item that is good news, none of its business, or no answer yet; None where it is told otherwise, or not at
    all.
    """
    if obligation.reply in UNANSWERING:
        return obligation.reply if obligation.closed_on is None else None
    state = obligation.state_on(local_date(now))
    if state is State.IN_PROCESS:
        return _yes_of(obligation)
    return state.value if state in {State.CLAIMED, State.NOT_COMPETENT} else None


def said_late(obligation: Obligation, *, now: datetime) -> str | None:
    """What a body said that accepts an item whose day has passed, or says that it is done; None of any other."""
    if obligation.state_on(local_date(now)) not in PASSED:
        return None
    return State.CLAIMED.value if obligation.claimed == Claimed.IMPLEMENTED else _yes_of(obligation)


def _yes_of(obligation: Obligation) -> str:
    return "accepted_in_part" if obligation.reply == Reply.ACCEPTED_IN_PART else "accepted"


def tell_answered(
    session: Session, case: Case, obligation: Obligation, said: str, *, now: datetime, undone: bool = False
) -> None:
    """A step of others: what the body said, to whoever complained, and where its day had passed by then that too; of what `tell` tells, `undone` as there."""
    act, today = session.get_one(Recommendation, obligation.recommendation_id), local_date(now)
    complaints = hearers_of(session, case, act)
    if not complaints:
        return
    late = obligation.state_on(today) in PASSED
    untrue = State.CLAIMED.value if undone else corrects(obligation, now)
    event = ObligationAnswered(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        place=place_of(session, obligation),
        institution_id=obligation.institution_id,
        said=said,
        next=next_of(obligation, now=now).value,
        complaints=tuple(complaints),
        by=None if late else _day_of(obligation, said),
        passed=obligation.implementation_due if late else None,
        corrects=untrue,
        given=_given(session, obligation, untrue, today),
    )
    publish(session, event, obligation.id)
    # That its day passed is what is known of it then: the timer tells it no second time.
    note_told(session, obligation, act, now=now, said=None if late else said)


def hearers_of(session: Session, case: Case, act: Recommendation) -> list[UUID]:
    """Whose mailboxes hear what the addressees of an act say, or that they say nothing; nobody's where that is not told."""
    return messages.hearers_of(session, case, act) if answer_is_told(act) else []


def answer_is_told(act: Recommendation) -> bool:
    """A step of others: whether an act is one whose reply is awaited and told."""
    return data.kind_on(act.kind, act.issued_on or date.max).answer_is_told


def place_of(session: Session, obligation: Obligation) -> int:
    """The number of its item in the letter, from 1."""
    return session.get_one(ActItem, obligation.item_id).place + 1
