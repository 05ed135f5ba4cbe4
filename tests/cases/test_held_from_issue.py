"""What the office may send while a court or a prosecutor has the matter goes out, and stands with the rest of the case from its beginning."""

from datetime import timedelta

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_eight_duties import rendering
from tests.cases.test_elsewhere import BACK, COURT, clock_of, figures, page, run_timers, school, step, whole
from tests.databases import owning

__all__ = ["school"]


def proposed(school):
    """A proposal to change a law, whose kind no court bars, issued while the court has the matter and delivered ten days later."""
    ministry = school.bench.body("ministry", powers=["legislative_initiative"])
    due = after(today(), 60)
    act = school.story.issue(ministry, kind="law_reform", items=[{"text": "Të ndryshohet neni 3.", "due": str(due)}])
    return Silence(school.story, ministry, act, school.commissioner, school.publisher)


def test_its_letter_promises_no_day_and_the_others_are_told_that_it_may_leave(school):
    step(school, COURT)
    asked = proposed(school)
    copy = rendering(school.bench, asked.act, asked.body)
    assert copy["reply"]["instructions_en"].endswith(
        "A court or a prosecutor has the matter. Until it comes back to our office, this term is not counted."
        " The days set for doing what is asked move by as many days as it has it."
    )
    [sent] = [one for one in school.bench.told(catalogue.RecommendationIssued) if one["number"] == asked.act["number"]]
    assert sent["held"] is True
    held = school.bench.told(catalogue.MatterHeld)[-1]
    assert (held["acts"], held["standing"]) == ([school.act["id"]], [asked.act["id"]])


def test_its_clock_stands_from_its_beginning_at_every_door_and_goes_on_when_the_matter_is_back(school):
    step(school, COURT)
    asked = proposed(school)
    school.bench.deliver(asked.act, asked.body)
    [one] = asked.owed
    assert (one["state"], one["reply_due"]) == ("elsewhere", None)
    assert one["timeliness"]["implementation"]["word"] == "none"
    assert "Meanwhile no day is counted" in whole(asked)["why_by"]["en"]
    assert clock_of(asked)["due"]["reason"] == "held"
    told = [each for each in school.bench.told(catalogue.ObligationClocked) if each["obligation_id"] == one["id"]]
    assert [(each.get("due"), each["cause"], each["held_since"]) for each in told] == [(None, "held", str(today()))]
    [dated] = [each for each in school.bench.told(catalogue.ObligationDated) if each["obligation_id"] == one["id"]]
    assert dated.get("by") is None
    assert "Nga " in page(asked, f"/staff/obligations/{one['id']}")
    with school.on(after(today(), 90)):
        assert run_timers(asked) == []
        assert asked.rungs()["offers"] == []
        assert school.story.officer.get("/obligations?timeliness=late").json["items"] == []
        assert {each["key"]: each["count"] for each in figures(school)["splits"][2]["beside"]}["elsewhere"] == 2
        step(school, BACK)
        [one] = asked.owed
        assert (one["state"], day_of(one["reply_due"]) > after(today(), 90)) == ("awaiting_reply", True)
        assert day_of(one["reply_due"]) >= after(today(), 90) + timedelta(days=29)
        why = {each["why"]: each for each in clock_of(asked)["explanation"]}
        assert why["held"]["days"] >= 89
        assert one["timeliness"]["implementation"]["word"] == "due_in"
        assert "were not counted" not in whole(asked)["why_by"]["en"]
    with school.on(after(one["reply_due"])):
        assert {each["no_reply"] for each in asked.owed} == {True}


def as_before(asked):
    """The act as it was issued before what is sent meanwhile stood with the rest: its clock runs."""
    with owning(asked.bench.platform.settings.database_url) as owner:
        owed = [one["id"] for one in asked.owed]
        owner.execute("ALTER TABLE clock_entry DISABLE TRIGGER USER")
        owner.execute("DELETE FROM clock_entry WHERE kind = 'held' AND obligation_id = ANY(%s::uuid[])", [owed])
        owner.execute("ALTER TABLE clock_entry ENABLE TRIGGER USER")
        owner.execute("UPDATE obligation SET held_since = NULL WHERE id = ANY(%s::uuid[])", [owed])


def test_an_act_of_before_that_ran_on_meanwhile_stands_from_its_issue_with_a_trace(school):
    step(school, COURT)
    asked = proposed(school)
    as_before(asked)
    school.bench.deliver(asked.act, asked.body)
    [one] = asked.owed
    assert (one["held_since"], one["state"]) == (None, "awaiting_reply")
    assert one["reply_due"] is not None
    with school.on(after(today(), 20)):
        for _twice in range(2):
            timers.hold_unheld(school.bench.platform, clock.utc_now())
        [one] = asked.owed
        assert (one["state"], one["reply_due"]) == ("elsewhere", None)
        assert clock_of(asked)["due"]["reason"] == "held"
        told = [each for each in school.bench.told(catalogue.ObligationClocked) if each["obligation_id"] == one["id"]]
        assert (told[-1].get("due"), told[-1]["held_since"]) == (None, str(today()))
        history = school.story.officer.get(f"/cases/{school.story.case_id}").json["history"]
        assert [each["code"] for each in history].count("matter.held") == 2, "once by a person, once in line"
        assert school.bench.audited("clock.changed", one["id"]) == 1
    with school.on(after(today(), 90)):
        step(school, BACK)
        [one] = asked.owed
        assert day_of(one["reply_due"]) >= after(today(), 90) + timedelta(days=29), "no day of it was counted"
