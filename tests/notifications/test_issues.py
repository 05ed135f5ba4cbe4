"""The bulletin: what became public, introduced by one person and approved by another, is one text as page, mail, feed and API."""

import json
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.bulletins import timers
from services.notifications.domain import TIRANA
from shared.clock import utc_now
from shared.events.catalogue.intake import FoundPlace
from tests.notifications.library import CANARY, Librarian, compared, get, published
from tests.notifications.test_bulletins import OTHER, PAGES, READER, post, send, subscribed
from tests.notifications.test_outlets import A, Told

API, DESK, OPEN = "/notifications/api/v1/issues", "/notifications/staff/issues", "/notifications/api/v1/public/issues"
#: In the introduction.
NAMES = FoundPlace(part=0, start=0, end=4, kind="name", severity="stop")
WORDS = {
    "sq": "Këtë muaj zyra foli për shkollat.\n\nLexoni më poshtë.",
    "en": "This month the office spoke of schools.",
}


@pytest.fixture
def editor(bench):
    return Librarian(bench, api=API, desk=DESK)


@pytest.fixture
def second(bench):
    return Librarian(bench, "commissioner", api=API, desk=DESK)


@pytest.fixture
def body(bench):
    return bench.institution(key="shkolla-shembull")


@pytest.fixture
def act(bench, body):
    """Public since the day before yesterday."""
    return told(bench, body, "R-2026-00001-8")


@pytest.fixture
def book(bench):
    """A publication of the day before yesterday."""
    made = published(Librarian(bench), Librarian(bench, "commissioner"))
    with bench.platform.database.transaction() as session:
        change = "UPDATE publication_version SET released_at = :at WHERE publication_id = :id"
        session.execute(text(change), {"at": utc_now() - timedelta(days=2), "id": made})
    return made


def told(bench, body, number, days=2, **more):
    act = Told(bench, number, body)
    act.say("readable", **more)
    since(bench, number, days)
    return act


def since(bench, number, days):
    with bench.platform.database.transaction() as session:
        session.execute(
            text("UPDATE public_act SET first_at = :at, changed_at = :at WHERE number = :number"),
            {"at": utc_now() - timedelta(days=days), "number": number},
        )


def day(days=1):
    return (utc_now().astimezone(TIRANA).date() - timedelta(days=days)).isoformat()


def yesterday(hour):
    """At an hour that is over at any hour of today, so that what is due then is sent now."""
    return (utc_now() - timedelta(days=1)).replace(hour=hour)


def begun(editor, days=1):
    answer = editor.call("", {"until": day(days)})
    assert answer.status_code == 201, answer.text
    return answer.json


def written(editor, issue, **more):
    answer = editor.call(f"/{issue['id']}", WORDS | more, "PUT", seen=issue["revision"])
    assert answer.status_code == 200, answer.text
    return answer.json


def approved(second, issue):
    answer = second.call(f"/{issue['id']}/approval", seen=issue["revision"])
    assert answer.status_code == 200, answer.text
    return answer.json


def out(editor, second, **more):
    return approved(second, written(editor, begun(editor), **more))


def path(issue):
    return f"/notifications/bulletins/{issue['year']}/{issue['number']}"


def readings(bench, issue, language):
    """The issue as page, feed and API have it, in one language, without marks."""
    page = get(bench, f"{path(issue)}?lang={language}").text
    feed = ET.fromstring(get(bench, f"/notifications/feeds/{language}/issues.atom").data)  # noqa: S314 - our own answer
    entry = feed.find(f"{A}entry")
    [said] = [one for one in get(bench, f"/notifications/api/v1/public/issues/{issue['year']}/{issue['number']}").json["texts"]
              if one["language"] == language]  # fmt: skip
    return {
        "page": unescape(re.sub(r"<[^>]+>", " ", page)),
        "feed": "" if entry is None else " ".join(entry.itertext()),
        "api": json.dumps(said, ensure_ascii=False).replace("\\n", "\n"),
    }


def mailed(bench, *addresses):
    """What each gets of what is due: of mails that tell no day's news."""
    timers.draft_bulletin(bench.platform, yesterday(1))
    box = send(bench)
    return [[one.get_content().replace("\r\n", "\n") for one in box.mails(each)] for each in addresses]


