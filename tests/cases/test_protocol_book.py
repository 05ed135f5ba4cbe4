"""The protocol book: every number that was given, and of each paper what its reader may know."""

from html import unescape

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.bench import soon, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_wall import exclude

PAGE = "/cases/staff/protocol-book"
TITLE = "Titull që nuk lexohet nga kushdo"


@pytest.fixture
def body(bench):
    return bench.body()


@pytest.fixture
def act(story, body):
    return story.with_findings().issue(body, title=TITLE)


def lines(person, **asked):
    answer = person.get("/protocol-book", query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def shown(person, **asked):
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    answer = person.client.get(PAGE, query_string=asked)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).partition("<main")[2]


def test_a_number_stands_with_its_day_kind_body_and_subject(story, body, act):
    [line] = lines(story.officer)
    assert (line["number"], line["year"], line["day"]) == ("1", today().year, today().isoformat())
    assert (line["kind"], line["reminder"], line["act_number"]) == ("remedy", False, act["number"])
    assert [one["institution_id"] for one in line["bodies"]] == [str(body.id)]
    assert (line["recommendation_id"], line["title"]) == (act["id"], TITLE)
    page = shown(story.officer)
    for words in (f"1 / {today().year}", act["number"], TITLE, f"/recommendations/{act['id']}"):
        assert words in page


def test_a_reminder_has_the_next_fraction_and_the_body_that_it_went_to(story, bench, commissioner, body, act):
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    with silence.on(after(silence.owed[0]["reply_due"])):
        assert silence.send(story.officer, "reminder").status_code == 201
        newest, first = lines(story.officer)
    assert (newest["number"], newest["reminder"], newest["act_number"]) == ("1/1", True, act["number"])
    assert [one["institution_id"] for one in newest["bodies"]] == [str(body.id)]
    assert (first["number"], first["reminder"]) == ("1", False)


@pytest.mark.parametrize("role", ["case_officer", "auditor"])
def test_who_may_not_open_the_act_reads_all_but_its_subject(bench, story, act, role):
    other = bench.person(role)
    [line] = lines(other)
    assert (line["kind"], line["act_number"], len(line["bodies"])) == ("remedy", act["number"], 1)
    assert (line["recommendation_id"], line["title"]) == (None, None)
    page = shown(other)
    assert act["number"] in page
    assert TITLE not in page
    assert act["id"] not in page


def test_a_secret_act_is_a_number_that_is_taken_and_nothing_else(bench, story, body):
    draft = story.with_findings().draft(body, kind="information_request", title=TITLE)
    issued = story.signatory(draft).post(f"/recommendations/{draft['id']}/issue")
    assert issued.status_code == 200, issued.json
    asked = issued.json
    other, auditor = bench.person("case_officer"), bench.person("auditor")
    for reader in (other, auditor):
        [line] = lines(reader)
        said = {name for name, value in line.items() if value not in (None, [])}
        assert said == {"year", "number"}
        page = shown(reader)
        assert "I zënë" in page
        assert not any(words in page for words in (asked["number"], TITLE, asked["id"]))
        assert lines(reader, institution=str(body.id)) == []
        assert lines(reader, **{"from": "2020-01-01"}) == lines(reader, to="2099-01-01") == []
        assert len(lines(reader, number="1")) == 1
    assert lines(story.officer)[0]["title"] == TITLE
    assert lines(story.approver)[0]["kind"] == "information_request"


def ask(story, body):
    draft = story.draft(body, kind="information_request")
    issued = story.signatory(draft).post(f"/recommendations/{draft['id']}/issue")
    assert issued.status_code == 200, issued.json
    return issued.json


def test_the_papers_of_a_case_have_no_hole_where_a_secret_act_left(story, bench, commissioner, body):
    """Whoever has the letters of one matter counts them: a secret one before the first, or between two, would be missed."""
    court = bench.body("prosecution")
    story.with_findings()

    def given():
        """The papers of acts that anyone of the office may know, and of the secret ones."""
        book = [(one["number"], one["kind"]) for one in reversed(lines(story.approver))]
        open_ones = [number for number, kind in book if kind != "prosecution_referral"]
        return open_ones, [number for number, kind in book if kind == "prosecution_referral"]

    story.issue(court, kind="prosecution_referral")
    act = story.issue(body)
    story.issue(court, kind="prosecution_referral")
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    with silence.on(after(silence.owed[0]["reply_due"])):
        assert silence.send(story.officer, "reminder").status_code == 201
        story.issue(body)
    assert given() == (["2", "2/1", "2/2"], ["1", "3"])


def test_what_is_asked_in_a_matter_has_the_number_of_the_matter(story, body):
    story.with_findings()
    asked = [ask(story, body)]
    act = story.issue(body)
    asked.append(ask(story, body))
    assert [one["number"] for one in reversed(lines(story.approver))] == ["1", "1/1", "1/2"]
    assert [one["protocol"] for one in (asked[0], act, asked[1])] == ["1", "1/1", "1/2"]


def test_under_a_number_that_a_secret_act_shares_since_earlier_no_place_is_given_twice(story, bench, body):
    act = story.with_findings().issue(body)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO protocol_entry (id, year, number, fraction, case_id, recommendation_id, day) "
            "SELECT gen_random_uuid(), year, number, 1, case_id, recommendation_id, day FROM protocol_entry"
        )
    story.issue(body)
    assert [one["number"] for one in lines(story.approver)] == ["1/2", "1/1", "1"]
    assert act["number"]


def test_behind_the_wall_of_its_case_a_number_is_taken_whoever_reads(story, act):
    exclude(story, story.officer)
    exclude(story, story.approver, by=story.approver)
    [line] = lines(story.officer)
    assert (line["number"], line["day"], line["kind"], line["act_number"], line["bodies"]) == (
        "1",
        None,
        None,
        None,
        [],
    )
    assert act["number"] not in shown(story.officer)


def test_it_is_narrowed_by_number_body_and_period_through_both_doors(bench, story, body, act):
    person, other = story.approver, bench.body()
    for asked, found in [
        ({"number": "1"}, 1),
        ({"number": "1/1"}, 0),
        ({"number": "2"}, 0),
        ({"institution": str(body.id)}, 1),
        ({"institution": str(other.id)}, 0),
        ({"from": today().isoformat(), "to": today().isoformat()}, 1),
        ({"from": soon()}, 0),
        ({"to": "2020-01-01"}, 0),
    ]:
        assert len(lines(person, **asked)) == found, asked
    assert act["number"] in shown(person, number="1")
    assert act["number"] not in shown(person, number="2")
    for wrong in ({"from": "x"}, {"year": "2026"}):
        assert person.get("/protocol-book", query_string=wrong).status_code == 422, wrong
    assert bench.audited("protocol.read", "all") > 0


def test_it_is_linked_from_home_for_who_reads_it(bench, story):
    for person in (story.officer, story.approver, bench.person("auditor")):
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        assert PAGE in person.client.get("/cases/").text


def test_who_has_nothing_to_do_with_letters_does_not_open_it(bench):
    for role in ("intake_officer", "publisher", "admin"):
        assert bench.person(role).get("/protocol-book").status_code == 403
