"""Counselling: closed in a minute, counted, and nothing kept of who asked."""

import re

import pytest
from sqlalchemy.exc import DBAPIError

from services.intake import data
from shared.numbers import is_valid
from tests.intake.conftest import BASE, MUNICIPALITY, SCHOOL

URL, PAGE = f"{BASE}/counselling", "/intake/staff/counselling"
#: Four choices and an advice.
FIVE = {"channel": "phone", "role": "parent", "life_area": "school", "way_out": "free_legal_aid", "language": "sq"}


def noted(world, by="intake_officer", **changes):
    body = {name: value for name, value in (FIVE | changes).items() if value is not None}
    return world.client.post(URL, json=body, headers=world.bearer(by))


def test_five_answers_are_enough_and_the_number_has_a_series_of_its_own(world):
    world.complain()
    answer = noted(world)
    made = answer.get_json()
    assert answer.status_code == 201
    assert made["reference"].startswith("K-") and is_valid(made["reference"])
    assert made["reference"].split("-")[2] == "00001"
    assert made["by_child"] is False
    assert noted(world, by="case_officer").get_json()["reference"].split("-")[2] == "00002"


def test_a_child_that_asked_is_counted_as_a_child(world):
    made = noted(world, **FIVE | {"role": "child", "municipality": "bashkia-shembull", "institution_id": str(SCHOOL)})
    assert (made.get_json()["by_child"], made.get_json()["municipality"]) == (True, "bashkia-shembull")


def test_a_body_may_be_the_advice(world):
    made = noted(world, way_out=None, redirect_to=str(MUNICIPALITY)).get_json()
    assert (made["redirect_to"], made["way_out"]) == (str(MUNICIPALITY), None)


def test_the_table_has_no_column_for_words_or_persons(world):
    (columns,) = world.rows(
        "SELECT array_agg(column_name::text ORDER BY column_name) AS names FROM information_schema.columns "
        "WHERE table_name = 'counselling'"
    )
    assert columns["names"] == sorted(
        "id reference at registered_by channel regional_office role by_child life_area municipality institution_id "
        "way_out redirect_to language age_band sex disability minority care county".split()
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"channel": None}, "/channel"),
        ({"channel": "form"}, "/channel"),
        ({"role": "neighbour"}, "/role"),
        ({"life_area": None}, "/life_area"),
        ({"way_out": None}, "/way_out"),
        ({"way_out": "go_home"}, "/way_out"),
        ({"redirect_to": str(SCHOOL)}, "/redirect_to"),
        ({"way_out": None, "redirect_to": "11111111-1111-4111-8111-111111111111"}, "/redirect_to"),
        ({"institution_id": "11111111-1111-4111-8111-111111111111"}, "/institution_id"),
        ({"municipality": "atlantis"}, "/municipality"),
        ({"regional_office": "vlore"}, "/regional_office"),
        ({"channel": "regional_office"}, "/regional_office"),
        ({"name": "Askush"}, "/name"),
        ({"note": "Fjalë"}, "/note"),
    ],
)
def test_what_is_no_choice_is_refused_at_its_member_and_nothing_is_written(world, changes, pointer):
    answer = noted(world, **changes)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer
    assert world.rows("SELECT 1 FROM counselling") == []