def test_an_issue_is_the_same_text_as_page_mail_feed_and_api(bench, editor, second, act, book):
    subscribed(bench, wants=["issues"])
    subscribed(bench, OTHER, "en", wants=["issues"], clusters=["8"])
    issue = out(editor, second)
    assert (issue["state"], issue["number"], issue["year"]) == ("out", 1, utc_now().astimezone(TIRANA).year)
    [sq], [en] = mailed(bench, READER, OTHER)
    assert mailed(bench, READER, OTHER) == [[], []]
    for language, mail, about, other in (
        ("sq", sq, ("Rekomandim R-2026-00001-8 – Shkolla Shembull", "Udhëzues – Për fëmijë, 7–11 vjeç"), "Recommendation"),
        ("en", en, ("Recommendation R-2026-00001-8 – Sample School", "Guide – For children, 7–11"), "Rekomandim"),
    ):  # fmt: skip
        for where, words in readings(bench, issue, language).items() | {("mail", mail)}:
            titles = ("Kthimi në shkollë", CANARY)
            for part in (*WORDS[language].split("\n\n"), *titles, *about, f"1/{issue['year']}"):
                assert part in words, (where, part)
            assert f"{other} R-" not in words, where
        assert f"https://besa.example.org{path(issue)}" in mail and f"/publications/{book}" in mail


def test_who_wants_news_alone_gets_no_issue_and_who_wants_issues_no_news(bench, editor, second, act):
    subscribed(bench)
    subscribed(bench, OTHER, wants=["issues"])
    timers.draft_bulletin(bench.platform, yesterday(12))
    box = send(bench)
    [news] = box.mails(READER)
    assert "Kthimi" in news.get_content() and box.mails(OTHER) == []
    out(editor, second)
    assert [len(one) for one in mailed(bench, READER, OTHER)] == [0, 1]


def test_whoever_asks_chooses_at_least_one_and_is_told_so_at_the_field(bench):
    answer = post(bench, PAGES, address=READER, wants=[])
    assert answer.status_code == 422 and "Zgjidhni të paktën një." in answer.text


def test_each_act_stands_in_one_issue_and_what_came_later_in_the_next(bench, editor, second, body, act):
    told(bench, body, "R-2026-00002-6", days=0, title="Sot")
    first = out(editor, second)
    assert len(first["items"]) == 1 and "Sot" not in str(readings(bench, first, "sq"))
    since(bench, "R-2026-00002-6", 1)
    refused = editor.call("", {"until": day(1)})
    assert (refused.status_code, refused.json["code"]) == (422, "issue.told_already")
    assert editor.call("", method="GET").json["waiting"] == 1


def test_what_is_left_out_is_told_by_no_issue(bench, editor, second, body, act):
    told(bench, body, "R-2026-00002-6", title="Jashtë")
    draft = begun(editor)
    [gone] = [one["id"] for one in draft["items"] if one["title"] == "Jashtë"]
    issue = approved(second, written(editor, draft, left_out=[gone]))
    assert "Jashtë" not in str(readings(bench, issue, "sq")) and "Kthimi" in str(readings(bench, issue, "sq"))
    assert editor.call("", method="GET").json["waiting"] == 0
    other = editor.call(f"/{issue['id']}", WORDS | {"left_out": [str(uuid4())]}, "PUT", seen=issue["revision"])
    assert (other.status_code, other.json["code"]) == (409, "issue.not_a_draft")


@pytest.mark.parametrize("state", ["withheld", "withdrawn", "not_public"])
def test_what_is_taken_back_is_gone_from_the_issue_in_every_outlet(bench, editor, second, body, act, state):
    told(bench, body, "R-2026-00002-6", title="Mbetur")
    subscribed(bench, wants=["issues"])
    issue = out(editor, second)
    act.say(state)
    [[mail]] = mailed(bench, READER)
    for words in (*readings(bench, issue, "sq").values(), mail):
        assert "Kthimi" not in words and "R-2026-00001-8" not in words and "Mbetur" in words
    assert "Kthimi" not in editor.client.get(f"/notifications/staff/issues/{issue['id']}").text


def test_a_changed_title_is_the_new_one_in_every_outlet(bench, editor, second, act):
    issue = out(editor, second)
    act.say("readable", title="Titull i ri")
    for where, words in readings(bench, issue, "sq").items():
        assert "Titull i ri" in words and "Kthimi" not in words, where


