"""What the State owes: brought by a file, what it says beside what the office found, and what is known of both on any day."""

from uuid import uuid4

import pytest

from services.cases.domain.timeliness import local_date
from shared import clock
from tests.cases import commitments_world
from tests.cases.bench import today
from tests.cases.commitments_world import (
    API,
    NUMBER,
    PUBLIC,
    a_row,
    brought,
    claim,
    confirm,
    counts,
    days_later,
    finding,
    read,
    send,
    table,
    write,
)

commitment = commitments_world.commitment


class TestFile:
    def test_a_file_is_compared_first_and_then_taken_over_whole(self, approver):
        content = table(a_row(), a_row(item="40", paragraph="", text_sq="Ankesa nga çdo vend i mbyllur."))
        looked = send(approver, content, apply=False).json
        assert (looked["applied"], looked["counts"]["new"]) == (False, 2)
        assert approver.get(API).json["items"] == []
        assert send(approver, content).json["applied"] is True
        first, second = approver.get(API).json["items"]
        assert (first["number"], first["paragraph"], first["due"]) == (NUMBER, "36", None)
        assert [one["number"] for one in first["clusters"]] == ["4"]
        assert (second["item"], second["paragraph"]) == ("40", None), "nobody read the paragraph"
        assert (first["reply"], first["claimed"], first["assessed"]) == ("none", None, "not_assessed")

    def test_what_is_exported_is_the_same_when_it_comes_back(self, bench, approver):
        town = bench.body("municipality")
        brought(approver, a_row(bodies=f"{town.key}|ministry", due="2030-01-31"))
        for form in ("csv", "json"):
            exported = approver.get(f"{API}/export?format={form}").data
            assert send(approver, exported).json["counts"]["same"] == 1, form

    def test_how_it_read_before_is_kept(self, approver, commitment):
        again = send(approver, table(a_row(text_sq="Regjistrimi të jetë falas kudo.", due="2031-05-01"))).json
        assert again["counts"]["changed"] == 1
        answer = read(approver, commitment)
        assert [one["text_sq"] for one in answer["editions"]] == [a_row()["text_sq"], "Regjistrimi të jetë falas kudo."]
        assert answer["commitment"]["due"] == "2031-05-01"

    @pytest.mark.parametrize(
        ("more", "fault"),
        [
            ({"issuer": "nato"}, ("issuer", "issuer_unknown")),
            ({"rights": "99"}, ("rights", "right_unknown")),
            ({"rights": ""}, ("rights", "wrong_length")),
            ({"bodies": "bashkia-asgjekundi"}, ("bodies", "body_unknown")),
            ({"issued_on": "2099-01-01"}, ("issued_on", "in_the_future")),
            ({"due": "2001-01-01"}, ("due", "before_document")),
            ({"text_en": "As in case C-2026-00012-3."}, ("text_en", "names_a_case")),
            ({"text_sq": ""}, ("text_sq", None)),
        ],
        ids=["issuer", "right", "no_right", "body", "future", "due", "case", "no_text"],
    )
    def test_a_row_that_cannot_be_is_refused_and_the_whole_file_with_it(self, approver, more, fault):
        field, code = fault
        looked = send(approver, table(a_row(**more)), apply=False).json
        assert looked["rows"][0]["faults"][0][0].split("/")[0] == field, looked
        if code not in (None, "wrong_length"):
            assert looked["rows"][0]["faults"] == [[field, code]]
        refused = send(approver, table(a_row(item="1"), a_row(**more)))
        assert (refused.status_code, refused.json["code"]) == (422, "import_refused")
        assert approver.get(API).json["items"] == []

    def test_the_day_of_a_document_is_not_moved_by_a_file(self, approver, commitment):
        moved = send(approver, table(a_row(issued_on="2013-01-01")), apply=False).json
        assert moved["rows"][0]["faults"] == [["issued_on", "fixed"]]