def test_a_repeated_request_is_one_contact(world):
    headers = world.bearer("intake_officer") | {"Idempotency-Key": "one-call-at-nine"}
    answers = [world.client.post(URL, json=FIVE, headers=headers).get_json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert world.rows("SELECT count(*) AS n FROM counselling") == [{"n": 1}]


@pytest.mark.parametrize("change", ["UPDATE counselling SET role = 'child'", "DELETE FROM counselling"])
def test_what_was_counted_cannot_be_changed(world, change):
    noted(world)
    with pytest.raises(DBAPIError), world.database.transaction() as session:
        session.connection().exec_driver_sql(change)


def test_the_list_is_paged_and_narrowed(world):
    made = [noted(world, channel=channel).get_json()["id"] for channel in ("phone", "visit", "phone")]
    headers = world.bearer("commissioner")
    first = world.client.get(f"{URL}?limit=2", headers=headers).get_json()
    rest = world.client.get(f"{URL}?limit=2&after={first['next']}", headers=headers).get_json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None
    visits = world.client.get(f"{URL}?channel=visit", headers=headers).get_json()["items"]
    assert [one["id"] for one in visits] == [made[1]]
    assert world.client.get(f"{URL}?channel=form", headers=headers).status_code == 422
    assert world.client.get(f"{URL}?channel=visit&after={first['next']}", headers=headers).status_code == 400


def test_the_list_is_narrowed_to_a_regional_office_and_to_a_part_of_life(world):
    far = noted(world, channel="regional_office", regional_office="kukes", life_area="violence").get_json()
    near = noted(world, life_area="school").get_json()
    for address, wanted, other in (
        (f"{URL}?regional_office=kukes", far, near),
        (f"{URL}?life_area=school", near, far),
        (f"{PAGE}?regional_office=kukes", far, near),
        (f"{PAGE}?life_area=school", near, far),
    ):
        opened = world.as_staff("commissioner").get(address, headers=world.bearer("commissioner")).text
        assert wanted["reference"] in opened and other["reference"] not in opened


def listed(page):
    """How many numbers stand on it; a token may hold the letter and the dash by chance."""
    return len(re.findall(r"\bK-\d{4}-", page))


def test_the_page_keeps_its_filter_on_the_next_page_and_refuses_what_the_list_does_not_know(world):
    for channel in ("visit", *["phone"] * 21):
        noted(world, channel=channel)
    officer = world.as_staff("intake_officer")
    page = officer.get(f"{PAGE}?channel=phone").text
    (following,) = re.findall(r'href="([^"]*after=[^"]*)"', page)
    assert "channel=phone" in following
    assert listed(officer.get(following.replace("&amp;", "&")).text) == 1
    refused = officer.get(f"{PAGE}?channel=form")
    assert (refused.status_code, listed(refused.text), "kjo listë nuk e njeh" in refused.text) == (422, 0, True)


@pytest.mark.parametrize("role", ["publisher", "auditor", "admin"])
def test_who_sees_no_complaints_sees_no_counselling(world, role):
    assert noted(world, by=role).status_code == 403
    assert world.client.get(URL, headers=world.bearer(role)).status_code == 403


def test_who_noted_it_is_in_the_audit_trail(world):
    made = noted(world).get_json()
    (entry,) = world.rows("SELECT actor, object_id FROM audit_entry WHERE action = 'counselling.noted'")
    assert (entry["actor"], str(entry["object_id"])) == (f"staff:{world.staff['intake_officer']}", made["id"])


FORM = {name: value for name, value in FIVE.items() if name != "language"}


def test_an_officer_notes_it_on_one_screen_with_five_fields_and_one_button(world):
    officer = world.as_staff("intake_officer")
    page = officer.get(PAGE).text
    for field in FORM:
        assert f'name="{field}"' in page
    assert "<textarea" not in page and 'name="name"' not in page
    sent = officer.post(PAGE, data=FORM)
    assert (sent.status_code, sent.location) == (303, PAGE)
    page = officer.get(PAGE).text
    (row,) = world.rows("SELECT reference FROM counselling")
    assert page.count(row["reference"]) == 2
    assert "Ndihmë juridike falas" in page and "Këtë muaj: 1 këshillim." in page


def test_pressing_twice_notes_it_once(world):
    officer = world.as_staff("intake_officer")
    for _ in range(2):
        assert officer.post(PAGE, data=FORM | {"once": "the-same-page"}).status_code == 303
    assert world.rows("SELECT count(*) AS n FROM counselling") == [{"n": 1}]


def test_a_body_is_searched_for_and_chosen(world):
    officer = world.as_staff("intake_officer")
    assert 'name="redirect_to"' not in officer.get(PAGE).text
    assert str(SCHOOL) in officer.get(f"{PAGE}?body=shkolla").text
    officer.post(PAGE, data=FORM | {"way_out": "", "redirect_to": str(SCHOOL)})
    (row,) = world.rows("SELECT redirect_to FROM counselling")
    assert row["redirect_to"] == SCHOOL


def test_a_search_keeps_what_was_answered_and_notes_nothing(world):
    officer = world.as_staff("intake_officer")
    answered = FORM | {"way_out": "", "search": "1"}
    page = officer.post(PAGE, data=answered | {"body": "shkolla"})
    assert (page.status_code, "govuk-error-summary" in page.text) == (200, False)
    for kept in ('value="phone" checked', 'value="parent" selected', 'value="school" selected', 'value="shkolla"'):
        assert kept in page.text
    assert f'value="{SCHOOL}"' in page.text
    assert "Nuk u gjet asnjë organ" in officer.post(PAGE, data=answered | {"body": "zzzz"}).text
    assert world.rows("SELECT 1 FROM counselling") == []


@pytest.mark.parametrize("body", ["\x00", "%_\\'", "ë" * 5000, "\u202e", " "])
def test_no_words_that_are_searched_for_are_an_error(world, body):
    officer = world.as_staff("intake_officer")
    assert officer.post(PAGE, data=FORM | {"body": body, "search": "1"}).status_code == 200
    assert officer.get(PAGE, query_string={"body": body}).status_code == 200
    # Blanks ask for nothing.
    assert officer.get(PAGE, query_string={"after": body}).status_code == (400 if body.strip() else 200)


@pytest.mark.parametrize(
    "field", ["channel", "role", "redirect_to", "institution_id", "municipality", "once", "way_out"]
)
@pytest.mark.parametrize("sent", ["\x00", "' OR 1=1", "11111111-1111-4111-8111-111111111111", "9" * 3000])
def test_what_no_page_offers_is_refused_or_ignored_never_an_error(world, field, sent):
    page = world.as_staff("intake_officer").post(PAGE, data=FORM | {field: sent})
    assert page.status_code == (303 if field == "once" else 422)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"role": ""}, "role"),
        ({"life_area": "x"}, "life_area"),
        ({"way_out": ""}, "way_out"),
        ({"redirect_to": str(SCHOOL)}, "redirect_to"),
        ({"regional_office": "vlore"}, "regional_office"),
    ],
)
def test_what_is_wrong_on_the_page_is_said_at_its_question(world, changes, field):
    page = world.as_staff("intake_officer").post(PAGE, data=FORM | changes)
    assert page.status_code == 422
    assert f'href="#{field}' in page.text
    assert world.rows("SELECT 1 FROM counselling") == []


def test_every_way_out_has_a_name_to_choose_it_by():
    assert all(way["name_sq"] and way["name_en"] for way in data.ways_out().values())
