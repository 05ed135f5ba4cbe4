"""What the State owes, in a report: the figures of commitments as anyone is shown them, frozen, in the words of the office and of the taxonomy."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from services.cases.commitments import words
from services.cases.commitments.domain.words import Fact
from services.cases.data import taxonomy
from services.cases.reports import data
from services.cases.reports.domain.content import Both
from services.cases.reports.queries.owed import CLUSTERS, FOUND, SAID
from shared import clock
from tests.cases.bench import today
from tests.cases.commitments_world import PUBLIC, a_row, brought, claim, counts, finding
from tests.cases.test_reports import approved, begun, step
from tests.cases.test_reports_year import rows

DAYS = {"on": "2026-01-31", "known": "2026-01-31"}
CRC = {"kind": "crc", "first": "2021-01-01", "last": "2025-12-31"}


@contextmanager
def in_january():
    clock.travel_to(datetime(2026, 1, 10, 9, tzinfo=UTC))
    try:
        yield
    finally:
        clock.travel_to(None)


@pytest.fixture
def owed(bench):
    """Two commitments: of one the State says that it is done and the office found that it is not, the other nobody spoke of."""
    with in_january():
        writer, confirmer = bench.person("case_officer"), bench.person("approver")
        contested, _silent = brought(confirmer, a_row(), a_row(item="40", rights="28.1", due="2020-12-31"))
        counts(writer, confirmer, contested, claim())
        counts(writer, confirmer, contested, finding("not"))


@pytest.fixture
def publisher(bench):
    return bench.person("publisher", name="Shembull Botuesi")


def frozen(bench, **more):
    monitor = bench.person("monitor", name="Shembull Monitoruesi")
    return monitor, step(monitor, begun(monitor, **more), "/freezing", DAYS)


@pytest.mark.usefixtures("owed")
def test_a_report_tells_of_commitments_what_anyone_is_shown_on_those_days(bench):
    _monitor, report = frozen(bench, **CRC)
    shown = bench.app.test_client().get(f"{PUBLIC}/figures?on={DAYS['on']}&known={DAYS['known']}").json
    told = rows(report)
    whole = shown["whole"]
    assert (whole["total"], whole["contradicted"], whole["late"]) == (2, 1, 1)
    assert {word: told[f"state-found.{word.replace('_', '-')}"] for word in FOUND} == {
        word: (whole["assessed"].get(word, 0), 2) for word in FOUND
    }
    assert {word: told[f"state-said.{word.replace('_', '-')}"] for word in SAID} == {
        word: (whole["claimed"].get(word, 0), 2) for word in SAID
    }
    assert (told["state-apart.contradicted"], told["state-apart.late"]) == ((1, 2), (1, 2))
    for one in shown["clusters"]:
        assert told[f"state-kept.{one['key']}"] == (one["assessed"].get("implemented", 0), one["total"])
        assert told[f"state-cluster-{one['key']}.not"] == (one["assessed"].get("not", 0), one["total"])


@pytest.mark.usefixtures("owed")
def test_its_files_stand_in_the_order_of_the_committee_and_stay_as_they_were_frozen(bench, approver, publisher):
    monitor, report = frozen(bench, **CRC)
    counts(monitor, approver, brought(approver, a_row(item="77"))[0], finding("not"))
    done = step(publisher, approved(report, monitor, approver), "/publication")
    page = bench.app.test_client().get(f"/cases/api/v1/public/reports/{done['report']['number']}/en/html").text
    names = [one["name_en"] for one in taxonomy.cluster_names(today()).values()]
    places = [page.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert "1 of 2" in page and "2 of 3" not in page
    assert "The commitments of documents that anyone can read." in page


def test_where_nothing_is_owed_nothing_is_counted(bench):
    _monitor, report = frozen(bench, **CRC)
    assert not [name for name in rows(report) if name.startswith("state-")]


def test_a_yearly_report_has_that_chapter_from_its_second_template_on():
    versions = {one.version: one.chapters for one in data.templates() if one.key == "annual"}
    assert "state_owes" not in versions[1]
    assert set(versions[2]) == {*versions[1], "state_owes"}


def test_rows_and_chapters_are_called_as_the_office_and_the_taxonomy_call_them(bench):
    with bench.app.test_request_context():
        for of, fact, those in (("found", Fact.ASSESSED, FOUND), ("said", Fact.CLAIMED, SAID)):
            for word in those:
                with force_locale("sq"):
                    albanian = str(words.word(fact, word))
                with force_locale("en"):
                    english = str(words.word(fact, word))
                assert data.row_names()[f"{of}-{word}"] == Both(albanian, english)
    clusters = taxonomy.cluster_names(today())
    assert tuple(clusters) == CLUSTERS
    chapters = [one for one in data.chapters() if one.startswith("crc_")]
    assert [data.chapters()[one].name for one in chapters] == [
        Both(one["name_sq"], one["name_en"]) for one in clusters.values()
    ]
