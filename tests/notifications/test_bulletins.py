"""News by mail: whoever asked for it gets it once, ends it with one click, and nobody learns who they are."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.bulletins import domain, timers
from services.notifications.bulletins.actions.keys import Keys
from services.notifications.bulletins.models import BulletinMail, Subscriber
from services.notifications.clients import AwayError, RefusedError, UnavailableError, as_mail
from services.notifications.models import Base
from tests.notifications.test_outlets import Told

READER, OTHER = "lexues.shembull@example.org", "tjeter.shembull@example.org"
SECRET = "Zanafilla"
PAGES, API = "/notifications/bulletins", "/notifications/api/v1/public/subscriptions"
ROOT = "https://besa.example.org"
NOON = datetime(2026, 11, 3, 11, tzinfo=UTC)


class Box:
    """Takes letters as a server does. `fails`: what happens instead, by turn; a fault after it was taken has `taken` on it."""

    def __init__(self, *fails):
        self.letters, self.fails = [], list(fails)

    def send(self, letter):
        fault = self.fails.pop(0) if self.fails else None
        if fault is None or getattr(fault, "taken", False):
            self.letters.append(letter)
        if fault is not None:
            raise fault

    def mails(self, address=READER):
        return [message_from_bytes(as_mail(one, "lajme@example.org").as_bytes(), policy=default)
                for one in self.letters if one.address == address]  # fmt: skip


@pytest.fixture
def body(bench):
    return bench.institution(key="shkolla-shembull")


@pytest.fixture
def act(bench, body):
    return Told(bench, "R-2026-00001-8", body)


def post(bench, path, language="sq", **data):
    """As a person at the page does: its form, with its token."""
    client = bench.app.test_client()
    page = client.get(f"{path}?lang={language}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    return client.post(path, data={"csrf_token": token[1] if token else "", **data})


def send(bench, box=None, now=None):
    box = box or Box()
    while timers.send_waiting(bench.platform, box, lambda: now or datetime.now(UTC) + timedelta(seconds=1)):
        pass
    return box


def asks(bench, address=READER, language="sq", **chosen):
    answer = post(bench, PAGES, language, address=address, **{"wants": ["news"]} | chosen)
    assert (answer.status_code, answer.location) == (303, f"{PAGES}/asked")


def test_each_step_ends_on_a_page_that_says_what_follows(bench):
    for path, words in (
        ("/notifications/bulletins/asked", "do të gjeni aty një mesazh"),
        ("/notifications/bulletins/confirmed", "Do t&#39;i merrni lajmet"),
        ("/notifications/bulletins/ended", "Nuk do t&#39;ju shkruajmë më"),
    ):
        assert words in bench.app.test_client().get(f"{path}?lang=sq").text


def path_in(mail, page):
    return re.search(rf"{ROOT}({PAGES}/{page}/[\w-]+)", mail.get_content())[1]


def subscribed(bench, address=READER, language="sq", **chosen):
    asks(bench, address, language, **chosen)
    [mail] = send(bench).mails(address)
    assert post(bench, path_in(mail, "confirm")).status_code == 303


def bulletin(bench, now=NOON):
    timers.draft_bulletin(bench.platform, now)


def rows(bench, model):
    with bench.platform.database.reading() as session:
        return session.query(model).all()


def states(bench):
    return sorted(one.state for one in rows(bench, Subscriber))


def test_who_asked_and_confirmed_gets_what_became_public_once_in_their_language(bench, act):
    subscribed(bench)
    subscribed(bench, OTHER, "en")
    act.say("readable")
    bulletin(bench)
    bulletin(bench)
    bulletin(bench, NOON + timedelta(days=1))
    box = send(bench)
    [sq], [en] = box.mails(), box.mails(OTHER)
    for mail, words in ((sq, "Rekomandim R-2026-00001-8 – Shkolla Shembull"), (en, "Recommendation R-2026-00001-8")):
        assert words in mail.get_content() and "Kthimi në shkollë" in mail.get_content()
        assert f"{ROOT}/cases/public/recommendations/R-2026-00001-8" in mail.get_content()
    assert send(bench).letters == []


def test_nothing_is_sent_before_the_owner_of_the_address_confirmed_and_following_the_link_is_no_answer(bench, act):
    asks(bench)
    act.say("readable")
    [mail] = send(bench).mails()
    for _filter in range(3):
        assert bench.app.test_client().get(path_in(mail, "confirm")).status_code == 200
    bulletin(bench)
    assert send(bench).letters == [] and states(bench) == ["asked"]


def test_nobody_is_written_to_again_and_again_because_somebody_types_their_address(bench):
    for _again in range(5):
        asks(bench)
    assert len(send(bench).letters) == 1


def test_an_address_that_nobody_confirmed_is_forgotten(bench):
    asks(bench)
    [mail] = send(bench).mails()
    timers.forget_unconfirmed(bench.platform, datetime.now(UTC) + timedelta(days=8))
    assert post(bench, path_in(mail, "confirm")).status_code == 404
    assert bench.scalar("SELECT count(*) FROM subscriber WHERE address IS NOT NULL OR mark IS NOT NULL") == 0


def test_who_chose_a_cluster_gets_its_acts_and_no_others(bench, body, act):
    act.say("readable")
    Told(bench, "R-2026-00002-6", body).say("readable", title="Tjetër", clusters=("8",))
    subscribed(bench, clusters=["7"])
    subscribed(bench, OTHER, clusters=["8"])
    bulletin(bench)
    box = send(bench)
    [mine], [others] = box.mails(), box.mails(OTHER)
    assert "R-2026-00001-8" in mine.get_content() and "R-2026-00002-6" not in mine.get_content()
    assert "R-2026-00002-6" in others.get_content() and "R-2026-00001-8" not in others.get_content()


@pytest.mark.parametrize("state", ["withheld", "withdrawn", "not_public"])
def test_what_is_taken_back_before_the_mail_leaves_is_not_in_it(bench, body, act, state):
    subscribed(bench)
    act.say("readable", title=SECRET)
    Told(bench, "R-2026-00002-6", body).say("readable", title="Tjetër")
    bulletin(bench)
    act.say(state)
    [mail] = send(bench).mails()
    assert SECRET not in mail.as_string() and act.number not in mail.get_content() and "Tjetër" in mail.get_content()


def test_a_bulletin_of_which_nothing_may_be_read_any_more_is_not_sent(bench, act):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    act.say("not_public")
    assert send(bench).letters == []


def a_mail(bench, act):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    [mail] = send(bench).mails()
    return mail


def one_click(mail):
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.fullmatch(rf"<{ROOT}({API}/[\w-]+)>", mail["List-Unsubscribe"])[1]


def test_one_post_of_a_mail_program_ends_it_also_twice_and_years_later_and_following_the_link_does_not(bench, act):
    path = one_click(a_mail(bench, act))
    client = bench.app.test_client()
    followed = client.get(path)
    assert followed.status_code == 303 and f"{PAGES}/end/" in followed.location
    assert client.get(followed.location).status_code == 200 and client.head(path).status_code == 303
    assert states(bench) == ["confirmed"]
    for _time in range(2):
        ended = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (ended.status_code, ended.json) == (200, {"ended": True})
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE subscriber SET ended_at = ended_at - interval '3 years'"))
    assert client.post(path).status_code == 200
    assert states(bench) == ["ended"]
    assert bench.scalar("SELECT count(*) FROM subscriber WHERE address IS NOT NULL OR mark IS NOT NULL") == 0


def test_after_the_end_nothing_comes_any_more(bench, body, act):
    path = one_click(a_mail(bench, act))
    Told(bench, "R-2026-00002-6", body).say("readable")
    bulletin(bench, NOON + timedelta(days=1))
    bench.app.test_client().post(path)
    assert send(bench).letters == []


def test_whoever_has_a_forwarded_mail_cannot_end_it_without_the_address(bench, act):
    mail = a_mail(bench, act)
    path = path_in(mail, "end")
    refused = post(bench, path, address=OTHER)
    assert refused.status_code == 422 and "nuk u dërgua në atë adresë" in refused.text
    assert READER not in refused.text and states(bench) == ["confirmed"]
    assert one_click(mail).rsplit("/", 1)[1] not in mail.get_content(), "what ends at one click is not forwarded"
    assert bench.app.test_client().post(f"{API}/{path.rsplit('/', 1)[1]}").status_code == 404
    assert post(bench, path, address=READER.upper()).status_code == 303
    assert states(bench) == ["ended"]


@pytest.mark.parametrize("given", ["x", "A" * 48, "%00", "é", "A" * 400])
def test_a_link_that_is_none_shows_what_every_link_shows_and_opens_nothing(bench, given):
    client, ends = bench.app.test_client(), f"/notifications/api/v1/public/subscriptions/{given}"
    assert (client.get(ends).status_code, client.post(ends).status_code) == (404, 404)
    for path in (f"{PAGES}/confirm/{given}", f"{PAGES}/end/{given}"):
        assert client.get(path).status_code == 200
        assert post(bench, path, address=READER).status_code == 404


def test_a_link_of_one_purpose_is_none_of_another_nor_of_another_key():
    key, someone = b"k" * 32, uuid4()
    for purpose in (domain.CONFIRM, domain.END, domain.LEAVE):
        made = domain.token(key, purpose, someone)
        assert domain.read_token(key, purpose, made) == someone
        others = {domain.CONFIRM, domain.END, domain.LEAVE} - {purpose}
        assert not any(domain.read_token(key, other, made) for other in others)
        assert domain.read_token(b"x" * 32, purpose, made) is None


@pytest.mark.parametrize("address", ["", "x", "a@b", "a@example.org\r\nBcc: b@example.org", f"{'a' * 250}@example.org"])
def test_what_is_no_address_is_refused_on_the_page(bench, address):
    answer = post(bench, PAGES, address=address)
    assert answer.status_code in (303, 422)
    assert all("\n" not in one.address for one in send(bench).letters)
    if answer.status_code == 422:
        assert states(bench) == []


def test_an_address_that_the_next_server_does_not_know_ends_and_is_not_written_to_again(bench, act):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    assert send(bench, Box(RefusedError("smtp_550"))).letters == []
    assert states(bench) == ["ended"]
    asks(bench)
    assert send(bench).letters == []


def test_a_refusal_of_the_mail_itself_ends_no_subscription(bench, act):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    send(bench, Box(RefusedError("smtp_554")))
    assert states(bench) == ["confirmed"]


def test_a_server_that_is_away_is_tried_again(bench, act):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    send(bench, Box(AwayError("unreachable")))
    send(bench, Box(UnavailableError("smtp_451")), datetime.now(UTC) + timedelta(hours=1))
    assert len(send(bench, now=datetime.now(UTC) + timedelta(days=1)).mails()) == 1


class KilledError(BaseException):
    """The process is gone: nothing after it runs."""

    def __init__(self, taken):
        super().__init__()
        self.taken = taken


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("at", [0, 3, 7])
def test_sending_that_dies_anywhere_goes_on_and_nobody_gets_it_twice(bench, act, at, taken):
    readers = [f"lexues{number}.shembull@example.org" for number in range(8)]
    for reader in readers:
        subscribed(bench, reader)
    act.say("readable")
    bulletin(bench)
    box = Box(*[None] * at, KilledError(taken))
    with pytest.raises(KilledError):
        send(bench, box)
    send(bench, box)
    later = datetime.now(UTC) + timedelta(hours=1)
    timers.give_up_lost(bench.platform, later)
    send(bench, box, later)
    got = [one.address for one in box.letters]
    assert len(got) == len(set(got)) == (8 if taken else 7)
    sent = sorted(one.state for one in rows(bench, BulletinMail) if one.bulletin_id)
    assert sent == ["sent"] * 7 + ["unknown"]


@pytest.mark.parametrize("code", ["timeout", "disconnected"])
def test_what_was_perhaps_taken_is_not_sent_again(bench, act, code):
    subscribed(bench)
    act.say("readable")
    bulletin(bench)
    send(bench, Box(AwayError(code)))
    assert send(bench, now=datetime.now(UTC) + timedelta(days=2)).letters == []


def test_a_turn_is_short_so_that_other_mail_has_its_own(bench, act):
    for number in range(12):
        subscribed(bench, f"lexues{number}.shembull@example.org")
    act.say("readable")
    bulletin(bench)
    assert timers.send_waiting(bench.platform, Box(), lambda: datetime.now(UTC)) <= timers.PER_TURN < 12


def test_no_byte_that_leaves_tells_who_reads(bench, act):
    mail = a_mail(bench, act)
    assert mail.get_content_type() == "text/plain" and not mail.is_multipart()
    links = re.findall(r"https?://\S+", mail.get_content())
    for link in links:
        assert link.startswith(f"{ROOT}/") and "?" not in link
    own = [one for one in links if re.search(r"[\w-]{40}", one)]
    assert len(own) == 1 and f"{PAGES}/end/" in own[0]
    assert {"From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"} < set(
        mail.keys()
    )
    assert not {"Disposition-Notification-To", "Return-Receipt-To"} & set(mail.keys())


def test_no_address_stands_in_the_database_in_the_clear(bench, act):
    a_mail(bench, act)
    for table in Base.metadata.tables:
        assert READER not in (bench.scalar(f"SELECT string_agg(t::text, '') FROM {table} t") or ""), table
    [kept] = rows(bench, Subscriber)
    assert READER.encode() not in kept.address
    assert kept.mark == domain.mark(Keys.of(bench.platform.settings).mark, READER)


def test_no_table_leads_from_a_subscriber_to_a_complaint():
    """Neither a column of theirs that others have, nor a path of references."""
    subscribers = {"subscriber", "suppressed_address", "bulletin_mail"}
    library = {name for name in Base.metadata.tables if name.startswith(("publication", "print_order", "handout"))}
    allowed = (
        subscribers
        | library
        | {"bulletin", "bulletin_act", "bulletin_publication", "public_act", "public_act_body"}
        | {
            "issue",
            "issue_text",
            "issue_item",
        }
    )
    assert set(Base.metadata.tables["subscriber"].columns.keys()) == {
        "id", "address", "mark", "language", "clusters", "wants", "state", "asked_at", "confirmed_at", "ended_at", "ended_by",
    }  # fmt: skip
    for table in Base.metadata.tables.values():
        leads_to = {key.column.table.name for key in table.foreign_keys}
        if table.name in allowed:
            assert leads_to <= allowed, table.name
            assert not [one.name for one in table.columns if "complain" in one.name or "contact" in one.name], (
                table.name
            )
        else:
            assert not leads_to & allowed, table.name
            assert not [one.name for one in table.columns if "subscriber" in one.name], table.name
