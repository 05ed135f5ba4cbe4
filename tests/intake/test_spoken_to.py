"""A child is spoken to with "ti", an adult and whoever works with children with "ju": on the form, in its errors, and behind the code."""

import re
from html import unescape

import pytest

PAGE = "/intake/complain"
#: Verbs and pronouns by which the form speaks to one person it knows, and to one it does not.
TI = r"\b(Shkruaj|Shkruaje|Shënoje|Dërgoje|Zgjidh|trego|quhesh|doje|thuash|kalosh|merr|zgjedh|sheh|shkruan|tua|ty|ti)\b"
JU = r"\b(Shkruani|Shkruajeni|Shënojeni|Dërgojeni|Zgjidhni|tregoni|quheni|donit|thoni|kaloni|merrni|zgjidhni|shihni|tuaja|ju)\b"
#: Who speaks here is who complains, to the office; or it is said of somebody else.
OF_OTHERS = (
    "Mund t’i shkruani", "Kush po na shkruan", "Mos ia tregoni emrin tim", "Si të ma thoni përgjigjen", "Mos më shkruani", "Shkruaj për një organizatë",
)  # fmt: skip


@pytest.fixture
def browser(world):
    return world.app.test_client()


def form_of(page):
    """The words of the form itself."""
    inside = unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("grid-column-one-third")[0]))
    for words in OF_OTHERS:
        inside = inside.replace(words, "")
    return inside


def spoken(page, how):
    return {one[0] if isinstance(one, tuple) else one for one in re.findall(how, form_of(page))}


def sent(browser, **typed):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(PAGE).text)
    return browser.post(PAGE, data={"csrf_token": token[1] if token else "", **typed})


def test_who_has_not_said_who_they_are_is_spoken_to_as_a_child_and_led_to_the_other_form(browser):
    page = browser.get(PAGE).text
    assert spoken(page, TI) and not spoken(page, JU)
    assert f'href="{PAGE}?adult=yes"' in page


def test_an_adult_who_says_so_is_spoken_to_as_one(browser):
    page = browser.get(f"{PAGE}?adult=yes").text
    assert spoken(page, JU) and not spoken(page, TI)


@pytest.mark.parametrize(
    ("role", "said", "error"),
    [
        ("child", TI, "Na trego çfarë ka ndodhur"),
        ("parent", JU, "Na tregoni çfarë ka ndodhur"),
        ("professional", JU, "Na tregoni çfarë ka ndodhur"),
    ],
)
def test_the_errors_speak_as_the_role_does(browser, role, said, error):
    answer = sent(browser, role=role, narrative="", wanted="x" * 3000)
    assert answer.status_code == 422
    assert error in form_of(answer.text)
    assert ("Shkruaje më shkurt" in form_of(answer.text)) is (said is TI)
    assert ("Shkruajeni më shkurt" in form_of(answer.text)) is (said is JU)
    assert spoken(answer.text, said) and not spoken(answer.text, JU if said is TI else TI)


@pytest.mark.parametrize(("query", "error"), [("", "Zgjidh kush je"), ("?adult=yes", "Zgjidhni kush jeni")])
def test_without_a_role_the_error_speaks_as_the_form_did(browser, query, error):
    answer = browser.post(f"{PAGE}{query}", data={"narrative": "x"})
    assert error in form_of(answer.text)
