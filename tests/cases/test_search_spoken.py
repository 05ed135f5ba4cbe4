"""The search understands a place, a body and a letter as people say them: with a preposition, an article at the end, a plural, a date."""

import pytest

from shared.folding import is_in
from tests.cases.test_search import asked, known, numbers, opened, school, story, tropoja

__all__ = ["known", "opened", "school", "story", "tropoja"]


@pytest.fixture
def around(bench):
    """Bodies with their names as the directory has them."""
    names = (
        ("municipality", "Bashkia Has", "Krumë"),
        ("municipality", "Bashkia Kukës", "Kukës"),
        ("municipality", "Bashkia Berat", "Berat"),
        ("police", "Drejtoria Vendore e Policisë Kukës", "Kukës"),
    )
    for kind, name, seat in names:
        bench.body(kind, name_sq=name, name_en=f"Body {name[-3:]}", seat=seat)


def bodies(person, words):
    return {one["name_sq"] for one in asked(person, words)["bodies"]["items"]}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hasi", "Bashkia Has"),
        ("për Bashkinë Has", "Bashkia Has"),
        ("Kukësi", "Bashkia Kukës"),
        ("Kuksi", "Bashkia Kukës"),
        ("nga Kukësi", "Bashkia Kukës"),
        ("te Berati", "Bashkia Berat"),
        ("Tropoja", "Bashkia Tropojë"),
        ("në Tropojë", "Bashkia Tropojë"),
        ("policia e Kukësit", "Drejtoria Vendore e Policisë Kukës"),
        ("policia Kukësi", "Drejtoria Vendore e Policisë Kukës"),
    ],
)
def test_a_body_is_found_as_people_name_it(known, around, words, name):
    story, *_ = known
    assert name in bodies(story.officer, words)


@pytest.mark.parametrize("words", ["në Tropojë", "Tropoja", "nga Tropoja"])
def test_a_place_with_its_preposition_finds_what_is_about_it_and_not_a_title_alone(known, words):
    story, number, to_town, _to_school = known
    answer = asked(story.officer, words)
    assert [one["municipality"] for one in answer["places"]] == ["bashkia-tropoje"]
    assert number in numbers(answer, "cases") and to_town["number"] in numbers(answer, "acts")


def test_a_plural_finds_the_title_that_has_the_singular(known, school):
    story, *_ = known
    act = story.issue(school, title="Të ndreqet autobusi i shkollës")
    for words in ("autobusat", "autobusi", "autobusët e shkollave"):
        assert act["number"] in numbers(asked(story.officer, words), "acts"), words


def test_a_stem_is_looked_for_at_the_beginning_of_a_word(around, officer):
    assert not is_in("Hasi", "Ku dhashë fjalën") and is_in("Hasi", "në Has")
    assert bodies(officer, "Hasi") == {"Bashkia Has"}
    assert asked(officer, "(((a")["bodies"]["items"] == []


def test_a_protocol_number_is_found_with_the_year_or_the_day_behind_it(bench, known):
    story, _number, *acts = known
    for act in acts:
        paper = bench.scalar("SELECT protocol FROM recommendation WHERE id = :id", id=act["id"])
        entry = "SELECT {} FROM protocol_entry WHERE recommendation_id = :id"
        year, day = (bench.scalar(entry.format(column), id=act["id"]) for column in ("year", "day"))
        written = day.strftime("%d.%m.%Y")
        for words in (
            f"{paper}/{year}",
            f"{paper} datë {written}",
            f"{paper} Prot. datë {written}",
            f"Nr. {paper} Prot., datë {written}",
            f"nr {paper} prot dt. {day.day}.{day.month}.{day.year}",
            f"{paper}, {written}",
        ):
            assert act["number"] in numbers(asked(story.officer, words), "acts"), words
        assert numbers(asked(story.officer, f"{paper}/{year - 1}"), "acts") == [], "the book of another year"
