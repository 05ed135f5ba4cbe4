"""What stands beside the figures says how they are counted, by the table of states that counts them."""

import re

import pytest

from services.cases.data import entries
from services.cases.domain.standing import BESIDE, SHARES, State
from tests.cases.pages_world import office, said, world

__all__ = ["office", "world"]

#: How the method, in words, calls each state of the table: in Albanian and in English.
CALLED = {
    State.NOT_DELIVERED: ("letra që nuk kanë mbërritur", "letters that have not arrived"),
    State.ASKED_AGAIN: (
        "çfarë kërkohet përsëri me një letër që nuk ka mbërritur",
        "what is asked again by a letter that has not arrived",
    ),
    State.NOT_COMPETENT: ("thotë se nuk është kompetent", "say they are not competent"),
    State.OVERTAKEN: ("ajo që nuk vlen më", "what was overtaken"),
    State.MOOT: ("hapi që mbeti pa objekt", "on which nothing is asked any more"),
    State.ELSEWHERE: ("nuk mund të vlerësohet, me arsyen", "cannot be assessed, with the reason"),
    State.NO_INFORMATION: ("nuk mund të vlerësohet, me arsyen", "cannot be assessed, with the reason"),
    State.NOT_ASSESSABLE: ("nuk mund të vlerësohet, me arsyen", "cannot be assessed, with the reason"),
    State.IMPLEMENTED: ("i zbatuar (e vërtetoi zyra)", "implemented (the office verified it)"),
    State.CLAIMED: (
        "institucioni thotë se u zbatua (e thotë vetë institucioni, brenda ditës",
        "by the day by which it was to be",
    ),
    State.AWAITING_REPLY: ("në pritje të përgjigjes", "awaiting a reply"),
    State.IN_PROCESS: ("dita deri kur duhet bërë nuk ka kaluar", "the day by which it is to be done has not passed"),
    State.PARTLY: ("i zbatuar pjesërisht", "partly implemented"),
    State.DAY_PASSED: ("veç kur e kishte vënë letra ose zyra", "where the letter or the office had set it"),
    State.PROMISE_BROKEN: ("veç kur ditën e kishte dhënë vetë institucioni", "where the body itself had named a day"),
    State.NOT: ("i vërtetuar si i pazbatuar", "verified as not done"),
    State.NO_REPLY: ("pa përgjigje pas afatit", "no reply after the term"),
    State.REFUSED: ("i refuzuar", "refused"),
}


def test_the_method_names_every_state_of_the_table_in_both_languages():
    assert set(CALLED) == {*BESIDE, *SHARES}
    [method] = [one for one in entries("figures", "methods") if one["key"] == "compliance"]
    for state, (sq, en) in CALLED.items():
        assert sq in method["name_sq"] and en in method["name_en"], state


@pytest.mark.parametrize(
    ("language", "says", "old"),
    [
        (
            "sq",
            [
                r"raporton në kohë se e bëri .{0,60}: “Institucioni thotë se u zbatua",
                r"pranoi është “Në proces” deri ditën kur duhet bërë",
                r"te “Dita kaloi, pa u vërtetuar”, nëse ditën e kishte vënë letra ose zyra",
                r"te “Dita e premtuar kaloi, pa u vërtetuar”, nëse kishte dhënë një ditë vetë institucioni",
            ],
            "premtim i kaluar",
        ),
        (
            "en",
            [
                r"reports in time that it did it",
                r"accepted is “In process” until the day by which it is to be done",
                r"where the letter or the office had set that day",
                r"where the body itself had named a day",
            ],
            "called a promised day",
        ),
    ],
)
def test_the_page_says_of_a_day_that_passed_whose_day_it_was(world, language, says, old):
    page = said(world.client().get(f"/cases/public/compliance?lang={language}").text)
    for one in says:
        assert re.search(one, page), one
    assert old not in page


def test_how_the_view_of_2021_is_counted_is_said_once_and_page_and_api_say_it_alike(world):
    client = world.client()
    answer = client.get("/cases/api/v1/public/compliance").json
    of_one = client.get(f"/cases/api/v1/public/institutions/{next(iter(world.bodies.values()))}/compliance").json
    assert answer["method_2021"] == of_one["method_2021"]
    for language in ("sq", "en"):
        method = answer["method_2021"][language]
        assert "1 256" in method.replace(",", " ") and "2021" in method
        assert "2021" not in answer["method"][language], "the other method leaves it to that one"
        page = said(client.get(f"/cases/public/compliance?lang={language}").text)
        assert method not in page or page.count(method) == 1
