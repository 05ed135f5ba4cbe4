"""Add a filter: bodies of the directory by the colour of their door."""

from tests.contracts.recipes.following import Recipe, Step

LISTS = "services/partners/lists"
LISTING = '"""Bodies by Albanian name."""\n'
MEMBER = f'{LISTING}\n    door: Annotated[str | None, "# FILTER"] = None'
FILTER = 'Filter(Institution.seat, _l("Ngjyra e derës"), DOORS)'
CLASS = "@dataclass(frozen=True, kw_only=True)\nclass InstitutionListing(Listing):\n"
WORDS = f'DOORS = {{"red": _l("Derë e kuqe"), "blue": _l("Derë blu")}}\n\n\n{CLASS}'
ENGLISH = {"Ngjyra e derës": "Colour of the door", "Derë e kuqe": "Red door", "Derë blu": "Blue door"}
TEST = """def test_bodies_are_found_by_their_door(bench):
    for address in ("/partners/api/v1/institutions?door=red", "/partners/staff/institutions?door=red"):
        assert bench.get(address).status_code == 200
"""
PROMISES, CATALOGUE = "tests/contracts/test_lists.py", "tests/shared/test_page_catalogue.py"


RECIPE = Recipe(
    title="Add a filter",
    steps=(
        Step(
            "the member of the list",
            lambda clone: clone.replace(LISTS, LISTING, MEMBER),
            "nobody says these: narrow a list by them, show them, or take them out: ['services/partners/lists.py:",
        ),
        Step(
            "its Filter",
            lambda clone: clone.replace(LISTS, '"# FILTER"', FILTER),
            "InstitutionListing.door: say in Annotated[…, Filter(…)] how it narrows the list",
        ),
        Step(
            "the words of its values",
            lambda clone: clone.replace(LISTS, CLASS, WORDS),
            "name 'DOORS' is not defined",
        ),
        Step("make translations", lambda clone: clone.translate(ENGLISH), "en: not translated: 'Ngjyra e derës'"),
        Step(
            "a test through both doors",
            lambda clone: clone.add("tests/partners/test_doors.py", TEST),
            "write a test in tests/partners/ that asks partners.InstitutionListing through both doors: ['door']",
        ),
    ),
    promises=(
        f"{PROMISES}::test_every_member_of_a_list_says_how_it_narrows_it[partners.InstitutionListing]",
        f"{PROMISES}::test_every_filter_is_tried_by_a_test[partners.InstitutionListing]",
        f"{PROMISES}::test_every_word_of_a_service_is_said_somewhere",
        f"{CATALOGUE}::test_the_catalogues_of_this_repository_are_complete",
    ),
)
