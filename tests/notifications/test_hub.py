"""The hub of the feeds is told of each that changed, by what says that it changed, and nothing waits for it (WebSub)."""

import threading
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from sqlalchemy import text

from services.notifications.outlets import timers
from services.notifications.outlets.clients import Hub, HubAwayError
from shared.settings import load
from tests.notifications import library, test_issues, test_outlets
from tests.notifications.conftest import bench_of

A = "{http://www.w3.org/2005/Atom}"
ROOT = "https://besa.example.org"
body, municipality, act = test_outlets.body, test_outlets.municipality, test_outlets.act


@dataclass
class HubServer:
    """A hub: `answers` are used up one by one, then it takes what comes. A number is a status, "frozen" no answer, "slow" one byte now and then.
    `never`: the feed that it never takes.
    """

    address: str = ""
    never: str = ""
    answers: list = field(default_factory=list)
    told: list = field(default_factory=list)
    sent: list = field(default_factory=list)
    during: list = field(default_factory=list)

    @property
    def paths(self):
        return [one.removeprefix(ROOT) for one in self.told]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        hub, sent = self.server.hub, parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        hub.sent.append((dict(self.headers), sent))
        answer = hub.answers.pop(0) if hub.answers else 404 if sent["hub.url"] == [hub.never] else 202
        if answer == "frozen":
            time.sleep(4)
        elif answer == "slow":
            for byte in b"HTTP/1.1 202 Accepted\r\n":
                self.wfile.write(bytes([byte]))
                time.sleep(0.2)
        else:
            if answer < 300:
                hub.told.append(sent["hub.url"][0])
            for step in hub.during:
                step()
            self.send_response(answer)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

    def log_message(self, *_arguments):
        """Nothing."""


@pytest.fixture
def hub():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.hub = True, HubServer()
    server.hub.address = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.hub
    server.shutdown()
    server.server_close()


@pytest.fixture
def bench(settings, hub):
    made = bench_of(replace(settings, hub_url=hub.address))
    yield made
    made.platform.dispose()


def later(bench, **after):
    """The timer runs, so much later."""
    hub = Hub(bench.platform.settings.hub_url, bench.platform.settings.waits.hub_answer)
    for _turn in range(20):
        timers.tell(bench.platform, hub, lambda: datetime.now(UTC) + timedelta(**after))


def waiting(bench):
    with bench.platform.database.reading() as session:
        return session.execute(text("SELECT path FROM hub_notice ORDER BY path")).scalars().all()


def run(bench):
    timers.tell_hub(bench.platform, datetime.now(UTC))


class TestWhatIsTold:
    def test_the_hub_is_told_of_each_feed_in_which_the_act_stands_and_the_feed_names_the_hub(
        self, bench, hub, act, body
    ):
        act.say("readable")
        later(bench)
        assert sorted(hub.paths) == sorted(test_outlets.feed_paths(body))
        assert waiting(bench) == []
        for topic in hub.told:
            root = ET.fromstring(bench.app.test_client().get(topic.removeprefix(ROOT)).data)  # noqa: S314 - our own answer
            links = {
                one.get("rel"): one.get("href") for one in root.findall(f"{A}link") if one.get("rel") in ("hub", "self")
            }
            assert links == {"hub": hub.address, "self": topic}

    def test_it_is_asked_as_hubs_are_and_learns_the_address_alone(self, bench, hub, act):
        act.say("readable", title="Zanafilla")
        later(bench)
        for headers, sent in hub.sent:
            assert headers["Content-Type"] == "application/x-www-form-urlencoded"
            assert set(sent) == {"hub.mode", "hub.url", "hub.topic"}
            assert sent["hub.mode"] == ["publish"] and sent["hub.topic"] == sent["hub.url"]
            assert "Zanafilla" not in str((headers, sent))

    def test_of_a_publication_the_hub_is_told_at_its_hour_and_when_it_is_withdrawn(self, bench, hub):
        writer, second = library.Librarian(bench), library.Librarian(bench, "commissioner")
        feeds = [f"/notifications/feeds/{reader}/publications.atom" for reader in ("en", "sq")]
        publication = library.published(writer, second, release_at=datetime.now(UTC) + timedelta(days=2))
        later(bench)
        assert hub.sent == [], "not before its hour"
        library.bring_forward(bench, publication)
        later(bench)
        assert sorted(hub.paths) == feeds
        back = writer.call(f"/{publication}/versions/1/withdrawal", {"reason": "Gabim."})
        assert back.status_code == 200, back.text
        later(bench)
        assert sorted(hub.paths) == sorted(feeds * 2)

    def test_of_an_issue_the_hub_is_told_when_it_is_out_and_when_it_is_withdrawn(self, bench, hub, body):
        test_issues.told(bench, body, "R-2026-00001-8")
        later(bench)
        hub.told.clear()
        desk = {"api": test_issues.API, "desk": test_issues.DESK}
        editor, second = library.Librarian(bench, **desk), library.Librarian(bench, "commissioner", **desk)
        feeds = [f"/notifications/feeds/{reader}/issues.atom" for reader in ("en", "sq")]
        issue = test_issues.written(editor, test_issues.begun(editor))
        later(bench)
        assert hub.told == [], "a draft is nobody's"
        test_issues.approved(second, issue)
        later(bench)
        assert sorted(hub.paths) == feeds
        assert editor.call(f"/{issue['id']}/withdrawal", {"reason": "Gabim."}).status_code == 200
        later(bench)
        assert sorted(hub.paths) == sorted(feeds * 2)

    def test_a_redaction_and_a_withdrawal_are_told_too(self, bench, hub, act, body):
        act.say("readable")
        later(bench)
        for state in ("readable", "withheld"):
            hub.told.clear()
            act.say(state)
            later(bench)
            assert sorted(hub.paths) == sorted(test_outlets.feed_paths(body)), state

    def test_what_moves_to_another_right_is_told_of_both(self, bench, hub, act):
        act.say("readable")
        later(bench)
        hub.told.clear()
        act.say("readable", clusters=("8",))
        later(bench)
        assert {one for one in hub.paths if "/clusters/" in one} == {
            f"/notifications/feeds/{reader}/clusters/{key}/acts.atom" for reader in ("sq", "en") for key in "78"
        }

    def test_of_what_was_never_readable_nobody_is_told(self, bench, hub, act):
        act.say("withheld")
        act.say("not_public")
        later(bench)
        assert hub.sent == []

    def test_of_a_change_that_was_rolled_back_nobody_is_told(self, bench, hub, act):
        with pytest.raises(ZeroDivisionError), bench.platform.database.transaction() as session:
            timers.actions.feeds_changed(session, ["acts"], now=datetime.now(UTC))
            raise ZeroDivisionError
        later(bench)
        assert hub.sent == []


