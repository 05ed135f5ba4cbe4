"""What the office found reaches a body that has the act on paper by a letter, one for all of a day; whoever reads the portal gets none."""

from datetime import timedelta

import pytest

from services.cases import data, timers
from services.cases.data import acts as act_data
from services.cases.domain.obligations import Assessed
from services.cases.domain.paper_notices import Said, Word, to_tell
from services.cases.models import PaperNotice, StaffMember
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from shared.events.catalogue import DecisionWritten
from shared.staff import StaffAccount
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.pages_world import said
from tests.cases.test_withdrawal_letters import WAYS, leave, printed, withdraw

COURT = {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e ka çështjen."}
BACK = {"step": "resume", "elsewhere": "none"}
UNDONE = "nuk vlen më"


@pytest.fixture
def act(story, bench):
    """Two items to one body by the portal and to another by post."""
    wired, posted = bodies = [bench.body() for _one in range(2)]
    issued = story.with_findings().issue(*bodies, items=2)
    bench.deliver(issued, wired)
    leave(bench, issued, posted)
    about = {"dispatch_id": posted.id, "recommendation_id": issued["id"], "institution_id": posted.id}
    bench.hear(catalogue.DispatchDelivered, posted.id, **about, channel="paper", at=clock.utc_now())
    return {**issued, "wired": wired, "posted": posted}


@pytest.fixture
def owed(story, act):
    return story.obligations(act, act["posted"])


def find(story, obligation, word="implemented", **more):
    needs = {"implemented": {"on": str(today()), "evidence": [SEEN]}}
    about = {"assessment": word, "reason": "Sekret i zyrës.", **needs.get(word, {}), **more}
    answer = story.officer.post(f"/obligations/{obligation['id']}/assessments", about)
    assert answer.status_code == 201, answer.json


def step(commissioner, story, wanted):
    answer = commissioner.post(f"/cases/{story.case_id}/steps", wanted)
    assert answer.status_code == 200, answer.json


def on_working(days=1):
    """Some instant of the first working day after so many days."""
    day = data.calendar_of(today()).next_working(today() + timedelta(days=days))
    return clock.utc_now() + (day - today())


def letters(bench, at=None):
    """What is told by letter once the timer has run then, as the words of each."""
    timers.write_finding_letters(bench.platform, at or on_working())
    told = [one for one in bench.told(DecisionWritten) if one["what"] == "finding"]
    return [(one["institution_id"], bench.platform.documents.get_json(one["letter"])) for one in told]


def send_all(bench, act):
    """What waits in the post book leaves."""
    for one in bench.told(DecisionWritten):
        leave(bench, act, act["posted"], letter=one["letter"])


def test_all_of_a_day_is_told_in_one_letter_to_who_has_it_on_paper_alone(story, bench, act, owed):
    for one in (*owed, *story.obligations(act, act["wired"])):
        find(story, one)
    assert letters(bench, clock.utc_now()) == [], "the day is not over"
    for _again in range(2):
        [(body, letter)] = letters(bench)
        assert body == str(act["posted"].id)
    assert act["number"] in letter["title"] and letter["protocol"] and letter["check_code"] and letter["pdf"]
    assert letter["text"].count("u zbatua.") == 2 and "Pika 1. " in letter["text"] and "Pika 2. " in letter["text"]
    assert "Sekret" not in str(letter), "the office's own words may speak of anybody"


def test_how_to_answer_stands_in_it_while_something_is_asked(story, bench, act, owed):
    """The reply itself is owed also of what is done; once it was given, and all is settled, nothing is."""
    find(story, owed[0])
    [(_body, letter)] = letters(bench)
    assert WAYS in printed(bench, letter) and "Dita e fundit për përgjigjen tuaj me shkrim" in letter["text"]
    send_all(bench, act)
    for one in owed:
        bench.reply(act, act["posted"], {"item_id": one["item_id"], "position": "accepted", "claimed": "implemented"})
    find(story, owed[1])
    letter = letters(bench)[-1][1]
    assert WAYS not in printed(bench, letter) and "Dita e fundit" not in letter["text"]


def test_no_letter_is_written_on_a_day_off(story, bench, act, owed):
    find(story, owed[0])
    day = today() + timedelta(days=1)
    while not data.calendar_of(day).is_free(day):
        day += timedelta(days=1)
    assert letters(bench, clock.utc_now() + (day - today())) == []
    assert len(letters(bench)) == 1


def test_what_was_taken_back_before_it_was_told_is_told_by_no_letter(story, bench, owed):
    find(story, owed[0])
    find(story, owed[0], "not_assessed")
    assert letters(bench) == []
    find(story, owed[1], "overtaken")
    [(_body, letter)] = letters(bench)
    assert "kapërcye" in letter["text"] and "Pika 1. " not in letter["text"]


def test_what_was_told_and_is_taken_back_is_told(story, bench, act, owed):
    find(story, owed[0])
    letters(bench)
    send_all(bench, act)
    find(story, owed[0], "not_assessed")
    [_first, (_body, letter)] = letters(bench)
    assert UNDONE in letter["text"]
    assert len(letters(bench, on_working(9))) == 2


def test_a_letter_that_waits_is_taken_back_once_it_holds_no_more(story, bench, act, owed):
    find(story, owed[0])
    find(story, owed[1], "overtaken")
    assert len(letters(bench)) == 1
    [first] = bench.told(DecisionWritten)
    find(story, owed[1], "not_assessed")
    [dropped] = bench.told(catalogue.DecisionDropped)
    assert dropped["letter"] == first["letter"]
    letter = letters(bench)[-1][1]
    assert "Pika 1. " in letter["text"] and "Pika 2. " not in letter["text"], "as it is now, to who knew nothing of it"
    assert len(letters(bench)) == 2


def test_that_a_court_has_the_matter_and_gave_it_back_is_told(commissioner, story, bench, act, owed):
    step(commissioner, story, COURT)
    [(_body, letter)] = letters(bench)
    assert letter["text"].count("gjykata ose prokuroria") == 2
    assert [part[:7] for part in letter["text"].split("\n\n")[1:]] == ["Pika 1.", "Pika 2."]
    send_all(bench, act)
    step(commissioner, story, BACK)
    letter = letters(bench)[-1][1]
    assert letter["text"].count("u kthye zyrës") == 2
    assert letter["text"].count("Afati për përgjigjen tuaj me shkrim nuk ka ecur ndërkohë: keni edhe 30 ditë") == 2


def test_once_the_case_is_closed_for_a_court_the_letter_says_that_nothing_more_is_asked(
    commissioner, story, bench, act
):
    end = {
        "step": "close",
        "outcome": "pending_before_court",
        "elsewhere": "pending_before_court",
        "reason": "Gjykata.",
    }
    step(commissioner, story, end)
    [(_body, letter)] = letters(bench)
    assert letter["text"].count("Prej jush nuk kërkohet më asgjë.") == 2
    assert "nuk mund të vlerësohet" not in letter["text"]


def test_what_a_court_has_and_gives_back_by_the_next_letter_is_told_by_none(commissioner, story, bench, act):
    """A letter of the day on which it comes back would say that the court still has it."""
    people = Silence(story, act["posted"], act, commissioner, bench.person("publisher"))
    held = after(today(), 1)
    with people.on(held):
        step(commissioner, story, COURT)
    with people.on(after(held)):
        step(commissioner, story, BACK)
        assert letters(bench, clock.utc_now()) == []
    with people.on(after(after(held))):
        assert letters(bench, clock.utc_now()) == []


def test_a_matter_that_came_back_the_same_day_is_told_by_no_letter(commissioner, story, bench, owed):
    step(commissioner, story, COURT)
    step(commissioner, story, BACK)
    assert letters(bench) == []


def test_of_a_letter_that_is_on_its_way_no_last_day_is_said(commissioner, story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    leave(bench, act, body)
    step(commissioner, story, COURT)
    letters(bench)
    send_all(bench, {**act, "posted": body})
    step(commissioner, story, BACK)
    text = letters(bench)[-1][1]["text"]
    assert "u kthye zyrës" in text and "Dita e fundit" not in text


def test_that_a_reply_is_not_enough_is_told(story, bench, act, owed):
    bench.reply(act, act["posted"], {"item_id": owed[0]["item_id"], "position": "not_competent", "has_reasons": True})
    answer = story.officer.post(f"/obligations/{owed[0]['id']}/insufficiency", {"reason": "Është e juaja."})
    assert answer.status_code == 201, answer.json
    [(_body, letter)] = letters(bench)
    assert "kjo është detyrë e institucionit tuaj" in letter["text"]


def test_what_was_found_before_the_letter_left_is_told_once_it_is_on_its_way(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    find(story, story.obligations(act, body)[0], "overtaken")
    assert letters(bench) == []
    leave(bench, act, body)
    assert len(letters(bench)) == 1


def test_of_an_act_that_was_withdrawn_nothing_found_is_told(commissioner, story, bench, act, owed):
    find(story, owed[0])
    assert withdraw(commissioner, act).status_code == 200
    assert letters(bench) == []


def waiting(bench, obligations):
    """How many notices are still to be looked at."""
    with bench.platform.database.reading() as session:
        mine = PaperNotice.obligation_id.in_([one["id"] for one in obligations])
        return session.query(PaperNotice).filter(mine, PaperNotice.settled_at.is_(None)).count()


def test_what_is_read_by_wire_or_fell_is_looked_at_once(commissioner, story, bench, act, owed):
    wired = story.obligations(act, act["wired"])
    for one in (*wired, owed[0]):
        find(story, one)
    letters(bench)
    assert waiting(bench, wired) == 2, "unopened it may still go on paper"
    find(story, owed[1])
    about = {"dispatch_id": act["wired"].id, "recommendation_id": act["id"], "institution_id": act["wired"].id}
    bench.hear(catalogue.DispatchOpened, act["wired"].id, **about, channel="portal", at=clock.utc_now())
    assert (waiting(bench, wired), waiting(bench, owed)) == (2, 2)
    assert withdraw(commissioner, act).status_code == 200
    assert len(letters(bench)) == 1
    assert (waiting(bench, wired), waiting(bench, owed)) == (0, 0)


def test_beside_each_event_that_tells_it_by_wire_stands_a_notice(commissioner, story, bench, act, owed):
    bench.reply(act, act["posted"], {"item_id": owed[0]["item_id"], "position": "refused", "has_reasons": True})
    story.officer.post(f"/obligations/{owed[0]['id']}/insufficiency", {"reason": "Nuk mjafton."})
    find(story, owed[0])
    find(story, owed[0], "not_assessed")
    find(story, owed[1])
    told = [
        (name, event["obligation_id"])
        for name, kind in (
            ("found", catalogue.ObligationAssessed),
            ("reopened", catalogue.ObligationReopened),
            ("upheld", catalogue.ObligationUpheld),
        )
        for event in bench.told(kind)
    ]
    with bench.platform.database.reading() as session:
        kept = session.query(PaperNotice).filter(PaperNotice.obligation_id.in_([one["id"] for one in owed])).all()
    names = {"implemented": "found"}
    assert sorted((names.get(one.word, one.word), str(one.obligation_id)) for one in kept) == sorted(told)
    assert len(told) == 4


def test_it_is_signed_by_who_decided(story, bench, owed):
    find(story, owed[0])
    [(_body, letter)] = letters(bench)
    with bench.platform.database.reading() as session:
        name = session.get_one(StaffMember, story.officer.id).name
    assert letter["signed_by"].startswith(name) and letter["signed_by"].endswith("EKSPERTI I ÇËSHTJES")


def test_of_a_body_that_reads_the_portal_by_now_the_act_says_that_it_reads_it_there(
    commissioner, story, bench, act, owed
):
    find(story, owed[0])
    letters(bench)
    about = {"dispatch_id": act["posted"].id, "recommendation_id": act["id"], "institution_id": act["posted"].id}
    bench.hear(catalogue.DispatchOpened, act["posted"].id, **about, channel="portal", at=clock.utc_now())
    commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
    page = said(commissioner.client.get(f"/cases/staff/recommendations/{act['id']}").text)
    assert "lexohet tani te portali" in page and "pret në librin e postës" not in page


@pytest.mark.parametrize("gone", ["kept_out", "left"])
def test_who_is_shut_out_or_has_left_signs_nothing(bench, commissioner, story, owed, gone):
    find(story, owed[0])
    if gone == "kept_out":
        kept_out = {"staff_id": str(story.officer.id), "excluded": True, "reason": "Lidhje familjare."}
        assert commissioner.post(f"/cases/{story.case_id}/exclusions", kept_out).status_code in {200, 201}
    else:
        with bench.platform.database.transaction() as session:
            session.get_one(StaffAccount, story.officer.id).active = False
    [(_body, letter)] = letters(bench)
    with bench.platform.database.reading() as session:
        name = session.get_one(StaffMember, story.officer.id).name
    assert not letter["signed_by"].startswith(f"{name},")


def test_the_act_and_the_protocol_book_name_it(commissioner, story, bench, act, owed):
    find(story, owed[0])
    [(_body, letter)] = letters(bench)
    commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
    page = said(commissioner.client.get(f"/cases/staff/recommendations/{act['id']}").text)
    assert "Letra që njofton çfarë gjeti zyra pret në librin e postës" in page
    lines = {one["number"]: one for one in commissioner.get("/protocol-book").json["items"]}
    line = lines[letter["protocol"]]
    assert (line["finding"], line["withdrawal"]) == (True, False)
    assert [one["institution_id"] for one in line["bodies"]] == [str(act["posted"].id)]
    assert "Njoftim për vendimin" in commissioner.client.get("/cases/staff/protocol-book").text


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_word_has_its_sentence(language):
    words = act_data.letter_words(language, today())
    outcomes = [
        key for kind in data.kinds() for key, one in act_data.outcomes_of(kind.key, today()).items() if one.told
    ]
    assert outcomes
    for word in {*(one.value for one in Assessed), *Word, *outcomes} - {"not_assessed"}:
        assert words[f"told_{word}"]


@pytest.mark.parametrize(
    ("words", "told", "left"),
    [
        (["implemented"], 0, ["implemented"]),
        (["implemented", "reopened"], 0, []),
        (["implemented", "reopened"], 1, ["reopened"]),
        (["partly", "implemented", "reopened"], 1, ["reopened"]),
        (["partly", "reopened", "implemented", "reopened"], 2, []),
        (["given_back"], 0, ["given_back"]),
        (["given_back", "held", "given_back"], 0, ["given_back"]),
        (["held", "given_back", "held"], 0, ["held"]),
        (["held", "implemented", "upheld"], 0, ["held", "implemented", "upheld"]),
        (["upheld", "turned"], 1, ["turned"]),
        (["implemented"], 1, []),
    ],
)
def test_of_each_matter_the_last_word_is_told_unless_it_undoes_what_was_never_told(words, told, left):
    assert [one.word for one in to_tell(Said(word, place < told) for place, word in enumerate(words))] == left
