"""What a person reads is what leaves: a draft is what is so today, and when that changes beneath it, it is read again before it goes."""

import re
from html import unescape

import pytest

from services.cases.domain.timeliness import local_date
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import SEEN
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_promises import IN, assess, broken, owing

GROUND = "zyra ende nuk e ka vërtetuar që u bë"
PARTLY = "u bë vetëm një pjesë"


@pytest.fixture
def silence(story, bench, commissioner):
    """A municipality that owes two items on an act, delivered today."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def read(silence, letter, person=None):
    return (person or silence.story.officer).get(f"/rung-letters/{letter['id']}").json


def press(silence, letter, person=None, **more):
    """POST the rung as a client does that has read `seen`."""
    path = f"/obligations/{letter['obligations'][0]}/escalations"
    return (person or silence.story.officer).post(path, {"rung": letter["rung"], **more})


def left(silence):
    """The words of the reminder that left last."""
    name = silence.bench.told(catalogue.ObligationReminded)[-1]["letter"]
    return silence.bench.platform.documents.get_json(name)["text"]


class TestAnUneditedReminder:
    def test_reads_as_of_today_at_every_door_and_leaves_as_it_was_read(self, silence):
        due = silence.owed[0]["reply_due"]
        with silence.on(after(due)):
            [drafted] = silence.draft()
        with silence.on(after(due, 9)):
            late = (today() - day_of(due)).days
            [listed], whole = silence.letters(), read(silence, drafted)
            for one in (listed, whole):
                assert f"Kanë kaluar {late} ditë" in one["text"]["text"]
            sent = press(silence, drafted, seen=whole["seen"])
            assert (sent.status_code, sent.json["state"]) == (201, "sent")
        assert left(silence) == whole["text"]["text"]

    def test_what_was_read_yesterday_is_read_again(self, silence):
        due = silence.owed[0]["reply_due"]
        with silence.on(after(due)):
            [drafted] = silence.draft()
            seen = read(silence, drafted)["seen"]
        with silence.on(after(due, 2)):
            refused = press(silence, drafted, seen=seen)
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.letter_changed")
            assert silence.bench.told(catalogue.ObligationReminded) == []
            assert press(silence, drafted, seen=read(silence, drafted)["seen"]).json["state"] == "sent"

    def test_nothing_leaves_that_nobody_has_read(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            taken = silence.story.officer.post(
                f"/obligations/{silence.owed[0]['id']}/escalations", {"rung": "reminder"}
            )
            assert (taken.status_code, taken.json["state"]) == (201, "drafted")
            assert silence.bench.told(catalogue.ObligationReminded) == []
            [letter] = silence.letters()
            assert letter["id"] == taken.json["letter"]
            for bad in ("", 7, "x" * 65):
                assert press(silence, letter, seen=bad).status_code == 422
            assert press(silence, letter, seen="0" * 64).status_code == 409

    def test_a_finding_between_reading_and_sending_is_read_first(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        with silence.on(after(broken(silence), 2)):
            [letter] = silence.draft()
            whole = read(silence, letter)
            assert GROUND in whole["text"]["text"]
            assert assess(silence, assessment="partly", evidence=[SEEN]).status_code == 201
            refused = press(silence, letter, seen=whole["seen"])
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.letter_changed")
            now = read(silence, letter)["text"]["text"]
            assert GROUND not in now
            assert PARTLY in now

    def test_two_people_at_once_send_what_the_one_read_and_not_what_the_other_wrote(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            [letter] = silence.draft()
            seen = read(silence, letter)["seen"]
            words = {"title": "Kujtesë", "text": "Ju presim."}
            approver = silence.story.approver
            assert approver.patch(f"/rung-letters/{letter['id']}", words, letter["version"]).status_code == 200
            assert press(silence, letter, seen=seen).json["code"] == "ladder.letter_changed"

    def test_the_page_shows_what_it_sends(self, silence):
        due = silence.owed[0]["reply_due"]
        with silence.on(after(due)):
            [letter] = silence.draft()
            page = Page(silence, letter)
        with silence.on(after(due, 9)):
            refused = page.signed_in().send()
            assert (refused.status_code, "nuk janë më ato që u lexuan" in refused.text) == (409, True)
            late = (today() - day_of(due)).days
            assert f"Kanë kaluar {late} ditë" in refused.text
            assert silence.bench.told(catalogue.ObligationReminded) == []
            page.text = refused.text
            assert page.send().status_code == 303
        assert f"Kanë kaluar {late} ditë" in left(silence)

    def test_the_page_of_the_obligation_drafts_and_leads_to_where_it_is_read(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            page = Page(silence, {"id": ""})
            page.url = f"/cases/staff/obligations/{silence.owed[0]['id']}"
            page.open()
            drafted = page.post("/escalations", {"rung-rung": "reminder"})
            assert (drafted.status_code, silence.bench.told(catalogue.ObligationReminded)) == (303, [])
            [letter] = silence.letters()
            assert drafted.headers["Location"] == f"/cases/staff/rungs/{letter['id']}"
            assert "/escalations" not in page.open().text


class TestAPersonsOwnWords:
    @pytest.fixture
    def promised(self, story, bench, commissioner):
        """A body accepted in time and let the day that it promised pass; one word of its reminder was changed."""
        silence = owing(story, bench, commissioner)
        silence.day = after(broken(silence), 2)
        with silence.on(silence.day):
            [silence.letter] = silence.draft()
            self.own(silence, "Ju lutemi", "Ju kërkojmë")
        return silence

    def own(self, silence, old, new):
        letter = read(silence, silence.letter)
        words = {"title": letter["text"]["title"], "text": letter["text"]["text"].replace(old, new)}
        assert new in words["text"]
        changed = silence.story.officer.patch(f"/rung-letters/{letter['id']}", words, letter["version"])
        assert changed.status_code == 200, changed.json
        assert (changed.json["stale"], changed.json["changes"]) == (False, None)
        return changed.json

    def test_leave_as_long_as_nothing_changed(self, promised):
        with promised.on(promised.day):
            letter = read(promised, promised.letter)
            assert press(promised, letter, seen=letter["seen"]).json["state"] == "sent"
        assert "Ju kërkojmë" in left(promised)

    @pytest.mark.parametrize("what", ["a finding", "a day"])
    def test_are_stale_and_do_not_leave_when_what_is_so_changed(self, promised, what):
        with promised.on(promised.day + IN(0 if what == "a finding" else 7)):
            if what == "a finding":
                assert assess(promised, assessment="partly", evidence=[SEEN]).status_code == 201
            [listed], letter = promised.letters(), read(promised, promised.letter)
            assert (listed["stale"], letter["stale"]) == (True, True)
            refused = press(promised, letter, seen=letter["seen"])
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.letter_stale")
            assert promised.bench.told(catalogue.ObligationReminded) == []
            said = " ".join(one["now"] for one in letter["changes"]["changed"])
            was = " ".join(one["was"] for one in letter["changes"]["changed"])
            proposal = letter["changes"]["proposal"]["text"]
            assert "Ju kërkojmë" in proposal
            if what == "a finding":
                assert (GROUND in was, PARTLY in said, PARTLY in proposal, GROUND in proposal) == (
                    True,
                    True,
                    True,
                    False,
                )
            else:
                assert f"Sot, {words_of(today())}" in proposal
            laid = {"title": letter["changes"]["proposal"]["title"], "text": proposal}
            path = f"/rung-letters/{letter['id']}"
            assert promised.story.officer.patch(path, laid, promised.letter["version"]).status_code == 412
            looked = promised.story.officer.patch(path, laid, letter["version"]).json
            assert looked["stale"] is False
            assert press(promised, letter, seen=looked["seen"]).json["state"] == "sent"
        assert left(promised) == proposal

    def test_an_edit_begun_before_a_finding_is_not_saved_over_it(self, promised):
        with promised.on(promised.day):
            before = read(promised, promised.letter)
            assert assess(promised, assessment="partly", evidence=[SEEN]).status_code == 201
            words = {"title": before["text"]["title"], "text": before["text"]["text"] + "\n\nFaleminderit."}
            late = promised.story.officer.patch(f"/rung-letters/{before['id']}", words, before["version"])
        assert late.status_code == 412

    def test_words_where_the_fact_itself_changed_are_told_apart(self, promised):
        with promised.on(promised.day):
            self.own(promised, GROUND, "për të presim provën")
            assert assess(promised, assessment="partly", evidence=[SEEN]).status_code == 201
            changes = read(promised, promised.letter)["changes"]
        assert any("presim provën" in one for one in changes["left_out"])
        assert "presim provën" not in changes["proposal"]["text"]

    def test_the_page_says_what_changed_lays_them_over_or_starts_anew(self, promised):
        with promised.on(promised.day + IN(7)):
            page = Page(promised, promised.letter)
            assert "Çfarë ndryshoi" in page.text
            assert "/sending" not in page.text
            assert "Ju kërkojmë" in page.text
            refused = page.send(seen="0" * 64)
            assert (refused.status_code, "ruajeni tekstin përsëri" in refused.text) == (409, True)
            anew = dict(re.findall(r'type="hidden" name="(letter-\w+)" value="([^"]*)"', page.text))
            kept = {name: unescape(value) for name, value in anew.items()}
            assert page.post("/text", kept).status_code == 303
            assert "Çfarë ndryshoi" not in page.open().text
            assert page.send().status_code == 303
        assert "Ju kërkojmë" not in left(promised)
        assert f"Sot, {words_of(promised.day + IN(7))}" in left(promised)


class TestTheActThatARungIs:
    @pytest.fixture
    def noticed(self, story, bench, commissioner):
        """A body let its promised day pass twice reminded; a notice to its ministry is drafted."""
        silence = owing(story, bench, commissioner)
        day = after(broken(silence), 2)
        for rung in ("reminder", "second_reminder"):
            with silence.on(day):
                silence.draft()
                assert silence.send(story.officer, rung).status_code == 201
            day = after(day, 30)
        silence.day = day
        with silence.on(day):
            [silence.letter] = silence.draft()
            assert silence.letter["rung"] == "hierarchical_superior"
        return silence

    def approve(self, silence, act_id):
        seen = silence.story.approver.get(f"/recommendations/{act_id}").json["content_hash"]
        return silence.story.approver.post(f"/recommendations/{act_id}/approval", {"content_hash": seen})

    def test_is_approved_and_issued_as_long_as_what_it_tells_is_so(self, noticed):
        with noticed.on(noticed.day + IN(5)):
            issued = noticed.issue(noticed.letter["act"], arrives=False)
        assert GROUND.split(maxsplit=1)[0] in issued["grounds"]

    @pytest.mark.parametrize("when", ["before the approval", "after it"])
    def test_is_drafted_anew_when_what_it_tells_changed(self, noticed, when):
        act_id, officer = noticed.letter["act"], noticed.story.officer
        with noticed.on(noticed.day):
            text = {"grounds": officer.get(f"/recommendations/{act_id}").json["grounds"] + "\n\nPresim me ngut."}
            assert officer.patch(f"/recommendations/{act_id}", text).status_code == 200
            if when == "after it":
                assert self.approve(noticed, act_id).status_code == 200
            assert assess(noticed, assessment="partly", evidence=[SEEN]).status_code == 201
            if when == "after it":
                refused = noticed.commissioner.post(f"/recommendations/{act_id}/issue")
            else:
                refused = self.approve(noticed, act_id)
            assert (refused.status_code, refused.json["code"]) == (409, "ladder.act_stale")
            stale = read(noticed, noticed.letter)
            assert stale["stale"] is True
            assert any("vetëm një pjesë" in one["now"] for one in stale["changes"]["changed"])
            taken = press(noticed, stale, person=noticed.story.approver)
            assert (taken.status_code, taken.json["state"]) == (201, "drafted")
            assert taken.json["act"] != act_id
            assert officer.get(f"/recommendations/{act_id}").json["status"] == "discarded"
            grounds = officer.get(f"/recommendations/{taken.json['act']}").json["grounds"]
            assert ("vetëm një pjesë" in grounds, grounds.endswith("Presim me ngut.")) == (True, True)
            assert read(noticed, stale)["stale"] is False
            assert noticed.issue(taken.json["act"], arrives=False)["number"]

    def test_the_page_of_the_step_says_so_and_drafts_it_anew(self, noticed):
        with noticed.on(noticed.day):
            assert assess(noticed, assessment="partly", evidence=[SEEN]).status_code == 201
            page = Page(noticed, noticed.letter, noticed.story.approver)
            assert "Çfarë ndryshoi" in page.text
            drafted = page.post("/sending", {})
            assert (drafted.status_code, "/recommendations/" in drafted.headers["Location"]) == (303, True)
            assert "Çfarë ndryshoi" not in page.open().text


class Page:
    """The page of a rung as a person has it open; `text` as it was when it was read last."""

    def __init__(self, silence, letter, person=None):
        self.silence, self.person = silence, person or silence.story.officer
        self.url = f"/cases/staff/rungs/{letter['id']}"
        self.signed_in()
        if letter["id"]:
            self.open()

    def signed_in(self):
        self.client = self.silence.bench.app.test_client()
        self.client.set_cookie("besa_staff", self.person.token)
        return self

    def open(self):
        answer = self.client.get(self.url)
        self.text = answer.text
        return answer

    def post(self, where, data):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(self.url).text)[1]
        return self.client.post(f"{self.url}{where}", data={"csrf_token": token, **data})

    def send(self, seen=None):
        shown = re.search(r'name="sending-seen" value="([^"]*)"', self.text)
        return self.post("/sending", {"sending-seen": seen or shown[1]})


def words_of(day):
    return day_words(day, "sq")


def today():
    return local_date(clock.utc_now())
