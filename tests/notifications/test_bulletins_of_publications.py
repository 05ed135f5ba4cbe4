"""A publication in the bulletin: from its hour on, once each version, to those who chose one of its topics."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.clock import utc_now
from tests.notifications import library
from tests.notifications.library import CANARY, published, with_files
from tests.notifications.test_bulletins import OTHER, PAGES, bulletin, send, subscribed

second, writer = library.second, library.writer
ABOUT = "Udhëzues – Për fëmijë, 7–11 vjeç"


@pytest.fixture
def now():
    """A day on which bulletins go out, after all that was published today."""
    return (utc_now() + timedelta(days=1)).replace(hour=11)


def told(bench, now):
    bulletin(bench, now)
    return send(bench, now=now)


def test_a_publication_is_told_once_in_the_reader_s_language_with_where_it_is_read(bench, writer, second, now):
    subscribed(bench)
    subscribed(bench, OTHER, "en")
    publication = published(writer, second)
    box = told(bench, now)
    [sq], [en] = (box.mails(*whom) for whom in ((), (OTHER,)))
    assert f"{CANARY}\r\n{ABOUT}\r\n" in sq.get_content() and f"{CANARY} in English\r\nGuide – " in en.get_content()
    for mail in (sq, en):
        assert f"https://besa.example.org/notifications/publications/{publication}" in mail.get_content()
    assert told(bench, now + timedelta(days=1)).letters == []


def test_who_chose_its_topic_hears_of_it_and_who_chose_another_does_not(bench, writer, second, now):
    published(writer, second)
    subscribed(bench, clusters=["8"])
    assert "Arsimi, koha e lirë" in bench.app.test_client().get(f"{PAGES}?lang=sq").text
    other = published(writer, second, "Tjetër")
    with bench.platform.database.transaction() as session:
        change = "UPDATE publication_version SET topics = jsonb_build_array('5') WHERE publication_id = :id"
        session.execute(text(change), {"id": other})
    subscribed(bench, OTHER, clusters=["5"])
    box = told(bench, now)
    [mine], [others] = box.mails(), box.mails(OTHER)
    assert CANARY in mine.get_content() and "Tjetër" not in mine.get_content()
    assert "Tjetër" in others.get_content() and CANARY not in others.get_content()


def test_a_new_version_is_told_as_news_and_one_that_nobody_was_told_of_before_it_is_not(bench, writer, second, now):
    subscribed(bench)
    publication = published(writer, second)
    assert len(told(bench, now).letters) == 1
    for number in (2, 3):
        assert writer.call(f"/{publication}/versions").status_code == 201
        seen = with_files(writer, publication, f"{CANARY} {number}")
        title = {"language": "sq", "title": f"Botimi {number}", "summary": "Një udhëzues."}
        writer.call(f"/{publication}/texts", title, seen=seen)
        assert second.call(f"/{publication}/approval", seen=seen + 1).status_code == 200
    [mail] = told(bench, now + timedelta(days=1)).mails()
    assert "Botimi 3" in mail.get_content() and "Botimi 2" not in mail.get_content()


def test_before_its_hour_no_mail_knows_it_and_after_it_the_next_one_does(bench, writer, second, now):
    subscribed(bench)
    published(writer, second, release_at=now + timedelta(hours=30))
    assert told(bench, now).letters == []
    library.released(bench, now=now + timedelta(hours=31))
    assert CANARY in told(bench, now + timedelta(days=2)).mails()[0].get_content()


def test_what_is_withdrawn_before_the_mail_leaves_is_not_in_it(bench, writer, second, now):
    subscribed(bench)
    taken_back, stays = published(writer, second, "Kthyer"), published(writer, second, "Mbetur")
    bulletin(bench, now)
    answer = second.call(f"/{taken_back}/versions/1/withdrawal", {"reason": "Një gabim te një shifër."})
    assert answer.status_code == 200, answer.text
    words = send(bench, now=now).mails()[0].get_content()
    assert "Mbetur" in words and "Kthyer" not in words and stays in words
