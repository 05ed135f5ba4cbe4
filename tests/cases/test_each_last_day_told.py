"""A report to the Assembly tells of each last day that there was, why it moved, what the body reported besides, and encloses each paper once."""

from datetime import timedelta

import pytest

from shared.clock_words import day_words
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_promises import reports
from tests.cases.test_rung_letters import refuse

LATER = timedelta(days=10)


def sq(day):
    return day_words(day_of(day) if isinstance(day, str) else day, "sq")


@pytest.fixture
def school(story, bench, commissioner):
    """An education office without a superior that owes two items on an act delivered today; there is an Assembly."""
    bench.body("assembly")
    body = bench.body("agency", name_sq="Agjencia e Shembullit", name_en="Sample Agency")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def enter(school, kind, effective, place=0, **more):
    asked = {"kind": kind, "effective": str(effective), "reason": "Festat.", **more}
    answer = school.story.officer.post(f"/obligations/{school.owed[place]['id']}/clock-entries", asked)
    assert answer.status_code == 201, answer.json


def grant(school, place, until):
    asked = {"granted": True, "until": str(until), "reason": "Dimri."}
    answer = school.story.officer.post(f"/obligations/{school.owed[place]['id']}/extensions", asked)
    assert answer.status_code == 201, answer.json


def report_of(school, days, *places):
    """The act by which the Assembly would be told so many days from now of what was refused and found not enough."""
    refuse(school, *places)
    taken_on = after(today(), days)
    with school.on(taken_on):
        school.draft()
        for place in places or (0,):
            taken = school.send(school.story.approver, "hierarchical_superior", place, alternative="assembly_report")
            assert taken.status_code == 201, taken.json
    with school.on(after(taken_on, 20)):
        acts = {one["act"] for one in school.draft() if one["rung"] == "assembly_report"}
        return school.story.officer.get(f"/recommendations/{next(iter(acts))}").json


def lines(act, *words):
    return [line for line in act["grounds"].splitlines() if all(word in line for word in words)]


def test_each_former_last_day_stands_with_why_it_moved(school):
    first = school.owed[0]["reply_due"]
    enter(school, "paused", today(), until=str(today() + LATER))
    second = school.owed[0]["reply_due"]
    grant(school, 1, after(second, 20))
    third = school.owed[1]["reply_due"]
    assert len({first, second, third}) == 3
    act = report_of(school, 11)
    [paused] = lines(act, f"u zhvendos nga {sq(first)} në {sq(second)}")
    assert "afati ishte i ndalur" in paused
    assert "(pika 1)" in paused
    [longer] = lines(act, f"u zhvendos nga {sq(first)} në {sq(third)}")
    assert "zyra dha më shumë kohë" in longer
    assert "(pika 2)" in longer


def test_a_corrected_delivery_says_from_which_day_to_which_the_last_one_moved(school):
    first = school.owed[0]["reply_due"]
    arrived = after(today(), 3)
    with school.on(arrived):
        enter(school, "corrected", arrived, ground="register_seen")
    second = school.owed[0]["reply_due"]
    assert first != second
    act = report_of(school, 6)
    [moved] = lines(act, f"u zhvendos nga {sq(first)} në {sq(second)}")
    assert "u korrigjua" in moved
    [delivered] = lines(act, "letra iu dorëzua")
    assert "Prova" not in delivered, "what the platform noted shows the day that was wrong"
    assert "pika" not in moved, "it is that of all items"


def test_last_days_of_items_that_have_one_each_are_both_told_once_they_passed(school):
    first = school.owed[0]["reply_due"]
    grant(school, 1, day_of(first) + LATER)
    second = school.owed[1]["reply_due"]
    act = report_of(school, (day_of(second) - today()).days + 3)
    told = [line for line in lines(act, ": dita e fundit për përgjigjen e ", "(pika ") if "u zhvendos" not in line]
    assert [line.split(":")[0] for line in told] == [sq(first), sq(second)]


