"""Age, sex, disability, minority, care and county of the child are codes that are counted, and never a name."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake import data
from services.intake.actions import erasure, profiles
from services.intake.domain.profile import MEMBERS, NOT_SAID, AgeBand, age_band
from services.intake.domain.terms import local_day
from services.intake.schemas.profile import NewProfile
from shared import clock
from shared.events.catalogue import ProfileTold
from shared.principal import Principal
from shared.small_numbers import hidden
from tests.contracts.data_files import COUNTIES
from tests.intake.conftest import BASE, CHILD, MUNICIPALITY, complaint
from tests.intake.office import NAMELESS, fault, get, post

TOLD = {"disability": "has", "minority": "roma", "care": "residential"}
LEAST = 5
DATE = ("day", "month", "year")


def in_county(world, county: str | None) -> None:
    """As if the directory had said where the municipality lies."""
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE known_institution SET record = record || jsonb_build_object('county', %s::text) WHERE id = %s",
            (county, MUNICIPALITY),
        )


def profile_of(world, told):
    return get(world, told["id"]).get_json()["profile"]


@contextmanager
def next_year():
    """This year is over; those who ask sign in then."""
    clock.travel_to(datetime(local_day(datetime.now(UTC)).year + 1, 1, 5, 9, tzinfo=UTC))
    try:
        yield
    finally:
        clock.travel_to(None)


def all_figures(world, first, last):
    period = {"from": first.isoformat(), "to": last.isoformat()}
    answer = world.client.get(f"{BASE}/figures", query_string=period, headers=world.bearer("commissioner"))
    assert answer.status_code == 200, answer.get_json()
    return {one["key"]: {part["key"]: part["count"] for part in one["parts"]} for one in answer.get_json()["figures"]}


def year():
    this = local_day(datetime.now(UTC)).year
    return date(this, 1, 1), date(this, 12, 31)


def counted(world, key):
    """The figure of this year, once it is over."""
    with next_year():
        return all_figures(world, *year())[key]


def figures_page(world):
    first, last = year()
    asked = {f"{name}-{part}": getattr(day, part) for name, day in (("from", first), ("to", last)) for part in DATE}
    with next_year():
        return world.as_staff("commissioner").get("/intake/staff/figures", query_string={**asked, "lang": "en"}).text


# --- the lists and the rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("member", MEMBERS)
def test_each_code_can_be_not_said_and_declined(member):
    assert {NOT_SAID, "declined"} <= set(data.profile(member))


def test_the_counties_are_those_of_the_directory():
    ours = {key: (one["name_sq"], one["name_en"]) for key, one in data.profile("county").items()}
    theirs = {row["key"]: (row["name_sq"], row["name_en"]) for row in COUNTIES}
    assert {key: ours[key] for key in theirs} == theirs
    assert set(ours) - set(theirs) == {"abroad", NOT_SAID, "declined"}


def test_every_age_lies_in_one_band_and_the_bands_in_order():
    bands = data.age_bands()
    for age in range(121):
        assert [band.key for band in bands if band.first <= age <= band.last] == [age_band(age, bands)]
    with pytest.raises(ValueError, match="no age band"):
        age_band(7, [AgeBand("gap", 8, 9)])


COUNTS = st.lists(st.integers(0, 12) | st.sampled_from([0, 0, 1, 4, 5, 40]), min_size=2, max_size=5)


def others(counts, places):
    """Every way in which the hidden parts could have come to their sum, each on its side of the least number."""
    sides = [range(1, LEAST) if counts[one] < LEAST else range(LEAST, sum(counts) + 1) for one in places]
    whole = sum(counts[one] for one in places)
    for free in product(*sides[:-1]):
        last = whole - sum(free)
        if last in sides[-1]:
            yield (*free, last)


@given(COUNTS)
def test_no_hidden_number_can_be_derived_from_the_whole_and_what_is_shown(counts):
    places = sorted(hidden(counts, LEAST))
    shown = [count for place, count in enumerate(counts) if place not in places]
    assert not [count for count in shown if 0 < count < LEAST]
    if not places:
        return
    assert len(places) >= 2
    if len(places) < len(counts):
        ways = list(others(counts, places))
        assert all(len({way[nth] for way in ways}) >= 2 for nth in range(len(places))), (counts, places)
    # Where everything is hidden only the whole is known, and not which part is small.


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ([3, 10, 7], {0, 2}),  # one alone is found by subtraction
        ([2, 1, 9], {0, 1, 2}),  # whoever takes the 9 from the whole has 3
        ([3, 2, 9], {0, 1}),
        ([1, 1, 9], {0, 1, 2}),  # two that sum to 2 are both 1
        ([4, 4, 9], {0, 1, 2}),  # two that sum to 8 are both 4
        ([1, 5, 30], {0, 1, 2}),  # 1 and 5: no other two numbers on these sides sum to 6
        ([3, 0, 0], {0, 1, 2}),  # of so small a whole nothing is shown
        ([0, 6, 5], set()),
    ],
)
def test_what_would_give_a_small_number_away_is_hidden_with_it(counts, places):
    assert hidden(counts, LEAST) == places


# --- taken at every door ----------------------------------------------------------------------------------------------


def test_the_api_takes_codes_and_the_rest_follows_from_age_sex_and_municipality(world):
    in_county(world, "kukes")
    told = world.complain(profile=TOLD)
    assert profile_of(world, told) == {"age_band": "from_10_to_13", "sex": "female", "county": "kukes", **TOLD}
    [event] = world.outbox(ProfileTold)
    assert event == {
        "complaint_id": told["id"],
        "age_band": "from_10_to_13",
        "sex": "female",
        "county": "kukes",
        **TOLD,
    }


def test_who_tells_nothing_is_counted_as_not_said_and_nothing_is_sent(world):
    told = world.complain(**NAMELESS)
    assert set(profile_of(world, told).values()) == {NOT_SAID}
    assert world.outbox(ProfileTold) == []


def test_the_form_of_a_child_takes_them_and_needs_none_of_them(world):
    sent = {"role": "child", "narrative": "Kam frikë", "way": "none", "child_age": "9"}
    told = {"profile_sex": "male", "profile_minority": "declined", "profile_county": "vlore"}
    assert world.client.post("/intake/complain", data=sent | told).status_code == 303
    [event] = world.outbox(ProfileTold)
    assert (event["age_band"], event["sex"], event["minority"]) == ("from_6_to_9", "male", "declined")
    assert (event["county"], event["disability"]) == ("vlore", NOT_SAID)


def test_the_form_of_the_office_takes_them_too(world):
    sent = {"channel": "phone", "role": "parent", "narrative": "Tha në telefon", "way": "none", "answer_in": "sq"}
    answer = world.as_staff("intake_officer").post(
        "/intake/staff/complaints/new", data=sent | {"profile_care": "foster", "profile_disability": "none"}
    )
    assert answer.status_code == 303
    [event] = world.outbox(ProfileTold)
    assert (event["care"], event["disability"]) == ("foster", "none")


@pytest.mark.parametrize(
    ("profile", "pointer"),
    [
        ({"age_band": "adult"}, "/profile/age_band"),
        ({"sex": "male"}, "/profile/sex"),
        ({"county": "vlore"}, "/profile/county"),
    ],
)
def test_what_does_not_fit_the_rest_is_refused_where_it_stands(world, profile, pointer):
    in_county(world, "kukes")
    answer = world.client.post(f"{BASE}/complaints", json=complaint(profile=profile))
    assert fault(answer) == (422, "does_not_fit", pointer)


def test_a_code_that_is_none_is_refused(world):
    for profile in ({"minority": "martian"}, {"birth_date": "2014-01-01"}, {"sex": CHILD}):
        assert world.client.post(f"{BASE}/complaints", json=complaint(profile=profile)).status_code == 422


# --- changed later ----------------------------------------------------------------------------------------------------


def test_an_officer_corrects_them_with_a_trace_and_a_new_event(world):
    told = world.complain(**NAMELESS)
    answer = post(world, f"{told['id']}/profile", {"care": "street", "age_band": "from_14_to_17"})
    assert answer.status_code == 200, answer.get_json()
    assert answer.get_json()["profile"]["care"] == "street"
    again = post(world, f"{told['id']}/profile", {"care": "street", "age_band": "from_14_to_17"})
    assert again.status_code == 200
    [event] = world.outbox(ProfileTold)
    assert (event["care"], event["age_band"]) == ("street", "from_14_to_17")
    [entry] = world.rows("SELECT details FROM audit_entry WHERE action = 'complaint.profile_changed'")
    assert entry["details"] == {"members": ["age_band", "care"]}


def test_the_page_of_the_officer_shows_and_changes_them(world):
    told = world.complain(**NAMELESS)
    browser, here = world.as_staff("intake_officer"), f"/intake/staff/complaints/{told['id']}"
    assert browser.post(f"{here}/profile", data={"profile_minority": "egyptian"}).status_code == 303
    assert "minority: Egyptian" in browser.get(f"{here}?lang=en").text
    page = browser.get(f"{here}/profile?lang=en").text
    assert '<option value="egyptian" selected>' in page
    assert browser.post(f"{here}/profile", data={"profile_minority": "no such"}).status_code == 422


def test_the_county_of_the_municipality_stands_on_the_page_too(world):
    in_county(world, "kukes")
    told = world.complain()
    here = f"/intake/staff/complaints/{told['id']}/profile"
    page = world.as_staff("intake_officer").post(f"{here}?lang=en", data={"profile_county": "vlore"})
    assert page.status_code == 422 and "This does not fit the municipality of the complaint" in page.text


def test_who_is_walled_off_changes_nothing(world):
    told = world.complain()
    wall = {"staff_id": str(world.staff["case_officer"]), "excluded": True, "reason": "Kushëri"}
    assert post(world, f"{told['id']}/exclusions", wall, "case_officer").status_code == 201
    assert post(world, f"{told['id']}/profile", TOLD, "case_officer").status_code == 404


# --- counted ----------------------------------------------------------------------------------------------------------


def test_complaints_are_counted_by_each_of_them_and_small_numbers_are_not_shown(world):
    for _ in range(6):
        world.complain(**NAMELESS, profile={"care": "residential"})
    for _ in range(7):
        world.complain(**NAMELESS, profile={"care": "family"})
    for _ in range(2):
        world.complain(**NAMELESS, profile={"care": "street"})
    parts = counted(world, "complaints_by_care")
    assert (parts["street"], parts["residential"], parts["family"]) == (None, None, 7)
    assert parts["foster"] == 0
    assert counted(world, "complaints_by_sex") == {"female": 0, "male": 0, "other": 0, NOT_SAID: 15, "declined": 0}
    page = figures_page(world)
    assert "not shown" in page and "In an institution" in page


@pytest.mark.parametrize("member", MEMBERS)
def test_there_is_a_figure_by_each_of_them(world, member):
    for _ in range(5):
        world.complain(**NAMELESS)
    assert counted(world, f"complaints_by_{member}")[NOT_SAID] == 5


def test_two_periods_that_are_subtracted_tell_of_no_few_children(world):
    first, last = year()
    for care, days_ago in (("family", 2), ("family", 2), ("family", 2), ("family", 2), ("family", 2), ("street", 1)):
        told = world.complain(**NAMELESS, profile={"care": care})
        with world.database.transaction() as session:
            session.connection().exec_driver_sql(
                "UPDATE complaint SET received_at = received_at - %s * interval '1 day' WHERE id = %s",
                (days_ago, told["id"]),
            )
    today = local_day(datetime.now(UTC))
    by_day = [all_figures(world, first, today - timedelta(days=ago)) for ago in (3, 2, 1, 0)]
    with next_year():
        periods = [(first, last), (first, last - timedelta(days=1)), (first + timedelta(days=1), last)]
        by_day += [all_figures(world, *one) for one in periods]
    shown = [{key for key in one if "profile" in data.figures()[key]} for one in by_day]
    assert shown[:4] == [set()] * 4
    assert [bool(one) for one in shown[4:]] == [True, False, False]
    assert "only for a whole calendar year" in world.as_staff("commissioner").get("/intake/staff/figures?lang=en").text


def test_by_a_child_is_counted(world):
    world.complain()
    world.complain(**NAMELESS)
    assert counted(world, "contacts_by_child") == {"by_child": 1, "by_others": 1}


def test_a_correction_leaves_the_figure_of_a_period_that_is_over_as_it_was(world):
    for _ in range(5):
        told = world.complain(**NAMELESS, profile={"care": "family"})
    later = datetime.combine(year()[1], time(12), UTC) + timedelta(days=2)
    by = Principal("staff", world.staff["intake_officer"], frozenset({"intake_officer"}))
    with world.database.transaction() as session:
        profiles.change(by, session, UUID(told["id"]), NewProfile(care="foster"), now=later)
    assert counted(world, "complaints_by_care")["family"] == 5


def test_erasure_leaves_the_codes_and_nothing_that_leads_to_a_person(world):
    told = world.complain(profile=TOLD)
    for _ in range(5):
        world.complain(profile=TOLD)
    with world.database.transaction() as session:
        erasure.erase(
            Principal("operator:shembull"), session, world.documents, UUID(told["id"]),
            reason="asked_by_child", now=datetime.now(UTC),
        )  # fmt: skip
    assert counted(world, "complaints_by_minority")["roma"] == 6
    assert post(world, f"{told['id']}/profile", {}).status_code in (409, 410)
