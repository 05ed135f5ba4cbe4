"""Of what a body is reminded: of its reply, or of the measure that it accepted; the event says of which, and its day."""

import pytest

from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_promises import assess, owing, reports, says
from tests.cases.test_rung_letters import school, silence

__all__ = ["school", "silence"]


def reminded(silence, day):
    with silence.on(day):
        silence.draft()
        assert silence.send(silence.story.officer, "reminder").json["state"] == "sent"
    return {
        (one["clock"]["obligation_id"], one["ground"], one["clock"]["due"])
        for one in silence.bench.told(catalogue.ObligationReminded)
    }


def test_who_is_silent_of_its_reply(silence):
    due = silence.owed[0]["reply_due"]
    assert reminded(silence, after(due)) == {(one["id"], "silence", due) for one in silence.owed}


def test_who_answered_in_time_of_the_day_that_it_promised_and_not_of_its_reply(silence):
    promised, now = after(silence.owed[0]["reply_due"], 15), clock.utc_now()
    for one in silence.owed:
        item = {"item_id": one["item_id"], "position": "accepted", "promised_date": promised}
        silence.bench.reply(silence.act, silence.body, item, received_at=now)
    told = reminded(silence, after(promised, 5))
    assert told == {(one["id"], "broken_promise", promised.isoformat()) for one in silence.owed}


@pytest.mark.parametrize("promised", [False, True])
def test_who_let_the_day_of_the_office_pass_of_that_and_of_no_word_of_its_own(story, bench, commissioner, promised):
    owed = owing(story, bench, commissioner)
    says(owed, "accepted", **({"promised_date": after(today(), 20)} if promised else {}))
    given = after(today(), 100)
    found = assess(owed, assessment="in_process", promised_date=str(given), next_check=str(given))
    assert found.status_code == 201, found.json
    with owed.on(after(given, 1)):
        [drafted] = owed.draft()
    words = drafted["text"]["text"]
    assert f"Zyra ju dha kohë, dhe dita e fundit e saj, {day_words(given, 'sq')}, ka kaluar" in words
    assert "Dhatë një ditë" not in words
    told = reminded(owed, after(given, 1))
    assert told == {(one["id"], "day_passed", given.isoformat()) for one in owed.owed}


def test_above_it_too_the_day_is_that_of_the_office(school):
    accepted = {"position": "accepted", "promised_date": after(today(), 20)}
    for one in school.owed:
        school.bench.reply(
            school.act, school.body, {"item_id": one["item_id"], **accepted}, received_at=clock.utc_now()
        )
    given = after(today(), 100)
    for one in school.owed:
        body = {"assessment": "in_process", "promised_date": str(given), "next_check": str(given)}
        assert school.story.officer.post(f"/obligations/{one['id']}/assessments", body).status_code == 201
    school.story.not_enough(*school.owed)
    with school.on(after(given, 60)):
        sent = school.send(school.story.approver, "hierarchical_superior")
        words = school.story.officer.get(f"/recommendations/{sent.json['act']}").json["grounds"]
    assert f"Zyra i dha kohë, dhe dita e fundit e saj, {day_words(given, 'sq')}, ka kaluar" in words
    assert "dha një ditë deri kur" not in words


def test_a_first_reminder_tells_what_its_body_reported_and_asked_after_its_answer(story, bench, commissioner):
    owed = owing(story, bench, commissioner)
    promised = after(today(), 20)
    says(owed, promised_date=promised)
    asked = after(today(), 200)
    with owed.on(after(today(), 5)):
        reports(owed, "in_process", asked)
    with owed.on(after(promised, 1)):
        [drafted] = owed.draft()
    assert drafted["rung"] == "reminder"
    words = drafted["text"]["text"]
    assert f"njoftoi për ecurinë dhe kërkoi kohë deri më {day_words(asked, 'sq')} (pika 1)." in words
    assert f"premtoi ta bëjë deri më {day_words(promised, 'sq')} (pika 1)." in words
