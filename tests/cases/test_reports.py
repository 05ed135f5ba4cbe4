"""A report from its draft to its publication: words, frozen figures, a second person, and files that never change."""

import csv
import hashlib
import io
import json
from datetime import date

import pytest

from tests.cases.bench import today

PUBLIC = "/cases/api/v1/public/reports"
YEAR = {
    "kind": "annual",
    "title_sq": "Raporti vjetor",
    "title_en": "The annual report",
    "first": "2021-01-01",
    "last": "2021-12-31",
}
DAYS = {"on": "2021-12-31", "known": "2022-03-15"}
FILES = {("both", "csv"), ("both", "json"), ("sq", "html"), ("en", "html"), ("sq", "pdf"), ("en", "pdf")}


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def publisher(bench):
    return bench.person("publisher", name="Shembull Botuesi")


def begun(person, **more):
    answer = person.post("/reports", {**YEAR, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def step(person, report, name, body=None, *, status=200):
    """A step of what was read last; the report as it stands then."""
    match = {"If-Match": f'"{report["version"]}"'}
    answer = person.post(f"/reports/{report['report']['id']}/{name}", body, headers=match)
    assert answer.status_code == status, answer.json
    return answer.json


def approved(report, writer, second):
    frozen = step(writer, report, "freezing", DAYS)
    read = step(writer, frozen, "proofreading")
    return step(second, read, "approval", {"digest": read["digest"]})


class TestTheWay:
    def test_a_report_without_an_act_goes_from_draft_to_the_public(self, bench, monitor, approver, publisher):
        report = begun(monitor, kind="thematic")
        assert (report["report"]["state"], report["edition"], report["files"]) == ("draft", None, [])
        done = approved(report, monitor, approver)
        assert done["report"]["state"] == "approved"
        assert {(one["language"], one["form"]) for one in done["files"]} == FILES
        assert bench.app.test_client().get(f"{PUBLIC}/{done['report']['number']}").status_code == 404
        out = step(publisher, done, "publication")
        assert out["report"]["state"] == "published"
        stranger = bench.app.test_client()
        [listed] = stranger.get(PUBLIC).json["items"]
        assert listed == stranger.get(f"{PUBLIC}/{listed['number']}").json
        for one in listed["files"]:
            answer = stranger.get(f"{PUBLIC}/{listed['number']}/{one['language']}.{one['form']}")
            assert (answer.status_code, answer.mimetype) == (200, one["media_type"])
            assert hashlib.sha256(answer.data).hexdigest() == one["sha256"]
            again = {"If-None-Match": answer.headers["ETag"]}
            assert stranger.get(answer.request.path, headers=again).status_code == 304
