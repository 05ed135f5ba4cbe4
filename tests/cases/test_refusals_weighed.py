"""Whether its body refused and nobody has decided on that is one question: list, figure, page, API and message give it one answer."""

from datetime import date, timedelta
from itertools import product

from sqlalchemy import select

from services.cases.domain.obligations import Assessed, Reply
from services.cases.domain.standing import State
from services.cases.domain.told import Next
from services.cases.lists.attention import wants_attention
from services.cases.models import Obligation
from shared import clock
from shared.events import catalogue
from shared.lists import Reading
from shared.principal import service
from tests.cases.bench import soon, today
from tests.cases.facts_world import Believed, Heard, Owed, store

DAYS = ("insufficient_on", "ladder_ended_on", "refusal_left_on", "closed_on", "held_since")


def rows(bodies, day):
    """One obligation for each reply that answers, each finding, and each day on which somebody decided, or none."""
    words = (Reply.ACCEPTED, Reply.REFUSED_WITH_REASONS, Reply.REFUSED_WITHOUT_REASONS, Reply.NOT_COMPETENT)
    for number, _each in enumerate(product(words, Assessed, (None, *DAYS))):
        yield Owed(bodies[number % 3], day, day, replies=[Heard(_each[0], day, day)], deliveries=[Believed(day, day)])


def test_the_list_of_refusals_holds_just_those_that_are_weighed(bench):
    day = today()
    case_id, bodies = bench.admit(), [bench.body("municipality") for _ in range(3)]
    made = list(rows(bodies, day))
    words = [Assessed(word) for word in Assessed]
    with bench.platform.database.transaction() as session:
        store(session, case_id, made)
        stored = {one.id: one for one in session.execute(select(Obligation)).scalars()}
        for number, one in enumerate(made):
            obligation, decided = stored[one.id], (None, *DAYS)[number % 6]
            obligation.assessed, obligation.ladder = words[number // 6 % len(words)].value, "recommendation"
            if decided:
                setattr(obligation, decided, day)
        session.flush()
        reading = Reading(service("test"), clock.utc_now())
        listed = set(session.execute(select(Obligation.id).where(wants_attention("refused", reading))).scalars())
        held = {one.id for one in stored.values() if one.held_since}
        assert listed == {one.id for one in stored.values() if one.refusal_waits} - held
        told = {
            one.id for one in stored.values() if (one.state_on(day), one.next_on(day)) == (State.REFUSED, Next.WEIGHING)
        }
        assert listed == told
        ended = {one.id for one in stored.values() if one.may_be_ended(day) and not one.goes_on(day)}
    assert listed == ended
    assert len(listed) == 4, "two words of refusal, each not assessed and in process"


def test_who_closes_over_a_refusal_of_what_was_in_process_decides_on_it(bench, story, commissioner):
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    owed = story.obligations(act, body)[0]
    found = {"assessment": "in_process", "promised_date": soon(60), "next_check": soon(30)}
    assert story.officer.post(f"/obligations/{owed['id']}/assessments", found).status_code == 201
    bench.reply(act, body, {"item_id": owed["item_id"], "position": "refused", "has_reasons": True})
    assert [one["id"] for one in story.officer.get("/obligations?attention=refused").json["items"]] == [owed["id"]]
    assert bench.told(catalogue.ObligationStood)[-1]["next"] == "weighing"
    closing = {"step": "close", "outcome": "violation_found_recommended", "closing_ground": "refusal_reasoned"}
    closed = commissioner.post(f"/cases/{story.case_id}/steps", closing | {"reason": "Arsyet qëndrojnë."})
    assert closed.status_code == 200, closed.json
    assert story.officer.get("/obligations?attention=refused").json["items"] == []
    assert story.obligations(act, body)[0]["refusal_left_on"] == str(today())
    assert bench.told(catalogue.CaseClosed)[-1]["items"][0]["next"] == "nothing"


def test_a_refusal_found_not_enough_of_a_body_that_nothing_presses_waits_for_nobody():
    day = date(2026, 3, 2)
    judge = Obligation(
        institution_class="judicial", ladder=None, reply="refused_with_reasons", assessed="not_assessed",
        delivery="delivered", claimed="not_started", confirmed="not_asked", answered_on=day,
    )  # fmt: skip
    assert judge.next_on(day) is Next.WEIGHING
    judge.insufficient_on = day
    assert judge.next_on(day + timedelta(days=1)) is Next.NOTHING
