"""What the Assembly and committees of the United Nations recommend to the office: taken over from a file, clocked, answered,
found; and never counted among what the office asks of others.
"""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.cases.incoming.schemas.files import ITEMS
from services.cases.incoming.schemas.row_files import LARGEST, MOST_ROWS
from shared import clock
from shared.staff import issue_token
from tests.cases.bench import SIGNING, today


def arrived() -> date:
    return today() - timedelta(days=20)


def a_row(**values):
    return {
        "issuer": "un_crc",
        "number": "CRC/C/ALB/CO/5-6",
        "title": "Vërejtje përfundimtare",
        "issued_on": (arrived() - timedelta(days=3)).isoformat(),
        "received_on": arrived().isoformat(),
        "item": "12",
        "text": "Të forcohet seksioni për fëmijët.",
        "due": (today() + timedelta(days=90)).isoformat(),
        "term": "",
        **values,
    }


def table(*rows, columns=ITEMS.columns, delimiter=","):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def document(*rows):
    return json.dumps({"items": [{name: value or None for name, value in row.items()} for row in rows]}).encode()


def send(person, content, *, apply=False, part="file", **options):
    path = "/incoming/imports" + ("?apply=true" if apply else "")
    # By hand: the test client keeps its own copy of a large form open on disk.
    head = f'--x\r\nContent-Disposition: form-data; name="{part}"; filename="x.csv"\r\n\r\n'.encode()
    headers = {"Content-Type": "multipart/form-data; boundary=x", **options}
    return person.call("POST", path, data=head + content + b"\r\n--x--\r\n", headers=headers)


def taken(person, *rows):
    answer = send(person, table(*rows), apply=True)
    assert answer.status_code == 200, answer.json
    return items(person)


