"""The term of a special report is the Assembly's for the debate itself: a day that it names inside it makes nothing late before its end."""

from services.cases import timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import after, day_of
from tests.cases.pages_world import said
from tests.cases.test_progress_told import report
from tests.cases.test_promises import assess, says


def test_a_day_that_the_assembly_named_inside_its_term_makes_nothing_late_before_the_term_is_over(
    story, bench, commissioner
):
    silence = report(story, bench, commissioner)
    named = after(today(), 20)
    says(silence, promised_date=named)
    owed = silence.owed[0]
    term = day_of(owed["reply_due"])
    assert named < term
    with silence.on(after(named, 20)):
        assert local_date(clock.utc_now()) < term
        timers.announce_overdue(bench.platform, clock.utc_now())
        now = silence.owed[0]
        assert (now["reply_due"], now["timeliness"]["implementation"]["word"]) == (str(term), "due_in")
        late = story.officer.get("/obligations?timeliness=late&what=implementation").json["items"]
        assert late == [] and silence.rungs()["offers"] == []
        assert not bench.told(catalogue.ObligationOverdue) and not bench.told(catalogue.ObligationStood)
        assert assess(silence, outcome="debated", on=str(after(named, 20)), evidence=[SEEN]).status_code == 201
        assert silence.owed[0]["timeliness"]["implementation"]["word"] == "in_time"


def test_once_the_term_is_over_the_day_that_it_named_has_passed(story, bench, commissioner):
    silence = report(story, bench, commissioner)
    says(silence, promised_date=after(today(), 20))
    with silence.on(after(silence.owed[0]["reply_due"], 1)):
        timers.announce_overdue(bench.platform, clock.utc_now())
        assert silence.owed[0]["timeliness"]["implementation"]["word"] == "late"
        assert silence.owed[0]["state"] == "day_passed", "the term's last day is nobody's promise"
        assert silence.story.officer.get("/obligations?state=promise_broken").json["items"] == []
        assert [one["what"] for one in bench.told(catalogue.ObligationOverdue)] == ["implementation"]
        assert [one["rung"] for one in silence.rungs()["offers"]] == ["publication"]


def publish(silence, **more):
    return silence.commissioner.post(
        f"/obligations/{silence.owed[0]['id']}/escalations", {"rung": "publication", **more}
    )


def test_nothing_is_published_as_a_step_while_the_public_could_not_read_it(story, bench, commissioner):
    silence = report(story, bench, commissioner)
    says(silence, "refused", reasons="Nuk u vu në rend.")
    poor = {"reason": "Ligji e kërkon debatin."}
    assert story.approver.post(f"/obligations/{silence.owed[0]['id']}/insufficiency", poor).status_code == 201
    term = silence.owed[0]["reply_due"]
    assert [one["on"] for one in silence.rungs()["offers"]] == [str(after(term, 1))]
    for more in ({}, {"override_reason": "Interes publik."}):
        refused = publish(silence, **more)
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.term_runs")
    assert silence.draft() == []
    with silence.on(after(term, 1)):
        sent = silence.send(silence.publisher, "publication")
        assert sent.json["state"] == "sent"
        number = silence.act["number"]
        public = bench.app.test_client().get("/cases/api/v1/public/recommendations").json["items"]
        assert [one["number"] for one in public] == [number]


def test_the_public_reads_that_it_was_debated_and_not_that_what_it_asked_was_done(story, bench, commissioner):
    silence = report(story, bench, commissioner)
    assert assess(silence, outcome="debated", on=str(today()), evidence=[SEEN]).status_code == 201
    path = f"/recommendations/{silence.act['id']}/publication"
    assert commissioner.post(path, {"decision": "publish", "reason": "Debati është publik."}).status_code == 200
    public, number = bench.app.test_client(), silence.act["number"]
    with silence.on(after(silence.owed[0]["reply_due"], 1)):
        [item] = public.get(f"/cases/api/v1/public/recommendations/{number}").json["items"]
        assert [(one["assessed"], one["outcome"]) for one in item["obligations"]] == [("implemented", "debated")]
        page = said(public.get(f"/cases/public/recommendations/{number}?lang=sq").text)
        assert "Raporti u diskutua në Kuvend" in page
