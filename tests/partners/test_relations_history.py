"""A relation begins, ends, is corrected; on each day the record shows what was true on it, and no day sees a circle."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.partners import data
from services.partners.models import InstitutionRelation
from shared.events.catalogue import InstitutionChanged
from tests.partners.bench import load, today


@pytest.fixture
def office(bench):
    return bench.staff("commissioner")


def relate(office, body, to, kind="hierarchical", **values):
    return office.post(f"/institutions/{body.id}/relations", {"kind": kind, "to": str(to.id), **values})


def related(office, body, to, **values):
    answer = relate(office, body, to, **values)
    assert answer.status_code == 201, answer.text
    made = (str(to.id), values.get("valid_from"))
    return next(one["id"] for one in answer.json["relations"] if (one["to"], one["valid_from"]) == made)


def end(office, body, relation_id, day):
    return office.post(f"/institutions/{body.id}/relations/{relation_id}/end", {"valid_to": day})


def correct(office, body, relation_id, etag="*", **changes):
    path = f"/institutions/{body.id}/relations/{relation_id}"
    return office.call("PATCH", path, json=changes, headers={"If-Match": etag} if etag else {})


def above(office, body, day):
    return [one["to"] for one in office.get(f"/institutions/{body.id}?on={day}").json["relations"]]


class TestTheDays:
    def test_each_day_shows_its_own_superior(self, bench, office):
        school, before, after = (bench.body() for _ in range(3))
        first = related(office, school, before, valid_from="2019-03-01")
        assert end(office, school, first, "2024-09-30").status_code == 200
        related(office, school, after, valid_from="2024-10-01")
        days = ("2019-02-28", "2019-03-01", "2024-09-30", "2024-10-01")
        found = [above(office, school, day) for day in days]
        assert found == [[], [str(before.id)], [str(before.id)], [str(after.id)]]
        assert len(office.get(f"/institutions/{school.id}").json["relations"]) == 2

    def test_the_education_chain_is_seen_as_it_was(self, directory):
        reader = directory.staff("auditor")
        path = f"/institutions/{data.institution_id('zvap-tirane')}"
        for day, superior in (("2024-09-30", "drap-durres"), ("2024-10-01", "drap-tirane")):
            relations = reader.get(f"{path}?on={day}").json["relations"]
            assert [one["to"] for one in relations] == [str(data.institution_id(superior))]

    def test_bodies_are_listed_as_of_a_day(self, directory):
        reader = directory.staff("auditor")
        for day, there in (("2018-12-31", True), ("2019-03-01", False)):
            found = reader.get(f"/institutions?on={day}&q=DAR%20Elbasan").json["items"]
            assert ("dar-elbasan" in [one["key"] for one in found]) is there
        assert len(reader.get("/institutions?class=municipality&county=vlore").json["items"]) == 7

    @pytest.mark.parametrize("day", ["2026-02-30", "today", "", "2026-1-1"])
    def test_what_is_no_day_is_refused(self, bench, office, day):
        assert office.get(f"/institutions/{bench.body().id}?on={day}").status_code == 422
        assert office.get(f"/institutions?on={day}").status_code == 422


class TestEnds:
    def test_an_end_is_told_and_cannot_be_put_off_by_ending_again(self, bench, office):
        body, to = bench.body(), bench.body()
        relation = related(office, body, to, valid_from="2020-01-01")
        assert end(office, body, relation, "2025-12-31").status_code == 200
        told = bench.told(InstitutionChanged, institution_id=body.id)[-1]
        assert bench.platform.documents.get_json(told["record"])["relations"][0]["valid_to"] == "2025-12-31"
        again = end(office, body, relation, "2026-01-31")
        assert (again.status_code, again.json["code"], again.json["legal"]) == (409, "already_ended", ["correct"])
        assert end(office, body, relation, "2024-12-31").status_code == 200

    def test_before_its_beginning_and_anothers_are_refused(self, bench, office):
        body, to = bench.body(), bench.body()
        relation = related(office, body, to, valid_from="2020-01-01")
        early = end(office, body, relation, "2019-12-31")
        assert (early.status_code, early.json["errors"][0]["pointer"]) == (422, "/valid_to")
        assert end(office, to, relation, "2025-01-01").status_code == 404
        assert end(office, body, uuid4(), "2025-01-01").status_code == 404
        assert end(office, body, relation, None).status_code == 422

    def test_what_the_office_ended_or_corrected_survives_a_reload_of_the_files(self, directory):
        office = directory.staff("admin")
        entry = next(one for one in data.relations() if one.body == "qsut")
        body = f"/institutions/{data.institution_id('qsut')}"
        [relation] = office.get(body).json["relations"]
        assert relation["to"] == str(data.institution_id(entry.to))
        day = (today() - timedelta(days=1)).isoformat()
        office.post(f"{body}/relations/{relation['id']}/end", {"valid_to": day})
        assert load(directory).changed == 0
        assert office.get(body).json["relations"][0]["valid_to"] == day
        reopened = office.call(
            "PATCH", f"{body}/relations/{relation['id']}", json={"valid_to": None}, headers={"If-Match": "*"}
        )
        assert reopened.status_code == 200


class TestCorrections:
    def test_a_correction_wants_the_version_that_was_seen(self, bench, office):
        body, to = bench.body(), bench.body()
        relation = related(office, body, to, valid_from="2020-01-01")
        assert correct(office, body, relation, etag=None, valid_from="2021-01-01").status_code == 428
        assert correct(office, body, relation, etag='"99"', valid_from="2021-01-01").status_code == 412
        seen = office.get(f"/institutions/{body.id}").headers["ETag"]
        done = correct(office, body, relation, etag=seen, valid_from="2021-01-01", confirmed=False)
        assert done.status_code == 200
        [shown] = done.json["relations"]
        assert (shown["id"], shown["valid_from"], shown["confirmed"]) == (relation, "2021-01-01", False)
        assert done.headers["ETag"] != seen

    @pytest.mark.parametrize(
        "changes", [{"kind": "friendship"}, {"to": "x"}, {"valid_from": "soon"}, {"confirmed": "yes"}, {"id": "x"}, []]
    )
    def test_a_faulty_correction_is_refused(self, bench, office, changes):
        body, to = bench.body(), bench.body()
        relation = related(office, body, to)
        path = f"/institutions/{body.id}/relations/{relation}"
        assert office.call("PATCH", path, json=changes, headers={"If-Match": "*"}).status_code == 422

    def test_a_correction_that_is_refused_leaves_the_relation_as_it_was(self, bench, office):
        body, to = bench.body(), bench.body()
        relation = related(office, body, to, valid_from="2020-01-01")
        wrong = correct(office, body, relation, to=str(body.id))
        assert (wrong.status_code, wrong.json["code"]) == (422, "relation_to_itself")
        assert correct(office, body, relation, to=str(uuid4())).json["code"] == "institution_unknown"
        with bench.platform.database.reading() as session:
            assert session.get_one(InstitutionRelation, UUID(relation)).to_id == to.id


class TestCircles:
    def test_a_circle_that_only_some_days_would_see_is_refused(self, bench, office):
        a, b, c = (bench.body() for _ in range(3))
        related(office, a, b, valid_from="2020-01-01", valid_to="2020-12-31")
        related(office, b, c, valid_from="2020-06-01", valid_to="2021-12-31")
        assert relate(office, c, a, valid_from="2020-12-31").json["code"] == "relation_cycle"
        assert relate(office, c, a, valid_from="2021-01-01").status_code == 201

    def test_a_correction_that_would_close_one_is_refused_and_bodies_may_change_places(self, bench, office):
        a, b = bench.body(), bench.body()
        related(office, a, b, valid_to="2020-12-31")
        back = related(office, b, a, valid_from="2021-01-01")
        refused = correct(office, b, back, valid_from="2020-12-31")
        assert (refused.status_code, refused.json["code"]) == (409, "relation_cycle")


class TestOverlaps:
    def test_the_same_kind_and_pair_is_said_once_a_day(self, bench, office):
        a, b = bench.body(), bench.body()
        related(office, a, b, valid_from="2020-01-01", valid_to="2020-12-31")
        twice = relate(office, a, b, valid_from="2020-12-31")
        assert (twice.status_code, twice.json["code"]) == (409, "relation_overlaps")
        assert relate(office, a, b, valid_from="2019-01-01", valid_to="2020-01-01").json["code"] == "relation_overlaps"
        assert relate(office, a, b).json["code"] == "relation_overlaps"
        later = related(office, a, b, valid_from="2021-01-01")
        assert relate(office, a, b, kind="political", valid_from="2020-06-01").status_code == 201
        assert correct(office, a, later, valid_from="2020-06-01").json["code"] == "relation_overlaps"


def test_a_body_that_was_replaced_in_the_files_ended_on_the_day_before():
    entries = data.institutions()
    known = {entry.key: entry for entry in entries}
    found = data.successions(entries)
    assert len(found) == 13
    for one in found:
        assert known[one.predecessor].valid_to == one.day - timedelta(days=1), one
