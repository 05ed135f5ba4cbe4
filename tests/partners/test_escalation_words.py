"""To whom the office turned is said as it is: a council, a prefect or a ministry is no higher level of a municipality."""

from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from services.partners.forms import words
from shared.events.catalogue import ObligationEscalated
from tests.partners.test_feed import clock
from tests.partners.test_pages import letter_path, page

LADDERS = Path(__file__).parents[2] / "services" / "cases" / "data" / "ladders.yaml"


@pytest.fixture
def reader(bench, pair):
    client = bench.browser(pair[0])
    bench.sent = bench.issue(pair[0])
    return client


def test_every_lawful_way_has_a_word_of_its_own():
    ways = {one["key"] for one in yaml.safe_load(LADDERS.read_text("utf-8"))["alternatives"]}
    assert set(words.WAYS) == ways
    assert len({str(one) for one in words.WAYS.values()}) == len(words.WAYS)


@pytest.mark.parametrize(
    ("way", "sq", "en"),
    [
        (None, "Iu drejtua organit epror", "Referred to the hierarchical superior"),
        ("head_of_body", "Iu drejtua personalisht titullarit", "Turned in person to the head"),
        ("municipal_council", "Iu drejtua këshillit bashkiak", "Turned to the municipal council"),
        ("prefect", "Iu drejtua prefektit", "Turned to the prefect"),
        ("line_ministry_delegated", "Iu drejtua ministrisë përgjegjëse", "Turned to the responsible ministry"),
        ("a_way_of_tomorrow", "Rrugë tjetër e ligjshme", "Another lawful way"),
    ],
)
def test_the_body_reads_to_whom_the_office_turned(bench, pair, reader, way, sq, en):
    obligation = uuid4()
    told = clock(bench.sent, pair[0], obligation)
    more = {"way": way} if way else {}
    bench.hear(ObligationEscalated, obligation, clock=told, rung="hierarchical_superior", to=uuid4(), **more)
    path = letter_path(reader)
    shown = page(reader, path)
    assert "Zyra bëri hapin e radhës" in shown
    assert sq in shown
    assert en in page(reader, f"{path}?lang=en")
    assert "më të lartë" not in shown
