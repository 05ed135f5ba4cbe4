"""What whoever complained is told of an obligation: what the office does next, and whether what they were told before was wrong."""

from datetime import date
from enum import StrEnum

from services.cases.domain.standing import BACK, PASSED, WEIGHED, State

#: Its body is without a letter of the office.
UNREACHED = frozenset({State.NOT_DELIVERED, State.ASKED_AGAIN})
#: What the office does next about a letter that asks for nothing any more.
OVER = frozenset({"nothing", "elsewhere", "still_goes"})
_UNDONE = frozenset({State.PARTLY, State.NOT})


class Next(StrEnum):
    """What the office does next about an obligation, as the complainant is told it. `weighing`: it looks whether a refusal, or that the
    body is not competent, is to be accepted; `check`: it looks again whether the promise is kept; `await`: the body said something,
    and its answer is still to come; `wait`: a court or a prosecutor has the matter, and steps go on once it is back; `deliver`: the letter has not
    reached the body, and the office sees to it; `turned`: the office turned to the body that is competent, or has the letter now; `elsewhere`: nothing, since a court or a prosecutor
    has the matter, and the case was closed on that ground; `still_goes`: nothing, but the letter has not arrived and may still.
    """

    NOTHING = "nothing"
    STEPS = "steps"
    WEIGHING = "weighing"
    CHECK = "check"
    AWAIT = "await"
    WAIT = "wait"
    DELIVER = "deliver"
    TURNED = "turned"
    ELSEWHERE = "elsewhere"
    STILL_GOES = "still_goes"


def next_of(state: State, *, goes_on: bool, ended: bool, unanswering: bool = False, held: bool = False) -> Next:
    """`goes_on`: its ladder does; `ended`: no rung is left, or nothing more is asked; `unanswering`: all that the body said is no answer;
    `held`: a court or a prosecutor has the matter, which ends nothing.
    """
    if goes_on:
        return Next.STEPS
    if ended:
        return Next.NOTHING
    if held:
        return Next.WAIT
    if state is State.ASKED_AGAIN:
        return Next.DELIVER
    if unanswering:
        return Next.AWAIT
    # Found in process before the body said anything: the office looks again, and nothing has ended.
    checked = dict.fromkeys((State.CLAIMED, State.IN_PROCESS, State.AWAITING_REPLY), Next.CHECK)
    weighed = dict.fromkeys(WEIGHED, Next.WEIGHING)
    return (weighed | checked | {State.NOT_DELIVERED: Next.DELIVER}).get(state, Next.NOTHING)


def takes_back(
    told: str | None,
    state: State,
    answered_on: date | None,
    due: date | None,
    *,
    promised_anew: bool = False,
    found: bool = True,
) -> bool:
    """Whether where an obligation stands now says that it was wrong to tell `told` of it. `answered_on`, `due`: the days of its answer and of the
    reply; `promised_anew`: the body named another day after the one of which was told; `found`: a finding stands.

    That is that its body was without the letter, which it has by now; that nothing is asked any more of what is asked for again, and a last day that, as is known now, did not pass its body by: what a body says or does after its day takes nothing back. So it is of a
    finding that a later one contradicts: what could not be found out contradicts nothing, and that it was not done is wrong only once it is taken back.
    """
    if told in UNREACHED:
        return state not in UNREACHED | {State.FELL}
    ended = {State.FELL, State.MOOT, State.ELSEWHERE}
    if told == State.MOOT:
        return state is not State.FELL
    if told in _UNDONE:
        return not found and state not in ended
    if told in BACK:
        return state not in ended | ({State.IMPLEMENTED} if told == State.IMPLEMENTED else BACK - _UNDONE)
    if told == State.NO_REPLY:
        in_time = answered_on is not None and due is not None and answered_on <= due
        return in_time or state in {State.NOT_DELIVERED, State.AWAITING_REPLY}
    kept = {State.NOT_DELIVERED, State.AWAITING_REPLY, State.IN_PROCESS, State.CLAIMED}
    return told in PASSED and state in kept and not promised_anew
