"""A reminder that goes by a one-time link, and what it says stops being true before anybody opens it."""

from uuid import uuid4

import pytest

from shared.events.catalogue import DispatchDelivered, ObligationReminded, ReminderWithdrawn
from tests.partners.bench import today
from tests.partners.linked import come_in, linked_body, mailed, press, scalar
from tests.partners.test_links import press_office
from tests.partners.test_pages import page


@pytest.fixture
def body(bench):
    return linked_body(bench)


@pytest.fixture
def act(bench, body):
    """A letter that its body opened."""
    act = bench.issue(body)
    come_in(bench, *mailed(bench, act))
    return act


def reminded(bench, body, act):
    """A reminder of the first item, which waits to be mailed as a link; its document."""
    letter = bench.platform.documents.put_json({"title": "Kujtesë", "text": f"Ju kujtojmë. {uuid4()}"})
    obligation = uuid4()
    clock = {
        "obligation_id": obligation, "recommendation_id": act.recommendation_id, "number": act.number,
        "item_id": act.items[0], "institution_id": body.id, "due": today(),
    }  # fmt: skip
    bench.hear(ObligationReminded, obligation, clock=clock, rung="reminder", letter=letter)
    return letter


def take_back(bench, body, act, letter):
    about = {"recommendation_id": act.recommendation_id, "institution_id": body.id}
    bench.hear(ReminderWithdrawn, uuid4(), obligation_id=uuid4(), letter=letter, **about)


def test_one_that_was_not_mailed_yet_is_never_mailed(bench, body, act):
    take_back(bench, body, act, reminded(bench, body, act))
    assert len(mailed(bench, act)) == 1


def test_one_that_was_mailed_opens_nothing_and_no_new_link_to_it_is_mailed_whoever_asks(bench, body, act):
    letter = reminded(bench, body, act)
    _first, second = mailed(bench, act)
    take_back(bench, body, act, letter)
    client = bench.app.test_client()
    assert press(client, second).status_code == 404
    told = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
    assert [one.get("letter") for one in told] == [None]
    press(client, second, "/again")
    clerk = bench.app.test_client()
    clerk.set_cookie("besa_staff", bench.staff("case_officer").token, path="/")
    assert "Kujtesa u tërhoq" in page(clerk, "/partners/staff/links?state=withdrawn")
    link = scalar(bench, "SELECT id FROM letter_link WHERE letter = :letter", letter=letter)
    press_office(clerk, link, "anew")
    assert "ajo që thoshte nuk vlen më" in page(clerk, "/partners/staff/links")
    assert len(mailed(bench, act)) == 2


def test_one_that_was_opened_stays_with_its_body(bench, body, act):
    letter = reminded(bench, body, act)
    client, path = come_in(bench, mailed(bench, act)[1])
    take_back(bench, body, act, letter)
    assert client.get(f"{path}/enclosures/{letter}").status_code == 200
