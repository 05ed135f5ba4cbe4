"""The recipes of CONTRIBUTING.md as data: each is followed in a clone of the house, whole and with each step forgotten.

To add a recipe, write `<name>.py` here with a `RECIPE` and name it in `RECIPES`:

1. `title` is its heading in CONTRIBUTING.md, without the `###`; beneath it stands `Touches <n> files`, which are counted.
2. `steps` in the order of CONTRIBUTING.md. A `Step` has the words that say what it is; `take`, which does it to a `Clone`
   (`add` a file, `append` to one or `replace` a part, `translate` new texts, `run` a module); and `named`, what a test must
   print when everything was done but this step. A path is given without its ending, so that a file may become a package:
   `services/cases/actions`.
3. `promises` are the tests, as `file` or `file::test`, that must find what was forgotten. They run in the clone without
   conftest.py, so without servers: write those that are missing into tests/contracts, with a message that says what to do and
   where. Name only those that matter here; each recipe runs them once for every step and once more.
4. `pytest tests/contracts/test_recipe.py -k <name>`; one step alone: `-k "<name> and <words of the step>"`.

What is written into the clone is code by the house rules, of nouns that exist nowhere (renaming a case, the doors of bodies), and
each step is one that somebody could forget: taken alone it breaks nothing at import but what later steps stand on.
"""

from tests.contracts.recipes import event, field, filtering, page, route, wing
from tests.contracts.recipes.following import Recipe

RECIPES: dict[str, Recipe] = {
    "event": event.RECIPE,
    "field": field.RECIPE,
    "filter": filtering.RECIPE,
    "page": page.RECIPE,
    "route": route.RECIPE,
    "wing": wing.RECIPE,
}
