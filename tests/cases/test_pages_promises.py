"""An obligation's page says by when its body promised it, and what it asks for since."""

from datetime import timedelta

from shared.events.catalogue import ProgressItem
from tests.cases.bench import today
from tests.cases.pages_world import office, said, world

__all__ = ["office", "world"]


def test_a_later_day_than_the_promised_one_is_said_to_be_asked_for(world):
    act = world.issued()
    world.delivered(act)
    world.replied(act, position="accepted")
    owed = world.obligations(act)[0]
    for ahead in (3, 900):
        promised = today() + timedelta(days=ahead)
        item = ProgressItem(item_id=owed.item.id, claimed="in_process", promised_date=promised, evidence=())
        world.progressed(act, item)
    words = said(world.client("approver").get(f"/cases/staff/obligations/{owed.obligation.id}").text)
    assert "Institucioni tani kërkon kohë deri më" in words
    assert "Dita që u premtua është" in words
