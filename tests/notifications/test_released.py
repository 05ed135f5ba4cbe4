"""What is approved is compared with the sealed files once more at its hour: what became known of people since then stops it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.clock import utc_now
from shared.events.catalogue.intake import FoundPlace
from tests.notifications.library import OPEN, Librarian, answered, begun, compared, get, released, with_files
from tests.notifications.test_issues import OPEN as BULLETIN
from tests.notifications.test_issues import act, body, editor, path, written
from tests.notifications.test_issues import begun as issue_begun
from tests.notifications.test_issues import second as approver

__all__ = ["act", "approver", "body", "editor"]
NAMES = FoundPlace(part=0, start=0, end=4, kind="name", severity="stop")


@pytest.fixture
def writer(bench):
    return Librarian(bench)


@pytest.fixture
def second(bench):
    return Librarian(bench, "commissioner")


@pytest.fixture
def unreleased(monkeypatch):
    """The last look is asked for by each test itself."""
    monkeypatch.setattr("tests.notifications.library.released", lambda *_given: None)


def approve(who, publication, seen, **more):
    answer = who.call(f"/{publication}/approval", more or {}, seen=seen)
    assert answer.status_code == 200, answer.text
    return answer.json["versions"][0]


def newest(who, publication):
    return who.call(f"/{publication}", method="GET").json["versions"][0]


def test_nothing_approved_is_read_before_the_last_look_came_back(bench, writer, second, unreleased):
    publication = begun(writer)
    assert approve(second, publication, with_files(writer, publication))["standing"] == "waiting"
    assert get(bench, f"{OPEN}/{publication}").status_code == 404
    released(bench)
    assert newest(writer, publication)["standing"] == "published"
    shown = get(bench, f"{OPEN}/{publication}").json["current"]
    assert shown["released_at"] == newest(writer, publication)["released_at"]


def test_what_names_somebody_at_its_hour_is_a_draft_again_and_says_so(bench, writer, second, unreleased):
    publication = begun(writer)
    approve(second, publication, with_files(writer, publication))
    released(bench, NAMES)
    found = newest(writer, publication)
    assert (found["standing"], bool(found["stopped_at"])) == ("draft", True)
    assert get(bench, f"{OPEN}/{publication}").status_code == 404
    page = second.client.get(f"{second.desk}/{publication}").text
    assert "Miratimi ra" in page
    assert "names_reason" in page, "whoever approves it again says why"
    refused = second.call(f"/{publication}/approval", {}, seen=found["revision"])
    assert refused.json["errors"][0]["code"] == "text.names"
    approve(second, publication, found["revision"], names_reason="Zyra e ka pyetur familjen.")
    released(bench, NAMES)
    assert newest(writer, publication)["standing"] == "published", "the same places have their reason"


def test_a_reason_is_none_for_a_later_look_that_found_more(bench, writer, second, unreleased):
    publication = begun(writer)
    seen = with_files(writer, publication)
    compared(bench, NAMES)
    approve(second, publication, seen, names_reason="Zyra e ka pyetur familjen.")
    released(bench, NAMES, more=1)
    assert newest(writer, publication)["standing"] == "draft"


def test_of_what_is_not_told_where_it_stands_the_desk_says_how_many_there_are(bench, writer, second):
    publication = begun(writer)
    compared(bench, NAMES, more=31)
    assert "31 vende të tjera" in second.client.get(f"{second.desk}/{publication}").text


def test_at_its_hour_a_look_of_before_it_is_no_look(bench, writer, second, unreleased):
    publication = begun(writer)
    seen = with_files(writer, publication)
    approve(second, publication, seen)
    with bench.platform.database.transaction() as session:
        wanted = "UPDATE publication_version SET release_at = :at WHERE publication_id = :id"
        session.execute(text(wanted), {"at": utc_now() + timedelta(seconds=1), "id": publication})
    released(bench)
    assert newest(writer, publication)["standing"] == "waiting"
    with bench.platform.database.transaction() as session:
        session.execute(text(wanted), {"at": utc_now(), "id": publication})
    assert newest(writer, publication)["standing"] == "waiting", "nobody reads it before the look"
    released(bench, NAMES)
    assert newest(writer, publication)["standing"] == "draft"


def test_an_issue_is_out_once_it_was_compared_again_and_its_number_is_not_lost(
    bench, editor, approver, act, unreleased
):
    issue = written(editor, issue_begun(editor))
    answer = approver.call(f"/{issue['id']}/approval", seen=issue["revision"])
    assert (answer.json["number"], answer.json["released_at"]) == (1, None)
    assert get(bench, path(answer.json)).status_code == 404
    assert get(bench, BULLETIN).json["items"] == []
    again = editor.call("", {"until": str(utc_now().date())})
    assert again.json["code"] == "issue.draft_open"
    released(bench, NAMES)
    stopped = editor.call(f"/{issue['id']}", method="GET").json
    assert (stopped["state"], stopped["number"], bool(stopped["stopped_at"])) == ("draft", None, True)
    assert "Miratimi ra" in approver.client.get(f"{approver.desk}/{issue['id']}").text
    reason = {"names_reason": "Zyra e ka pyetur familjen."}
    answer = approver.call(f"/{issue['id']}/approval", reason, seen=stopped["revision"])
    assert (answer.status_code, answer.json["number"]) == (200, 1), answer.text
    released(bench, NAMES)
    assert get(bench, path(answer.json)).status_code == 200


def test_an_issue_that_nobody_read_yet_is_taken_back_as_a_draft(bench, editor, approver, act, unreleased):
    issue = written(editor, issue_begun(editor))
    out = approver.call(f"/{issue['id']}/approval", seen=issue["revision"]).json
    waiting = approver.client.get(f"{approver.desk}/{issue['id']}").text
    assert "pret krahasimin e fundit" in waiting
    taken = approver.call(f"/{issue['id']}/withdrawal", {"reason": "Një gabim."}, seen=out["revision"])
    assert (taken.status_code, taken.json["state"], taken.json["reason"]) == (200, "draft", None), taken.text
    compared(bench)
    assert answered(bench) == []