class TestWords:
    def test_what_the_state_says_stands_beside_what_the_office_found(self, officer, approver, commitment):
        counts(
            officer,
            approver,
            commitment,
            {"fact": "reply", "word": "accepted", "since": "2013-03-01", "source": "A/HRC/1"},
        )
        counts(officer, approver, commitment, claim())
        counts(officer, approver, commitment, finding())
        line = read(officer, commitment)["commitment"]
        assert (line["reply"], line["claimed"], line["assessed"]) == ("accepted", "implemented", "not")

    def test_nothing_counts_before_a_second_person_confirmed_it(self, officer, approver, commitment):
        word = write(officer, commitment, finding())
        assert read(officer, commitment)["commitment"]["assessed"] == "not_assessed"
        assert [one["id"] for one in officer.get(f"{API}?waiting=yes").json["items"]] == [commitment["id"]]
        assert confirm(officer, commitment, word).status_code == 403
        assert confirm(approver, commitment, word).status_code == 200
        assert read(officer, commitment)["commitment"]["assessed"] == "not"
        assert officer.get(f"{API}?waiting=yes").json["items"] == []
        assert [one["id"] for one in officer.get(f"{API}?assessed=not").json["items"]] == [commitment["id"]]
        assert officer.get(f"{API}?assessed=implemented").json["items"] == []

    def test_nobody_confirms_what_they_wrote_or_what_they_did_not_read(self, approver, commissioner, commitment):
        word = write(approver, commitment, finding())
        own = confirm(approver, commitment, word)
        assert (own.status_code, own.json["code"]) == (409, "approval.own_work")
        other = confirm(commissioner, commitment, {**word, "content_hash": "0" * 64})
        assert (other.status_code, other.json["code"]) == (409, "approval.other_content")
        assert confirm(commissioner, commitment, word).status_code == 200
        again = confirm(commissioner, commitment, word)
        assert (again.status_code, again.json["code"]) == (409, "commitment.decided")

    def test_what_was_set_aside_stays_and_never_counts(self, officer, approver, commitment):
        word = write(officer, commitment, finding())
        path = f"{API}/{commitment['id']}/words/{word['id']}/setting-aside"
        assert approver.post(path, {"reason": ""}).status_code == 422
        aside = approver.post(path, {"reason": "Burimi është i vjetër."}).json
        assert (aside["words"][0]["decision"], aside["words"][0]["reason"]) == ("set_aside", "Burimi është i vjetër.")
        assert confirm(approver, commitment, word).status_code == 409
        assert aside["commitment"]["assessed"] == "not_assessed"

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            (claim("in_process"), "reply.needs_promised_date"),
            (claim("overtaken"), "commitment.no_such_word"),
            (claim(source=" "), "commitment.no_source"),
            (claim(since="2010-01-01"), "commitment.bad_day"),
            (claim(since="2099-01-01"), "commitment.bad_day"),
            (claim(done_on="2015-01-01"), "commitment.not_of_state"),
            (claim(text="Si në aktin R-2026-00012-3."), "gap.names_a_case"),
            (finding(evidence=[]), "assessment.needs_evidence"),
            (finding("implemented"), "assessment.needs_on"),
            (finding("in_process"), "assessment.needs_promised_date"),
            (finding("not_assessable"), "assessment.needs_unassessable"),
            (finding("not_assessable", unassessable="because"), "assessment.no_such_reason"),
            (finding("not_assessed"), "commitment.no_such_word"),
            (finding(text=" "), "commitment.no_words"),
            (finding(evidence=[{"kind": "office_record", "ref": "indicator:imr"}]), "evidence.not_there"),
            (finding(evidence=[{"kind": "reply", "ref": "x"}]), "evidence.unknown_kind"),
            (finding(evidence=[{"kind": "public_source", "address": "x"}]), "evidence.no_address"),
        ],
        ids=lambda one: one if isinstance(one, str) else f"{one['fact']}_{one['word']}",
    )
    def test_each_word_needs_what_a_reader_needs(self, officer, commitment, said, code):
        answer = officer.post(f"{API}/{commitment['id']}/words", said)
        codes = {answer.json["code"], *(one["code"] for one in answer.json.get("errors", ()))}
        assert answer.status_code == 422
        assert code in codes, answer.json

    def test_what_it_is_tied_to_backs_a_finding(self, officer, approver, commitment):
        tied = officer.post(f"{API}/{commitment['id']}/links", {"indicator": "birth60"})
        assert [one["ref"] for one in tied.json["links"]] == ["birth60"]
        record = {"kind": "office_record", "ref": "indicator:birth60"}
        counts(officer, approver, commitment, finding(evidence=[record]))
        removed = officer.post(f"{API}/{commitment['id']}/links/removal", {"indicator": "birth60"})
        assert (removed.status_code, removed.json["code"]) == (409, "commitment.rests_on_it")

    def test_a_tie_that_was_made_in_error_is_taken_away(self, officer, commitment):
        path = f"{API}/{commitment['id']}/links"
        for _twice in range(2):
            assert len(officer.post(path, {"indicator": "imr"}).json["links"]) == 1
        assert officer.post(f"{path}/removal", {"indicator": "imr"}).json["links"] == []
        assert officer.post(f"{path}/removal", {"indicator": "imr"}).status_code == 404

    @pytest.mark.parametrize(
        ("link", "status"),
        [({}, 422), ({"indicator": "no_such"}, 422), ({"gap_id": str(uuid4())}, 404), ({"act_id": str(uuid4())}, 404)],
        ids=["none", "indicator", "gap", "act"],
    )
    def test_nothing_is_tied_to_what_is_not_there(self, officer, commitment, link, status):
        assert officer.post(f"{API}/{commitment['id']}/links", link).status_code == status

    def test_one_that_is_not_there_is_not_found(self, officer, approver):
        path, gone = f"{API}/{uuid4()}", uuid4()
        assert officer.get(path).status_code == 404
        assert officer.post(f"{path}/words", claim()).status_code == 404
        assert officer.post(f"{path}/gaps", {"kind": "law_gap"}).status_code == 404
        assert approver.post(f"{path}/words/{gone}/confirmation", {"content_hash": "0" * 64}).status_code == 404


