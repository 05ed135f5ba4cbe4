"""How the tests are spread over the workers of one run: by files, so that what a file prepares is prepared once; long ones first.

What runs where is no promise: each test passes alone, and in any order.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

#: Folders whose files share an installation that takes minutes to start.
WHOLE = ("tests/journeys/", "tests/browser/")
#: Where the tests that run alone are: `make` collects no others for them.
ALONE = "tests/faults/"
#: Files whose tests are long and share nothing: each goes to whoever is free.
APART = ("tests/contracts/test_recipe.py",)


def unit_of(nodeid: str) -> str:
    """The tests with the same answer go to the same worker, one after the other."""
    file = nodeid.partition("::")[0]
    if file in APART:
        return nodeid
    return next((folder for folder in WHOLE if file.startswith(folder)), file)


class Spreading(LoadScopeScheduling):
    """Gives out units in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    config.option.loadscopereorder = False
    return Spreading(config, log)


def long_first(items: list[pytest.Item]) -> None:
    """What was begun last would keep one worker busy while the others have nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def found_alone(items: list[pytest.Item]) -> None:
    """Raises `UsageError` for tests that nobody would run: alone runs what is in `ALONE`, beside the others what is not serial."""
    lost = [item.nodeid for item in items if item.get_closest_marker("serial") and not item.nodeid.startswith(ALONE)]
    if lost:
        raise pytest.UsageError(f"Tests marked serial belong into {ALONE}, where `make test-serial` looks: {lost}")