def items(person, query=""):
    answer = person.get(f"/incoming{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def faults(person, *rows):
    """(line, field, code) of every refused row, as the dry run shows them."""
    answer = send(person, table(*rows))
    assert answer.status_code == 200, answer.json
    return [(row["line"], *fault) for row in answer.json["rows"] for fault in row["faults"]]


def at(day, *people):
    """It is the morning of that day, and these people's sessions are of it."""
    clock.travel_to(datetime.combine(day, datetime.min.time().replace(hour=9), UTC))
    for person in people:
        person.token = issue_token(SIGNING, person.id)


@pytest.fixture
def present():
    yield
    clock.travel_to(None)


class TestImport:
    @pytest.mark.parametrize("write", [table, document, lambda *rows: table(*rows, delimiter=";")])
    def test_a_dry_run_shows_what_would_be_and_writes_nothing(self, approver, write):
        content = write(a_row(), a_row(item="13", term="assembly_debate", due=""))
        answer = send(approver, content)
        assert answer.json["applied"] is False
        assert answer.json["counts"] == {"new": 2, "changed": 0, "same": 0, "refused": 0}
        assert [row["key"] for row in answer.json["rows"]] == [
            "un_crc CRC/C/ALB/CO/5-6 12",
            "un_crc CRC/C/ALB/CO/5-6 13",
        ]
        assert items(approver) == []
        assert send(approver, content, apply=True).json["applied"] is True
        assert {one["item"] for one in items(approver)} == {"12", "13"}

    def test_the_same_file_again_changes_nothing_and_a_corrected_one_says_what(self, approver):
        taken(approver, a_row(), a_row(item="13"))
        again = send(approver, table(a_row(), a_row(item="13")), apply=True).json
        assert (again["counts"]["same"], again["rows"]) == (2, [])
        later = (today() + timedelta(days=120)).isoformat()
        [row] = send(approver, table(a_row(due=later))).json["rows"]
        assert (row["state"], row["fields"]) == ("changed", {"due": [a_row()["due"], later]})
        [corrected] = [one for one in taken(approver, a_row(due=later)) if one["item"] == "12"]
        assert (corrected["due"], corrected["reply_due"]) == (later, later)

    def test_a_new_item_of_a_known_document_may_correct_its_title_and_not_the_day_of_receipt(self, approver):
        taken(approver, a_row())
        [row] = send(approver, table(a_row(item="13", title="Titull i saktë"))).json["rows"]
        assert (row["state"], row["fields"]) == ("new", {"title": [a_row()["title"], "Titull i saktë"]})
        assert {one["title"] for one in taken(approver, a_row(item="13", title="Titull i saktë"))} == {"Titull i saktë"}
        moved = (arrived() + timedelta(days=1)).isoformat()
        assert faults(approver, a_row(item="14", title="Titull i saktë", received_on=moved)) == [
            (2, "received_on", "fixed")
        ]
        assert faults(approver, a_row(title="Titull i saktë", term="assembly_debate")) == [(2, "term", "fixed")]

    def test_one_bad_row_and_nothing_is_written(self, approver):
        answer = send(approver, table(a_row(), a_row(item="13", issuer="nato")), apply=True)
        assert (answer.status_code, answer.json["code"]) == (422, "import_refused")
        assert answer.json["errors"] == [{"pointer": "/3/issuer", "code": "issuer_unknown"}]
        assert items(approver) == []

    @pytest.mark.parametrize(
        ("values", "fault"),
        [
            ({"issuer": "nato"}, ("issuer", "issuer_unknown")),
            ({"term": "afat"}, ("term", "term_unknown")),
            (
                {"term": "assembly_debate", "issued_on": "1990-01-01", "received_on": "1990-01-01"},
                ("term", "term_unknown"),
            ),
            ({"due": ""}, ("due", "needs_due_or_term")),
            ({"due": "1999-01-01"}, ("due", "before_received")),
            ({"issued_on": "2026-02-30"}, ("issued_on", "Not a valid date.")),
            ({"issued_on": "25.11.2026"}, ("issued_on", "Not a valid date.")),
            ({"number": "n" * 61}, ("number", "Length must be between 1 and 60.")),
            ({"item": ""}, ("item", "Field may not be null.")),
            ({"text": "a\x00b"}, ("text", "Holds characters that are not allowed.")),
            ({"issuer": "a\x00b"}, ("issuer", "Holds characters that are not allowed.")),
        ],
    )
    def test_a_faulty_row_is_named_by_its_line_and_its_field(self, approver, values, fault):
        assert (3, *fault) in faults(approver, a_row(), a_row(item="13", number="tjetër") | values)

    @pytest.mark.parametrize(
        ("name", "days", "fault"),
        [("issued_on", 0, ("received_on", "before_issued")), ("received_on", 2, ("received_on", "in_the_future"))],
    )
    def test_a_day_that_cannot_be_is_named_too(self, approver, name, days, fault):
        row = a_row(item="13", number="tjetër") | {name: (today() + timedelta(days=days)).isoformat()}
        assert (3, *fault) in faults(approver, a_row(), row)

    def test_doubled_and_contradicting_rows_are_refused(self, approver):
        other = a_row(item="13", title="Tjetër titull")
        assert faults(approver, a_row(), a_row(), other) == [(3, "item", "twice"), (4, "title", "differs_within")]

    def test_a_row_that_is_broken_off_is_refused_and_the_lines_count_as_an_editor_counts(self, approver):
        first = a_row(text="Dy\nrreshta")
        content = table(first) + b"un_crc,x\r\n" + table(a_row(item=""), columns=ITEMS.columns).split(b"\r\n", 1)[1]
        rows = send(approver, content).json["rows"]
        assert [(row["line"], row["state"]) for row in rows] == [(2, "new"), (4, "refused"), (5, "refused")]
        assert rows[1]["faults"] == [["", "other_number_of_cells"]]

    @pytest.mark.parametrize(
        ("content", "status"),
        [
            (b"", 422),
            ("issuer,number\nKuvendi i Shqipërisë,ë".encode("cp1250"), 422),
            (table(columns=[*ITEMS.columns, "extra"]), 422),
            (table(), 422),
            (b"issuer,issuer\n", 422),
            (b'"issuer', 422),
            (b"{", 422),
            (b"[]", 422),
            (b'{"items": {}}', 422),
            (b'{"items": [], "items": []}', 422),
            (b'{"items": [{"issuer": "\\ud800"}]}', 422),
            (b'{"items": ' + b"[" * 100_000, 422),
            (b"\x00" * 1000, 422),
            (b"PK\x03\x04" + bytes(200), 422),
            (b"issuer," + b"x" * 200_000, 422),
            (b"x" * (LARGEST + 1), 413),
            (b"x" * (5 * 1024 * 1024), 413),
        ],
        ids=lambda value: str(value)[:20] if not isinstance(value, bytes) else f"{len(value)}-{value[:12].hex()}",
    )
    def test_what_is_no_such_file_is_refused_whole(self, approver, content, status):
        for apply in (False, True):
            answer = send(approver, content, apply=apply)
            assert answer.status_code == status, answer.json
            assert answer.headers["Content-Type"] == "application/problem+json"
        assert items(approver) == []

    @pytest.mark.parametrize(
        "spoilt",
        [
            lambda: b"\xff\xfe" + table(a_row()),
            lambda: table(a_row(), columns=[name for name in ITEMS.columns if name not in ("text", "item")]),
            lambda: table(*[a_row(item=str(place)) for place in range(MOST_ROWS + 1)]),
        ],
        ids=["no text", "too few columns", "too many rows"],
    )
    def test_good_rows_in_a_file_that_is_none_are_refused_with_it(self, approver, spoilt):
        for apply in (False, True):
            answer = send(approver, spoilt(), apply=apply)
            assert answer.status_code == 422, answer.json
            assert answer.headers["Content-Type"] == "application/problem+json"
        assert items(approver) == []

    def test_missing_columns_are_named(self, approver):
        content = table(a_row(), columns=[name for name in ITEMS.columns if name not in ("text", "item")])
        assert send(approver, content).json["errors"][0]["code"] == "These columns are missing: item, text."

    @pytest.mark.parametrize("bad", [7, "x", [], None, {"issuer": 7}, {"issuer": {"a": "b"}}])
    def test_a_row_of_json_that_is_none_is_refused_alone(self, approver, bad):
        [row] = send(approver, json.dumps({"items": [bad]}).encode()).json["rows"]
        assert (row["line"], row["state"]) == (1, "refused")

    def test_the_file_comes_in_its_part_and_alone(self, approver):
        assert send(approver, table(a_row()), part="csv").status_code == 422
        two = {"file": (io.BytesIO(table(a_row())), "x.csv"), "apply": "true"}
        assert approver.call("POST", "/incoming/imports", data=two).status_code == 422
        assert approver.post("/incoming/imports", {"file": "x"}).status_code == 422
        assert approver.call("POST", "/incoming/imports?apply=perhaps", data={}).status_code == 422

    def test_a_repeated_request_takes_over_once(self, approver):
        for _ in range(2):
            answer = send(approver, table(a_row()), apply=True, **{"Idempotency-Key": "import-1"})
            assert answer.json["counts"]["new"] == 1
        assert len(items(approver)) == 1

    def test_as_many_rows_as_a_file_may_have_are_taken_over(self, approver):
        rows = [a_row(item=str(place), term="assembly_debate") for place in range(MOST_ROWS)]
        assert send(approver, table(*rows), apply=True).json["counts"]["new"] == MOST_ROWS


class TestExport:
    @pytest.mark.parametrize("wanted", ["csv", "json"])
    def test_what_was_written_is_the_same_when_it_comes_back(self, approver, wanted):
        taken(approver, a_row(text="Dy\nrreshta, me ë"), a_row(item="13", due="", term="assembly_debate"))
        answer = approver.get(f"/incoming/export?format={wanted}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="incoming.{wanted}"'
        again = send(approver, answer.data).json
        assert (again["counts"]["same"], again["rows"]) == (2, [])

    def test_a_cell_that_a_spreadsheet_would_run_is_none_and_comes_back_as_it_was(self, approver):
        taken(approver, a_row(text='=HYPERLINK("http://example.org")', number="-1"))
        content = approver.get("/incoming/export?format=csv").data
        [row] = csv.DictReader(io.StringIO(content.decode(), newline=""))
        assert (row["text"][:2], row["number"]) == ("'=", "'-1")
        assert send(approver, content).json["rows"] == []
        assert approver.get("/incoming/export?format=xls").status_code == 422


class TestTheSameEngine:
    def test_a_term_of_the_law_is_counted_and_explained_day_by_day(self, approver):
        [item] = taken(approver, a_row(issuer="assembly", term="assembly_debate", due=""))
        whole = approver.get(f"/incoming/{item['id']}").json
        assert item["reply_due"] > arrived().isoformat()
        assert any("2 muaj" in sentence for sentence in whole["clock"]["sq"])
        assert any("months" in sentence for sentence in whole["clock"]["en"])
        [plain] = taken(approver, a_row())[:1]
        assert approver.get(f"/incoming/{plain['id']}").json["clock"] == {"sq": [], "en": []}

    def test_silence_is_late_by_itself_and_an_answer_keeps_its_day(self, officer, approver, present):
        [item] = taken(approver, a_row(due=(today() + timedelta(days=5)).isoformat()))
        assert item["timeliness"]["reply"] == {"word": "due_in", "days": 5}
        assert items(officer, "?timeliness=late") == []
        at(today() + timedelta(days=8), officer)
        [late] = items(officer, "?timeliness=late")
        assert late["timeliness"]["reply"] == {"word": "late", "days": 3}
        path = f"/incoming/{item['id']}/reports"
        said = officer.post(path, {"position": "accepted", "text": "Do ta bëjmë."}).json["item"]
        assert (said["reply"], said["timeliness"]["reply"]) == ("accepted", {"word": "late", "days": 3})
        at(today() + timedelta(days=30), officer)
        again = officer.post(path, {"position": "accepted_in_part", "text": "Vetëm pjesërisht."}).json
        assert (again["item"]["reply"], again["item"]["timeliness"]["reply"]["days"]) == ("accepted_in_part", 3)
        assert [one["text"] for one in again["reports"]] == ["Do ta bëjmë.", "Vetëm pjesërisht."]

    def test_what_the_office_claims_is_not_what_the_issuer_found(self, officer, approver):
        [item] = taken(approver, a_row())
        reports, findings = f"/incoming/{item['id']}/reports", f"/incoming/{item['id']}/findings"
        early = officer.post(reports, {"claimed": "implemented", "text": "U bë."})
        assert (early.status_code, early.json["code"]) == (409, "incoming.no_reply_yet")
        officer.post(reports, {"position": "accepted", "text": "Po."})
        said = officer.post(reports, {"claimed": "implemented", "text": "U bë."}).json["item"]
        assert (said["claimed"], said["assessed"], said["timeliness"]["implementation"]["word"]) == (
            "implemented",
            "not_assessed",
            "due_in",
        )
        found = officer.post(
            findings, {"assessment": "implemented", "on": today().isoformat(), "text": "Par. 14."}
        ).json
        assert (found["item"]["assessed"], found["item"]["timeliness"]["implementation"]["word"]) == (
            "implemented",
            "in_time",
        )
        assert [one["assessed"] for one in found["reports"]] == [None, None, "implemented"]

    @pytest.mark.parametrize(
        ("path", "body", "status", "named"),
        [
            ("reports", {"text": "x"}, 422, "/claimed"),
            ("reports", {"position": "accepted"}, 422, "/text"),
            ("reports", {"position": "perhaps", "text": "x"}, 422, "/position"),
            ("reports", {"position": "accepted", "text": ""}, 422, "/text"),
            ("reports", {"position": "accepted", "claimed": "in_process", "text": "x"}, 422, "/promised_date"),
            ("reports", {"position": "accepted", "text": "x", "promised_date": "soon"}, 422, "/promised_date"),
            ("reports", {"position": "accepted", "text": "x", "more": 1}, 422, "/more"),
            ("reports", [], 422, ""),
            ("findings", {"text": "x"}, 422, "/assessment"),
            ("findings", {"assessment": "implemented", "text": "x"}, 422, "/on"),
            ("findings", {"assessment": "implemented", "on": "2099-01-01", "text": "x"}, 422, "/on"),
            ("findings", {"assessment": "in_process", "text": "x"}, 422, "/promised_date"),
            ("findings", {"assessment": "not_assessed", "text": "x"}, 409, None),
        ],
    )
    def test_what_cannot_be_so_is_refused_at_its_field(self, officer, approver, path, body, status, named):
        [item] = taken(approver, a_row())
        answer = officer.post(f"/incoming/{item['id']}/{path}", body)
        assert answer.status_code == status, answer.json
        assert named is None or named in [error["pointer"] for error in answer.json["errors"]]
        assert officer.get(f"/incoming/{item['id']}").json["reports"] == []

    def test_the_unknown_is_not_there(self, officer):
        path = f"/incoming/{uuid4()}"
        assert officer.get(path).status_code == 404
        assert officer.post(f"{path}/reports", {"position": "accepted", "text": "x"}).status_code == 404
        assert officer.post(f"{path}/findings", {"assessment": "not", "text": "x"}).status_code == 404
        for query in ("?timeliness=early", "?limit=0", "?who=me"):
            assert officer.get(f"/incoming{query}").status_code == 422
        assert officer.get("/incoming?after=x").status_code == 400

    def test_a_list_is_paged_and_filtered_by_issuer(self, officer, approver):
        taken(approver, *(a_row(item=str(place)) for place in range(5)), a_row(issuer="assembly", number="88/2026"))
        seen, after = [], ""
        while after is not None:
            answer = officer.get(f"/incoming?limit=2&issuer=un_crc{after}").json
            seen += [one["item"] for one in answer["items"]]
            after = f"&after={answer['next']}" if answer["next"] else None
        assert sorted(seen) == list("01234")

    def test_the_figures_are_by_issuer_and_in_no_figure_of_others(self, officer, approver):
        before = officer.get("/public/compliance").json
        first, *_ = taken(approver, a_row(), a_row(item="13"), a_row(issuer="assembly", number="88/2026"))
        officer.post(
            f"/incoming/{first['id']}/reports", {"position": "accepted", "claimed": "implemented", "text": "U bë."}
        )
        figures = officer.get("/incoming/figures").json
        counts = {one["issuer"]: (one["items"], one["answered"], one["late"]) for one in figures["issuers"]}
        assert (figures["unit"], sum(items for items, _, _ in counts.values())) == ("items", 3)
        assert sum(answered for _, answered, _ in counts.values()) == 1
        assert set(counts) == {"assembly", "un_crc"}
        assert officer.get("/obligations").json["items"] == []
        assert officer.get("/public/compliance").json["figures"] == before["figures"]

    def test_only_those_who_lead_take_over_a_file(self, bench, officer):
        for person in (officer, bench.person("publisher"), bench.person("auditor")):
            assert send(person, table(a_row()), apply=True).status_code == 403

    def test_each_act_is_in_the_trail(self, bench, officer, approver):
        [item] = taken(approver, a_row())
        officer.post(f"/incoming/{item['id']}/reports", {"position": "accepted", "text": "Po."})
        officer.post(f"/incoming/{item['id']}/findings", {"assessment": "partly", "text": "Par. 14."})
        for action in ("incoming.added", "incoming.reported", "incoming.found"):
            assert bench.scalar("SELECT count(*) FROM audit_entry WHERE action = :action", action=action) == 1
