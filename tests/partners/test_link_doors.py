"""Who presses the button of a one-time link: somebody who is signed in as another, somebody behind a busy address, and when they are out."""

import pytest
from sqlalchemy import text

from services.partners import timers
from shared.clock import utc_now
from shared.events.catalogue import DispatchDelivered, DispatchPosted, LinkMoved
from tests.partners.bench import csrf, today
from tests.partners.linked import LETTER, come_in, linked_body, lose_mail, mailed, press, scalar
from tests.partners.test_pages import letter_path, page


@pytest.fixture
def body(bench):
    return linked_body(bench)


@pytest.fixture
def act(bench, body):
    return bench.issue(body)


def moved(bench, act):
    return [one["step"] for one in bench.told(LinkMoved, recommendation_id=act.recommendation_id)]


def delivered(bench, act):
    return bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)


def office(bench):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("case_officer").token, path="/")
    return client


def test_who_is_signed_in_for_another_body_or_for_the_office_uses_no_link_up(bench, act):
    [token] = mailed(bench, act)
    other = bench.body()
    for client, said in (
        (bench.browser(other), f"Agjencia Shembull {other.key}"),
        (office(bench), "punonjës i zyrës"),
    ):
        warned = page(client, f"/partners/link/{token}")
        assert (said in warned, "shtypni më parë «Dil»" in warned) == (True, True)
        answer = press(client, token)
        assert (answer.status_code, said in answer.text, "Dilni" in answer.text) == (409, True, True)
    assert (delivered(bench, act), moved(bench, act)) == ([], ["sent"])
    assert "«Dil»" not in page(bench.app.test_client(), f"/partners/link/{token}")
    come_in(bench, token)
    assert len(delivered(bench, act)) == 1


def test_a_person_of_the_body_reads_what_a_link_opened_as_who_they_are(bench):
    body = linked_body(bench, by_link=True)
    client = bench.browser(body)
    act = bench.issue(body)
    [token] = mailed(bench, act)
    for _ in range(2):
        answer = press(client, token)
        assert answer.status_code == 303
        assert LETTER.fullmatch(answer.headers["Location"])
        assert "Pika shembull 1" in page(client, answer.headers["Location"])
    assert len(delivered(bench, act)) == 1
    assert client.get_cookie("besa_link", path="/partners") is None
    assert press(bench.app.test_client(), token).status_code == 404


def test_a_right_link_enters_however_many_wrong_ones_came_from_its_address_or_right_ones_before(bench, body, act):
    [token] = mailed(bench, act)
    address = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.77"}}
    client = bench.app.test_client()
    answers = [press(client, f"wrong{turn}", **address) for turn in range(70)]
    assert {answer.status_code for answer in answers} == {404, 429}
    assert "Më dërgoni një lidhje të re" in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert press(bench.app.test_client(), token, **address).status_code == 303
    assert press(client, token, "/again", **address).status_code == 303


def test_right_links_are_not_counted(bench, act):
    address = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.78"}}
    [token] = mailed(bench, act)
    client = bench.app.test_client()
    assert {press(client, token, **address).status_code for _ in range(62)} == {303}
    assert scalar(bench, "SELECT count(*) FROM failed_tries WHERE bucket LIKE 'link:%' AND failures > 0") == 0


def change(bench, body, **values):
    """The office changes a body in the directory."""
    office, path = bench.staff("admin"), f"/institutions/{body.id}"
    read = {"If-Match": office.call("GET", path).headers["ETag"]}
    answer = office.call("PATCH", path, headers=read, json=values)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("values", [{"mailbox": "tjeter@example.org"}, {"by_link": False}, {"mailbox": None}])
def test_who_came_by_a_link_is_out_once_the_body_is_reached_elsewhere(bench, body, act, values):
    client, path = come_in(bench, *mailed(bench, act))
    assert client.get(path).status_code == 200
    change(bench, body, **values)
    for shown in (path, f"{path}/reply", f"{path}/letter.pdf"):
        assert client.get(shown).status_code != 200, shown


def test_who_came_by_a_link_is_out_once_another_body_took_the_letters_over(bench, body, act):
    client, path = come_in(bench, *mailed(bench, act))
    sent = {"successors": [str(bench.body().id)], "day": today().isoformat()}
    answer = bench.staff("admin").call("POST", f"/institutions/{body.id}/successions", json=sent)
    assert answer.status_code in (200, 201), answer.text
    assert client.get(path).status_code != 200


def test_a_link_to_a_body_that_wants_none_opens_nothing_and_its_letter_goes_by_post(bench, body, act):
    [token] = mailed(bench, act)
    change(bench, body, by_link=False)
    assert press(bench.app.test_client(), token).status_code == 404
    timers.send_links(bench.platform, utc_now())
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
    assert posted["step"] == "to_post"


def test_a_late_bounce_ends_its_own_link_and_no_newer_one(bench, body, act):
    [first] = mailed(bench, act)
    change(bench, body, mailbox="tjeter@example.org")
    timers.send_links(bench.platform, utc_now())
    _first, second = mailed(bench, act)
    lose_mail(bench, body, act, 0)
    assert bench.told(DispatchPosted, recommendation_id=act.recommendation_id) == []
    assert press(bench.app.test_client(), first).status_code == 404
    come_in(bench, second)
    lose_mail(bench, body, act, 1)
    assert moved(bench, act) == ["sent", "sent", "opened"]


def test_who_came_by_a_link_and_is_out_is_led_to_a_new_link_and_not_to_a_log_in(bench, act):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    form = {"csrf_token": csrf(client.get(path))}
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE link_session SET seen_at = seen_at - interval '31 minutes'"))
    for answer in (client.get(path), client.post(f"{path}/reply", data=form)):
        led = client.get(answer.headers["Location"])
        assert f'action="/partners/link/{token}/again"' in led.text
    portal = page(client, "/partners/login?next=/partners/inbox")
    assert 'type="password"' in portal
    assert press(client, token, "/again").status_code == 303
    assert len(mailed(bench, act)) == 2


def test_who_writes_by_a_link_reads_before_when_it_is_kept_and_who_has_an_account_does_not(bench):
    body = linked_body(bench)
    client, path = come_in(bench, *mailed(bench, bench.issue(body)))
    for door, kept in (("reply", "ruhet kur shtypni njërin nga butonat"), ("extension", "ruhet vetëm kur e dërgoni")):
        shown = page(client, f"{path}/{door}")
        assert kept in shown and "gjysmë ore" in shown, door
    account = bench.body()
    reader = bench.browser(account)
    bench.issue(account)
    assert "gjysmë ore" not in page(reader, f"{letter_path(reader)}/reply")
