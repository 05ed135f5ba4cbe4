"""The annual report of a year of the shape of that on 2021: every number of every file is in the data, and what was frozen stays."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import text

from services.cases.reports import data
from services.cases.reports.clients import files, said
from services.cases.reports.domain.content import read
from services.cases.reports.queries.figures import KEYS
from tests.cases.test_figures_2021 import FILL, ISSUE, PUBLISHED
from tests.cases.test_letters_accessible import faults
from tests.cases.test_reports import DAYS, PUBLIC, approved, begun, step

ROOT = Path(__file__).parents[2]
#: A number as it is printed in either language, with the sign of a percentage.
NUMBER = re.compile(r"\d+(?:[.,\N{NO-BREAK SPACE}]\d+)*(?:\N{NO-BREAK SPACE}%)?")


@pytest.fixture
def year(bench):
    """The year 2021, of which anyone may read the acts."""
    case_id, bodies = bench.admit(), [bench.body() for _ in range(5)]
    with bench.platform.database.transaction() as session:
        session.execute(text(FILL), {"case_id": case_id, "bodies": [body.id for body in bodies]})
        session.execute(text(ISSUE))
    return bodies


def frozen(bench, name="Shembull Monitoruesi"):
    monitor = bench.person("monitor", name=name)
    return monitor, step(monitor, begun(monitor), "/freezing", DAYS)


def rows(report):
    return {one["name"]: (one["numerator"], one["denominator"]) for of in report["chapters"] for one in of["figures"]}


@pytest.mark.usefixtures("year")
class TestTheYear:
    def test_its_frozen_figures_are_those_that_the_register_shows_to_anyone(self, bench):
        _monitor, report = frozen(bench)
        told = rows(report)
        assert {key: told[f"period-historical.{key.replace('_', '-')}"] for key in PUBLISHED} == {
            key: (count, 1256) for key, (count, _percent) in PUBLISHED.items()
        }
        query = "on=2021-12-31&known=2022-03-15"
        shown = bench.app.test_client().get(f"/cases/api/v1/public/compliance?{query}").json
        [split] = [one for one in shown["figures"]["splits"] if one["unit"] == "obligations"]
        for one in split["shares"]:
            assert told[f"standing-shares.{one['key'].replace('_', '-')}"] == (one["numerator"], one["denominator"])
        silent = [name for name in told if name.startswith("silent-bodies.")]
        named = {
            body["name_sq"]: share["numerator"]
            for body in shown["bodies"]
            for part in body["figures"]["splits"]
            if part["unit"] == "obligations"
            for share in part["shares"]
            if share["key"] == "no_reply" and share["numerator"]
        }
        assert sorted(told[name][0] for name in silent) == sorted(named.values())
        assert silent, "the chapter on bodies that did not cooperate names some"

    def test_every_number_of_the_paper_is_in_the_data_with_what_it_is_a_part_of(self, bench, approver):
        monitor, report = frozen(bench)
        words = {"chapter": "summary", "words_sq": "Fjalë pa numra.", "words_en": "Words without numbers."}
        report = step(monitor, step(monitor, report, "/reworking"), "/words", words)
        report = approved(report, monitor, approver)
        found = {(one["language"], one["form"]): got(monitor, report, one) for one in report["files"]}
        content = read(json.loads(found["both", "json"]))
        for language in ("sq", "en"):
            printed = plain(found[language, "pdf"])
            allowed = set(NUMBER.findall(" ".join(fixed(content, language))))
            for row in (row for _table, row in content.rows.values()):
                cells = [said.number(row.numerator, language), said.number(row.denominator, language)]
                cells += [said.percent(row, language)] if row.percent is not None else []
                allowed |= set(cells)
                assert " ".join(cells) in printed, "numerator, denominator and share, one after the other"
            strangers = set(NUMBER.findall(printed)) - allowed
            assert strangers == set(), "no number is printed that is not in the data"
        lines = list(csv.DictReader(io.StringIO(found["both", "csv"].decode())))
        assert [line["name"] for line in lines] == list(content.rows)

    def test_each_file_is_whole_for_a_screen_reader_and_each_number_leads_to_its_row(self, bench, approver):
        monitor, report = frozen(bench)
        report = approved(report, monitor, approver)
        found = {(one["language"], one["form"]): got(monitor, report, one) for one in report["files"]}
        for language in ("sq", "en"):
            assert faults(found[language, "pdf"], language, named="P-") == []
            page = found[language, "html"].decode()
            places = re.findall(r'id="([^"]+)"', page)
            leads = re.findall(r'href="#([^"]+)"', page)
            assert len(places) == len(set(places))
            assert set(leads) <= set(places)
            assert {f"row-{name}" for name in rows(report)} <= set(leads)
            assert page.count("<svg") == page.count('role="img"') > 0
            assert "<script" not in page

    def test_what_is_entered_later_changes_no_byte_and_a_new_freezing_says_what_is_different(self, bench, approver):
        monitor, report = frozen(bench)
        report = approved(report, monitor, approver)
        before = [(one["language"], one["form"], one["sha256"]) for one in report["files"]]
        with bench.platform.database.transaction() as session:
            session.execute(text(LATER))
        again = approver.get(f"/reports/{report['report']['id']}").json
        assert again["digest"] == report["digest"]
        for one, (language, form, digest) in zip(again["files"], before, strict=True):
            assert (one["language"], one["form"]) == (language, form)
            assert hashlib.sha256(got(approver, again, one)).hexdigest() == digest == one["sha256"]
        same = step(monitor, step(monitor, again, "/reworking"), "/freezing", DAYS)
        assert same["freezes"][-1]["changed"] == [], "as known then it is for ever the same"
        other = step(monitor, same, "/freezing", {"on": "2021-12-31", "known": "2022-06-30"})
        changed = {one["name"]: (one["numerator_before"], one["numerator"]) for one in other["freezes"][-1]["changed"]}
        assert changed["period-shares.implemented"] == (364, 464)
        assert [(one["edition"], one["known"]) for one in other["freezes"]] == [
            (1, "2022-03-15"), (2, "2022-03-15"), (3, "2022-06-30"),
        ]  # fmt: skip

    def test_a_command_makes_all_of_its_files_twice_the_same(self, bench, tmp_path):
        runner, folders = bench.app.test_cli_runner(), [tmp_path / "one", tmp_path / "two"]
        for folder in folders:
            made = runner.invoke(args=["report", "make", "2021", "--known", "2022-03-15", "--to", str(folder)])
            assert made.exit_code == 0, made.output
        one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
        assert one == two
        assert {Path(name).suffix for name in one} == {".json", ".csv", ".html", ".pdf"}
        refused = runner.invoke(args=["report", "make", "2021", "--known", "2022-03-14", "--to", str(tmp_path)])
        assert refused.exit_code == 1
        assert "compliance.day_not_kept" in refused.output

    def test_two_copies_of_the_code_in_other_places_and_hours_make_the_same_bytes(self, bench, approver, tmp_path):
        monitor, report = frozen(bench)
        report = approved(report, monitor, approver)
        kept = next(one for one in report["files"] if one["form"] == "json")
        document = tmp_path / "report.json"
        document.write_bytes(got(monitor, report, kept))
        wanted = sorted(f"{one['language']} {one['form']} {one['sha256']}" for one in report["files"])
        for place, zone, seed in (("first", "UTC", "1"), ("second/deeper", "Asia/Tokyo", "2")):
            there = tmp_path / place
            for name in ("services", "shared"):
                shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__", "build"))
            env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(there)}
            made = subprocess.run(
                [sys.executable, "-c", AGAIN, str(document)],
                cwd=there,
                env=env,
                capture_output=True,
                text=True,
                check=True,
            )
            assert sorted(made.stdout.splitlines()) == wanted


#: Out of its data alone, as another clean checkout makes it.
AGAIN = """
import json, sys
from pathlib import Path
from services.cases.reports.clients import files
from services.cases.reports.domain.content import read
for one in files.make(read(json.loads(Path(sys.argv[1]).read_text()))):
    print(one.language, one.form, one.sha256)
