"""The outbox page and the list for administrators: who sees what, and that it is not the address."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from services.notifications.clients import transport_of
from services.notifications.timers import count_waiting, send_waiting
from shared import metrics
from shared.app import STAFF_COOKIE
from shared.events.catalogue import STAFF_ROLES
from tests.notifications.conftest import ADDRESS, MAILBOX, SENDER, bench_of

MESSAGES = "/notifications/api/v1/messages"
OUTBOX = "/notifications/outbox"


def bearer(bench, *roles):
    return {"Authorization": f"Bearer {bench.staff(*roles)}"}


def page(bench, role="case_officer", language="sq"):
    client = bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, bench.staff(role))
    return client.get(OUTBOX, headers={"Accept-Language": language})


def filled(bench):
    """One mail to a body, one mail and one SMS to complainants, all written by the timer."""
    bench.issued(bench.institution())
    bench.informed(bench.complaint())
    bench.informed(bench.complaint({"channel": "sms", "address": "+355690000000", "language": "sq"}))
    send_waiting(bench.platform, datetime.now(UTC))
    assert {message.state for message in bench.messages()} == {"delivered"}


def test_the_timer_writes_mail_and_sms_as_files_whole_and_by_id(bench):
    filled(bench)
    by_channel = {message.channel: message for message in bench.messages() if message.recipient == "complainant"}
    text = (bench.outbox / f"{by_channel['sms'].id}.txt").read_text()
    assert text == "+355690000000\n\nKeni një njoftim. Hyni si zakonisht.\n"
    content = (bench.outbox / f"{by_channel['email'].id}.eml").read_bytes()
    mail = message_from_bytes(content, policy=default)
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Njoftim")
    assert sorted(path.suffix for path in bench.outbox.iterdir()) == [".eml", ".eml", ".txt"]


def test_a_repeat_replaces_the_first_file(bench):
    bench.issued(bench.institution())
    send_waiting(bench.platform, datetime.now(UTC))
    bench.platform.database.run(lambda session: session.merge(bench.only()).__setattr__("state", "waiting"))
    send_waiting(bench.platform, datetime.now(UTC))
    assert len(list(bench.outbox.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_tried_again(bench):
    bench.outbox.write_text("a file where the folder should be")
    bench.issued(bench.institution())
    bench.deliver(transport_of(bench.platform.settings.mail_url, SENDER, bench.platform.settings.waits))
    assert (bench.only().state, bench.only().last_error) == ("waiting", "folder")


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_every_staff_role_may_look_at_the_outbox_and_only_admin_at_the_list(bench, role):
    assert page(bench, role).status_code == 200
    answer = bench.app.test_client().get(MESSAGES, headers=bearer(bench, role))
    assert answer.status_code == (200 if role == "admin" else 403)


def test_the_public_sees_neither(bench):
    client = bench.app.test_client()
    answer = client.get(OUTBOX)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/login?next={OUTBOX}")
    assert client.get(MESSAGES).status_code == 401
    client.set_cookie(STAFF_COOKIE, bench.staff("admin"))
    assert client.get(MESSAGES).status_code == 401


@pytest.mark.parametrize(
    ("language", "words"),
    [("sq", ["Bashkia Shembull", "Keni një njoftim"]), ("en", ["Municipality Shembull", "Keni një njoftim"])],
)
def test_the_page_shows_what_was_written_but_no_address(bench, language, words):
    filled(bench)
    (bench.outbox / "notes.txt").write_text("not ours")
    html = page(bench, language=language).text
    assert all(word in html for word in [*words, "https://besa.example.org/partners/"])
    assert not any(secret in html for secret in (ADDRESS, MAILBOX, "+355690000000", "not ours"))


def test_an_empty_outbox_is_a_page_too(bench):
    assert page(bench).status_code == 200


def test_there_is_no_outbox_page_where_mail_leaves_by_smtp(smtp_bench):
    assert page(smtp_bench).status_code == 404


def test_the_list_shows_states_page_by_page_and_no_address(bench):
    filled(bench)
    headers, seen, after = bearer(bench, "admin"), [], None
    client = bench.app.test_client()
    while True:
        query = {"limit": 2} | ({"after": after} if after else {})
        answer = client.get(MESSAGES, query_string=query, headers=headers)
        assert answer.status_code == 200
        assert not any(secret in answer.text for secret in (ADDRESS, MAILBOX, "355690000000"))
        seen += answer.json["items"]
        after = answer.json["next"]
        if after is None:
            break
    assert [item["id"] for item in seen] == [str(message.id) for message in reversed(bench.messages())]
    assert set(seen[0]) == {
        "id", "template", "channel", "recipient", "about", "about_id", "institution_id", "state", "attempts",
        "next_try_at", "last_error", "created_at", "finished_at",
    }  # fmt: skip


def test_the_list_can_be_narrowed_to_what_failed(bench, mail_server):
    bench.issued(bench.institution(mailbox=None), bench.institution())
    bench.deliver(mail_server.transport())
    answer = bench.app.test_client().get(f"{MESSAGES}?state=failed", headers=bearer(bench, "admin"))
    assert [item["last_error"] for item in answer.json["items"]] == ["unusable_mailbox"]


@pytest.mark.parametrize(
    ("query", "status", "pointer"),
    [
        ("state=sent", 422, "/state"),
        ("state=", 422, "/state"),
        ("limit=0", 422, "/limit"),
        ("limit=201", 422, "/limit"),
        ("limit=x", 422, "/limit"),
        ("colour=red", 422, "/colour"),
        ("after=%00", 400, None),
        ("after=" + "a" * 10_000, 400, None),
        ("after=bm90LWEtY3Vyc29y", 400, None),
    ],
)
def test_a_bad_question_is_answered_with_its_field(bench, query, status, pointer):
    answer = bench.app.test_client().get(f"{MESSAGES}?{query}", headers=bearer(bench, "admin"))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert pointer is None or pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_cursor_of_one_filter_does_not_fit_another(bench):
    filled(bench)
    headers, client = bearer(bench, "admin"), bench.app.test_client()
    cursor = client.get(f"{MESSAGES}?limit=1", headers=headers).json["next"]
    assert client.get(f"{MESSAGES}?limit=1&after={cursor}", headers=headers).status_code == 200
    assert client.get(f"{MESSAGES}?state=failed&after={cursor}", headers=headers).status_code == 400


def test_the_gauge_counts_what_has_not_arrived(bench):
    bench.issued(bench.institution(), bench.institution())
    count_waiting(bench.platform, datetime.now(UTC))
    assert metrics.MESSAGES_WAITING._value.get() == 2
    send_waiting(bench.platform, datetime.now(UTC))
    count_waiting(bench.platform, datetime.now(UTC))
    assert metrics.MESSAGES_WAITING._value.get() == 0


def test_the_list_is_described(bench):
    described = bench.app.test_client().get("/notifications/api/v1/openapi.json").json
    assert MESSAGES in described["paths"]
    assert "state" in {parameter["name"] for parameter in described["paths"][MESSAGES]["get"]["parameters"]}


def test_a_transport_that_cannot_be_is_counted_and_does_not_stop_the_other_timers(settings):
    broken = bench_of(replace(settings, mail_url="smtp://127.0.0.1:1"))
    broken.issued(broken.institution())
    send_waiting(broken.platform, datetime.now(UTC))
    assert broken.only().last_error == "unreachable"
    broken.platform.database.dispose()


def test_neither_list_nor_outbox_shows_that_a_mail_went_to_a_prosecutor(bench):
    told = bench.institution()
    secret = bench.institution(**{"class": "prosecution", "name_sq": "Prokuroria Shembull"})
    bench.issued(told)
    bench.issued(secret)
    send_waiting(bench.platform, datetime.now(UTC))
    assert len(bench.messages()) == 2
    answer = bench.app.test_client().get(MESSAGES, headers=bearer(bench, "admin"))
    assert [one["institution_id"] for one in answer.json["items"]] == [str(told)]
    assert "Prokuroria" not in page(bench, "admin").text
