"""A letter that came back and was posted again keeps the traces of its first sending: in the ledger, on the page and by the API."""

from typing import Any

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.ladder_world import Silence
from tests.cases.test_delivery import act, arrive, body, post, record, silence

__all__ = ["act", "body", "silence"]


@pytest.fixture
def twice(silence: Silence) -> Silence:
    """Sent, returned, and sent anew."""
    post(silence, "sent", way="post", day=today(), record=record(silence, "RR1AL"))
    post(silence, "returned", reason="moved", day=today())
    post(silence, "to_post")
    post(silence, "sent", way="courier", day=today(), record=record(silence, "K-22"))
    return silence


def tries(silence: Silence) -> list[dict[str, Any]]:
    [addressee] = silence.story.officer.get(f"/recommendations/{silence.act['id']}").json["addressees"]
    return list(addressee["tries"])


def test_each_try_is_kept_with_way_day_number_and_reason(twice):
    assert [(one["step"], one["way"], one["tracking"], one["reason"]) for one in tries(twice)] == [
        ("sent", "post", "RR1AL", None),
        ("returned", None, None, "returned_moved"),
        ("sent", "courier", "K-22", None),
    ]
    assert {one["day"] for one in tries(twice)} == {str(today())}
    arrive(twice)
    assert [one["step"] for one in tries(twice)] == ["sent", "returned", "sent", "delivered"]


def test_the_pages_of_act_and_obligation_show_the_first_number_and_why_it_came_back(twice):
    client = twice.bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, twice.story.officer.token)
    for path in (f"recommendations/{twice.act['id']}", f"obligations/{twice.owed[0]['id']}"):
        page = client.get(f"/cases/staff/{path}").text
        assert "RR1AL" in page and "K-22" in page
        assert "ka ndryshuar adresën" in page


def test_what_was_kept_is_not_changed(twice):
    with pytest.raises(Exception, match="append"), twice.bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM delivery_try")
