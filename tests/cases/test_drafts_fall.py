"""A draft to the Assembly that rests on the silence of the superior waits no more once the superior proves not to have been silent."""

from datetime import timedelta

import pytest

from tests.cases.ladder_world import after, day_of
from tests.cases.test_rung_letters import school  # noqa: F401 - a fixture
from tests.cases.test_withdrawal_letters import leave
from tests.cases.test_words_that_leave import Page


@pytest.fixture
def drafted(school):  # noqa: F811 - the fixture
    """Two reminders, the notice to the ministry by post, no answer from there: the report to the Assembly is drafted and approved."""
    due = day_of(school.owed[0]["reply_due"])
    with school.on(after(due)):
        school.draft()
        school.send(school.story.officer, "reminder")
    with school.on(after(due, 12)):
        school.send(school.story.officer, "second_reminder")
    school.noticed = after(due, 26)
    with school.on(school.noticed):
        [letter] = school.draft()
        school.notice = school.issue(letter["act"], arrives=False)
        leave(school.bench, school.notice, school.ministry, day=school.noticed)
    with school.on(after(school.noticed, 60)):
        [report] = [one for one in school.draft() if one["rung"] == "assembly_report"]
        seen = school.story.approver.get(f"/recommendations/{report['act']}").json["content_hash"]
        approval = {"content_hash": seen}
        assert school.story.approver.post(f"/recommendations/{report['act']}/approval", approval).status_code == 200
        school.report = report
    return school


def read(silence, letter):
    return silence.story.officer.get(f"/rung-letters/{letter['id']}").json


def test_a_copy_that_came_back_takes_the_report_off_the_list_and_says_why(drafted):
    day = after(drafted.noticed, 62)
    with drafted.on(day):
        leave(drafted.bench, drafted.notice, drafted.ministry, "returned", day=day)
        assert [one["rung"] for one in drafted.letters()] == []
        letter = read(drafted, drafted.report)
        assert (letter["state"], letter["blocked"]) == ("dropped", "ladder.not_arrived")
        act = drafted.story.officer.get(f"/recommendations/{drafted.report['act']}").json
        assert act["status"] == "discarded"
        page = Page(drafted, drafted.report)
        assert "Nuk pret më të dërgohet." in page.text and "nuk është dorëzuar ende" in page.text
        case = drafted.story.officer.get(f"/cases/{drafted.story.case_id}").json
        assert "rung.fell" in [one["code"] for one in case["history"]]
        assert drafted.draft() == [], "it is not drafted anew while the notice is with nobody"


def test_once_it_has_come_and_been_silent_the_report_is_drafted_again(drafted):
    day = after(drafted.noticed, 62)
    with drafted.on(day):
        leave(drafted.bench, drafted.notice, drafted.ministry, "returned", day=day)
        leave(drafted.bench, drafted.notice, drafted.ministry, "to_post", day=None, way=None)
        leave(drafted.bench, drafted.notice, drafted.ministry, day=day)
    with drafted.on(after(day, 60)):
        [report] = [one for one in drafted.draft() if one["rung"] == "assembly_report"]
        assert report["act"] not in (None, drafted.report["act"])


def test_more_time_for_the_superior_takes_it_off_too(drafted):
    day = after(drafted.noticed, 62)
    with drafted.on(day):
        owed = drafted.story.obligations(drafted.notice, drafted.ministry)
        until = (day + timedelta(days=30)).isoformat()
        for one in owed:
            given = drafted.story.officer.post(
                f"/obligations/{one['id']}/extensions", {"granted": True, "until": until}
            )
            assert given.status_code == 201, given.json
        letter = read(drafted, drafted.report)
        assert (letter["state"], letter["blocked"]) == ("dropped", "ladder.term_runs")
        assert drafted.letters() == []


def test_a_draft_that_may_still_go_stays(drafted):
    with drafted.on(after(drafted.noticed, 62)):
        owed = drafted.story.obligations(drafted.notice, drafted.ministry)[0]
        promised = after(drafted.noticed, 90)
        said = {"position": "accepted", "claimed": "in_process", "promised_date": promised}
        drafted.bench.reply(drafted.notice, drafted.ministry, {"item_id": owed["item_id"], **said})
        assert read(drafted, drafted.report)["state"] == "waiting"
