"""Who works on a complaint reads in its file each message that its complainant got, in the same order and words."""

from html import unescape
from uuid import UUID

from tests.intake.conftest import BASE
from tests.intake.office import assign
from tests.intake.test_consumers import ACT, CASE, assessed, box, issued, opened

__all__ = ["ACT"]


def written(messages):
    return [(one["at"], one["from"], one["kind"], one["text"]) for one in messages]


def told_of_everything(world):
    """A complaint with a message of each side and the notices of its case."""
    told = world.complain(submitter={"role": "parent"})
    complaint_id = UUID(told["id"])
    wrote = world.client.post(
        f"{BASE}/complaints/mine/messages",
        json={"text": "Kam edhe një pyetje"},
        headers={"Receipt-Code": told["receipt_code"]},
    )
    assert wrote.status_code == 201, wrote.text
    said = world.client.post(
        f"{BASE}/complaints/{told['id']}/messages", json={"text": "Ju lexuam."}, headers=world.bearer("intake_officer")
    )
    assert said.status_code == 201, said.text
    return told, complaint_id


def test_the_file_has_every_message_that_the_complainant_has(world):
    told, complaint_id = told_of_everything(world)
    world.take(opened(complaint_id), issued(complaint_id), assessed(complaint_id))
    assign(world, CASE, "case_officer")
    answer = world.opened(told["id"], "case_officer")
    assert answer.status_code == 201, answer.text
    file = answer.get_json()
    mailbox = box(world, told)["messages"]
    assert {one["kind"] for one in mailbox} >= {"text", "case_opened", "act_sent", "assessed"}
    own_words = {"complainant": "Kam edhe një pyetje"}
    assert written(file["messages"]) == [
        (at, sender, kind, own_words.get(sender, text)) for at, sender, kind, text in written(mailbox)
    ]


def test_the_page_of_the_file_shows_as_many_as_the_page_of_the_complaint_counts(world):
    told, complaint_id = told_of_everything(world)
    world.take(opened(complaint_id), issued(complaint_id), assessed(complaint_id))
    assign(world, CASE, "case_officer")
    world.opened(told["id"], "case_officer")
    page = unescape(world.as_staff("case_officer").get(f"/intake/staff/complaints/{told['id']}/file").text)
    mailbox = box(world, told)["messages"]
    assert all(one["text"] in page for one in mailbox if one["text"])
    counted = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("case_officer")).get_json()
    assert counted["messages"] == len(mailbox)
