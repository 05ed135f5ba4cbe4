"""What pages are made of is there, and nothing is left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import pages
from tests.house.code import ROOT
from tests.house.doors import SERVICES

SHARED = Path(pages.__file__).parent / "templates"
#: As a view, or another template, names a template of its service: `cases/case.html`.
NAMED = re.compile(r"""["']((?:besa|intake|cases|partners|notifications)/[\w/]+\.html)["']""")


def templates(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def named(folder: Path) -> Iterator[str]:
    for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]:
        yield from NAMED.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("service", SERVICES)
def test_every_template_that_is_named_is_there(service):
    folder = ROOT / "services" / service
    missing = set(named(folder)) - templates(folder / "templates") - templates(SHARED)
    assert missing == set(), f"write these under services/{service}/templates/"


@pytest.mark.parametrize("service", SERVICES)
def test_every_template_is_named_by_a_view_or_another_template(service):
    folder = ROOT / "services" / service
    assert templates(folder / "templates") - set(named(folder)) == set(), "nobody shows these"
