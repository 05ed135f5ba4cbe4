"""Activities are planned by some, announced by another person, held or called off: at each door, with the plan of a year."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from uuid import uuid4

import pytest

from services.partners.activities.actions.numbering import Numbers
from services.partners.activities.domain import life
from services.partners.activities.domain.life import State, Step
from shared.numbers import is_valid
from shared.rules import RuleViolation
from tests.partners.activities import API, Person, announced, compared, day, planned, step, today, typed, wanted, word

POSSIBLE = {
    ("planned", "change"), ("planned", "announce"), ("planned", "hold"), ("planned", "call_off"),
    ("announced", "change"), ("announced", "retract"), ("announced", "hold"), ("announced", "call_off"), ("held", "hold"), ("held", "evaluate"), ("planned", "consent"), ("announced", "consent"), ("held", "consent"),
}  # fmt: skip


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "publisher")


@pytest.mark.parametrize(("state", "name"), list(product(State, Step)))
def test_a_step_is_taken_from_the_states_that_the_table_names_and_from_no_other(state, name):
    refused = None
    try:
        life.check_step(state, name)
    except RuleViolation as error:
        refused = error
    assert (refused is None) == ((state.value, name.value) in POSSIBLE)
    assert refused is None or refused.legal == life.steps(state)


class TestPlanning:
    def test_it_gets_the_next_number_of_the_year_for_which_it_is_planned(self, writer):
        first, then = planned(writer), planned(writer)
        year = day()[:4]
        assert is_valid(first["number"]) and first["number"].startswith(f"E-{year}-")
        assert int(then["number"].split("-")[2]) > int(first["number"].split("-")[2])
        far = planned(writer, planned_on=day(370))
        assert far["number"].startswith(f"E-{day(370)[:4]}-")

    def test_the_witness_hears_of_every_series_and_a_restored_one_goes_on_behind_it(self, directory, writer):
        number, numbers = planned(writer)["number"], Numbers()
        series, last = f"E.{number[2:6]}", int(number.split("-")[2])
        with directory.platform.database.transaction() as session:
            assert numbers.given(session)[series] >= last
            assert numbers.held(session) == numbers.given(session)
            numbers.skip(session, {series: last + 40})
        assert int(planned(writer)["number"].split("-")[2]) > last + 40

    def test_twenty_who_plan_at_once_get_twenty_numbers(self, writer):
        with ThreadPoolExecutor(4) as pool:
            numbers = list(pool.map(lambda _: planned(writer)["number"], range(20)))
        assert len(set(numbers)) == 20

    def test_a_request_sent_twice_plans_once(self, writer):
        body, key = wanted(), str(uuid4())
        first, again = writer.call(body=body, key=key), writer.call(body=body, key=key)
        assert (first.status_code, again.json) == (201, first.json)
        assert len(writer.get("", query_string={"q": body["title_sq"]}).json["items"]) == 1

    def test_an_institution_says_in_which_municipality_unless_another_is_named(self, directory, writer):
        school = directory.body(class_="school", municipality="bashkia-has", county="kukes")
        assert planned(writer, institution_id=str(school.id))["municipality"] == "bashkia-has"
        other = planned(writer, institution_id=str(school.id), municipality="bashkia-kukes")
        assert other["municipality"] == "bashkia-kukes"
        assert planned(writer)["municipality"] is None

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"kind": "party"}, 422, "validation"),
            ({"clusters": []}, 422, "validation"),
            ({"clusters": ["11"]}, 422, "validation"),
            ({"clusters": ["8", "8"]}, 422, "activity.twice"),
            ({"starts": "9:30"}, 422, "validation"),
            ({"ends": "10:00"}, 422, "activity.hours"),
            ({"starts": "10:00", "ends": "10:00"}, 422, "activity.hours"),
            ({"municipality": "bashkia-atlantide"}, 422, "activity.no_municipality"),
            ({"institution_id": str(uuid4())}, 422, "activity.no_body"),
            ({"led_by": str(uuid4())}, 422, "activity.no_lead"),
            ({"planned_on": "2050-01-01"}, 422, "activity.far_day"),
            ({"title_sq": " "}, 422, "validation"),
            ({"title_sq": "x" * 151}, 422, "validation"),
            ({"name_of_child": "Zana"}, 422, "validation"),
        ],
    )
    def test_what_is_no_plan_is_refused_by_name(self, writer, change, status, code):
        answer = writer.call(body=wanted(**change))
        assert answer.status_code == status, answer.text
        assert code == "validation" or answer.json["code"] == code

    def test_a_change_names_the_revision_that_was_seen(self, writer):
        activity = planned(writer)
        path, body = f"/{activity['id']}", wanted(kind="open_day", led_by=str(writer.id))
        assert writer.call(path, body, "PUT").status_code == 428
        changed = writer.call(path, body, "PUT", seen=activity["revision"])
        assert (changed.status_code, changed.json["kind"], changed.json["revision"]) == (200, "open_day", 2)
        assert changed.headers["ETag"] == '"2"' == writer.get(path).headers["ETag"]
        assert writer.call(path, body, "PUT", seen=activity["revision"]).status_code == 412
        assert writer.get(path).json["led_by"] == str(writer.id)

    def test_what_is_not_there_is_not_there(self, writer):
        for path in (f"/partners/api/v1/activities/{uuid4()}", f"/partners/staff/activities/{uuid4()}"):
            headers = {} if "staff" in path else {"Authorization": f"Bearer {writer.token}"}
            assert writer.client.get(path, headers=headers).status_code == 404, path


class TestAnnouncing:
    def test_another_person_announces_it_with_a_title_in_both_languages_before_its_day_is_over(self, directory, writer):
        both = Person(directory, "publisher")
        activity = planned(both, title_en="", planned_on=day(-1))
        refused = both.call(f"/{activity['id']}/announcement", seen=1)
        assert (refused.status_code, refused.json["code"]) == (409, "activity.own_work")
        other = Person(directory, "commissioner")
        assert other.call(f"/{activity['id']}/announcement", seen=1).json["code"] == "activity.no_english"
        assert other.call(f"/{activity['id']}/announcement").status_code == 428
        yesterday = planned(writer, planned_on=day(-1))
        assert other.call(f"/{yesterday['id']}/announcement", seen=1).json["code"] == "activity.day_over"
        out = announced(writer, other, planned_on=day(0))
        assert (out["state"], out["announced_at"] is not None, out["revision"]) == ("announced", True, 2)
        assert directory.audited("activity.announced", out["id"]) == 1

    def test_whoever_changed_it_does_not_announce_it(self, writer, second):
        activity = planned(writer)
        body = wanted()
        assert second.call(f"/{activity['id']}", body, "PUT", seen=1).status_code == 200
        assert second.call(f"/{activity['id']}/announcement", seen=2).json["code"] == "activity.own_work"

    def test_its_day_moves_and_its_words_stay_until_the_announcement_is_taken_back(self, writer, second):
        body = wanted()
        activity = writer.call(body=body).json
        out = step(second, activity, "announcement")
        moved = writer.call(f"/{out['id']}", body | {"planned_on": day(40)}, "PUT", seen=2)
        assert (moved.status_code, moved.json["planned_on"], moved.json["state"]) == (200, day(40), "announced")
        for words in ({"title_sq": "Tjetër"}, {"title_en": "Other"}, {"venue": "Salla 2"}):
            refused = writer.call(f"/{out['id']}", body | words, "PUT", seen=3)
            assert (refused.status_code, refused.json["code"]) == (409, "activity.words_are_public")
        back = step(second, moved.json, "announcement", method="DELETE")
        assert (back["state"], back["announced_at"]) == ("planned", None)
        assert writer.call(f"/{out['id']}", body | {"title_sq": "Tjetër"}, "PUT", seen=4).status_code == 200

    def test_one_that_is_not_held_says_why_inside_and_goes_no_further(self, writer, second):
        activity = planned(writer)
        off = step(writer, activity, "calling-off", {"reason": "Mungoi salla."})
        assert (off["state"], off["reason"], off["steps"]) == ("called_off", "Mungoi salla.", [])
        again = second.call(f"/{off['id']}/announcement", seen=2)
        assert (again.status_code, again.json["code"]) == (409, "activity.not_now")
        assert writer.call(f"/{off['id']}/calling-off", {"reason": " "}, seen=2).status_code == 422


class TestLists:
    def test_a_list_is_narrowed_by_word_place_state_kind_right_lead_and_day(self, writer, second):
        mark = word()
        mine = planned(
            writer, title_sq=f"E para {mark}", municipality="bashkia-has", led_by=str(writer.id), clusters=["5", "8"]
        )
        step(second, mine, "announcement")
        other = planned(writer, title_sq=f"E dyta {mark}", kind="campaign", planned_on=day(60))
        step(writer, other, "calling-off", {"reason": "Pse jo."})

        def found(**more):
            query = {"q": mark, **more}
            answer = writer.get("", query_string=query)
            assert answer.status_code == 200, answer.text
            page = writer.client.get("/partners/staff/activities", query_string=query).text
            numbers = [one["number"] for one in answer.json["items"]]
            assert [number for number in (other["number"], mine["number"]) if number in page] == numbers, more
            return numbers

        both = [other["number"], mine["number"]]
        assert found() == both
        for only in (
            {"municipality": "bashkia-has"}, {"municipality": "Kukës"}, {"state": "announced"}, {"kind": "school_lesson"},
            {"cluster": "5"}, {"led_by": "me"}, {"planned_to": day(59)}, {"q": mine["number"].lower()}, {"q": f"para {mark}"},
        ):  # fmt: skip
            assert found(**only) == [mine["number"]], only
        for only in ({"state": "called_off"}, {"kind": "campaign"}, {"planned_from": day(59)}):
            assert found(**only) == [other["number"]], only
        assert writer.get("?state=lost").status_code == 422
        assert writer.client.get("/partners/staff/activities?state=lost").status_code == 422

    def test_the_plan_of_a_year_counts_by_month_place_and_right_and_leaves_out_what_is_not_held(self, writer):
        when = today().replace(month=5, day=4).replace(year=today().year + 2).isoformat()
        year = int(when[:4])
        path = f"/plan?year={year}"
        before = writer.get(path).json
        kept = planned(writer, planned_on=when, municipality="bashkia-has", clusters=["2", "8"])
        planned(writer, planned_on=when, municipality="bashkia-has", clusters=["2"])
        off = planned(writer, planned_on=when, clusters=["2"])
        step(writer, off, "calling-off", {"reason": "Pse jo."})
        after = writer.get(path).json

        def of(plan, name, by, key, what="planned"):
            return next((one[what] for one in plan[name] if one[by] == key), 0)

        assert after["planned"] - before["planned"] == 2
        for by in (("places", "key", "bashkia-has"), ("clusters", "cluster", "2")):
            assert of(after, *by) - of(before, *by) == 2
        assert of(after, "clusters", "cluster", "8") - of(before, "clusters", "cluster", "8") == 1
        assert of(after, "places", "key", None) == of(before, "places", "key", None)
        may = next(one for one in after["months"] if one["month"] == 5)["activities"]
        assert {kept["number"], off["number"]} <= {one["number"] for one in may}
        page = writer.client.get(f"/partners/staff/activities/plan?year={year}").text
        assert kept["number"] in page and "Maj" in page and "Bashkia Has" in page
        assert writer.get("/plan?year=1").status_code == 422
        assert writer.get("/plan").json["year"] == today().year

    def test_a_plan_page_of_no_year_that_there_is_shows_this_one(self, writer):
        assert f"Plani i vitit {today().year}" in writer.page("/plan?year=x").text
        assert "Plani i vitit 2099" in writer.page("/plan?year=2099").text


class TestPages:
    def test_it_is_planned_changed_announced_and_called_off_by_hand(self, writer, second):
        body = wanted(starts="09:30", ends="11:00", venue="Salla e madhe", municipality="bashkia-has")
        made = writer.press("/new", typed(body, "me"))
        assert made.status_code == 303, made.text
        path = made.headers["Location"].removeprefix("/partners/staff/activities")
        shown = writer.page(path).text
        assert all(one in shown for one in (body["title_sq"], "09:30–11:00", "Salla e madhe", "Bashkia Has"))
        assert "Ju</" in shown.replace("\n", "").replace("  ", "")
        other = second.press(f"{path}/change", typed(body | {"kind": "training"}, "other"))
        assert other.status_code == 303
        assert writer.get(path).json["led_by"] == str(writer.id)
        third = Person(writer.bench, "commissioner")
        compared(writer.bench)
        assert third.press(f"{path}/announcement", {}, at=path).status_code == 303
        assert writer.get(path).json["state"] == "announced"
        assert third.press(f"{path}/retraction", {}, at=path).status_code == 303
        missing = writer.press(f"{path}/calling-off", {"call_off-reason": " "}, at=path)
        assert missing.status_code == 422 and "Shkruani pse nuk mbahet" in missing.text
        assert writer.press(f"{path}/calling-off", {"call_off-reason": "Pse jo."}, at=path).status_code == 303
        assert "Pse jo." in writer.page(path).text

    def test_what_stands_against_it_is_said_on_the_page(self, directory, writer, second):
        bad = writer.press("/new", typed(wanted(starts="10:00", ends="09:00")))
        assert bad.status_code == 422 and "Ora e fundit" in bad.text
        assert writer.press("/new", {}).status_code == 422
        own = planned(second)
        page = second.page(f"/{own['id']}").text
        assert f"/{own['id']}/announcement" not in page
        refused = second.press(f"/{own['id']}/announcement", {"announce-revision": "1"}, at=f"/{own['id']}")
        assert refused.status_code == 409 and "Njofton dikush tjetër" in refused.text
        stale = planned(writer)
        fresh = second.page(f"/{stale['id']}/change").text
        writer.call(f"/{stale['id']}", wanted(), "PUT", seen=1)
        token = fresh.split('name="csrf_token" value="')[1].split('"')[0]
        sent = {**typed(wanted()), "revision": "1", "csrf_token": token}
        late = second.client.post(f"/partners/staff/activities/{stale['id']}/change", data=sent)
        assert late.status_code == 409 and "ndryshoi ndërkohë" in late.text

    def test_who_only_reads_gets_no_button_and_is_refused(self, directory, writer):
        auditor, activity = Person(directory, "auditor"), planned(writer)
        page = auditor.page(f"/{activity['id']}").text
        assert activity["title_sq"] in page and "calling-off" not in page and "/change" not in page
        assert auditor.page("/new").status_code == 403
        assert auditor.call(body=wanted()).status_code == 403
        nobody = directory.app.test_client().get(API)
        assert nobody.status_code == 401