def test_before_it_is_approved_nobody_outside_knows_of_it(bench, editor, act):
    subscribed(bench, wants=["issues"])
    written(editor, begun(editor))
    assert mailed(bench, READER) == [[]] and get(bench, OPEN).json["items"] == []
    assert WORDS["sq"][:20] not in get(bench, "/notifications/bulletins/archive").text
    assert get(bench, f"/notifications/bulletins/{utc_now().year}/1").status_code == 404


def test_a_withdrawn_issue_says_when_and_why_and_nothing_that_stood_in_it(bench, editor, second, act):
    subscribed(bench, wants=["issues"])
    issue = out(editor, second)
    answer = editor.call(f"/{issue['id']}/withdrawal", {"reason": "Një shifër e gabuar."})
    assert answer.status_code == 200 and mailed(bench, READER) == [[]]
    compared(bench)
    page = get(bench, f"{path(issue)}?lang=sq")
    assert page.status_code == 410 and "Një shifër e gabuar." in page.text and "Kthimi" not in page.text
    assert WORDS["sq"][:20] not in page.text
    feed = get(bench, "/notifications/feeds/sq/issues.atom").text
    assert "deleted-entry" in feed and "Kthimi" not in feed
    said = get(bench, f"{OPEN}/{issue['year']}/{issue['number']}").json
    assert said["texts"] == [] and said["reason"] == "Një shifër e gabuar." and get(bench, OPEN).json["items"] == []
    again = editor.call(f"/{issue['id']}/withdrawal", {"reason": "Përsëri."})
    assert (again.status_code, again.json["code"]) == (409, "issue.not_out")


def test_somebody_else_approves_and_all_that_stands_against_it_is_said_at_once(bench, editor, second, act):
    draft = begun(editor)
    refused = editor.call(f"/{draft['id']}/approval", seen=draft["revision"])
    assert refused.status_code == 409
    assert {one["code"] for one in refused.json["faults"]} == {"issue.own_work", "issue.no_introduction"}
    act.say("withdrawn")
    nothing = second.call(f"/{draft['id']}/approval", seen=draft["revision"])
    assert {one["code"] for one in nothing.json["faults"]} == {"issue.no_introduction", "issue.nothing"}


def test_a_draft_that_changed_meanwhile_is_not_approved(bench, editor, second, act):
    draft = begun(editor)
    written(editor, draft)
    assert second.call(f"/{draft['id']}/approval", seen=draft["revision"]).status_code == 412
    assert second.call(f"/{draft['id']}/approval").status_code == 428


@pytest.mark.parametrize(
    ("until", "code"),
    [(-1, "issue.to_come"), (-30, "issue.to_come"), (9, "issue.nothing")],
    ids=["tomorrow", "later", "before"],
)
def test_an_issue_tells_of_no_day_to_come_and_of_something(bench, editor, act, until, code):
    refused = editor.call("", {"until": day(until)})
    assert refused.status_code in (409, 422) and refused.json["code"] == code


def test_while_a_draft_is_open_no_other_is_begun(bench, editor, second, act):
    begun(editor, 1)
    refused = second.call("", {"until": day(1)})
    assert refused.status_code in (409, 422) and editor.call("", method="GET").json["items"][0]["state"] == "draft"


def test_the_desk_goes_the_whole_way_in_the_browser(bench, editor, second, act):
    page = editor.client.get(DESK)
    assert page.status_code == 200 and "1 akt ose botim pret" in page.text
    year, month, date = day().split("-")
    sent = editor.press("", {"until-day": date, "until-month": month, "until-year": year})
    assert sent.status_code == 303, sent.text
    where = sent.location.removeprefix(DESK)
    assert "Mirato" not in re.findall(r"<button[^>]*>\s*(\w+)", editor.client.get(sent.location).text)
    missing = editor.press(where, {"sq": WORDS["sq"], "en": ""})
    assert (
        missing.status_code == 422
        and "Shkruani hyrjen në anglisht" in missing.text
        and WORDS["sq"][:20] in missing.text
    )
    assert editor.press(where, WORDS).status_code == 303
    assert second.press(f"{where}/approval", {}, at=where).status_code == 303
    assert (
        WORDS["sq"][:20] in get(bench, f"/notifications/bulletins/{utc_now().astimezone(TIRANA).year}/1?lang=sq").text
    )
    assert "Ka dalë" in second.client.get(DESK).text
    assert second.press(f"{where}/withdrawal", {"reason": ""}, at=where).status_code == 422
    assert second.press(f"{where}/withdrawal", {"reason": "Gabim."}, at=where).status_code == 303


