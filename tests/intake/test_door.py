"""One door: who may complain, by which way it came and how urgent it is, the same over the API and on the pages."""

from datetime import timedelta

import pytest

from services.intake import data
from tests.intake.conftest import BASE, CHILD, PARENT, WORDS, complaint

OPEN, STAFF = "/intake/complain", "/intake/staff/complaints/new"
COLUMNS = (
    "channel, regional_office, submitter_role, registered_by, urgency, urgency_due - received_at AS look, "
    "representative_role, representative_in_conflict, submitter_in_conflict, conflict_with_guardian, contact_document"
)


def newest(world):
    return world.rows(f"SELECT {COLUMNS} FROM complaint ORDER BY received_at DESC LIMIT 1")[0]


def by_api(world, *, staff, **changes):
    headers = world.bearer("intake_officer") if staff else {}
    answer = world.client.post(f"{BASE}/complaints", json=complaint(**changes), headers=headers)
    assert answer.status_code == 201, answer.get_json()
    return newest(world)


def by_page(world, *, staff, **typed):
    client = world.as_staff("intake_officer") if staff else world.client
    answer = client.post(STAFF if staff else OPEN, data={"narrative": WORDS} | typed)
    assert answer.status_code == 303, answer.text
    return newest(world)


@pytest.mark.parametrize("role", data.roles())
@pytest.mark.parametrize("staff", [False, True])
def test_whoever_knows_of_it_may_complain_in_each_role(world, role, staff):
    came = {"channel": "visit"} if staff else {}
    over_api = by_api(world, staff=staff, submitter={"role": role}, child={"name": CHILD}, **came)
    on_page = by_page(world, staff=staff, role=role, child_name=CHILD, **came)
    assert over_api["submitter_role"] == on_page["submitter_role"] == role
    assert (over_api["registered_by"] is None) is (on_page["registered_by"] is None) is not staff


@pytest.mark.parametrize("channel", data.staff_channels())
def test_each_way_by_which_it_may_come_ends_at_the_same_door(world, channel):
    office = {"regional_office": "shkoder"} if channel == "regional_office" else {}
    row = by_page(world, staff=True, role="relative", channel=channel, **office)
    assert (row["channel"], row["regional_office"]) == (channel, office.get("regional_office"))


@pytest.mark.parametrize("channel", data.staff_channels())
def test_what_only_the_office_can_receive_nobody_else_enters(world, channel):
    answer = world.client.post(f"{BASE}/complaints", json=complaint(channel=channel))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "channel_needs_staff")
    row = by_page(world, staff=False, role="relative", channel=channel, regional_office="shkoder")
    assert (row["channel"], row["registered_by"], row["regional_office"]) == ("form", None, None)


@pytest.mark.parametrize("staff", [False, True])
def test_a_guardian_in_conflict_who_is_named_on_the_form_is_shut_out_from_the_first_moment(world, staff):
    typed = {"rep_role": "parent", "rep_name": PARENT, "rep_email": "nena@example.org", "rep_safe": "y"}
    came = {"channel": "visit"} if staff else {}
    row = by_page(world, staff=staff, role="child", conflict="y", **typed, **came)
    assert (row["representative_role"], row["representative_in_conflict"], row["contact_document"]) == (
        "parent", True, None,
    )  # fmt: skip
    assert (row["submitter_in_conflict"], row["conflict_with_guardian"]) == (False, True)


@pytest.mark.parametrize("staff", [False, True])
@pytest.mark.parametrize("question", data.urgency_questions())
def test_each_question_of_urgency_starts_its_own_clock_on_the_pages_too(world, staff, question):
    typed = {"danger": "y"} if question == "in_danger_now" else {"urgent": question}
    came = {"channel": "phone"} if staff else {}
    row = by_page(world, staff=staff, role="anyone", **typed, **came)
    level = data.urgency_questions()[question]["yes_means"]
    assert (row["urgency"], row["look"]) == (level, timedelta(hours=1 if level == "immediate_danger" else 24))


@pytest.mark.parametrize("page", [OPEN, STAFF])
@pytest.mark.parametrize("typed", [{"urgent": "x"}, {"role": "neighbour"}, {"child_age": "9" * 400}, {"email": "x", "way": "email"}])  # fmt: skip
def test_what_no_form_offers_is_said_and_nothing_is_taken_in(world, page, typed):
    sent = {"role": "anyone", "narrative": WORDS, "channel": "phone"} | typed
    answer = world.as_staff("intake_officer").post(page, data=sent)
    assert (answer.status_code, "govuk-error-summary" in answer.text) == (422, True)
    assert world.rows("SELECT 1 FROM complaint") == []