class TestBothQuestions:
    def test_what_was_known_never_changes_whatever_is_written_later(self, bench, officer, approver, commitment):
        counts(officer, approver, commitment, claim("partly", since="2016-01-01"))
        client, known = bench.app.test_client(), str(today())

        def asked():
            days = ("2013-01-01", "2016-06-01", known)
            of_all = [client.get(f"{PUBLIC}/figures?on={on}&known={known}").json for on in days]
            return of_all + [client.get(f"{PUBLIC}/{commitment['id']}?on={on}&known={known}").json for on in days]

        before = asked()
        assert [one["whole"]["claimed"] for one in before[:3]] == [{"none": 1}, {"partly": 1}, {"partly": 1}]
        with days_later(1):
            officer, approver = bench.person("case_officer"), bench.person("approver")
            counts(officer, approver, commitment, claim("implemented", since="2015-01-01"))
            counts(officer, approver, commitment, claim("not", since="2016-01-01"))
            counts(officer, approver, commitment, finding())
            send(approver, table(a_row(due="2014-01-01", rights="19"), a_row(item="99")))
            assert client.get(f"{PUBLIC}/figures?on=2016-06-01").json["whole"]["claimed"] == {
                "not": 1,
                "none": 1,
            }
            assert asked() == before

    def test_it_stood_otherwise_on_another_day(self, officer, approver, commitment):
        counts(officer, approver, commitment, claim("partly", since="2016-01-01"))
        counts(officer, approver, commitment, claim("implemented", since="2021-02-15"))
        for on, word in (("2015-12-31", None), ("2016-01-01", "partly"), ("2021-02-15", "implemented")):
            assert read(officer, commitment, f"?on={on}")["commitment"]["claimed"] == word, on

    def test_a_day_that_has_not_come_is_refused(self, bench, officer, commitment):
        for path in (f"{API}/figures", f"{API}/{commitment['id']}"):
            for name in ("on", "known"):
                refused = officer.get(f"{path}?{name}=2099-01-01")
                assert (refused.status_code, refused.json["code"]) == (422, "commitment.day_in_the_future")
        assert bench.app.test_client().get(f"{PUBLIC}/figures?on=x").status_code == 422


class TestFigures:
    def test_the_office_contradicts_no_word_that_came_after_it_looked(self, bench, officer, approver, commitment):
        def contradicted():
            return bench.app.test_client().get(f"{PUBLIC}/figures").json["whole"]["contradicted"]

        counts(officer, approver, commitment, claim("partly", since="2016-01-01"))
        counts(officer, approver, commitment, finding("not"))
        with days_later(1):
            officer, approver = bench.person("case_officer"), bench.person("approver")
            counts(officer, approver, commitment, claim("implemented", since=str(local_date(clock.utc_now()))))
            assert contradicted() == 0
        with days_later(2):
            officer, approver = bench.person("case_officer"), bench.person("approver")
            counts(officer, approver, commitment, finding("partly"))
            assert contradicted() == 1

    def test_each_number_is_a_part_of_all_and_both_sides_stand_beside_each_other(self, officer, approver):
        one, two, three = brought(
            approver,
            a_row(item="1", due="2015-01-01"),
            a_row(item="2", rights="19"),
            a_row(item="3", number="A/HRC/42/4", issuer="upr", due="2015-01-01"),
        )
        counts(officer, approver, one, claim())
        counts(officer, approver, one, finding("partly"))
        counts(officer, approver, three, finding("implemented", done_on="2014-05-01"))
        figures = officer.get(f"{API}/figures").json
        assert (figures["unit"], figures["whole"]["total"]) == ("commitments", 3)
        by_number = {document["key"]: document for document in figures["documents"]}
        crc = by_number[NUMBER]
        assert (crc["total"], crc["claimed"]["implemented"], crc["assessed"]) == (
            2,
            1,
            {"partly": 1, "not_assessed": 1},
        )
        assert (crc["contradicted"], crc["late"]) == (1, 1)
        assert (by_number["A/HRC/42/4"]["late"], two["item"]) == (0, "2"), "it was done in time"
        assert {cluster["key"]: cluster["total"] for cluster in figures["clusters"]}["4"] == 2

    def test_a_document_counts_from_its_day_on(self, officer, commitment):
        for on, total in (("2012-12-06", 0), ("2012-12-07", 1)):
            assert officer.get(f"{API}/figures?on={on}").json["whole"]["total"] == total


