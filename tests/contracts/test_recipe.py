"""The recipes of CONTRIBUTING.md: followed whole they pass; with any one step forgotten, a test names that step.

They are data: tests/contracts/recipes/ says how to add one.
"""

from collections.abc import Iterator

import pytest

from tests.contracts.recipes import RECIPES
from tests.contracts.recipes.following import ROOT, Clone, copy_house
from tests.contracts.recipes.ready import ReadyPython

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

FORGETTING = [
    pytest.param(recipe, step, id=f"{name}: {step.name}") for name, recipe in RECIPES.items() for step in recipe.steps
]


@pytest.fixture(scope="module")
def python() -> Iterator[ReadyPython]:
    with ReadyPython() as ready:
        yield ready


@pytest.fixture
def clone(tmp_path) -> Clone:
    return copy_house(tmp_path)


def section(title: str) -> str:
    """What CONTRIBUTING.md says of a recipe."""
    return (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(f"\n### {title}\n")[2].partition("\n### ")[0]
    )


@pytest.mark.parametrize("name", RECIPES)
def test_the_recipe_followed_to_the_end_passes_and_touches_as_many_files_as_it_says(python, clone, name):
    ran = RECIPES[name].follow(python, clone)
    assert ran.returncode == 0, ran.stdout[-3000:]
    touched = sorted(clone.touched())
    assert f"\nTouches {len(touched)} files" in section(RECIPES[name].title), f"say so in CONTRIBUTING.md: {touched}"


@pytest.mark.parametrize(("recipe", "step"), FORGETTING)
def test_a_forgotten_step_is_named(python, clone, recipe, step):
    ran = recipe.follow(python, clone, step.name)
    assert ran.returncode != 0
    assert step.named in ran.stdout, ran.stdout[-3000:]


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_stands_in_contributing(name):
    assert section(RECIPES[name].title)
