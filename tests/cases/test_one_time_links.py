"""A letter that goes by a one-time link: what cases shows of it, and that only its opening begins a clock."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared import clock
from shared.events import catalogue
from tests.cases.bench import Bench, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_delivery import DAY, copy_of, figures, page_of
from tests.cases.test_letters import letter, text_of


def until() -> date:
    return today() + 30 * DAY


@pytest.fixture
def silence(story: Any, bench: Bench, commissioner: Any) -> Silence:
    """A letter of which nothing is known but that it was issued."""
    body = bench.body()
    return Silence(
        story, body, dict(story.with_findings().issue(body, items=2)), commissioner, bench.person("publisher")
    )


def about(silence: Silence) -> dict[str, Any]:
    return {"dispatch_id": uuid4(), "recommendation_id": silence.act["id"], "institution_id": silence.body.id}


def moved(silence: Silence, step: str, link: Any = None, **more: Any) -> None:
    told = {**about(silence), "link_id": link or uuid4(), "step": step, "at": clock.utc_now(), **more}
    silence.bench.hear(catalogue.LinkMoved, told["dispatch_id"], **told)


def opened(silence: Silence, link: Any = None) -> None:
    """As partners tells it: the link was opened, and with that the letter is delivered."""
    moved(silence, "opened", link)
    for event in (catalogue.DispatchDelivered, catalogue.DispatchOpened):
        told = {**about(silence), "channel": "link", "at": clock.utc_now()}
        silence.bench.hear(event, told["dispatch_id"], **told)


def test_a_link_that_was_mailed_delivers_nothing_and_begins_no_clock(silence: Silence) -> None:
    moved(silence, "sent", valid_until=until())
    copy = copy_of(silence)
    assert (copy["delivery"], copy["link_step"], copy["link_until"]) == ("queued", "sent", until().isoformat())
    assert (copy["delivered_on"], copy["sent_on"]) == (None, None)
    assert [(one["delivery"], one["reply_due"]) for one in silence.owed] == [("queued", None)] * 2
    assert figures(silence)["delivered"]["numerator"] == 0
    shown = page_of(silence)
    assert "Lidhja për një përdorim u dërgua më" in shown
    assert "Letra nuk është dorëzuar ende" in shown


def test_with_its_opening_the_letter_is_delivered_and_the_clock_begins(silence: Silence) -> None:
    link = uuid4()
    moved(silence, "sent", link, valid_until=until())
    opened(silence, link)
    copy = copy_of(silence)
    assert (copy["delivery"], copy["channel"], copy["link_step"]) == ("opened", "link", "opened")
    assert copy["delivered_on"] == today().isoformat()
    found = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json
    assert found["due"]["start"] == today().isoformat()
    assert "U dorëzua me lidhje për një përdorim më" in page_of(silence)


def test_the_history_names_the_link_by_which_the_letter_was_opened(silence: Silence, bench: Bench) -> None:
    link = uuid4()
    moved(silence, "sent", link, valid_until=until())
    opened(silence, link)
    with bench.platform.database.reading() as session:
        lines = session.execute(
            text("SELECT code, details ->> 'link_id' AS link FROM case_history WHERE case_id = :case ORDER BY id"),
            {"case": silence.act["case_id"]},
        ).all()
    steps = {line.code: line.link for line in lines if line.code.startswith("link.")}
    assert steps == {"link.sent": str(link), "link.opened": str(link)}


@pytest.mark.parametrize(
    ("step", "words"),
    [("expired", "skadoi pa u hapur"), ("revoked", "u revokua nga zyra"), ("failed", "mesazhi nuk mbërriti")],
)
def test_the_page_says_what_became_of_a_link_that_nobody_opened(silence: Silence, step: str, words: str) -> None:
    moved(silence, "sent", valid_until=until())
    moved(silence, step)
    assert words in page_of(silence)
    assert copy_of(silence)["delivered_on"] is None


def test_a_reminder_that_was_mailed_as_a_link_has_left_that_day(silence: Silence) -> None:
    opened(silence)
    with silence.on(after(silence.owed[0]["reply_due"])):
        sent = silence.send(silence.story.officer, "reminder", arrives=False).json
        assert silence.rungs()["sent"][0]["left_on"] is None
        silence.bench.remind(sent["letter"], catalogue.LinkMoved, step="sent", link_id=uuid4(), valid_until=until())
        assert silence.rungs()["sent"][0]["left_on"] == after(silence.owed[0]["reply_due"]).isoformat()
        assert silence.rungs()["waits_for"] == "letter"
    with silence.on(opened_on := after(silence.owed[0]["reply_due"], 30)):
        assert (silence.rungs()["offers"], silence.rungs()["waits_for"]) == ([], "letter")
        silence.bench.remind(sent["letter"], channel="link")
        [offer] = silence.rungs()["offers"]
        assert offer["on"] == str(after(opened_on, 10)), "a mailed link is no delivery"
    assert copy_of(silence)["link_step"] == "opened"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"mailbox": "protokolli@example.org"}, "postë elektronike, nëse nuk keni llogari"),
        ({"mailbox": "protokolli@example.org", "by_link": True}, "lidhjen që ju vjen me postë elektronike"),
        ({"mailbox": "protokolli@example.org", "by_link": False}, None),
        ({}, None),
    ],
)
def test_the_letter_names_the_link_to_whom_one_is_sent_and_to_nobody_else(
    bench: Bench, story: Any, record: dict[str, Any], said: str | None
) -> None:
    body = bench.body(**record)
    shown = " ".join(text_of(letter(story.officer, story.with_findings().issue(body, items=1), body)).split())
    assert "lidhjen që ju vjen" in shown if said else "lidhjen që ju vjen" not in shown
    assert said is None or said in shown
    assert ("elektronike, nëse nuk keni llogari" in shown) is (record == {"mailbox": "protokolli@example.org"})