"""
#: What was done in December is found in May.
LATER = """
INSERT INTO assessment (id, obligation_id, word, "on", evidence, reason, by, at)
SELECT gen_random_uuid(), id, 'implemented', '2021-12-20', '["x"]', '', gen_random_uuid(), '2022-05-10 12:00+00'
FROM (SELECT id FROM obligation WHERE assessed = 'not_assessed' AND reply = 'accepted' ORDER BY id LIMIT 100) AS one
"""


def got(person, report, one):
    answer = person.get(f"/reports/{report['report']['id']}/files/{one['language']}/{one['form']}")
    assert answer.status_code == 200
    return answer.data


def plain(paper):
    """The text of a PDF, its lines joined."""
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split(" ")).replace("\n", " ")


def fixed(content, language):
    """What is printed beside the figures and has digits: days, numbers of pages and versions, methods, names of rows."""
    yield from (value for _key, value in said.facts(content, language))
    yield from (one.words.of(language) for one in content.methods)
    yield from (one.source for one in content.methods)
    yield from (one.key for one in content.methods)
    yield from (table.name.of(language) for table in content.tables)
    yield from (row.name.of(language) for _table, row in content.rows.values())
    yield content.title.of(language)
    yield from (str(number) for number in range(30))
    yield said.word("licence", language)


def test_each_query_of_the_file_is_taken_and_has_words_for_its_rows():
    assert set(KEYS) == set(data.queries())
    assert {one for chapter in data.chapters().values() for one in chapter.queries} == set(KEYS)
    assert {one for template in data.templates() for one in template.chapters} == set(data.chapters())
    assert {one.key for one in data.kinds()} == {one.key for one in data.templates()}
    assert files.MEDIA.keys() == {"html", "pdf", "csv", "json"}
    assert date(2022, 3, 15).isoformat() == DAYS["known"]
    assert PUBLIC.endswith("/public/reports")
