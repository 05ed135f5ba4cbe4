"""A letter that need not be brought any more leaves what waits to be sent, with a word why; nobody prints it, nor does it go by wire."""

import io
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pypdf
import pytest

from shared.events.catalogue import (
    DispatchDelivered,
    DispatchPosted,
    LetterStopped,
    ObligationAssessed,
    ObligationClocked,
)
from tests.databases import owning
from tests.partners.bench import only_dispatch, today
from tests.partners.test_directory_pages import page
from tests.partners.test_post_book import as_office, book, delivered, only, printed, remind, returned, sent
from tests.partners.test_post_book_page import BOOK
from tests.partners.test_post_book_printing import enclosed

MIGRATION = import_module("services.partners.migrations.versions.0222_shown_by_answers")

WHY = {
    "settled": "Për asnjë pikë të saj nuk kërkohet më gjë.",
    "elsewhere": "Çështjen e ka gjykata ose prokuroria dhe zyra e mbylli.",
    "case_closed": "Çështja u mbyll.",
}


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


@pytest.fixture
def act(bench, body):
    return bench.issue(body, **enclosed(bench))


def yesterday():
    return today() - timedelta(days=1)


def stop(bench, act, body, why=None, **more):
    told = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "why": why, **more}
    bench.hear(LetterStopped, act.recommendation_id, **told)


def shown(bench, clerk, body, state):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", clerk.token)
    return page(client, f"{BOOK}?institution={body.id}&state={state}")


@pytest.mark.parametrize("why", WHY)
def test_it_leaves_what_waits_with_a_word_and_is_not_printed_or_sent(bench, clerk, body, act, why):
    entry = only(clerk, body)
    stop(bench, act, body, why)
    assert book(clerk, body, state="to_post") == []
    gone = only(clerk, body, state="dropped")
    assert (gone["id"], gone["state"], gone["ended"]) == (entry["id"], "dropped", why)
    assert sent(clerk, gone).json["code"] == "not_to_post"
    assert printed(clerk, gone["id"]).json["code"] == "not_to_post"
    assert WHY[why] in shown(bench, clerk, body, "dropped")


def test_it_does_not_go_by_wire_either_once_its_body_has_a_log_in(bench, clerk, body, act):
    stop(bench, act, body, "case_closed")
    bench.user(body)
    assert bench.told(DispatchDelivered, recommendation_id=act.recommendation_id) == []
    assert only(clerk, body)["state"] == "dropped"


def test_asked_for_again_it_waits_again_and_goes_by_wire_where_there_is_one(bench, clerk, body, act):
    stop(bench, act, body, "elsewhere")
    stop(bench, act, body)
    assert only(clerk, body, state="to_post")["ended"] is None
    assert only(clerk, body, state="dropped")["ended"] == "anew"
    assert [one["step"] for one in bench.told(DispatchPosted, recommendation_id=act.recommendation_id)] == [
        "to_post"
    ] * 2
    stop(bench, act, body, "elsewhere")
    machine = bench.machine(body)
    stop(bench, act, body)
    assert book(clerk, body, state="to_post") == []
    assert {one["ended"] for one in book(clerk, body, state="dropped")} == {"by_wire"}
    assert only_dispatch(machine)


def test_a_letter_that_goes_for_another_item_says_which_is_not_asked_any_more(bench, clerk, body, act):
    assert only(clerk, body)["settled_items"] == []
    found = {"item_id": act.items[1], "assessment": "overtaken", "assessed_on": today(), "complaints": []}
    about = {"obligation_id": uuid4(), "recommendation_id": act.recommendation_id, "institution_id": body.id}
    bench.hear(ObligationAssessed, about["obligation_id"], **about, **found)
    entry = only(clerk, body, state="to_post")
    assert entry["settled_items"] == [2]
    assert "Për pikën 2 nuk kërkohet më gjë" in shown(bench, clerk, body, "to_post")
    sheet = pypdf.PdfReader(io.BytesIO(printed(clerk, entry["id"]).data)).pages[0].extract_text()
    assert "Nuk kërkohet më gjë për pikat: 2" in sheet


@pytest.mark.parametrize("again", [True, False])
def test_what_had_left_stays_on_its_way_and_is_not_sent_anew_if_it_comes_back(bench, clerk, body, act, again):
    assert sent(clerk, only(clerk, body)).status_code == 200
    stop(bench, act, body, "settled")
    entry = only(clerk, body)
    assert entry["state"] == "sent"
    assert returned(clerk, entry, again=again).status_code == 200
    assert only(clerk, body)["state"] == "returned"
    assert clerk.post(f"/post-book/{entry['id']}/again").json["code"] == "not_to_post"


