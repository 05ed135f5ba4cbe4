"""What the State owes as anybody reads it: only what was compared with the sealed files."""

from uuid import uuid4

import pytest

from services.cases.commitments import timers
from shared import clock
from tests.cases import commitments_world
from tests.cases.bench import today
from tests.cases.commitments_world import (
    API,
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
from tests.cases.open_data_world import get, rows

commitment = commitments_world.commitment


class TestInPublic:
    def test_anybody_reads_what_is_owed_with_the_confirmed_words_alone(self, bench, officer, approver, commitment):
        client = bench.app.test_client()
        counts(officer, approver, commitment, claim())
        write(officer, commitment, finding())
        [line] = client.get(PUBLIC).json["items"]
        assert (line["claimed"], line["assessed"]) == ("implemented", "not_assessed")
        shown = client.get(f"{PUBLIC}/{commitment['id']}").json
        assert [one["fact"] for one in shown["words"]] == ["claimed"]
        assert client.get(f"{PUBLIC}/{uuid4()}").status_code == 404

    def test_a_document_that_names_a_child_is_read_by_nobody_until_somebody_says_why(
        self, bench, approver, commissioner, commitment
    ):
        client, bench.sealed = bench.app.test_client(), ("Zanafilla",)
        send(approver, table(a_row(text_sq="Si në rastin e Zanafillas.")))
        assert client.get(PUBLIC).json["items"] == []
        assert client.get(f"{PUBLIC}/{commitment['id']}").status_code == 404
        assert client.get(f"{PUBLIC}/figures").json["whole"]["total"] == 0
        look = read(approver, commitment)["names_check"]
        path = f"/commitment-documents/{commitment['document_id']}/names-reason"
        reason = {"content_hash": look["content_hash"], "names_reason": "Emri i një ligji."}
        own = approver.post(path, reason)
        assert (own.status_code, own.json["code"]) == (409, "approval.own_work")
        assert commissioner.post(path, reason).status_code == 200
        assert client.get(f"{PUBLIC}/{commitment['id']}").status_code == 200

    def test_a_wording_that_was_corrected_since_it_named_somebody_is_read_on_no_day(self, bench, approver):
        bench.sealed, client = ("Zanafilla",), bench.app.test_client()
        [commitment] = brought(approver, a_row(text_sq="Si në rastin e Zanafillas, nxënëses së klasës V."))
        path, then = f"{PUBLIC}/{commitment['id']}", str(today())
        assert client.get(path).status_code == 404
        with days_later(1):
            approver = bench.person("approver")
            send(approver, table(a_row(text_sq="Regjistrimi të jetë falas.")))
            bench.answer_checks()
            for query in ("", f"?known={then}", f"?on={then}&known={then}"):
                answer = client.get(f"{path}{query}")
                assert answer.status_code == 200
                assert "Zanafilla" not in answer.text
            page = client.get(f"/cases/public/commitments/{commitment['id']}?known={then}").text
            assert "Regjistrimi të jetë falas." in page
            assert "Zanafilla" not in page

    @pytest.mark.parametrize(
        "named", [{"number": "Zanafilla 36"}, {"paragraph": "Zanafilla"}, {"address": "https://shembull.al/zanafilla"}]
    )
    def test_whatever_is_read_of_a_document_is_compared(self, bench, approver, named):
        bench.sealed = ("Zanafilla", "zanafilla")
        brought(approver, a_row(**named))
        assert bench.app.test_client().get(PUBLIC).json["items"] == []

    def test_what_a_source_is_called_is_compared(self, bench, officer, approver, commitment):
        bench.sealed = ("Zanafilla",)
        source = {
            "kind": "public_source",
            "ref": "Zanafilla Kanarina",
            "address": "https://shembull.al/x",
            "seen_on": str(today()),
        }
        word = officer.post(f"{API}/{commitment['id']}/words", finding(evidence=[source]))
        assert word.status_code == 201, word.json
        [known] = read(officer, commitment)["words"]
        assert known["names_check"]["stops"] == 1

    def test_a_word_that_names_a_child_is_confirmed_only_with_a_reason(self, bench, officer, approver, commitment):
        bench.sealed = ("Zanafilla",)
        word = write(officer, commitment, finding(text="Zanafilla nuk u regjistrua."))
        refused = confirm(approver, commitment, word)
        assert refused.status_code == 422, refused.json
        assert read(officer, commitment)["commitment"]["assessed"] == "not_assessed"

    def test_a_word_that_names_a_child_of_a_later_file_loses_its_text_in_public(
        self, bench, officer, approver, commitment
    ):
        counts(officer, approver, commitment, finding(text="Zanafilla nuk u regjistrua."))
        client, path = bench.app.test_client(), f"{PUBLIC}/{commitment['id']}"
        assert client.get(path).json["words"][0]["text"] == "Zanafilla nuk u regjistrua."
        bench.admit()
        bench.sealed = ("Zanafilla",)
        with days_later(2):
            timers.offer_commitments(bench.platform, clock.utc_now())
            bench.answer_checks()
        [word] = client.get(path).json["words"]
        assert (word["word"], word["text"]) == ("not", None)


class TestOpenData:
    """The set of what the State owes: as the register for anyone shows it."""

    def test_each_that_anyone_may_read_has_a_row_that_says_what_its_page_says(
        self, bench, officer, approver, commitment
    ):
        counts(officer, approver, commitment, claim())
        write(officer, commitment, finding())
        [row] = rows(bench, "commitments")
        line = bench.app.test_client().get(f"{PUBLIC}/{commitment['id']}").json["commitment"]
        said = ("number", "item", "text_sq", "claimed", "assessed", "reply")
        assert {name: row[name] for name in said} == {name: line[name] for name in said}
        assert (row["rights"].split(), row["bodies"]) == (line["rights"], "municipality")
        assert row["address"].endswith(f"/cases/public/commitments/{commitment['id']}")
        assert row["timeliness"] == line["timeliness"]["word"]

    def test_what_names_a_child_is_in_no_file_and_without_anything_there_is_no_set(self, bench, approver):
        bench.sealed = ("Zanafilla",)
        assert get(bench, "commitments.csv").status_code == 404
        brought(approver, a_row(text_sq="Si në rastin e Zanafillas."))
        assert get(bench, "commitments.csv").status_code == 404
        assert "Zanafilla" not in get(bench, "datapackage.json").text

    def test_who_has_it_already_is_told_so_until_a_word_is_confirmed_or_a_wording_changes(
        self, bench, officer, approver, commitment
    ):
        marks = [get(bench, "commitments.json").headers["ETag"]]
        again = bench.app.test_client().get(
            "/cases/api/v1/open-data/commitments.json", headers={"If-None-Match": marks[0]}
        )
        assert again.status_code == 304
        counts(officer, approver, commitment, finding())
        marks.append(get(bench, "commitments.json").headers["ETag"])
        send(approver, table(a_row(text_sq="Regjistrimi të jetë falas kudo.")))
        bench.answer_checks()
        marks.append(get(bench, "commitments.json").headers["ETag"])
        assert len(set(marks)) == 3
