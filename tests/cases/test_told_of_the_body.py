"""What letters tell others of a body: on which item it is silent, and all that it wrote, with what the office did about it."""

from uuid import uuid4

import pytest

from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_words_that_leave import Page


@pytest.fixture
def silence(story, bench, commissioner):
    """An education office with a ministry above it owes two items on an act, delivered today."""
    bench.body("assembly")
    body = bench.body("agency", relations=[("hierarchical", bench.body("ministry").id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def says(silence, place, position, **more):
    item = {"item_id": silence.owed[place]["item_id"], "position": position, **more}
    return silence.bench.reply(silence.act, silence.body, item, received_at=clock.utc_now())


def asks_for_time(silence, until):
    request = uuid4()
    silence.bench.hear(
        catalogue.ExtensionRequested,
        request,
        request_id=request,
        dispatch_id=uuid4(),
        recommendation_id=silence.act["id"],
        institution_id=silence.body.id,
        until=until,
        reasons=silence.bench.platform.documents.put_json({"reasons": "x"}),
    )
    return request


def climbed(silence):
    """The reminders, and the notice to the ministry, as drafted: their texts."""
    said, day, officer = [], after(silence.owed[0]["reply_due"], 1), silence.story.officer
    for rung in ("reminder", "second_reminder", "hierarchical_superior"):
        with silence.on(day):
            waits = next(one for one in silence.draft() if one["rung"] == rung)
            if waits["act"]:
                said.append(officer.get(f"/recommendations/{waits['act']}").json["grounds"])
            else:
                said.append(waits["text"]["text"])
                assert silence.send(officer, rung, 1).status_code == 201
        day = after(day, 30)
    return said


def test_that_it_is_silent_is_said_of_the_item_on_which_it_is(silence):
    says(silence, 0, "accepted", claimed="in_process", promised_date=after(today(), 10))
    due = day_of(silence.owed[1]["reply_due"])
    with silence.on(after(due, 1)):
        silence.draft()
        assert silence.send(silence.story.officer, "reminder", 1).status_code == 201
    with silence.on(after(due, 40)):
        text = next(one for one in silence.draft() if one["rung"] == "second_reminder")["text"]["text"]
    name = f"Organi Shembull {silence.body.key}"
    assert f"{name} nuk ka dhënë ende përgjigje për thelbin (pika 2)." in text
    assert "përgjigje për thelbin.\n" not in text.split("kjo mbetet e hapur")[0]


def test_that_it_is_silent_on_all_is_said_without_items(silence):
    _first, second, notice = climbed(silence)
    assert "nuk ka dhënë ende përgjigje për thelbin." in second
    assert "nuk ka dhënë ende përgjigje për thelbin." in notice


def test_a_question_that_nobody_answered_stands_in_every_letter_and_before_whoever_sends_it(silence):
    says(silence, 0, "asks_clarification")
    says(silence, 1, "forwarded")
    for text in climbed(silence):
        assert "kërkoi sqarim (pika 1); zyra nuk i është përgjigjur ende." in text
        assert "na shkroi se ia kishte përcjellë letrën një tjetri (pika 2)." in text


def test_whoever_sends_is_warned_of_a_question_at_both_doors(silence):
    says(silence, 0, "asks_clarification")
    with silence.on(after(silence.owed[0]["reply_due"])):
        [letter] = silence.draft()
        assert letter["unanswered"] == [silence.owed[0]["id"]]
        page = Page(silence, letter).text
    assert "Institucioni ka kërkuar sqarim dhe zyra nuk i është përgjigjur ende." in page
    assert f'/staff/obligations/{silence.owed[0]["id"]}">Përgjigjjuni pyetjes për pikën 1' in page


def test_a_question_that_was_answered_is_told_with_the_day_on_which_the_answer_left(silence):
    says(silence, 0, "asks_clarification")
    owed = silence.owed[0]["id"]
    assert (
        silence.story.officer.post(f"/obligations/{owed}/clarifications", {"text": "Vlen për të gjitha."}).status_code
        == 201
    )
    [told] = silence.bench.told(catalogue.ObligationClarified)
    with silence.on(after(silence.owed[0]["reply_due"])):
        [letter] = silence.draft()
    assert "zyra nuk i është përgjigjur ende" in letter["text"]["text"], "it has not left"
    dispatch = uuid4()
    silence.bench.hear(
        catalogue.DispatchPosted, dispatch, dispatch_id=dispatch, recommendation_id=silence.act["id"],
        institution_id=silence.body.id, step="sent", at=clock.utc_now(), day=today(), way="post", letter=told["letter"],
    )  # fmt: skip
    first, second, notice = climbed(silence)
    for text in (first, second, notice):
        assert "kërkoi sqarim (pika 1).\n" in text
        assert "zyra iu përgjigj pyetjes së" in text
        assert "nuk i është përgjigjur ende" not in text


@pytest.mark.parametrize("decided", [False, True])
def test_time_that_it_asked_for_and_was_not_given_is_told(silence, decided):
    request = asks_for_time(silence, after(today(), 60))
    if decided:
        refusal = {"granted": False, "request_id": str(request)}
        assert (
            silence.story.officer.post(f"/obligations/{silence.owed[0]['id']}/extensions", refusal).status_code == 201
        )
    for text in climbed(silence):
        assert ("zyra nuk e dha kohën që kërkoi" in text) is decided
        assert ("zyra nuk e ka vendosur ende" in text) is not decided
        assert "kërkoi kohë deri më" in text


def test_time_that_was_given_is_told_in_the_first_reminder_too(silence):
    until = after(day_of(silence.owed[0]["reply_due"]), 10)
    request = asks_for_time(silence, until)
    grant = {"granted": True, "until": until.isoformat(), "request_id": str(request)}
    path = f"/obligations/{silence.owed[0]['id']}/extensions"
    assert silence.story.officer.post(path, grant).status_code == 201
    for text in climbed(silence):
        assert "kërkoi kohë deri më" in text
        assert "zyra e zgjati afatin deri më" in text
        assert text.count("kërkoi kohë deri më") == 1


def test_that_it_is_not_competent_is_told_as_that_and_no_day_is_told_by_which_it_was_to_do_it(silence):
    says(silence, 0, "not_competent", competent_institution=None)
    for text in climbed(silence)[1:]:
        assert "duhej ta kishte bërë" not in text
