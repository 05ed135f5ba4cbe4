"""What anybody reads is compared again each day; what a file that came later makes a name is put before a person, and stays until they say so."""

import re
from datetime import timedelta

import pytest

from services.notifications.comparing.models import TextCheck
from services.notifications.library.models import PublicationVersion
from services.notifications.named_later.timers import compare_shown
from shared.audit import AuditEntry
from shared.clock import utc_now
from shared.events.catalogue.texts import FoundPlace
from tests.notifications import library, test_issues
from tests.notifications.library import CANARY, OPEN, Librarian, answered, get, published, released

second, writer, act, body, editor = (
    library.second,
    library.writer,
    test_issues.act,
    test_issues.body,
    test_issues.editor,
)
API, DESK = "/notifications/api/v1/named-later", "/notifications/staff/named-later"
NAMES = FoundPlace(part=0, start=0, end=9, kind="name", severity="stop")
OTHER = FoundPlace(part=0, start=3, end=9, kind="initials", severity="question")
WHY = "Është emri i përrallës, jo i një fëmije."


@pytest.fixture
def book(writer, second):
    return published(writer, second)


@pytest.fixture
def third(bench):
    return Librarian(bench, "commissioner", api=API, desk=DESK)


def a_day_later(bench, *places, days=1):
    """All that was looked at was so some days ago; what is shown is compared again, and intake finds these places."""
    with bench.platform.database.transaction() as session:
        for look in session.query(TextCheck):
            look.offered_at -= timedelta(days=days)
    compare_shown(bench.platform, utc_now())
    return answered(bench, *places)


def asked(who):
    listed = who.call("", method="GET")
    assert listed.status_code == 200, listed.text
    return listed.json["items"]


def keep(who, one, reason=WHY, seen=None):
    return who.call(f"/{one['id']}/keeping", {"reason": reason, "seen": seen or one["seen"]})


def test_a_publication_that_is_out_is_compared_each_day_with_its_files(bench, book):
    compare_shown(bench.platform, utc_now())
    assert answered(bench) == []
    assert a_day_later(bench) == ["publication"] * 3
    compare_shown(bench.platform, utc_now())
    assert answered(bench) == []


def test_what_names_somebody_by_now_is_asked_about_and_nothing_disappears(bench, third, book):
    assert asked(third) == []
    a_day_later(bench, NAMES)
    [one] = asked(third)
    assert (one["what"], one["title"], one["version"], one["at"]) == ("publication", CANARY, 1, f"library/{book}")
    assert {place["words"] for place in one["places"]} == {CANARY} and one["more"] == 0
    assert get(bench, f"{OPEN}/{book}").json["current"]["texts"][0]["title"] == CANARY
    for language, words in (("sq", "Të publikuara që mund të tregojnë dikë"), ("en", "Published texts that may name")):
        page = third.client.get(f"{DESK}?lang={language}").text
        assert words in page and f"<strong>{CANARY}</strong>" in page
        assert f"/notifications/staff/library/{book}" in page


def test_a_name_in_a_file_alone_is_asked_about(bench, third, book):
    with bench.platform.database.transaction() as session:
        version = session.query(PublicationVersion).one().id
    a_day_later(bench)
    with bench.platform.database.transaction() as session:
        look = (
            session.query(TextCheck).where(TextCheck.text_id != version).order_by(TextCheck.offered_at.desc()).first()
        )
        look.stops, look.places = 1, [{"part": 4, "start": 0, "end": 9, "kind": "name", "severity": "stop"}]
    [one] = asked(third)
    assert [place["words"] for place in one["places"]] == [CANARY]
    assert one["places"][0]["part"] not in {"sq.title", "sq.summary", "en.title", "en.summary"}


