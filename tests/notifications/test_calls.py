"""Somebody on call is called by mail and SMS, without content, before everybody else is written to."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.notifications import timers
from services.notifications.clients import FolderTransport
from shared import metrics
from shared.events.catalogue import DutyCalled, RescueAsked
from tests.notifications.conftest import SENDER

MAIL, PHONE = "shembull.gatishmeria@example.org", "+355 69 000 0001"
BOTH = ("email", "sms")


def called(bench, ways=BOTH, **addresses):
    document = {"email": MAIL, "phone": PHONE, "language": "sq", **addresses}
    complaint_id, staff_id = uuid4(), uuid4()
    told = bench.hear(
        DutyCalled,
        complaint_id,
        complaint_id=complaint_id,
        staff_id=staff_id,
        step=1,
        contact=bench.platform.documents.put_json(document),
        ways=ways,
    )
    return complaint_id, staff_id, told


def files(folder, suffix):
    return [path.read_text() for path in folder.glob(f"*.{suffix}")]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def test_a_call_is_a_mail_and_an_sms_that_say_nothing_of_whom_or_what(bench, folder):
    complaint_id, _staff, _ = called(bench)
    bench.deliver(FolderTransport(folder, SENDER))
    [mail], [sms] = files(folder, "eml"), files(folder, "txt")
    assert f"To: {MAIL}" in mail and "Subject: Besa: hapeni tani" in mail
    assert sms.startswith("+355690000001\n\nHapni Besa tani: diçka nuk pret.\n\nhttp")
    for text in (mail, sms):
        assert "/cases/" in text
        assert str(complaint_id) not in text and "A-20" not in text
    assert [one.state for one in bench.messages()] == ["delivered", "delivered"]


def test_the_same_call_heard_twice_is_one_mail_and_one_sms(bench):
    _, _, delivery = called(bench)
    bench.take(delivery)
    assert sorted(one.channel for one in bench.messages()) == ["email", "sms"]


def test_who_can_stop_a_rescue_is_told(bench, folder):
    rescue_id, staff_id = uuid4(), uuid4()
    contact = bench.platform.documents.put_json({"email": MAIL, "phone": None, "language": "sq"})
    bench.hear(RescueAsked, rescue_id, rescue_id=rescue_id, staff_id=staff_id, contact=contact, ways=("email",))
    bench.deliver(FolderTransport(folder, SENDER))
    [mail] = files(folder, "eml")
    assert f"To: {MAIL}" in mail and "hyrje e re" in mail
    assert str(rescue_id) not in mail and str(staff_id) not in mail


def test_a_call_in_english_to_whoever_wants_it_so(bench, folder):
    called(bench, ways=("sms",), language="en", email=None)
    bench.deliver(FolderTransport(folder, SENDER))
    assert "Open Besa now: something cannot wait." in files(folder, "txt")[0]


def test_without_an_sms_provider_the_sms_is_refused_and_the_mail_leaves_all_the_same(bench, mail_server):
    called(bench)
    bench.deliver(mail_server.transport())
    states = {one.channel: (one.state, one.last_error) for one in bench.messages()}
    assert states == {"email": ("delivered", None), "sms": ("failed", "no_sms_provider")}


def test_a_channel_that_fails_is_a_gauge(bench, mail_server):
    called(bench)
    bench.deliver(mail_server.transport())
    timers.count_waiting(bench.platform, datetime.now(UTC) + timedelta(minutes=1))
    assert metrics.CALLS_FAILED.labels("sms")._value.get() == 1
    assert metrics.CALLS_FAILED.labels("email")._value.get() == 0
    timers.count_waiting(bench.platform, datetime.now(UTC) + timedelta(days=2))
    assert metrics.CALLS_FAILED.labels("sms")._value.get() == 0


def test_a_call_leaves_before_everything_that_waited_longer(bench, folder):
    for _ in range(3):
        bench.informed(bench.complaint())
    called(bench, ways=("email",))
    order = []

    class Noting(FolderTransport):
        def send(self, letter):
            order.append(letter.subject)

    bench.deliver(Noting(folder, SENDER))
    assert order == ["Besa: hapeni tani", "Njoftim", "Njoftim", "Njoftim"]


def test_what_became_of_a_call_is_in_no_event_and_in_no_complaints_messages(bench, folder):
    complaint_id, staff_id, _ = called(bench)
    bench.deliver(FolderTransport(folder, SENDER))
    assert {(one.about, one.about_id) for one in bench.messages()} == {("staff", staff_id)}
    bench.complaint(complaint_id=complaint_id, contact={})
    assert len(bench.messages()) == 2, "a complaint without a contact takes no call away"


def test_a_call_whose_contact_was_changed_meanwhile_fails_and_stops_nobody(bench, folder):
    called(bench, ways=("email",))
    [message] = bench.messages()
    bench.platform.documents.erase(message.contact)
    called(bench, ways=("email",))
    bench.deliver(FolderTransport(folder, SENDER))
    assert sorted(one.state for one in bench.messages()) == ["delivered", "failed"]


def test_a_call_is_given_up_after_an_hour_since_the_next_were_called_long_ago(bench, folder):
    called(bench, ways=("email",))
    blocked = folder
    blocked.write_text("no folder")
    began = datetime.now(UTC) + timedelta(seconds=1)
    bench.deliver(FolderTransport(blocked, SENDER), began)
    assert bench.only().state == "waiting"
    bench.deliver(FolderTransport(blocked, SENDER), began + timedelta(hours=1))
    assert (bench.only().state, bench.only().last_error) == ("failed", "folder")
