"""A letter that came back and was posted again keeps the traces of its first sending: in the ledger, on the page and by the API."""

from typing import Any

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.ladder_world import Silence
from tests.cases.test_delivery import DAY, act, arrive, body, deem, page_of, post, record, silence

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
    with pytest.raises(Exception, match="permission denied"), twice.bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM delivery_try")


@pytest.mark.parametrize("way", ["hand", "courier"])
def test_a_letter_that_was_carried_is_never_deemed_delivered_and_asks_for_its_receipt(
    silence: Silence, way: str
) -> None:
    post(silence, "sent", way=way, day=today(), record=record(silence))
    with silence.on(today() + 20 * DAY):
        deem(silence)
        found = {(one["state"], one["deemed_on"], one["reply_due"]) for one in silence.owed}
        assert found == {("not_delivered", None, None)}
        page = page_of(silence)
        assert "Nuk është dorëzuar ende: u nis" in page
        assert "u nis me postë" not in page
        assert "Dëftesa e marrjes nuk është shënuar: kërkojeni dhe shënojeni në librin e postës." in page
        assert "ditë pune që i lihe" not in page
        arrive(silence, today() + DAY)
        assert {(one["state"], one["delivered_on"]) for one in silence.owed} == {("awaiting_reply", str(today() + DAY))}
        assert "Dëftesa e marrjes nuk është shënuar" not in page_of(silence)


def test_one_that_came_back_by_post_and_was_then_carried_is_not_counted_by_its_first_sending(silence: Silence) -> None:
    post(silence, "sent", way="post", day=today(), record=record(silence))
    assert silence.owed[0]["reply_due"] is not None
    post(silence, "returned", reason="moved", day=today())
    post(silence, "sent", way="hand", day=today(), record=record(silence))
    assert {one["reply_due"] for one in silence.owed} == {None}
    with silence.on(today() + 20 * DAY):
        deem(silence)
        assert {one["state"] for one in silence.owed} == {"not_delivered"}
