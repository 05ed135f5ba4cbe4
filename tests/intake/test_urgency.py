"""The clock of the first look: one term for each level of urgency, from data."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from services.intake import data
from services.intake.domain.terms import TIRANA, Term, last_day, last_moment
from shared.events.catalogue import DangerEnded
from tests.intake.conftest import ADMISSIBLE, BASE

LIST = "/intake/staff/complaints"


def listed(world, **query):
    answer = world.client.get(f"{BASE}/complaints", query_string=query, headers=world.bearer("case_officer"))
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


def view(world, complaint_id):
    return world.client.get(f"{BASE}/complaints/{complaint_id}", headers=world.bearer("case_officer")).get_json()


def received_before(world, complaint_id, **ago):
    """As if it had been received that long ago: the term is moved along."""
    change = "SET received_at = received_at - :ago, urgency_due = urgency_due - :ago"
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE complaint {change} WHERE id = %(id)s".replace(":ago", "%(ago)s"),
            {"id": complaint_id, "ago": timedelta(**ago)},
        )


def waited(shown):
    return datetime.fromisoformat(shown["urgency_due"]) - datetime.fromisoformat(shown["received_at"])


@pytest.mark.parametrize(("question", "hours"), [("hurt_recently", 24), ("in_danger_now", 1)])
def test_an_urgent_complaint_is_due_by_the_hours_of_its_level(world, question, hours):
    told = world.complain(urgency={question: True})
    assert waited(view(world, told["id"])) == timedelta(hours=hours)


def test_a_normal_one_is_due_at_the_end_of_its_last_day_in_tirana(world):
    shown = view(world, world.complain()["id"])
    due = datetime.fromisoformat(shown["urgency_due"]).astimezone(TIRANA)
    assert due.timetz().replace(tzinfo=None) == time()
    assert timedelta(days=5) - timedelta(hours=1) < waited(shown) <= timedelta(days=6) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("received", "over"),
    [
        # The clocks go forward in the night to 29 March 2026, and back in the night to 25 October.
        (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 4, 1, 22, tzinfo=UTC)),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 28, 23, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 6, 23, tzinfo=UTC)),
    ],
)
def test_a_term_in_days_ends_with_its_last_day_whatever_the_clocks_do(received, over):
    assert last_moment(data.first_look("normal", received.date()), received) == over


def test_a_term_in_hours_has_no_last_day():
    hours = Term("t", 24, "hours", None, None, confirmed=False)
    assert last_moment(hours, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(2026, 3, 29, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="hours"):
        last_day(hours, date(2026, 3, 28))


def test_the_terms_of_the_first_look_are_rules_of_the_office_and_say_that_nobody_confirmed_them():
    for level in data.urgency_levels():
        assert data.first_look(level, date(2026, 11, 25)).confirmed is False


def test_the_first_opening_is_the_first_look_and_later_ones_change_nothing(world):
    told = world.complain(urgency={"in_danger_now": True})
    assert (view(world, told["id"])["first_looked_at"], view(world, told["id"])["first_look_late"]) == (None, False)
    url = f"{BASE}/complaints/{told['id']}"
    seen = world.client.get(url, headers=world.bearer("intake_officer")).headers["ETag"]
    world.opened(told["id"])
    looked = view(world, told["id"])["first_looked_at"]
    assert looked is not None
    world.opened(told["id"], role="approver")
    assert view(world, told["id"])["first_looked_at"] == looked
    # An officer who decides what they have read is not told that someone else changed it.
    headers = world.bearer("intake_officer") | {"If-Match": seen}
    decided = world.client.post(f"{url}/decision", json=ADMISSIBLE, headers=headers)
    assert decided.status_code == 201


def test_looking_at_the_list_or_at_the_page_is_no_first_look(world):
    told = world.complain()
    officer = world.as_staff("intake_officer")
    officer.get(LIST)
    officer.get(f"{LIST}/{told['id']}")
    assert view(world, told["id"])["first_looked_at"] is None


def test_a_decision_without_opening_is_no_look_but_nothing_waits_for_one_any_more(world):
    """Only whoever wrote it down has no need to open it; of any other nothing is decided unread."""
    told = world.complain(urgency={"in_danger_now": True})
    with world.database.transaction() as session:
        session.execute(
            text("UPDATE complaint SET registered_by = gen_random_uuid() WHERE id = :id"), {"id": told["id"]}
        )
    world.decide(told["id"], outcome="counselled")
    assert view(world, told["id"])["first_looked_at"] is None
    assert listed(world, first_look="waiting") == []
    assert len(world.outbox(DangerEnded)) == 1
    assert "u vendos pa e hapur dosjen" in world.as_staff("intake_officer").get(f"{LIST}/{told['id']}").text
    received_before(world, told["id"], hours=2)
    assert listed(world, first_look="late") == []


def test_what_nobody_looked_at_is_late_by_itself_and_stays_late_after_a_late_look(world):
    told = world.complain(urgency={"hurt_recently": True})
    received_before(world, told["id"], hours=30)
    assert view(world, told["id"])["first_look_late"] is True
    world.opened(told["id"])
    assert view(world, told["id"])["first_look_late"] is True
    assert listed(world, first_look="late") == []


def test_a_look_in_time_does_not_become_late(world):
    told = world.complain(urgency={"hurt_recently": True})
    world.opened(told["id"])
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE complaint SET received_at = received_at - interval '9 days', "
            "first_looked_at = first_looked_at - interval '9 days', urgency_due = urgency_due - interval '9 days'"
        )
    assert view(world, told["id"])["first_look_late"] is False


def test_those_that_wait_come_by_when_they_are_due_and_those_that_are_late_can_be_asked_for(world):
    normal = world.complain()
    urgent = world.complain(urgency={"hurt_recently": True})
    danger = world.complain(urgency={"in_danger_now": True})
    seen = world.complain(urgency={"in_danger_now": True})
    world.opened(seen["id"])
    assert [one["id"] for one in listed(world, first_look="waiting")] == [danger["id"], urgent["id"], normal["id"]]
    assert listed(world, first_look="late") == []
    received_before(world, danger["id"], hours=2)
    assert [one["id"] for one in listed(world, first_look="late")] == [danger["id"]]
    assert [one["id"] for one in listed(world, urgency="urgent")] == [urgent["id"]]


def test_waiting_ones_are_paged_to_the_end(world):
    told = {world.complain(urgency={"hurt_recently": True})["id"] for _ in range(5)}
    url, headers, found, after = f"{BASE}/complaints?first_look=waiting&limit=2", world.bearer("approver"), [], None
    while True:
        page = world.client.get(url + (f"&after={after}" if after else ""), headers=headers).get_json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(found) == 5 and set(found) == told
    other = world.client.get(f"{BASE}/complaints?first_look=late&limit=2", headers=headers)
    assert other.status_code == 200


@pytest.mark.parametrize("query", ["first_look=never", "urgency=very", "anonymous=perhaps", "regional_office=tirane"])
def test_a_filter_that_does_not_exist_is_refused(world, query):
    answer = world.client.get(f"{BASE}/complaints?{query}", headers=world.bearer("case_officer"))
    assert answer.status_code == 422


def test_an_erased_complaint_waits_for_nobody(world):
    told = world.complain(urgency={"in_danger_now": True})
    with world.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE complaint SET erased_at = now(), status = 'erased'")
    assert listed(world, first_look="waiting") == []
    assert view(world, told["id"])["first_look_late"] is False


def test_the_staff_list_puts_the_urgent_ones_that_nobody_saw_on_top_with_how_late_they_are(world):
    world.complain()
    told = world.complain(urgency={"in_danger_now": True})
    received_before(world, told["id"], hours=4)
    officer = world.as_staff("intake_officer")
    page = officer.get(LIST).text
    assert "Urgjente që ende s’i ka parë askush" in page and "me 3 orë vonesë" in page
    assert page.index(told["reference"]) < page.index("Gjendja")
    assert "Rrezik i menjëhershëm" in officer.get(f"{LIST}?urgency=immediate_danger").text
    assert "Urgjente që ende" not in officer.get(f"{LIST}?urgency=normal").text
    assert told["reference"] in officer.get(f"{LIST}?first_look=late").text
    world.opened(told["id"])
    assert "Urgjente që ende" not in officer.get(LIST).text
    assert "u pa më" in officer.get(f"{LIST}/{told['id']}").text


@pytest.mark.parametrize("query", ["after=x", "after=%00", "after=" + "9" * 3000])
def test_a_place_in_the_list_that_is_none_is_a_clear_refusal(world, query):
    page = world.as_staff("intake_officer").get(f"{LIST}?{query}")
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert world.client.get(f"{BASE}/complaints?{query}", headers=world.bearer("approver")).status_code in (400, 422)


@pytest.mark.parametrize("query", ["urgency=%00", "first_look=1&status=x", "regional_office=' OR 1=1"])
def test_a_choice_that_the_page_does_not_offer_is_said_and_lists_nothing(world, query):
    told = world.complain()
    page = world.as_staff("intake_officer").get(f"{LIST}?{query}")
    assert (page.status_code, told["reference"] in page.text) == (422, False)
