"""A body is told in one mail: each quarter to confirm its contacts, to an heir if it ended; and that a second factor of a person is gone."""

from datetime import date
from uuid import uuid4

from shared.events.catalogue import ContactsDue, FileRefused, PasswordGiven, SecondFactorRemoved
from tests.notifications.conftest import MAILBOX


def due(bench, body, begins=date(2026, 10, 1)):
    return bench.hear(ContactsDue, body, institution_id=body, quarter_begins=begins)


def test_a_body_is_mailed_once_and_nobody_else_is_told_of_it(bench, mail_server):
    body = bench.institution()
    bench.take(due(bench, body))
    bench.deliver(mail_server.transport())
    [mail] = mail_server.mailbox.received
    assert (mail["To"], mail["Subject"]) == (MAILBOX, "Konfirmoni kontaktet tuaja në portal")
    assert (bench.only().state, bench.only().about, bench.only().about_id) == ("delivered", "institution", body)
    assert bench.published() == []


def test_without_a_mailbox_it_fails_for_staff_to_see(bench, mail_server):
    due(bench, bench.institution(mailbox=None))
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("failed", "unusable_mailbox")
    assert bench.published() == []


def test_a_letter_of_a_body_that_ended_is_told_to_whoever_took_its_letters_over(bench, mail_server):
    heir, other = (
        bench.institution(mailbox="trashegimtari@example.org"),
        bench.institution(mailbox="tjetri@example.org"),
    )
    gone = ended(bench, (other, False), (heir, True))
    bench.issued(gone)
    bench.deliver(mail_server.transport())
    assert [mail["To"] for mail in mail_server.mailbox.received] == ["trashegimtari@example.org"]


def test_while_the_successor_is_not_known_here_the_old_mailbox_is_used(bench, mail_server):
    bench.issued(ended(bench, (uuid4(), True)))
    bench.deliver(mail_server.transport())
    assert [mail["To"] for mail in mail_server.mailbox.received] == [MAILBOX]


def ended(bench, *successors):
    steps = [
        {"to": str(body), "from": "2026-01-01", "name_sq": "Shembull", "name_en": "Sample", "takes_letters": takes}
        for body, takes in successors
    ]
    return bench.institution(active=False, successors=steps)


def test_a_second_factor_that_was_taken_away_is_told_to_the_body_each_time(bench, mail_server):
    body = bench.institution()
    for _ in range(2):
        person = uuid4()
        bench.hear(SecondFactorRemoved, person, user_id=person, institution_id=body)
        bench.deliver(mail_server.transport())
    subjects = [mail["Subject"] for mail in mail_server.mailbox.received]
    assert subjects == ["Një personi të portalit iu hoq hapi i dytë i hyrjes"] * 2
    assert {mail["To"] for mail in mail_server.mailbox.received} == {MAILBOX}


def test_a_password_that_somebody_else_gave_is_told_to_the_body(bench, mail_server):
    body, person = bench.institution(), uuid4()
    bench.hear(PasswordGiven, person, user_id=person, institution_id=body)
    bench.deliver(mail_server.transport())
    [mail] = mail_server.mailbox.received
    assert (mail["To"], mail["Subject"]) == (MAILBOX, "Një personi të portalit iu dha një fjalëkalim tjetër")


def test_a_file_that_was_refused_later_is_told_to_the_body(bench, mail_server):
    body, act, file = bench.institution(), uuid4(), uuid4()
    for about in (act, None):
        said = {"recommendation_id": about} if about else {}
        bench.hear(FileRefused, file, file_id=file, institution_id=body, reason="file_infected", **said)
        bench.deliver(mail_server.transport())
    subjects = [mail["Subject"] for mail in mail_server.mailbox.received]
    assert subjects == ["Një skedar që dërguat nuk hapet"] * 2
