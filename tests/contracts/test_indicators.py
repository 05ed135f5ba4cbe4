"""Indicator cards are data that the office edits; this holds every edit to what a figure and its request rely on."""

from itertools import pairwise

import pytest

from services.cases import data as core
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.indicators import data
from services.cases.indicators.domain.cards import Level
from tests.contracts.data_files import INSTITUTIONS, document, faults_of, listed


def test_there_are_25_indicators_each_sourced_dated_and_in_both_languages():
    entries = listed("cases", "indicators", "indicators")
    assert len(data.indicator_keys()) == 25
    assert [faults for one in entries if (faults := faults_of(one, document("cases", "sources")))] == []


@pytest.mark.parametrize("card", data.cards(), ids=lambda one: f"{one.key}.{one.version}")
def test_a_card_names_its_paragraph_and_asks_bodies_that_there_are(card):
    assert card.crc
    assert set(card.crc) <= {code.split(".")[0] for code in core.articles()}
    assert set(card.asked) <= {one.value for one in BodyClass} - {one.value for one in UNPRESSED}
    # What a municipality is asked for is counted for municipalities.
    assert "municipality" not in card.asked or Level.MUNICIPALITY in card.levels


def test_no_body_of_justice_is_ranked():
    assert [one.key for one in data.cards() if not one.ranked] == ["divert"]


def test_versions_of_one_indicator_follow_each_other_without_a_gap():
    for key in data.indicator_keys():
        versions = data.versions_of(key)
        assert [one.version for one in versions] == list(range(1, len(versions) + 1))
        for before, after in pairwise(versions):
            assert (after.valid_from - before.valid_to).days == 1


def test_each_municipality_has_a_tile_of_its_own():
    municipalities = {one["key"] for one in INSTITUTIONS if one["class"] == "municipality"}
    assert set(data.tiles()) == municipalities
    assert len(set(data.tiles().values())) == len(municipalities) == 61
