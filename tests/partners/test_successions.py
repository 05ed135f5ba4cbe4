"""A body ends and another stands in its place: it is found and says by whom, and its letters have one who answers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.partners.actions import successions
from services.partners.data import institution_id
from services.partners.timers import follow_calendar
from shared.clock import utc_now
from shared.events.catalogue import (
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    ExtensionRequested,
    InstitutionChanged,
    ObligationReminded,
    ReplyReceived,
)
from tests.partners.bench import BY, answers_to, entries, pdf, soon, today


@pytest.fixture
def office(bench):
    return bench.staff("admin")


def succeed(office, body, *successors, day=None, **values):
    sent = {"successors": [str(one.id) for one in successors], "day": (day or today()).isoformat(), **values}
    return office.post(f"/institutions/{body.id}/successions", sent)


def record(office, body, **query):
    return office.get(f"/institutions/{body.id}", query_string=query).json


def opened(machine, dispatch_id):
    return machine.get(f"/dispatches/{dispatch_id}")


class TestTheRecord:
    def test_a_body_that_ended_keeps_its_history_and_names_its_successor(self, bench, office):
        ended, follows = bench.body(seat="Qendër"), bench.body()
        answer = succeed(office, ended, follows, ground="VKM shembull", source="office")
        assert answer.status_code == 201, answer.text
        assert (answer.json["active"], answer.json["valid_to"]) == (False, (today() - timedelta(days=1)).isoformat())
        [step] = answer.json["successors"]
        assert (step["to"], step["from"], step["ground"]) == (str(follows.id), today().isoformat(), "VKM shembull")
        assert step["name_sq"].startswith("Agjencia Shembull")
        [found] = office.get("/institutions", query_string={"q": ended.key}).json["items"]
        assert found["successors"] == [step]
        [back] = record(office, follows)["predecessors"]
        assert (back["to"], back["takes_letters"]) == (str(ended.id), True)
        for body in (ended, follows):
            told = bench.told(InstitutionChanged, institution_id=body.id)[-1]
            assert bench.platform.documents.get_json(told["record"]) == record(office, body)

    def test_a_merger_has_several_predecessors_and_a_split_several_successors(self, bench, office):
        one, two, whole, part, rest = (bench.body() for _ in range(5))
        assert succeed(office, one, whole).status_code == succeed(office, two, whole).status_code == 201
        assert {step["to"] for step in record(office, whole)["predecessors"]} == {str(one.id), str(two.id)}
        split = succeed(office, whole, part, rest, day=today() + timedelta(days=1))
        assert [step["takes_letters"] for step in split.json["successors"]] == [False, False]

    def test_the_education_offices_say_since_when_and_by_whom_they_were_followed(self, directory):
        reader = directory.staff("auditor")
        gone = reader.get(f"/institutions/{institution_id('dar-elbasan')}").json
        assert [(step["to"], step["from"]) for step in gone["successors"]] == [
            (str(institution_id("drap-korce")), "2019-03-01")
        ]
        assert len(reader.get(f"/institutions/{institution_id('drap-fier')}").json["predecessors"]) == 4
        assert reader.get(f"/institutions/{institution_id('akap')}?on=2024-09-30").json["active"] is False

    def test_what_tied_it_to_others_ends_with_it_and_is_carried_over_if_asked(self, bench, office):
        school, old, new, ministry = (bench.body() for _ in range(4))
        for body, to in ((school, old), (old, ministry)):
            sent = {"kind": "hierarchical", "to": str(to.id)}
            assert office.post(f"/institutions/{body.id}/relations", sent).status_code == 201
        assert succeed(office, old, new, carry_over=True).status_code == 201
        before = record(office, school, on=(today() - timedelta(days=1)).isoformat())["relations"]
        after = record(office, school, on=today().isoformat())["relations"]
        assert ([one["to"] for one in before], [one["to"] for one in after]) == ([str(old.id)], [str(new.id)])
        assert record(office, old, on=today().isoformat())["relations"] == []

    def test_a_day_to_come_ends_it_on_that_day(self, bench, office):
        ended, follows = bench.body(), bench.body()
        day = today() + timedelta(days=10)
        assert succeed(office, ended, follows, day=day).json["active"] is True
        follow_calendar(bench.platform, utc_now() + timedelta(days=10))
        assert record(office, ended)["active"] is False

    @pytest.mark.parametrize(
        ("values", "status", "code"),
        [
            ({"successors": []}, 422, None),
            ({"successors": ["x"]}, 422, None),
            ({"day": "2026-02-30"}, 422, None),
            ({"day": None}, 422, None),
            ({"ground": "a\u0000"}, 422, None),
            ({"letters_to": str(uuid4())}, 422, "no_successor"),
            ({"day": "1990-01-01"}, 422, "ends_before_it_begins"),
            ({"more": 1}, 422, None),
        ],
    )
    def test_a_faulty_succession_is_refused_and_writes_nothing(self, bench, office, values, status, code):
        ended, follows = bench.body(valid_from=date(2000, 1, 1)), bench.body()
        sent = {"successors": [str(follows.id)], "day": today().isoformat(), **values}
        answer = office.post(f"/institutions/{ended.id}/successions", sent)
        assert answer.status_code == status, answer.text
        assert code in (None, answer.json["code"])
        assert record(office, ended)["successors"] == []

    def test_itself_nobody_the_ended_and_a_circle_are_refused(self, bench, office):
        one, two, three = (bench.body() for _ in range(3))
        assert succeed(office, one, one).json["code"] == "succeeds_itself"
        over = bench.body(valid_to=date(2020, 1, 1))
        assert succeed(office, one, over).json["code"] == "successor_not_there"
        assert succeed(office, over, one).json["code"] == "already_ended"
        missing = office.post(
            f"/institutions/{one.id}/successions", {"successors": [str(uuid4())], "day": today().isoformat()}
        )
        assert (missing.status_code, missing.json["code"]) == (422, "institution_unknown")
        assert succeed(office, one, two, day=today() + timedelta(days=5)).status_code == 201
        assert succeed(office, two, three, day=today() + timedelta(days=9)).status_code == 201
        circle = succeed(office, three, one, day=today() + timedelta(days=2))
        assert (circle.status_code, circle.json["code"]) == (409, "succession_cycle")
        assert succeed(office, one, three).json["code"] == "already_succeeded"


class TestTheLetters:
    @pytest.fixture
    def passed(self, bench, office):
        """A letter to a body that ended today, and machines of the successor and of a stranger."""
        ended, follows, stranger = (bench.body() for _ in range(3))
        old = bench.machine(ended)
        sent = bench.issue(ended)
        dispatch_id = entries(old, 1)[0]["dispatch_id"]
        heir, other = bench.machine(follows), bench.machine(stranger)
        assert opened(heir, dispatch_id).status_code == 404
        assert succeed(office, ended, follows).status_code == 201
        return ended, follows, sent, dispatch_id, old, heir, other

    def test_the_successor_finds_opens_and_answers_them_in_the_name_of_the_addressee(self, bench, passed):
        ended, _, sent, dispatch_id, old, heir, other = passed
        assert [entry["dispatch_id"] for entry in entries(heir, 1)] == [dispatch_id]
        answer = heir.post(f"/dispatches/{dispatch_id}/replies", answers_to(heir, dispatch_id))
        assert answer.status_code == 201, answer.text
        [told] = bench.told(ReplyReceived, recommendation_id=sent.recommendation_id)
        assert told["institution_id"] == str(ended.id)
        assert len(bench.told(DispatchOpened, recommendation_id=sent.recommendation_id)) == 1
        assert opened(other, dispatch_id).status_code == 404
        assert old.get("/dispatches").status_code == 401

    def test_what_follows_the_letter_goes_the_same_way(self, bench, passed):
        ended, _, sent, dispatch_id, _, heir, other = passed
        file_id = heir.call("POST", "/files", data={"file": (pdf(uuid4().hex), "a.pdf")}).json["id"]
        more = heir.post(f"/dispatches/{dispatch_id}/extension-requests", {"until": soon(), "reasons": "Arsye"})
        assert more.status_code == 201
        [asked] = bench.told(ExtensionRequested, recommendation_id=sent.recommendation_id)
        assert asked["institution_id"] == str(ended.id)
        clock = {"obligation_id": uuid4(), "recommendation_id": sent.recommendation_id, "number": sent.number}
        clock |= {"item_id": sent.items[0], "institution_id": ended.id, "due": today()}
        bench.hear(ObligationReminded, clock["obligation_id"], clock=clock, rung="reminder")
        assert [entry["type"] for entry in entries(heir, 2)] == ["dispatch.available", "obligation.reminded"]
        assert other.get(f"/files/{file_id}").status_code == 404
        assert other.get("/dispatches").json["items"] == []

    def test_the_portal_of_the_successor_says_to_whom_it_was_addressed(self, bench, passed):
        _, follows, _, dispatch_id, *_ = passed
        shown = bench.browser(follows).get("/partners/inbox").text
        assert f"/partners/dispatches/{dispatch_id}" in shown
        assert "Drejtuar paraardhësit" in shown

    def test_a_letter_that_comes_late_reaches_the_successor(self, bench, passed):
        ended, _, _, _, _, heir, _ = passed
        late = bench.issue(ended)
        [told] = bench.told(DispatchDelivered, recommendation_id=late.recommendation_id)
        assert told["institution_id"] == str(ended.id)
        assert len(entries(heir, 2)) == 2

    def test_after_two_successions_the_last_one_answers(self, bench, office, passed):
        _, follows, _, dispatch_id, _, heir, _ = passed
        last = bench.body()
        reader = bench.machine(last)
        assert succeed(office, follows, last).status_code == 201
        assert opened(reader, dispatch_id).status_code == 200
        assert heir.get("/dispatches").status_code == 401
        assert [entry["dispatch_id"] for entry in entries(reader, 1)] == [dispatch_id]

    def test_of_several_successors_only_the_named_one_gets_them(self, bench, office):
        ended, one, two = (bench.body() for _ in range(3))
        bench.machine(ended)
        bench.issue(ended)
        machines = [bench.machine(one), bench.machine(two)]
        assert succeed(office, ended, one, two, letters_to=str(two.id)).status_code == 201
        dispatch_id = entries(machines[1], 1)[0]["dispatch_id"]
        assert [opened(machine, dispatch_id).status_code for machine in machines] == [404, 200]

    def test_without_one_who_takes_them_a_new_letter_fails_as_one_to_an_ended_body(self, bench, office):
        ended, one, two = (bench.body() for _ in range(3))
        assert succeed(office, ended, one, two).status_code == 201
        sent = bench.issue(ended)
        [told] = bench.told(DispatchFailed, recommendation_id=sent.recommendation_id)
        assert told["reason"] == "institution_inactive"

    def test_they_pass_on_the_day_and_not_before(self, bench, office):
        ended, follows = bench.body(), bench.body()
        old, heir = bench.machine(ended), bench.machine(follows)
        bench.issue(ended)
        dispatch_id = entries(old, 1)[0]["dispatch_id"]
        assert succeed(office, ended, follows, day=today() + timedelta(days=3)).status_code == 201
        assert opened(heir, dispatch_id).status_code == 404
        on_the_day = utc_now() + timedelta(days=3)
        bench.platform.database.run(lambda session: successions.take_over(BY, session, now=on_the_day))
        assert opened(heir, dispatch_id).status_code == 200