def test_a_refused_day_says_so_at_its_field_on_the_page(bench, editor, act):
    for days, words in ((-30, "Kjo ditë nuk ka ardhur ende"), (9, "Nuk ka asgjë për të treguar")):
        year, month, date = day(days).split("-")
        refused = editor.press("", {"until-day": date, "until-month": month, "until-year": year})
        assert refused.status_code in (409, 422) and words in refused.text and "govuk-error-summary" in refused.text


def test_two_who_approve_at_once_give_one_number(bench, editor, second, act):
    issue = written(editor, begun(editor))
    third = Librarian(bench, "commissioner", api=API, desk=DESK)
    compared(bench)

    def approve(who):
        headers = {"Authorization": f"Bearer {who.token}", "If-Match": f'"{issue["revision"]}"'}
        return bench.app.test_client().post(f"{API}/{issue['id']}/approval", json={}, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(approve, [second, third]))
    assert sorted(one.status_code for one in answers) == [200, 409]


def test_what_is_not_there_or_not_understood_is_said_clearly_and_changes_nothing(bench, editor, act):
    nobody = uuid4()
    for path, method in ((f"/{nobody}", "GET"), (f"/{nobody}/approval", "POST")):
        assert editor.call(path, method=method, seen=1).status_code == 404
    for year, number in ((2026, 99), (0, 0), (99_999, 1), (2026, 10**30)):
        assert get(bench, f"{OPEN}/{year}/{number}").status_code == 404
        assert get(bench, f"/notifications/bulletins/{year}/{number}").status_code == 404
    assert editor.client.get(f"{DESK}/{nobody}").status_code == 404
    for wanted in ({}, {"until": "2026-02-30"}, {"until": day(), "more": 1}):
        assert editor.call("", wanted).status_code == 422
    draft = begun(editor)
    read = bench.app.test_client().get(
        f"/notifications/api/v1/issues/{draft['id']}", headers={"Authorization": f"Bearer {editor.token}"}
    )
    assert read.json == draft and read.headers["ETag"] == f'"{draft["revision"]}"'
    for wanted in ({"sq": "Vetëm"}, WORDS | {"sq": "x" * 5001}, WORDS | {"left_out": ["x"]}):
        assert editor.call(f"/{draft['id']}", wanted, "PUT", seen=draft["revision"]).status_code == 422
    other = editor.call(f"/{draft['id']}", WORDS | {"left_out": [str(nobody)]}, "PUT", seen=draft["revision"])
    assert (other.status_code, other.json["code"]) == (422, "issue.no_such_item")
    assert editor.call(f"/{draft['id']}", method="GET").json == draft


def test_an_issue_that_names_somebody_is_approved_with_a_reason_alone(bench, editor, act):
    issue = written(editor, begun(editor))
    other = Librarian(bench, "commissioner", api=API, desk=DESK)
    headers = {"Authorization": f"Bearer {other.token}", "If-Match": f'"{issue["revision"]}"'}

    def approval(**said):
        return bench.app.test_client().post(f"{API}/{issue['id']}/approval", json=said, headers=headers)

    assert approval().json["code"] == "text.compared"
    assert compared(bench, NAMES) == ["issue"]
    assert (approval().status_code, approval().json["code"]) == (422, "text.names")
    out = approval(names_reason="Është emri i një shkolle.")
    assert out.status_code == 200
    reason = "Zanafilla ishte në hyrje."
    assert other.call(f"/{issue['id']}/withdrawal", {"reason": reason}).status_code == 200
    assert reason not in get(bench, path(out.json)).text
    compared(bench, NAMES)
    assert reason not in get(bench, path(out.json)).text


def test_of_what_is_not_told_where_it_stands_is_said_how_many_there_are(bench, editor, second, act):
    issue = written(editor, begun(editor))
    compared(bench, NAMES, more=31)
    assert "31 vende të tjera" in second.client.get(f"{second.desk}/{issue['id']}").text


def test_a_period_of_one_day_is_that_day(bench, editor, second, body):
    told(bench, body, "R-2026-00001-8", days=1)
    issue = out(editor, second)
    page = get(bench, f"{path(issue)}?lang=sq").text
    assert issue["since"] == issue["until"] == day(1)
    assert not re.search(rf"[a-zë] {issue['since'][:4]} –", page)
