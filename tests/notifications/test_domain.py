"""When a message may go, and when it is tried again: figures and clocks, nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import (
    GIVE_UP_AFTER,
    MAY_BE_THE_GUARDIAN,
    Contact,
    UnusableContactError,
    contact_of,
    next_try,
    silenced,
)

SAFE = {"channel": "email", "address": "shembull@example.org", "language": "sq"}


def contact(**changes) -> Contact:
    return contact_of({**SAFE, **changes})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "opening"),
    [
        (("16:00", "20:00"), "2026-11-25T10:00+01:00", "2026-11-25T16:00+01:00"),
        (("16:00", "20:00"), "2026-11-25T16:00+01:00", "2026-11-25T16:00+01:00"),
        (("16:00", "20:00"), "2026-11-25T19:59:59+01:00", "2026-11-25T19:59:59+01:00"),
        (("16:00", "20:00"), "2026-11-25T20:00+01:00", "2026-11-26T16:00+01:00"),
        (("22:00", "02:00"), "2026-11-25T23:30+01:00", "2026-11-25T23:30+01:00"),
        (("22:00", "02:00"), "2026-11-26T01:59+01:00", "2026-11-26T01:59+01:00"),
        (("22:00", "02:00"), "2026-11-26T02:00+01:00", "2026-11-26T22:00+01:00"),
        # In summer Tirana is two hours from UTC: sixteen o'clock stays sixteen o'clock.
        (("16:00", "20:00"), "2026-07-01T15:30+02:00", "2026-07-01T16:00+02:00"),
        # The night in which the clocks go forward; 02:30 does not exist and the message comes at 03:30.
        (("02:30", "05:00"), "2026-03-29T00:30+01:00", "2026-03-29T03:30+02:00"),
    ],
)
def test_a_message_goes_at_the_first_moment_within_the_chosen_hours(hours, moment, opening):
    chosen = contact(hours={"from": hours[0], "to": hours[1]}).hours
    assert chosen.next_opening(at(moment)) == at(opening)
    assert chosen.hold(at(moment)) == (at(moment) == at(opening))


YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.times(), st.times(), st.integers(0, 365 * 24 * 60))
def test_an_opening_is_never_before_the_moment_and_lies_within_the_hours(begin, end, minutes):
    begin, end = f"{begin:%H:%M}", f"{end:%H:%M}"
    if begin == end:
        return
    chosen, moment = contact(hours={"from": begin, "to": end}).hours, YEAR + timedelta(minutes=minutes)
    opening = chosen.next_opening(moment)
    assert moment <= opening <= moment + timedelta(hours=25)
    # In the one hour of the year that does not exist, an opening may fall behind a closing.
    assert chosen.hold(opening) or moment.month == 3


def test_no_hours_mean_any_hour():
    assert contact().hours is None
    assert contact(hours=None).hours is None


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": "evenings"},
        {"hours": {"from": "16:00"}},
        {"hours": {"from": "25:00", "to": "26:00"}},
        {"hours": {"from": "16:00", "to": "16:00"}},
        {"hours": {"from": 16, "to": 20}},
        {"channel": "pigeon"},
        {"channel": None},
        {"address": None},
        {"address": ""},
        {"address": "no-at-sign"},
        {"address": "a@b"},
        {"address": "a@example.org\r\nBcc: b@example.org"},
        {"address": "a@example.org, b@example.org"},
        {"address": "<a@example.org>"},
        {"address": "a b@example.org"},
        {"address": "a" * 65 + "@example.org"},
        {"channel": "sms", "address": "not a number"},
        {"channel": "sms", "address": "+355 69 12\r\n"},
        {"channel": "sms", "address": "+3556900000000000000"},
    ],
)
def test_a_contact_that_cannot_be_read_is_not_guessed_at(changes):
    with pytest.raises(UnusableContactError) as raised:
        contact(**changes)
    assert str(raised.value) in ("hours", "channel", "address")


def test_a_phone_number_may_be_written_as_people_write_it():
    assert contact(channel="sms", address="+355 (69) 000-0000").address == "+355690000000"


def test_waiting_grows_from_half_a_minute_to_six_hours_and_ends_after_days():
    message, begin = uuid4(), datetime(2026, 11, 25, 12, tzinfo=UTC)
    tries, now = [], begin
    while (following := next_try(message, len(tries) + 1, begin, now)) is not None:
        tries.append((following - now).total_seconds())
        now = following
    assert 22 <= tries[0] <= 38
    assert all(0.75 * 30 * 2**n <= wait <= 1.25 * 30 * 2**n for n, wait in enumerate(tries[:9]))
    assert all(4.5 * 3600 <= wait <= 7.5 * 3600 for wait in tries[10:])
    assert timedelta(days=3) <= GIVE_UP_AFTER <= now - begin
    assert 15 < len(tries) < 40


def test_messages_that_failed_together_do_not_come_back_together():
    begin = datetime(2026, 11, 25, 12, tzinfo=UTC)
    waits = {next_try(UUID(int=number * 7919), 5, begin, begin) for number in range(100)}
    assert len(waits) > 50


@pytest.mark.parametrize(
    ("conflict", "role", "told"),
    [
        (True, "parent", False),
        (True, "guardian", False),
        (True, "relative", False),
        (True, "child", True),
        (True, "professional", True),
        (False, "parent", True),
    ],
)
def test_a_parent_in_conflict_with_the_child_is_not_told(conflict, role, told):
    assert silenced(conflict, role) is not told


def test_whoever_may_be_silenced_is_a_role_that_intake_lets_be_in_conflict():
    roles = yaml.safe_load(
        (Path(__file__).parents[2] / "services" / "intake" / "data" / "roles.yaml").read_text(encoding="utf-8")
    )["roles"]
    assert {role["key"] for role in roles if role["can_conflict"]} >= MAY_BE_THE_GUARDIAN
