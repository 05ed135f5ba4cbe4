"""Open data before judges that others wrote: each file as a package of frictionless and by CSV on the web, the catalogue by the official shapes
of DCAT-AP 3, which lie in the folder that `make dcat SHAPES=folder` names.
"""

import csv
import os
from datetime import date
from importlib import import_module
from pathlib import Path

import csvw
import pyshacl
import pytest
from rdflib import SH, Graph

from shared import clock
from tests.cases.open_data_world import enter, enter_all, get, keep, monitor_on, towns
from tests.cases.test_open_data import decide

#: What is judged besides the shapes themselves: what ranges have to be, and that codes are of the lists of the EU.
SHAPES = ("shapes.ttl", "range.ttl", "mdr-vocabularies.shape.ttl", "deprecateduris.ttl")


@pytest.fixture
def frictionless():
    """Loading it lets every reader of CSV in this process take cells of any length."""
    longest = csv.field_size_limit()
    yield import_module("frictionless")
    csv.field_size_limit(longest)


@pytest.fixture
def published(bench, story):
    """A set of each kind of which there is something."""
    body, publisher = bench.body(), bench.person("publisher")
    story.with_findings()
    act = story.issue(body, items=6)
    bench.deliver(act, body, clock.utc_now())
    decide(publisher, act, "publish")
    towns(bench)
    with monitor_on(bench, date(2025, 3, 10)) as monitor:
        enter_all(monitor)
        enter(monitor, "al", None, None, period="2021-2022", state="not_known")
        enter(monitor, "kukes", 250, 1000, indicator="birth60", period="2024")
    later = clock.utc_now().date().replace(day=1)
    keep(bench, date(later.year + 1, 1, 2))
    return bench


@pytest.fixture
def folder(published, tmp_path):
    """Everything that the package names, side by side as it is served."""
    package = get(published, "datapackage.json")
    (tmp_path / "datapackage.json").write_bytes(package.data)
    for one in package.json["resources"]:
        (tmp_path / one["path"]).write_bytes(get(published, one["path"]).data)
        if one["format"] == "csv":
            (tmp_path / f"{one['path']}-metadata.json").write_bytes(get(published, f"{one['path']}-metadata.json").data)
    return tmp_path


def test_every_resource_of_the_package_is_read_and_holds_its_types(folder, frictionless):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    names = {task.name for task in report.tasks}
    assert {"indicator-preschool-csv", "indicator-preschool-json", "compliance-csv"} <= names
    assert all(task.stats["rows"] for task in report.tasks)


def test_csv_on_the_web_reads_every_table_by_its_metadata(folder):
    tables = sorted(folder.glob("*.csv"))
    assert len(tables) > 3
    for table in tables:
        found = csvw.CSVW(str(table), md_url=str(folder / f"{table.name}-metadata.json"))
        assert found.is_valid, (table.name, found.warnings)
        rows = list(found.tables[0])
        assert rows
        assert isinstance(rows[0].get("denominator"), int | None)


@pytest.mark.skipif("DCAT_AP" not in os.environ, reason="make dcat SHAPES=folder says where the official shapes are")
def test_the_catalogue_has_no_violation_of_the_official_shapes(published):
    graph = Graph().parse(data=get(published, "catalog.ttl").text, format="turtle")
    shapes = Graph()
    for name in SHAPES:
        shapes.parse(Path(os.environ["DCAT_AP"]) / name, format="turtle")
    _conforms, report, _said = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
    found = [
        tuple(
            str(report.value(one, SH[name])) for name in ("resultSeverity", "focusNode", "resultPath", "resultMessage")
        )
        for one in report.objects(None, SH.result)
    ]
    assert [one for one in found if one[0] == str(SH.Violation)] == []