class TestTriedAgain:
    @pytest.mark.parametrize("answer", [500, 503, 404, 301, "frozen", "slow"])
    def test_a_hub_that_does_not_take_it_is_told_later_and_holds_nothing_up(self, bench, hub, act, body, answer):
        act.say("readable")
        hub.answers = [answer]
        before = time.monotonic()
        run(bench)
        assert time.monotonic() - before < 2
        run(bench)
        assert (hub.told, len(hub.sent)) == ([], 1), "of none of them before a minute"
        later(bench, seconds=59)
        assert hub.told == []
        later(bench, seconds=70)
        assert sorted(hub.paths) == sorted(test_outlets.feed_paths(body))

    def test_it_waits_longer_each_time_and_six_hours_at_the_longest(self, bench, hub):
        now, waits = datetime.now(UTC), []
        with bench.platform.database.transaction() as session:
            timers.actions.feeds_changed(session, ["acts"], now=now)
        for _try in range(20):
            with bench.platform.database.transaction() as session:
                change = timers.actions.claim_change(session, now=now)
                timers.actions.put_off_changes(session, change, now=now)
                due = session.execute(text("SELECT max(next_try_at) FROM hub_notice")).scalar_one()
            waits.append((due - now).total_seconds() / 60)
            now = due
        assert waits[:6] == [1, 1, 2, 2, 4, 4], "the feed of each language in its turn"
        assert waits == sorted(waits)
        assert waits[-1] == 6 * 60

    def test_a_feed_that_the_hub_never_takes_holds_up_no_other(self, bench, hub, act, body):
        act.say("readable")
        never = min(test_outlets.feed_paths(body))
        hub.never = ROOT + never
        later(bench)
        later(bench, minutes=2)
        assert sorted([never, *hub.paths]) == sorted(test_outlets.feed_paths(body))
        assert waiting(bench) == [never]

    def test_a_process_that_died_while_it_told_loses_nothing(self, bench, hub, act, body):
        act.say("readable")
        with bench.platform.database.transaction() as session:
            timers.actions.claim_change(session, now=datetime.now(UTC))
        later(bench, seconds=70)
        assert sorted(hub.paths) == sorted(test_outlets.feed_paths(body))

    def test_what_changes_while_the_hub_is_told_is_told_once_more(self, bench, hub, act):
        act.say("readable")
        hub.during = [lambda: (hub.during.clear(), act.say("readable", title="Tjetër"))]
        later(bench, seconds=70)
        first = hub.paths[0]
        assert hub.paths.count(first) == 2
        assert waiting(bench) == []

    def test_nobody_listens_at_its_address(self):
        with pytest.raises(HubAwayError, match="away"):
            Hub("http://127.0.0.1:9/", 1).publish(f"{ROOT}/x")


class TestWithoutAHub:
    def test_the_feeds_name_none_and_what_changed_is_not_told_once_there_is_one(self, settings, bench, hub):
        without = bench_of(settings)
        told = test_outlets.Told(without, "R-2026-00001-8", without.institution())
        told.say("readable")
        assert 'rel="hub"' not in without.app.test_client().get("/notifications/feeds/sq/acts.atom").text
        assert waiting(without)
        run(without)
        assert waiting(without) == []
        later(bench)
        assert hub.sent == []
        without.platform.dispose()

    @pytest.mark.parametrize(
        "address", ["hub.example", "ftp://hub.example", "https://", "https://user:secret@hub.example/"]
    )
    def test_an_address_that_is_none_is_refused_at_the_start(self, monkeypatch, address):
        monkeypatch.setenv("HUB_URL", address)
        with pytest.raises(Exception, match="HUB_URL"):
            load("notifications")
