"""The directory as a file: written, compared, taken over whole or not at all; what was written comes back as the same."""

import csv
import io
import json
import time
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.partners.schemas import exchange
from services.partners.schemas.rows import InstitutionRow
from shared.events.catalogue import InstitutionChanged
from tests.partners.bench import today


@pytest.fixture
def office(bench):
    return bench.staff("admin")


def send(office, content, *, apply=False, name="a.csv", **options):
    data = content if isinstance(content, bytes) else content.encode()
    path = "/institutions/imports" + ("?apply=true" if apply else "")
    return office.call("POST", path, data={"file": (io.BytesIO(data), name)}, **options)


def send_raw(office, content):
    """Without the test client's own copy of a large form on disk."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return office.call("POST", "/institutions/imports", data=head + content + b"\r\n--x--\r\n", headers=headers)


def exported(office, wanted="csv", part="institutions"):
    answer = office.get(f"/institutions/export?format={wanted}&part={part}")
    assert answer.status_code == 200
    return answer


def table(rows):
    columns = list(rows[0])
    return "\r\n".join([",".join(columns), *(",".join(str(row[column]) for column in columns) for row in rows)])


def new(**values):
    key = f"shembull-{uuid4().hex[:10]}"
    return {"key": key, "class": "agency", "name_sq": f"Agjencia {key}", "name_en": f"Agency {key}", **values}


def states(answer):
    assert answer.status_code == 200, answer.text
    return [(row["key"], row["state"]) for row in answer.json["rows"]]


class TestRoundTrip:
    @pytest.mark.parametrize(
        ("wanted", "part"), [("csv", "institutions"), ("csv", "relations"), ("json", "institutions")]
    )
    def test_what_was_written_is_the_same_when_it_comes_back(self, directory, wanted, part):
        office = directory.staff("admin")
        answer = send(office, exported(office, wanted, part).data)
        assert answer.json["rows"] == [], answer.text
        assert answer.json["counts"]["same"] > 200

    def test_a_cell_that_a_spreadsheet_would_run_is_none_and_comes_back_as_it_was(self, bench, office):
        body = bench.body(name_en='=HYPERLINK("http://example.org")', short_sq="+355", seat="'-1")
        cells = {row["key"]: row for row in csv.DictReader(io.StringIO(exported(office).text, newline=""))}[body.key]
        assert (cells["name_en"][:2], cells["short_sq"], cells["seat"]) == ("'=", "'+355", "''-1")
        assert not [cell for cell in cells.values() if cell[:1] in "=+-@\t\r" and cell]
        assert send(office, exported(office).data).json["rows"] == []

    def test_the_file_is_saved_and_not_shown(self, office):
        assert exported(office).headers["Content-Disposition"] == 'attachment; filename="institutions.csv"'
        assert exported(office, "json").headers["Content-Type"] == "application/json"
        assert office.get("/institutions/export?format=xls").status_code == 422


class TestTheDifference:
    def test_it_is_shown_field_by_field_and_nothing_is_written(self, bench, office):
        body, fresh = bench.body(seat="Berat"), new()
        rows = [
            {**new(), "key": body.key, "name_sq": f"Agjencia Shembull {body.key}", "seat": "Fier"},
            {**fresh, "seat": ""},
        ]
        rows[0]["name_en"] = f"Sample Agency {body.key}"
        answer = send(office, table(rows))
        assert states(answer) == [(body.key, "changed"), (fresh["key"], "new")]
        assert answer.json["rows"][0]["fields"] == {"seat": ["Berat", "Fier"]}
        assert answer.json["applied"] is False
        assert office.get(f"/institutions/{body.id}").json["seat"] == "Berat"
        assert office.get("/institutions", query_string={"q": fresh["key"]}).json["items"] == []

    def test_taken_over_it_is_there_and_told_once(self, bench, office):
        fresh, body = new(mailbox="protokolli@example.org"), bench.body()
        before = len(bench.told(InstitutionChanged, institution_id=body.id))
        rows = [fresh, {"key": body.key, "class": "", "name_sq": "", "name_en": "", "mailbox": "zyra@example.org"}]
        only = [{name: row[name] for name in ("key", "mailbox")} for row in rows[1:]]
        assert states(send(office, table([fresh]), apply=True)) == [(fresh["key"], "new")]
        answer = send(office, table(only), apply=True)
        assert states(answer) == [(body.key, "changed")]
        [told] = bench.told(InstitutionChanged, institution_id=body.id)[before:]
        assert bench.platform.documents.get_json(told["record"])["mailbox"] == "zyra@example.org"
        [found] = office.get("/institutions", query_string={"q": fresh["key"]}).json["items"]
        assert (found["active"], found["mailbox"]) == (True, "protokolli@example.org")
        assert send(office, table(only), apply=True).json["counts"]["same"] == 1

    def test_a_body_and_a_relation_that_end_are_said_to_end(self, bench, office):
        body, other = bench.body(), bench.body()
        relation = {"kind": "hierarchical", "to": str(other.id), "valid_from": "2020-01-01"}
        office.post(f"/institutions/{body.id}/relations", relation)
        until = (today() - timedelta(days=1)).isoformat()
        ends = send(office, table([{"key": body.key, "valid_to": until}]), apply=True)
        assert states(ends) == [(body.key, "ended")]
        assert office.get(f"/institutions/{body.id}").json["active"] is False
        row = {"body": body.key, "kind": "hierarchical", "to": other.key, "valid_from": "2020-01-01", "valid_to": until}
        assert send(office, table([row]), apply=True).json["rows"][0]["state"] == "ended"
        assert office.get(f"/institutions/{body.id}").json["relations"][0]["valid_to"] == until

    def test_bodies_and_their_relations_come_in_one_document(self, bench, office):
        one, two = new(), new()
        document = {
            "institutions": [one, two],
            "relations": [{"body": one["key"], "kind": "political", "to": two["key"], "valid_from": "2024-01-01"}],
        }
        answer = send(office, json.dumps(document), apply=True, name="a.json")
        assert answer.json["counts"]["new"] == 3
        [found] = office.get("/institutions", query_string={"q": one["key"]}).json["items"]
        assert [relation["kind"] for relation in found["relations"]] == ["political"]

    def test_a_relation_with_its_id_is_corrected(self, bench, office):
        body, other = bench.body(), bench.body()
        made = office.post(f"/institutions/{body.id}/relations", {"kind": "political", "to": str(other.id)}).json
        row = {
            "body": body.key,
            "kind": "political",
            "to": other.key,
            "valid_from": "2021-01-01",
            "id": made["relations"][0]["id"],
        }
        answer = send(office, table([row]), apply=True)
        assert answer.json["rows"][0]["fields"] == {"valid_from": [None, "2021-01-01"]}
        third = bench.body()
        [changed] = send(office, table([{**row, "to": third.key}])).json["rows"]
        assert changed["fields"] == {"to": [other.key, third.key]}
        kind = send(office, table([{"key": body.key, "class": "school"}])).json["rows"][0]
        assert kind["fields"] == {"class": ["agency", "school"]}


class TestRefusals:
    def test_one_bad_row_and_nothing_is_written(self, bench, office):
        good, bad = new(county=""), new(county="atlantida")
        rows = table([good, bad])
        assert states(send(office, rows)) == [(good["key"], "new"), (bad["key"], "refused")]
        answer = send(office, rows, apply=True)
        assert (answer.status_code, answer.json["code"]) == (422, "import_refused")
        assert answer.json["errors"] == [{"pointer": "/institutions/3/county", "code": "county_unknown"}]
        assert office.get("/institutions", query_string={"q": good["key"]}).json["items"] == []
        assert bench.told(InstitutionChanged, institution_id=good["key"]) == []

    def test_a_body_that_was_changed_since_the_file_was_written_is_a_conflict(self, bench, office):
        body = bench.body()
        rows = {row["key"]: row for row in csv.DictReader(io.StringIO(exported(office).text, newline=""))}
        office.call("PATCH", f"/institutions/{body.id}", json={"seat": "Berat"}, headers={"If-Match": "*"})
        row = {**{name: rows[body.key][name] for name in ("key", "version")}, "seat": "Fier"}
        [refused] = send(office, table([row])).json["rows"]
        assert refused["faults"] == [["version", "changed_meanwhile"]]

    @pytest.mark.parametrize(
        ("values", "fault"),
        [
            ({"class": "bank"}, "class"),
            ({"class": ""}, "class"),
            ({"name_sq": ""}, "name_sq"),
            ({"key": "Bashkia"}, "key"),
            ({"municipality": "bashkia-atlantide"}, "municipality"),
            ({"valid_from": "2026-02-30"}, "valid_from"),
            ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "valid_to"),
            ({"confirmed": "yes"}, "confirmed"),
            ({"languages": "xx"}, "languages/0"),
            ({"mailbox": "x"}, "mailbox"),
            ({"version": "many"}, "version"),
        ],
    )
    def test_a_faulty_row_is_named_with_its_line_and_field(self, office, values, fault):
        [row] = send(office, table([new(**values)])).json["rows"]
        assert (row["line"], row["state"], row["faults"][0][0]) == (2, "refused", fault)

    def test_circles_overlaps_strangers_and_twins_are_refused(self, bench, office):
        one, two = bench.body(), bench.body()
        path = f"/institutions/{one.id}/relations"
        assert office.post(path, {"kind": "hierarchical", "to": str(two.id)}).status_code == 201
        shape = {"kind": "hierarchical", "valid_from": "2020-01-01"}
        rows = [
            {"body": two.key, "to": one.key, **shape},
            {"body": one.key, "to": two.key, **shape},
            {"body": one.key, "to": "askush", **shape},
        ]
        faults = [row["faults"][0][1] for row in send(office, table(rows)).json["rows"]]
        assert faults == ["relation_cycle", "relation_overlaps", "institution_unknown"]
        twin = new()
        twins = send(office, table([twin, twin])).json["rows"]
        assert [row["faults"] for row in twins] == [[["", "row_twice"]]] * 2
        [short] = send(office, "key,name_sq\na-b\n").json["rows"]
        assert short["faults"] == [["", "cell_count"]]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe",
            b"key\n",
            b"key,key\na,b\n",
            b"key,colour\na,b\n",
            b'key,name_sq\n"a,b\n',
            b"{",
            b"[]",
            b'{"people": []}',
            b'{"institutions": {}}',
            b'{"institutions": []}',
            b"[" * 100_000,
            b'{"institutions": [{"key": "\\ud800"}]}',
            b'{"institutions": [{"key": "a-b", "\\ud800": 1}]}',
            b'{"institutions": [{"key": "a-b", "version": NaN}]}',
            b'{"institutions": [{"key": "a-b", "version": 1e999}]}',
            b'{"institutions": [{"key": "a-b", "key": "a-c"}]}',
            b"key,name_sq\na-b," + b"x" * 200_000,
        ],
    )
    def test_what_is_no_such_file_is_refused(self, office, content):
        answer = send(office, content)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/file"), answer.text

    @pytest.mark.parametrize("row", [None, 7, [], {"key": None}, {"key": {"a": 1}}, {"key": "a-b", "more": 1}])
    def test_what_is_no_row_is_refused_in_its_place(self, office, row):
        [answer] = send(office, json.dumps({"institutions": [row]})).json["rows"]
        assert (answer["line"], answer["state"]) == (1, "refused")

    def test_a_circle_within_one_file_is_refused_at_the_row_that_closes_it(self, bench, office):
        bodies = [bench.body() for _ in range(4)]
        ring = zip(bodies, [*bodies[1:], bodies[0]], strict=True)
        rows = [{"body": body.key, "kind": "hierarchical", "to": to.key} for body, to in ring]
        answer = send(office, table(rows))
        assert [(row["line"], row["state"]) for row in answer.json["rows"]] == [
            (2, "new"), (3, "new"), (4, "new"), (5, "refused"),
        ]  # fmt: skip
        assert answer.json["rows"][3]["faults"] == [["", "relation_cycle"]]
        assert send(office, table(rows), apply=True).json["code"] == "import_refused"
        assert office.get(f"/institutions/{bodies[0].id}").json["relations"] == []

    def test_three_megabytes_are_compared_in_seconds(self, office):
        bodies = [new(aka=[f"Emër tjetër {place} {'x' * 150}" for place in range(6)]) for _ in range(2500)]
        tree = [
            {"body": body["key"], "kind": "hierarchical", "to": bodies[place // 2]["key"]}
            for place, body in enumerate(bodies[1:])
        ]
        content = json.dumps({"institutions": bodies, "relations": tree}).encode()
        assert 3_000_000 < len(content) < exchange.LARGEST
        began = time.monotonic()
        answer = send_raw(office, content)
        assert answer.json["counts"]["new"] == 4999
        # Four seconds; to read the whole hierarchy again for each row would take more than two minutes.
        assert time.monotonic() - began < 60

    def test_too_much_is_not_read(self, office):
        assert send_raw(office, b"key\n" + b"a" * exchange.LARGEST).status_code == 413
        assert send(office, "key\n" + "a-b\n" * (exchange.MOST_ROWS + 1)).status_code == 422
        nothing = office.call("POST", "/institutions/imports", data={"other": (io.BytesIO(b"x"), "a.csv")})
        assert nothing.status_code == 422

    def test_the_same_key_takes_a_file_over_once(self, bench, office):
        fresh = table([new()])
        headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "multipart/form-data; boundary=x"}
        body = f'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{fresh}\r\n--x--\r\n'
        answers = [
            office.call("POST", "/institutions/imports?apply=true", data=body, headers=headers) for _ in range(2)
        ]
        assert [answer.json["counts"]["new"] for answer in answers] == [1, 1]


def test_the_command_line_writes_compares_and_takes_over(bench, tmp_path):
    def run(*arguments):
        with bench.app.app_context():  # as the command `flask` does
            return bench.app.test_cli_runner().invoke(args=["institutions", *arguments])

    fresh = new()
    file = tmp_path / "a.csv"
    file.write_text(table([fresh]), encoding="utf-8")
    for options, applied in (([], False), (["--apply"], True)):
        said = run("import", str(file), *options)
        assert said.exit_code == 0, said.output
        assert (json.loads(said.output)["counts"]["new"], json.loads(said.output)["applied"]) == (1, applied)
    written = run("export", "--format", "csv").output
    assert fresh["key"] in written
    file.write_text(table([new(county="atlantida")]), encoding="utf-8")
    refused = run("import", str(file), "--apply")
    assert refused.exit_code == 1
    assert "institutions 2: county county_unknown" in refused.output


def test_a_day_is_read_as_a_day():
    [row] = exchange.read(b"key,valid_from\na-b,2020-02-29\n")
    assert row.sent == InstitutionRow(key="a-b", valid_from=date(2020, 2, 29))