def test_a_day_that_a_report_of_progress_asks_for_has_its_line(school):
    item = {"item_id": school.owed[0]["item_id"], "position": "accepted", "claimed": "in_process"}
    school.bench.reply(school.act, school.body, item | {"promised_date": after(today(), 20)})
    asked = after(today(), 50)
    with school.on(after(today(), 2)):
        reports(school, "in_process", asked)
    act = report_of(school, 6)
    assert lines(act, sq(after(today(), 2)), f"kërkoi kohë deri më {sq(asked)}", "(pika 1)")


def test_what_a_body_reports_to_have_done_has_its_line(school):
    done = {"item_id": school.owed[1]["item_id"], "position": "accepted", "claimed": "implemented"}
    school.bench.reply(school.act, school.body, done)
    with school.on(after(today(), 2)):
        reports(school, "implemented", None)
    act = report_of(school, 6)
    assert lines(act, sq(today()), "tha se e ka bërë", "(pika 2)")
    assert lines(act, sq(after(today(), 2)), "njoftoi se e ka bërë", "(pika 1)")


def test_a_report_about_two_items_with_a_clock_each_encloses_each_paper_once_and_says_which_clock_is_of_which_item(
    school, commissioner
):
    grant(school, 1, day_of(school.owed[1]["reply_due"]) + LATER)
    act = report_of(school, 6)
    titles = [one["title_sq"] for one in act["attachments"]]
    assert len(set(titles)) == len(titles)
    assert [title.rsplit(" (", 1)[-1] for title in titles if title.startswith("Si u llogarit")] == [
        "pika 1)", "pika 2)",
    ]  # fmt: skip


def reminder_of(school, day):
    """The words of the first reminder that waits on that day."""
    with school.on(day):
        [letter] = school.draft()
        assert letter["rung"] == "reminder"
        return school.story.officer.get(f"/rung-letters/{letter['id']}").json["text"]["text"]


def moved_in(text, first, second):
    return [line for line in text.splitlines() if f"u zhvendos nga {sq(first)} në {sq(second)}" in line]


@pytest.mark.parametrize("why", ["granted", "paused", "corrected"])
def test_a_first_reminder_tells_each_former_last_day_with_why_it_moved(school, why):
    first = school.owed[0]["reply_due"]
    if why == "granted":
        for place in (0, 1):
            grant(school, place, day_of(first) + LATER)
    elif why == "paused":
        for place in (0, 1):
            enter(school, "paused", today(), place, until=str(today() + LATER))
    else:
        with school.on(after(today(), 3)):
            for place in (0, 1):
                enter(school, "corrected", after(today(), 3), place, ground="register_seen")
    last = school.owed[0]["reply_due"]
    assert last != first
    [line] = moved_in(reminder_of(school, after(last)), first, last)
    said = {"granted": "zyra dha më shumë kohë", "paused": "afati ishte i ndalur", "corrected": "u korrigjua"}
    assert said[why] in line


def test_a_reminder_of_a_measure_tells_the_day_that_the_office_gave(school):
    promised, given = after(today(), 40), after(today(), 80)
    for one in school.owed:
        item = {"item_id": one["item_id"], "position": "accepted", "claimed": "in_process", "promised_date": promised}
        school.bench.reply(school.act, school.body, item)
    found = {"assessment": "in_process", "promised_date": str(given), "next_check": str(given)}
    for one in school.owed:
        assert school.story.officer.post(f"/obligations/{one['id']}/assessments", found).status_code == 201
    text = reminder_of(school, after(given))
    assert f"premtoi ta bëjë deri më {sq(promised)}" in text
    lines = [line for line in text.splitlines() if line.startswith(sq(today())) and sq(given) in line]
    assert lines == [
        f"{sq(today())}: zyra gjeti se është në proces dhe pret që të bëhet deri më {sq(given)} (pika 1, 2)."
    ]