def test_it_is_kept_with_a_reason_of_somebody_else_which_holds_until_other_places_are_found(bench, writer, third, book):
    a_day_later(bench, NAMES)
    [one] = asked(third)
    writer.api = API
    assert keep(writer, one).json["code"] == "named.own_work"
    assert (keep(third, one, "-").status_code, keep(third, one, seen="0" * 64).status_code) == (422, 409)
    assert keep(third, one).status_code == 200
    assert asked(third) == [] and keep(third, one).status_code == 404
    with bench.platform.database.reading() as session:
        told = session.query(AuditEntry).where(AuditEntry.action == "text.explained").all()
        assert len(told) == 3 and {entry.actor for entry in told} == {f"staff:{third.id}"}
    a_day_later(bench, NAMES)
    assert asked(third) == []
    a_day_later(bench, OTHER)
    assert len(asked(third)) == 1


def test_it_is_withdrawn_where_it_stands_and_is_asked_about_no_more(bench, second, third, book):
    a_day_later(bench, NAMES)
    taken_back = second.call(f"/{book}/versions/1/withdrawal", {"reason": "Po e ndreqim."})
    assert taken_back.status_code == 200 and asked(third) == []
    a_day_later(bench, NAMES)
    assert asked(third) == []


def test_an_issue_of_the_bulletin_is_asked_about_with_its_number(bench, editor, third, act):
    approver = Librarian(bench, "commissioner", api=test_issues.API, desk=test_issues.DESK)
    issue = test_issues.out(editor, approver)
    released(bench)
    a_day_later(bench, FoundPlace(part=0, start=0, end=4, kind="name", severity="stop"))
    [one] = [told for told in asked(third) if told["what"] == "issue"]
    assert (one["title"], one["at"]) == (f"{issue['number']}/{issue['year']}", f"issues/{issue['id']}")
    assert one["places"][0]["words"] == "Këtë"
    assert get(bench, test_issues.path(issue)).status_code == 200
    assert "Këtë" in get(bench, test_issues.path(issue)).text
    assert keep(third, one).status_code == 200


def press(third, one, **given):
    page = third.client.get(DESK).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    names = {f"{one['id']}-{name}": value for name, value in given.items()}
    return third.client.post(f"{DESK}/{one['id']}/keeping", data={**hidden, **names})


def test_by_page_it_is_kept_and_what_is_wrong_is_said_on_the_page(bench, third, book):
    a_day_later(bench, NAMES)
    [one] = asked(third)
    empty, dash, other = (
        press(third, one, reason=""), press(third, one, reason="-"), press(third, one, reason=WHY, seen="0" * 64),
    )  # fmt: skip
    assert (empty.status_code, dash.status_code, other.status_code) == (422, 422, 409)
    assert "Shkruani pse mbetet" in empty.text and "Shkruani me fjalë pse mbetet." in dash.text
    assert "Ndërkohë pyetet për vende të tjera" in other.text
    kept = press(third, one, reason=WHY)
    assert (kept.status_code, kept.location.endswith("/staff/named-later")) == (303, True)
    assert "Asgjë nuk pret përgjigje" in third.client.get(DESK).text


def test_its_writer_is_told_at_the_desk_that_somebody_else_answers(bench, writer, book):
    a_day_later(bench, NAMES)
    page = writer.client.get(DESK).text
    assert "ju keni shkruar diçka në këtë tekst" in page and "Mbetet siç është" not in page


def test_a_look_that_intake_never_answered_is_asked_for_again_the_next_day(bench, third, book):
    with bench.platform.database.transaction() as session:
        for look in session.query(TextCheck):
            look.offered_at -= timedelta(days=1)
    compare_shown(bench.platform, utc_now())
    assert a_day_later(bench, NAMES).count("publication") == 6
    assert len(asked(third)) == 1


@pytest.mark.parametrize("body", [{}, {"reason": WHY}, {"reason": 1, "seen": []}, {"reason": "", "seen": "0"}])
def test_bad_input_is_a_problem_and_what_is_not_asked_about_is_not_found(third, book, body):
    refused = third.call(f"/{book}/keeping", body)
    assert refused.status_code == 422 and refused.content_type == "application/problem+json"
    assert keep(third, {"id": book, "seen": "0" * 64}).status_code == 404


def test_by_page_what_is_not_asked_about_is_not_found(third, bench, book):
    for given in ({}, {"reason": WHY}):
        assert press(third, {"id": book}, **given).status_code == 404