class TestGap:
    def test_what_is_not_kept_becomes_a_gap_and_the_gap_an_act(self, bench, officer, approver, commitment):
        assembly = bench.body("assembly")
        counts(officer, approver, commitment, finding())
        gap = officer.post(f"{API}/{commitment['id']}/gaps", {"kind": "law_gap"})
        assert gap.status_code == 201, gap.json
        assert gap.json["gap"]["provision"] == f"{NUMBER}, paragrafi 36"
        assert "Bashkitë marrin ende tarifë." in gap.json["description"]
        assert gap.json["gap"]["rights"] == ["7.1", "8"]
        assert [(one["kind"], one["ref"]) for one in read(officer, commitment)["links"]] == [
            ("gap", gap.json["gap"]["id"])
        ]
        act = officer.post(f"/gaps/{gap.json['gap']['id']}/acts", {}).json
        assert (act["kind"], [one["institution_id"] for one in act["addressees"]]) == ("law_reform", [str(assembly.id)])
        assert NUMBER in act["grounds"]

    @pytest.mark.parametrize("word", [None, "implemented"])
    def test_of_what_is_not_found_open_no_gap_comes(self, officer, approver, commitment, word):
        if word:
            counts(officer, approver, commitment, finding(word, done_on="2020-01-01"))
        refused = officer.post(f"{API}/{commitment['id']}/gaps", {"kind": "law_gap"})
        assert (refused.status_code, refused.json["code"]) == (409, "commitment.not_found_open")


class TestOrigins:
    @pytest.fixture(autouse=True)
    def _found(self, story):
        story.with_findings()

    @pytest.fixture
    def task(self, approver):
        return brought(approver, a_row(issuer="assembly", number="Rezoluta 2026", item="4"))[0]

    def test_the_task_of_the_assembly_tells_of_which_recommendation_it_came(self, story, bench, approver, task):
        body = bench.body()
        act = story.issue(body)
        noted = story.officer.post(
            "/commitment-origins",
            {"act_id": act["id"], "commitment_id": task["id"], "fidelity": "modified", "source": "Rezoluta, pika 4"},
        )
        assert noted.status_code == 201, noted.json
        [origin] = read(story.officer, task)["origins"]
        assert (origin["act_number"], origin["fidelity"]) == (act["number"], "modified")
        assert story.officer.get(f"{API}/figures").json["origins"] == {"modified": 1}
        assert read(bench.person("monitor"), task)["origins"] == [], "the act is not public yet"

    def test_that_nothing_was_taken_up_has_no_task_and_a_later_note_corrects_it(self, story, bench, task):
        act = story.issue(bench.body())
        path, said = "/commitment-origins", {"act_id": act["id"], "source": "Rezoluta 2026"}
        for fidelity, task_id in (("not_taken_up", task["id"]), ("same", None)):
            refused = story.officer.post(path, {**said, "fidelity": fidelity, "commitment_id": task_id})
            assert (refused.status_code, refused.json["code"]) == (422, "commitment.task_or_none")
        assert story.officer.post(path, {**said, "fidelity": "not_taken_up"}).status_code == 201
        assert story.officer.get(f"{API}/figures").json["origins"] == {"not_taken_up": 1}
        assert len(story.officer.get(f"{path}?fidelity=not_taken_up").json["items"]) == 1
        assert story.officer.get(f"{path}?fidelity=same").json["items"] == []

    def test_only_what_went_out_and_only_a_task_of_the_assembly(self, story, bench, commitment, task):
        act = story.issue(bench.body())
        said = {"fidelity": "same", "source": "Rezoluta"}
        other = story.officer.post(
            "/commitment-origins", {**said, "act_id": act["id"], "commitment_id": commitment["id"]}
        )
        assert (other.status_code, other.json["code"]) == (422, "commitment.not_of_assembly")
        unknown = {**said, "act_id": str(uuid4()), "commitment_id": task["id"]}
        assert story.officer.post("/commitment-origins", unknown).status_code == 404