def test_a_letter_whose_body_wrote_about_it_waits_no_more_and_says_since_when_that_is_known(bench, clerk, body, act):
    entry = only(clerk, body)
    stop(bench, act, body, "answered", on=yesterday())
    assert book(clerk, body, state="to_post") == []
    known = only(clerk, body, state="answered")
    assert (known["id"], known["state"], known["answered_on"]) == (entry["id"], "answered", yesterday().isoformat())
    assert printed(clerk).status_code in {200, 409}, "whatever else waits"
    assert only(clerk, body)["printed_at"] is None
    words = shown(bench, clerk, body, "answered")
    assert "Mbërriti: e tregon ajo që institucioni shkroi më" in words
    assert "Shënoni nisjen e letrave të zgjedhura" in words


def test_how_it_went_can_still_be_recorded_with_the_proof_and_not_after_the_answer(bench, clerk, body, act):
    stop(bench, act, body, "answered", on=yesterday())
    entry = only(clerk, body, state="answered")
    late = sent(clerk, entry)
    assert (late.status_code, late.json["code"]) == (422, "after_reply")
    as_office(bench, f"UPDATE dispatch SET issued_at = now() - interval '3 days' WHERE institution_id = '{body.id}'")
    assert sent(clerk, entry, day=yesterday().isoformat()).status_code == 200
    assert delivered(clerk, only(clerk, body)).json["code"] == "after_reply"
    assert delivered(clerk, only(clerk, body), day=yesterday().isoformat()).status_code == 200
    [told] = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
    assert told["at"].startswith(yesterday().isoformat())
    assert only(clerk, body)["answered_on"] is None, "the delivery is recorded"


def test_a_reminder_of_a_letter_that_an_answer_shows_may_leave(bench, clerk, body, act):
    stop(bench, act, body, "answered", on=yesterday())
    remind(bench, act, body)
    reminder = only(clerk, body, state="to_post")
    assert (reminder["rung"], reminder["stopped"], reminder["answered_on"]) == ("reminder", None, None)
    assert sent(clerk, reminder).status_code == 200


STATES = ("to_post", "sent", "returned", "dropped", "answered")


def end_clocks(bench, body, act, **more):
    """Of each item, as cases tells it; nothing was said of the letter."""
    for item in act.items:
        about = {"obligation_id": uuid4(), "recommendation_id": act.recommendation_id, "institution_id": body.id}
        bench.hear(ObligationClocked, about["obligation_id"], **about, item_id=item, cause="closed", **more)


def listed_as(clerk, body):
    """By which filters the one entry is found, and the state that the book says of it."""
    return [state for state in STATES if book(clerk, body, state=state)], only(clerk, body)["state"]


def test_a_letter_on_which_clocks_ended_without_an_answer_waits_to_be_sent_wherever_it_is_asked(
    bench, clerk, body, act
):
    end_clocks(bench, body, act, closed_on=yesterday())
    assert listed_as(clerk, body) == (["to_post"], "to_post")
    assert act.number in shown(bench, clerk, body, "to_post")


def test_one_of_before_that_was_answered_is_in_the_state_by_which_it_is_found(bench, clerk, body, act):
    end_clocks(bench, body, act, answered_on=yesterday())
    assert listed_as(clerk, body) == (["to_post"], "to_post"), "as it was written then"
    with owning(bench.platform.settings.database_url) as owner:
        for _twice in range(2):
            with owner.transaction():
                for statement in MIGRATION.STATEMENTS:
                    owner.execute(statement)
    assert listed_as(clerk, body) == (["answered"], "answered")
    assert only(clerk, body)["answered_on"] == yesterday().isoformat()
    assert "Mbërriti: e tregon ajo që institucioni shkroi më" in shown(bench, clerk, body, "answered")


def test_what_is_heard_of_a_letter_by_wire_changes_nothing(bench, clerk, body):
    bench.user(body)
    act = bench.issue(body)
    stop(bench, act, body, "settled")
    machine = bench.machine(body)
    assert only_dispatch(machine)
    assert machine.get(f"/dispatches/{only_dispatch(machine)}").json["state"] in {"delivered", "opened"}
    assert book(clerk, body) == []
