"""A letter recounts that a last day moved only where its body had been told that day; what was accepted wholly is not called accepted in part, and what
is asked for begins each time otherwise.
"""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from services.cases.domain.clock_history import Moved, as_told
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import local_date
from shared import clock
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_delivery import act, arrive, body, deem, leave, silence

__all__ = ["act", "body", "silence"]

FIRST = datetime(2027, 1, 4, 12, tzinfo=UTC)
A, B, C = (date(2027, 2, day) for day in (1, 10, 20))


def move(number, former, day, why):
    return Moved(FIRST + timedelta(days=number), FIRST + timedelta(days=number + 1), former, day, (why,))


STARTED, EXTENDED = EntryKind.STARTED, EntryKind.EXTENDED


@pytest.mark.parametrize(
    ("told", "lived"),
    [
        ((A, B), [(A, B, (STARTED,)), (B, C, (EXTENDED,))]),
        ((B,), [(B, C, (EXTENDED,))]),
        ((A,), [(A, C, (STARTED, EXTENDED))]),
        ((), []),
    ],
)
def test_a_day_that_nobody_told_the_body_did_not_move_for_it(told, lived):
    moves = [move(0, A, B, STARTED), move(1, B, C, EXTENDED)]
    kept = as_told(moves, [(FIRST, day) for day in told])
    assert [(one.former, one.day, one.why) for one in kept] == lived


def test_what_came_back_to_the_day_that_was_told_never_moved():
    assert as_told([move(0, A, B, STARTED), move(1, B, A, STARTED)], [(FIRST, A)]) == ()


def test_a_day_that_was_told_only_later_had_not_been_told():
    assert as_told([move(0, A, B, STARTED)], [(FIRST + timedelta(days=9), A)]) == ()


def reminder(silence):
    [drafted] = [one for one in silence.draft() if one["rung"] == "reminder"]
    return silence.story.officer.get(f"/rung-letters/{drafted['id']}").json["text"]["text"]


def test_the_day_that_was_presumed_of_a_letter_before_its_delivery_was_known_is_no_term_that_moved(silence):
    leave(silence)
    with silence.on(after(today(), 25)):
        deem(silence)
        arrive(silence, local_date(clock.utc_now()))
        due = silence.owed[0]["reply_due"]
    with silence.on(after(due)):
        assert "u zhvendos" not in reminder(silence)


@pytest.fixture
def school(story, bench, commissioner):
    """A body that owes two items on an act delivered today."""
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


@pytest.mark.parametrize(("position", "part"), [("accepted", False), ("accepted_in_part", True)])
def test_who_accepted_wholly_is_not_told_that_it_was_in_part(school, position, part):
    promised = after(today(), 20)
    for place, owed in enumerate(school.owed):
        item = {"item_id": owed["item_id"], "position": position, "has_reasons": True, "claimed": "in_process"}
        school.bench.reply(school.act, school.body, item | {"promised_date": promised}, version=place + 1)
    with school.on(after(promised, 3)):
        text = reminder(school)
        assert "e pranuat" in text and "qoftë" not in text
        assert ("pjesërisht" in text) is part


def test_no_two_paragraphs_in_a_row_begin_alike(school):
    for place, owed in enumerate(school.owed):
        item = {"item_id": owed["item_id"], "position": "accepted", "claimed": "implemented"}
        school.bench.reply(school.act, school.body, item, version=place + 1)
    for owed, word in zip(school.owed, ("not", "partly"), strict=True):
        found = {"assessment": word, "evidence": [SEEN]}
        assert school.story.officer.post(f"/obligations/{owed['id']}/assessments", found).status_code == 201
    text = reminder(school)
    begins = [paragraph.split()[0] for paragraph in text.split("\n\n")]
    assert all(one != other for one, other in itertools.pairwise(begins)), begins
    assert "Gjithashtu, ju lutemi" in text
