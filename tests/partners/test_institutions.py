"""The directory: loaded from its files again and again, searched as people write, kept by the office, told to the others."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.partners import data
from services.partners.actions import institutions, relations
from services.partners.data import RelationEntry, institution_id
from services.partners.schemas.relations import NewRelation
from shared.directory import KnownInstitution, record_institution_change
from shared.events.catalogue import InstitutionChanged
from shared.rules import RuleViolation
from shared.typed import load as loaded
from tests.partners.bench import BY, load, today

NEW = {
    "key": "agjencia-shembull",
    "class": "agency",
    "name_sq": "Agjencia Shembull",
    "name_en": "Sample Agency",
    "municipality": None,
}


def created(office, **values):
    body = {**NEW, "key": f"shembull-{uuid4().hex[:10]}", **values}
    answer = office.post("/institutions", body)
    assert answer.status_code == 201, answer.text
    return answer.json


def named(items):
    return [item["key"] for item in items]


class TestTheFiles:
    def test_the_whole_directory_is_there_and_told(self, directory):
        reader = directory.staff("auditor")
        municipalities = reader.get("/institutions?class=municipality&limit=200").json["items"]
        assert len(municipalities) == 61
        assert len({body["county"] for body in municipalities}) == 12
        told = {event["institution_id"] for event in directory.told(InstitutionChanged)}
        assert {str(institution_id(entry.key)) for entry in data.institutions()} <= told

    def test_loading_again_changes_and_tells_nothing(self, directory):
        before = len(directory.told(InstitutionChanged))
        loaded = load(directory)
        assert (loaded.institutions, loaded.changed) == (len(data.institutions()), 0)
        assert len(directory.told(InstitutionChanged)) == before

    def test_an_entry_that_changed_is_told_and_the_others_are_not(self, directory):
        entries = [
            replace(entry, name_en="Municipality of Belsh, renamed") if entry.key == "bashkia-belsh" else entry
            for entry in data.institutions()
        ]
        assert load(directory, entries=entries).changed == 1
        path = f"/institutions/{institution_id('bashkia-belsh')}"
        assert directory.staff("auditor").get(path).json["name_en"] == "Municipality of Belsh, renamed"
        assert load(directory).changed == 1

    def test_what_the_office_edited_survives_a_reload(self, directory):
        office = directory.staff("admin")
        path = f"/institutions/{institution_id('bashkia-peqin')}"
        edited = office.call("PATCH", path, json={"mailbox": "protokolli@example.org"}, headers={"If-Match": "*"})
        assert edited.status_code == 200
        assert load(directory).changed == 0
        assert office.get(path).json["mailbox"] == "protokolli@example.org"

    def test_a_relation_that_ends_in_the_file_ends_here(self, directory):
        relations = data.relations()
        ended = replace(relations[0], valid_to=today() - timedelta(days=1))
        assert load(directory, relations=[ended, *relations[1:]]).changed == 1
        record = directory.staff("auditor").get(f"/institutions/{institution_id(ended.body)}").json
        assert ended.valid_to.isoformat() in {relation["valid_to"] for relation in record["relations"]}
        load(directory)

    def test_a_file_with_a_circle_is_refused_whole(self, directory):
        circle = RelationEntry(
            "ministria-e-arsimit", "hierarchical", "shkolla-shembull-elbasan", None, None, "sample", False
        )
        before = len(directory.told(InstitutionChanged))
        with pytest.raises(RuleViolation) as caught:
            load(directory, relations=[*data.relations(), circle])
        assert caught.value.code == "relation_cycle"
        assert len(directory.told(InstitutionChanged)) == before

    def test_a_body_whose_days_are_over_is_not_active(self, directory):
        reader = directory.staff("auditor")
        assert reader.get(f"/institutions/{institution_id('dpap')}").json["active"] is False
        assert "dpap" not in named(reader.get("/institutions?active=true&q=DPAP").json["items"])

    def test_the_record_is_what_the_other_services_copy(self, directory):
        tropoje = institution_id("bashkia-tropoje")
        event = directory.told(InstitutionChanged, institution_id=tropoje)[-1]
        received = SimpleNamespace(data=loaded(InstitutionChanged, event), document=directory.platform.documents.get)
        with directory.platform.database.transaction() as session:
            record_institution_change(session, received)
            copy = session.get_one(KnownInstitution, tropoje)
            assert "bajram curri" in copy.search
            kinds = {relation["kind"] for relation in copy.record["relations"]}
            assert "legality_oversight" in kinds
            assert UUID(copy.record["relations"][0]["to"])


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "key"),
        [
            ("Bajram Curri", "bashkia-tropoje"),
            ("tropoje", "bashkia-tropoje"),
            ("TROPOJË", "bashkia-tropoje"),
            ("corovode", "bashkia-skrapar"),
            ("Kucove", "bashkia-kucove"),
            ("curri bashkia", "bashkia-tropoje"),
            ("municipality of kukes", "bashkia-kukes"),
        ],
    )
    def test_a_body_is_found_as_people_write_it(self, directory, q, key):
        found = directory.staff("auditor").get("/institutions", query_string={"q": q}).json["items"]
        assert key in named(found)

    @pytest.mark.parametrize("q", ["%", "_", "\\", "' OR '1'='1", "qwxzy", "'; DROP TABLE institution;--"])
    def test_signs_of_a_query_language_are_just_signs(self, directory, q):
        answer = directory.staff("auditor").get("/institutions", query_string={"q": q})
        assert answer.status_code == 200
        assert answer.json["items"] == []

    @pytest.mark.parametrize(
        "query", ["q=" + "a" * 101, "class=bank", "limit=0", "limit=x", "other=1", "active=maybe", "q=%00"]
    )
    def test_a_faulty_filter_is_refused(self, bench, query):
        assert bench.staff("auditor").get(f"/institutions?{query}").status_code == 422

    def test_pages_hold_every_body_once_in_order(self, directory):
        reader, after, seen = directory.staff("auditor"), None, []
        while True:
            query = {"class": "municipality", "limit": 20, **({"after": after} if after else {})}
            page = reader.get("/institutions", query_string=query).json
            seen += named(page["items"])
            after = page["next"]
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 61
        assert reader.get("/institutions?after=x").status_code == 400

    def test_a_partner_may_look_bodies_up(self, directory, pair):
        machine = directory.machine(pair[0])
        assert machine.get("/institutions?q=tropoje").json["items"][0]["key"] == "bashkia-tropoje"
        assert machine.get(f"/institutions/{uuid4()}").status_code == 404


class TestTheOffice:
    def test_a_new_body_is_told_with_its_record(self, bench):
        office = bench.staff("approver")
        made = created(office, seat="Bajram Curri", valid_from="2020-01-01", powers=["by_law_author"])
        assert made["id"] == str(institution_id(made["key"]))
        assert made["active"] is True
        [event] = bench.told(InstitutionChanged, institution_id=made["id"])
        assert bench.platform.documents.get_json(event["record"]) == made
        assert event["version"] == made["version"]

    def test_a_change_wants_to_know_which_version_was_seen(self, bench):
        office = bench.staff("commissioner")
        made = office.get(f"/institutions/{created(office)['id']}")
        path = f"/institutions/{made.json['id']}"
        assert office.call("PATCH", path, json={"seat": "Berat"}).status_code == 428
        assert office.call("PATCH", path, json={"seat": "Berat"}, headers={"If-Match": '"999"'}).status_code == 412
        changed = office.call("PATCH", path, json={"seat": "Berat"}, headers={"If-Match": made.headers["ETag"]})
        assert (changed.status_code, changed.json["seat"]) == (200, "Berat")
        assert changed.headers["ETag"] != made.headers["ETag"]
        late = office.call("PATCH", path, json={"seat": "Fier"}, headers={"If-Match": made.headers["ETag"]})
        assert late.status_code == 412
        assert bench.told(InstitutionChanged, institution_id=made.json["id"])[-1]["version"] == changed.json["version"]

    def test_what_was_confirmed_is_told_with_its_source(self, bench):
        office = bench.staff("approver")
        path = f"/institutions/{created(office)['id']}"
        changes = {"confirmed": True, "source": "VKM shembull", "active": False}
        told = office.call("PATCH", path, json=changes, headers={"If-Match": "*"}).json
        assert (told["confirmed"], told["source"]) == (True, "VKM shembull")
        before_and_now = text(
            "SELECT details->'changes' FROM audit_entry WHERE object_id = :id AND action = 'institution.changed'"
        )
        with bench.platform.database.reading() as session:
            assert session.execute(before_and_now, {"id": told["id"]}).scalar_one() == {
                "active": [True, False],
                "enabled": [True, False],
            }
        assert office.call("PATCH", path, json={"source": ""}, headers={"If-Match": "*"}).status_code == 422

    def test_two_of_one_key_are_one(self, bench):
        office = bench.staff("admin")
        made = created(office)
        again = office.post("/institutions", {**NEW, "key": made["key"]})
        assert (again.status_code, again.json["code"]) == (409, "key_taken")

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"key": "Bashkia"}, "/key"),
            ({"key": "a"}, "/key"),
            ({"key": "é-1"}, "/key"),
            ({"class": "bank"}, "/class"),
            ({"class": None}, "/class"),
            ({"name_sq": ""}, "/name_sq"),
            ({"name_sq": "\u200b"}, "/name_sq"),
            ({"name_sq": "a\u0000b"}, "/name_sq"),
            ({"name_sq": "a" * 301}, "/name_sq"),
            ({"name_sq": 7}, "/name_sq"),
            ({"municipality": "bashkia-atlantide"}, "/municipality"),
            ({"county": "atlantida"}, "/county"),
            ({"mailbox": "jo adresë"}, "/mailbox"),
            ({"valid_from": "2026-02-30"}, "/valid_from"),
            ({"valid_from": "2020-01-02", "valid_to": "2020-01-01"}, "/valid_to"),
            ({"languages": ["xx"]}, "/languages/0"),
            ({"powers": "legislative_initiative"}, "/powers"),
            ({"version": 3}, "/version"),
            ({"id": str(uuid4())}, "/id"),
            ({"active": True}, "/active"),
        ],
    )
    def test_a_faulty_body_is_refused_at_the_field(self, bench, change, where):
        office = bench.staff("admin")
        key = f"shembull-{uuid4().hex[:10]}"
        answer = office.post("/institutions", {**NEW, "key": key, **change})
        assert answer.status_code == 422, answer.text
        assert where in [error["pointer"] for error in answer.json["errors"]]
        assert office.get("/institutions", query_string={"q": "Agjencia Shembull"}).status_code == 200
        assert bench.told(InstitutionChanged, institution_id=institution_id(key)) == []

    def test_a_body_outside_its_days_cannot_be_switched_on(self, bench):
        office = bench.staff("admin")
        made = created(office, valid_to="2020-01-01")
        assert made["active"] is False
        answer = office.call("PATCH", f"/institutions/{made['id']}", json={"active": True}, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json["code"]) == (409, "outside_validity")


class TestRelations:
    def relate(self, office, body, to, kind="hierarchical", **values):
        return office.post(f"/institutions/{body['id']}/relations", {"kind": kind, "to": to["id"], **values})

    def test_a_relation_stands_in_the_record_and_is_told(self, bench):
        office = bench.staff("admin")
        school, ministry = created(office), created(office)
        answer = self.relate(office, school, ministry, valid_from="2024-10-01")
        assert answer.status_code == 201
        [relation] = answer.json["relations"]
        assert (relation["kind"], relation["to"], relation["valid_from"]) == (
            "hierarchical",
            ministry["id"],
            "2024-10-01",
        )
        told = bench.told(InstitutionChanged, institution_id=school["id"])[-1]
        assert bench.platform.documents.get_json(told["record"])["relations"] == [relation]
        assert told["version"] > school["version"]

    def test_a_circle_over_three_is_refused_and_nothing_is_told(self, bench):
        office = bench.staff("admin")
        a, b, c = (created(office) for _ in range(3))
        assert self.relate(office, a, b).status_code == self.relate(office, b, c).status_code == 201
        before = len(bench.told(InstitutionChanged, institution_id=c["id"]))
        answer = self.relate(office, c, a)
        assert (answer.status_code, answer.json["code"]) == (409, "relation_cycle")
        assert len(bench.told(InstitutionChanged, institution_id=c["id"])) == before
        assert self.relate(office, c, a, kind="data_reporting").status_code == 201

    def test_two_halves_of_a_circle_that_come_at_once_do_not_both_stand(self, bench):
        office = bench.staff("admin")
        a, b, c = (created(office) for _ in range(3))
        assert self.relate(office, b, c).status_code == 201
        first = NewRelation(kind="hierarchical", to=UUID(b["id"]))
        answers = []
        other = threading.Thread(target=lambda: answers.append(self.relate(office, c, a)))
        with bench.platform.database.transaction() as session:
            body = institutions.locked(session, UUID(a["id"]))
            relations.relate(BY, session, bench.platform.documents, body, first)
            other.start()
            # Time for the other half to look at a hierarchy in which the first half does not stand yet.
            time.sleep(0.5)
            assert answers == []
        other.join()
        assert (answers[0].status_code, answers[0].json["code"]) == (409, "relation_cycle")

    def test_to_itself_to_nobody_and_twice_are_refused(self, bench):
        office = bench.staff("admin")
        a, b = created(office), created(office)
        assert self.relate(office, a, a).json["errors"] == [{"pointer": "/to", "code": "relation_to_itself"}]
        unknown = self.relate(office, a, {"id": str(uuid4())})
        assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "/to")
        assert self.relate(office, a, b).status_code == 201
        assert self.relate(office, a, b).json["code"] == "relation_known"
        assert self.relate(office, {"id": str(uuid4())}, b).status_code == 404
        assert self.relate(office, a, b, kind="friendship").status_code == 422


class TestDeclined:
    """A letter is addressed in the dative: the rule declines each name, a person confirms it."""

    def test_a_new_body_is_declined_by_the_rule_and_told_so(self, bench):
        office = bench.staff("admin")
        made = created(office, name_sq="Drejtoria Rajonale e Arsimit Belsh")
        forms = {"dat_sq": "Drejtorisë Rajonale të Arsimit Belsh", "acc_sq": "Drejtorinë Rajonale të Arsimit Belsh"}
        assert {name: made[name] for name in forms} == forms and made["forms_confirmed"] is False
        (told,) = bench.told(InstitutionChanged, institution_id=made["id"])
        assert bench.platform.documents.get_json(told["record"])["dat_sq"] == forms["dat_sq"]

    def test_what_a_person_confirmed_stays_until_the_body_is_called_otherwise(self, bench):
        office = bench.staff("admin")
        made = created(office, name_sq="OSHKSH Belsh")
        path, seen = f"/institutions/{made['id']}", {"If-Match": "*"}
        assert made["dat_sq"] == "OSHKSH Belsh"
        said = {"dat_sq": "OSHKSH-së Belsh", "acc_sq": "OSHKSH-në Belsh", "forms_confirmed": True}
        office.call("PATCH", path, json=said, headers=seen)
        kept = office.call("PATCH", path, json={"seat": "Belsh"}, headers=seen).json
        assert {name: kept[name] for name in said} == said
        # As a form does, which sends all that it showed.
        renamed = office.call("PATCH", path, json={"name_sq": "Spitali Belsh", **said}, headers=seen).json
        assert (renamed["dat_sq"], renamed["forms_confirmed"]) == ("Spitalit Belsh", False)
