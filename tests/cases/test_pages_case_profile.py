"""The page that opens a case on the office's own initiative takes the codes of the children whom it is about."""

from services.cases.domain.profile import MEMBERS
from tests.cases import test_pages_own_initiative
from tests.cases.pages_world import office, said, summary_links, world
from tests.cases.test_pages_cases import complaint

__all__ = ["complaint", "office", "world"]

URL = "/cases/staff/cases/new"


def filled(world, **more):
    return test_pages_own_initiative.TestOwnInitiative().filled(world) | {
        f"profile-{name}": value for name, value in more.items()
    }


def test_the_page_asks_for_each_code_and_the_case_shows_what_was_told(world):
    client = world.client("case_officer")
    page = client.get(f"{URL}?lang=en").text
    assert all(f'name="profile-{member}"' in page for member in ("children", *MEMBERS))
    told = filled(world, children="several", age_band="several", minority="roma")
    response = world.post(client, URL, told)
    assert response.status_code == 303, said(response.text)
    words = said(client.get(f"{response.headers['Location']}?lang=en").text)
    assert "About several children" in words and "Roma" in words and "Age: Several" in words


def test_without_an_answer_the_case_is_about_no_certain_child(world):
    client = world.client("case_officer")
    response = world.post(client, URL, filled(world, children="none"))
    assert response.status_code == 303
    assert "Për shifrat" not in said(client.get(response.headers["Location"]).text)


def test_what_does_not_fit_is_said_at_its_question(world):
    client = world.client("case_officer")
    for told, field in (
        ({"children": "none", "sex": "male"}, "profile-children"),
        ({"children": "one", "sex": "several"}, "profile-sex"),
        ({"children": "one", "sex": "martian"}, "profile-sex"),
        ({"children": "martian"}, "profile-children"),
    ):
        response = world.post(client, URL, filled(world, **told))
        assert response.status_code == 422
        assert summary_links(response.text) == [field]


def test_the_codes_are_corrected_on_the_page_that_corrects_the_case(world):
    client = world.client("case_officer")
    opened = world.post(client, URL, filled(world, children="one", care="foster"))
    case = opened.headers["Location"]
    page = client.get(f"{case}/edit").text
    assert '<option value="foster" selected>' in page
    version = page.split('name="version" value="')[1].split('"')[0]
    told = {"do": "save", "version": version, "rights": "24, 27", "profile-children": "one"}
    wrong = world.post(client, f"{case}/edit", told | {"profile-care": "several"})
    assert (wrong.status_code, summary_links(wrong.text)) == (422, ["profile-care"])
    assert world.post(client, f"{case}/edit", told | {"profile-care": "street"}).status_code == 303
    words = said(client.get(f"{case}?lang=en").text)
    assert "On the street" in words and "In a foster family" not in words


def test_the_page_of_a_case_from_a_complaint_asks_for_none(world, complaint):
    _received, case_id = complaint
    assert "profile-" not in world.client("case_officer").get(f"/cases/staff/cases/{case_id}/edit").text
