"""What was typed into a reply and not sent is there for whoever opens the next link to the same letter, and for nobody else."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import text

from services.partners import data, timers
from services.partners.models.links import IDLE, LATE, LONGEST
from shared.clock import utc_now
from shared.clock_words import day_words
from shared.documents import DocumentMissingError
from tests.partners.bench import csrf, today
from tests.partners.linked import come_in, linked_body, mailed, press, scalar
from tests.partners.test_pages import answer_form

WORDS = "Masa që u shtypën me mund"


@pytest.fixture
def body(bench):
    return linked_body(bench)


@pytest.fixture
def act(bench, body):
    return bench.issue(body)


def typed(client, path, **more):
    return answer_form(client, path, items=1, **{"item_0-reasons": WORDS, "name": "Shembull Shkruesi"}, **more)


def again(bench, client, token, act):
    """Another browser, which opened a new link to the letter."""
    press(client, token, "/again")
    return come_in(bench, mailed(bench, act)[-1])


def leave_open(bench, minutes):
    """The page stays open so long, and the timer runs."""
    ago = f"interval '{minutes} minutes'"
    with bench.platform.database.transaction() as session:
        session.execute(text(f"UPDATE link_session SET seen_at = seen_at - {ago}, began_at = began_at - {ago}"))
    timers.remove_old_sessions(bench.platform, utc_now())


def of_letter(bench, path, what):
    return scalar(bench, f"SELECT {what} FROM dispatch WHERE id = :mine", mine=path.rpartition("/")[2])


def kept(bench, path):
    return of_letter(bench, path, "reply_draft")


def replies(bench, path):
    return of_letter(bench, path, "(SELECT count(*) FROM reply WHERE dispatch_id = dispatch.id)")


def test_what_nobody_sends_is_erased_once_the_office_keeps_it_no_longer(bench, act):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    assert client.post(f"{path}/reply", data=typed(client, path, keep="yes")).status_code == 303
    days, document = data.days_of_reply_drafts(today()), kept(bench, path)
    assert f"Mbahet deri më {day_words(today() + timedelta(days=days), 'sq')}" in unescape(
        client.get(f"{path}/reply").text
    )
    timers.erase_reply_drafts(bench.platform, utc_now() + timedelta(days=days - 1))
    assert kept(bench, path) == document
    timers.erase_reply_drafts(bench.platform, utc_now() + timedelta(days=days + 1))
    assert (kept(bench, path), of_letter(bench, path, "reply_draft_at")) == (None, None)
    with pytest.raises(DocumentMissingError):
        bench.platform.documents.get(document)
    assert WORDS not in client.get(f"{path}/reply").text


def test_what_was_kept_by_the_button_is_shown_by_a_new_link_and_is_no_reply(bench, act):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    answer = client.post(f"{path}/reply", data=typed(client, path, keep="yes"))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/reply")
    assert replies(bench, path) == 0
    other, there = again(bench, client, token, act)
    assert there == path
    page = unescape(other.get(f"{path}/reply").text)
    assert WORDS in page and "Shembull Shkruesi" in page and "ende e padërguar" in page


@pytest.mark.parametrize("minutes", [31, 9 * 60])
def test_what_is_sent_when_the_time_is_over_is_kept_and_the_page_says_so(bench, act, minutes):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    form = typed(client, path)
    leave_open(bench, minutes)
    answer = client.post(f"{path}/reply", data=form, follow_redirects=True)
    assert "Çfarë kishit shkruar u ruajt" in answer.text
    assert WORDS not in answer.text
    assert client.get(f"{path}/reply").status_code == 302, "nobody is let in by it"
    assert replies(bench, path) == 0
    other, _path = again(bench, client, token, act)
    assert WORDS in other.get(f"{path}/reply").text
    assert "Çfarë kishit shkruar u ruajt" not in client.get("/partners/login").text


def test_after_a_day_or_without_that_session_or_for_another_letter_nothing_is_kept(bench, body, act):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    form = typed(client, path)
    stranger = bench.app.test_client()
    assert stranger.post(f"{path}/reply", data=form).status_code in {302, 400}
    _other, elsewhere = come_in(bench, *mailed(bench, bench.issue(body)))
    leave_open(bench, 31)
    assert client.post(f"{elsewhere}/reply", data=form).status_code == 302
    leave_open(bench, 24 * 60)
    assert client.post(f"{path}/reply", data=form).status_code == 302
    assert (kept(bench, path), kept(bench, elsewhere)) == (None, None)


def test_a_link_that_the_office_revoked_keeps_nothing(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    form = typed(client, path)
    with bench.platform.database.transaction() as session:
        session.execute(text("SELECT set_config('app.office', 'on', true)"))
        session.execute(text("UPDATE letter_link SET state = 'revoked'"))
    assert client.post(f"{path}/reply", data=form).status_code == 302
    assert kept(bench, path) is None


def test_once_the_reply_is_sent_the_draft_and_its_document_are_gone(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    client.post(f"{path}/reply", data=typed(client, path, keep="yes"))
    first = kept(bench, path)
    client.post(f"{path}/reply", data=typed(client, path, keep="yes"))
    second = kept(bench, path)
    sent = answer_form(client, path, items=2)
    answer = client.post(f"{path}/reply", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert kept(bench, path) is None
    for name in (first, second):
        with pytest.raises(Exception, match=name[:8]):
            bench.platform.documents.get(name)
    assert WORDS not in client.get(f"{path}/reply").text


def test_the_words_are_in_no_row_and_no_cookie(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    answer = client.post(f"{path}/reply", data=typed(client, path, keep="yes"))
    assert WORDS not in str(answer.headers)
    row = of_letter(bench, path, "row_to_json(dispatch)::text")
    assert WORDS not in row and kept(bench, path) in row


def test_a_body_with_a_log_in_keeps_its_own_and_another_body_sees_nothing_of_it(bench, pair):
    sent = bench.issue(pair[0])
    client = bench.browser(pair[0])
    mine = scalar(bench, "SELECT id FROM dispatch WHERE recommendation_id = :act", act=sent.recommendation_id)
    path = f"/partners/dispatches/{mine}"
    assert client.post(f"{path}/reply", data=typed(client, path, keep="yes")).status_code == 303
    assert WORDS in client.get(f"{path}/reply").text
    other = bench.browser(pair[1])
    assert other.get(f"{path}/reply").status_code == 404
    token = csrf(other.get("/partners/inbox"))
    refused = other.post(f"{path}/reply", data={"csrf_token": token, "keep": "yes", "name": "Tjetri"})
    assert refused.status_code == 404
    assert "Tjetri" not in client.get(f"{path}/reply").text


def test_a_draft_has_no_more_fields_and_no_longer_ones_than_a_reply(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    much = {f"x{place}": "y" for place in range(700)} | {"item_0-reasons": "z" * 30_000}
    answer = client.post(f"{path}/reply", data=typed(client, path, keep="yes") | much)
    assert answer.status_code in {303, 413}
    fields = bench.platform.documents.get_json(kept(bench, path))["fields"] if kept(bench, path) else {}
    assert len(fields) <= 500 and max(map(len, fields.values()), default=0) <= 10_000


def test_the_time_in_which_something_late_is_kept_is_longer_than_any_session():
    assert LATE > LONGEST > IDLE > timedelta(0)
