"""Counselling takes the same codes of the child as a complaint, needs none of them, and is counted by each."""

import pytest

from services.intake.domain.profile import MEMBERS, NOT_SAID
from tests.intake.conftest import BASE
from tests.intake.office import fault
from tests.intake.test_counselling import FORM, PAGE, URL, noted
from tests.intake.test_profile import counted, figures_page, in_county

TOLD = {"age_band": "from_6_to_9", "sex": "male", "disability": "has", "minority": "roma", "care": "foster"}


def test_the_api_takes_the_codes_and_the_county_follows_from_the_municipality(world):
    in_county(world, "kukes")
    made = noted(world, municipality="bashkia-shembull", profile=TOLD)
    assert made.status_code == 201, made.get_json()
    assert made.get_json()["profile"] == {**TOLD, "county": "kukes"}
    [listed] = world.client.get(URL, headers=world.bearer("commissioner")).get_json()["items"]
    assert listed["profile"] == {**TOLD, "county": "kukes"}


def test_none_of_them_must_be_told(world):
    assert set(noted(world).get_json()["profile"].values()) == {NOT_SAID}


@pytest.mark.parametrize(
    ("profile", "pointer"),
    [
        ({"minority": "martian"}, "/profile/minority"),
        ({"name": "Askush"}, "/profile/name"),
        ({"birth_date": "2014-01-01"}, "/profile/birth_date"),
        ({"county": "vlore"}, "/profile/county"),
    ],
)
def test_what_is_no_code_or_does_not_fit_is_refused_where_it_stands(world, profile, pointer):
    in_county(world, "kukes")
    answer = noted(world, municipality="bashkia-shembull", profile=profile)
    assert (answer.status_code, fault(answer)[2]) == (422, pointer)
    assert world.rows("SELECT 1 FROM counselling") == []


def test_the_page_takes_them_and_says_what_does_not_fit_at_its_question(world):
    in_county(world, "kukes")
    officer = world.as_staff("intake_officer")
    page = officer.get(f"{PAGE}?lang=en").text
    assert all(f'name="profile_{member}"' in page for member in MEMBERS)
    sent = FORM | {"municipality": "bashkia-shembull", "profile_age_band": "adult", "profile_care": "street"}
    refused = officer.post(PAGE, data=sent | {"profile_county": "vlore"})
    assert refused.status_code == 422 and 'href="#profile_county"' in refused.text
    assert officer.post(PAGE, data=sent | {"profile_sex": "no such"}).status_code == 422
    assert officer.post(PAGE, data=sent).status_code == 303
    [row] = world.rows("SELECT age_band, sex, care, county FROM counselling")
    assert row == {"age_band": "adult", "sex": NOT_SAID, "care": "street", "county": "kukes"}


@pytest.mark.parametrize("member", MEMBERS)
def test_there_is_a_figure_of_counselling_by_each_of_them(world, member):
    for _ in range(5):
        noted(world)
    world.complain()
    assert counted(world, f"counselling_by_{member}")[NOT_SAID] == 5


def test_small_numbers_of_counselling_are_not_shown(world):
    for care, times in (("family", 7), ("residential", 6), ("street", 2)):
        for _ in range(times):
            assert noted(world, profile={"care": care}).status_code == 201
    parts = counted(world, "counselling_by_care")
    assert (parts["street"], parts["residential"], parts["family"], parts["foster"]) == (None, None, 7, 0)
    page = figures_page(world)
    assert "Counselling by care of the child" in page and "not shown" in page


def test_the_contract_names_them_at_both_ends(world):
    schemas = world.client.get(f"{BASE}/openapi.json").get_json()["components"]["schemas"]
    assert "schemas/NewProfile'" in str(schemas["NewCounselling"]["properties"]["profile"])
    assert "schemas/ChildProfile'" in str(schemas["Counselling"]["properties"]["profile"])
    assert "profile" not in schemas["NewCounselling"]["required"]
