"""More time for a reply, over the API: granted for all that a body owes, refused, and what makes no sense."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.test_api_obligations import owed

__all__ = ["owed"]

SATURDAY = 5


class TestMoreTime:
    def ask(self, bench, act, body, until):
        request = uuid4()
        bench.hear(
            catalogue.ExtensionRequested,
            request,
            request_id=request,
            dispatch_id=uuid4(),
            recommendation_id=act["id"],
            institution_id=body.id,
            until=until,
            reasons=bench.platform.documents.put_json({"reasons": "x"}),
        )
        return request

    def test_a_grant_moves_the_date_of_all_that_the_body_owes_and_the_old_date_stays_in_the_ledger(self, story, bench):
        body = bench.body()
        act = story.with_findings().issue(body, items=2)
        bench.deliver(act, body)
        before = story.obligations(act, body)[0]["reply_due"]
        until = date.fromisoformat(before) + timedelta(days=20)
        until += timedelta(days=(SATURDAY - until.weekday()) % 7)
        request = self.ask(bench, act, body, until)
        one = story.obligations(act, body)[0]
        answer = story.officer.post(
            f"/obligations/{one['id']}/extensions",
            {"granted": True, "until": until.isoformat(), "request_id": str(request)},
        )
        assert answer.status_code == 201, answer.json
        dues = {other["reply_due"] for other in story.obligations(act, body)}
        [due] = dues
        assert due > until.isoformat(), "no last day falls on a free day"
        clock = story.officer.get(f"/obligations/{one['id']}/clock").json
        assert before in [dated["day"] for dated in clock["dates"]]
        assert clock["due"]["reason"] in {"extended", "rolled_over"}
        [told] = bench.told(catalogue.ExtensionDecided)
        assert (told["request_id"], told["granted"], told["until"]) == (str(request), True, due), "one day for all"
        story.officer.client.set_cookie("besa_staff", story.officer.token, path="/")
        page = story.officer.client.get(f"/cases/staff/obligations/{one['id']}", headers={"Accept-Language": "sq"}).text
        assert f"U dha kohë deri më {day_words(date.fromisoformat(due), 'sq')}" in page
        again = story.officer.post(
            f"/obligations/{one['id']}/extensions", {"granted": False, "request_id": str(request)}
        )
        assert (again.status_code, again.json["code"]) == (409, "extension.decided")

    def test_an_item_that_runs_longer_anyway_does_not_stand_in_the_way_of_the_others(self, story, bench):
        body = bench.body()
        act = story.with_findings().issue(body, items=2)
        bench.deliver(act, body)
        one, other = story.obligations(act, body)
        days = [date.fromisoformat(one["reply_due"]) + timedelta(days=more) for more in (40, 20)]
        unasked = {"granted": True, "until": days[0].isoformat()}
        longer = story.officer.post(f"/obligations/{one['id']}/extensions", unasked).json["reply_due"]
        request = self.ask(bench, act, body, days[1])
        granted = {"granted": True, "until": days[1].isoformat(), "request_id": str(request)}
        assert story.officer.post(f"/obligations/{other['id']}/extensions", granted).status_code == 201
        found = [each["reply_due"] for each in story.obligations(act, body)]
        assert found[0] == longer
        assert one["reply_due"] < found[1] < longer

    def test_a_refusal_changes_no_date(self, story, bench, owed):
        act, body, one = owed
        request = self.ask(bench, act, body, today() + timedelta(days=9))
        answer = story.officer.post(
            f"/obligations/{one['id']}/extensions", {"granted": False, "request_id": str(request)}
        )
        assert answer.json["reply_due"] == one["reply_due"]
        [told] = bench.told(catalogue.ExtensionDecided)
        assert told["granted"] is False
        assert "until" not in told

    @pytest.mark.parametrize(
        ("body", "status", "word"),
        [
            ({"granted": True}, 422, "/until"),
            ({"granted": False}, 422, "/request_id"),
            ({"granted": "yes"}, 422, "/granted"),
            ({"granted": True, "until": "2026-02-30"}, 422, "/until"),
            ({"granted": True, "until": "2020-01-01"}, 409, "clock.does_not_extend"),
            ({"granted": True, "until": "2099-12-02"}, 422, "/until"),
            ({"granted": True, "until": "2027-06-01", "request_id": str(uuid4())}, 422, "/request_id"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, story, bench, owed, body, status, word):
        answer = story.officer.post(f"/obligations/{owed[2]['id']}/extensions", body)
        said = answer.json["errors"][0]["pointer"] if status == 422 else answer.json["code"]
        assert (answer.status_code, said) == (status, word)
        assert bench.told(catalogue.ExtensionDecided) == []
