"""Something to publish: acts, figures of municipalities in two counties, children of a year, and the months after which each is kept."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import time_machine

from services.cases.open_data import timers
from tests.cases.bench import API as CASES
from tests.cases.bench import Bench, Person

PERIOD = "2023-2024"
#: Municipalities by county, each with how many children of how many.
NUMBERS = {
    "kukes": {"bashkia-a": (3, 400), "bashkia-b": (300, 700), "bashkia-c": (250, 500)},
    "diber": {"bashkia-d": (120, 300), "bashkia-e": (80, 200)},
}
SMALL = "bashkia-a"


def at(day: date) -> Any:
    """As if it were noon of that day."""
    return time_machine.travel(datetime.combine(day, time(12), tzinfo=UTC), tick=True)


@contextmanager
def monitor_on(bench: Bench, day: date) -> Iterator[Person]:
    """Somebody who enters figures on that day."""
    with at(day):
        yield bench.person("monitor")


def towns(bench: Bench) -> None:
    for county, those in NUMBERS.items():
        for key in those:
            bench.body("municipality", key=key, county=county, municipality=key)


def enter(monitor: Person, area: str, numerator: int | None, denominator: int | None, **more: Any) -> None:
    wanted = {
        "indicator": "preschool",
        "area": area,
        "period": PERIOD,
        "numerator": numerator,
        "denominator": denominator,
        "quality": "checked",
        "citation": "Vjetari, faqja 12",
        **more,
    }
    answer = monitor.post("/figures", {name: value for name, value in wanted.items() if value is not None})
    assert answer.status_code == 201, answer.json


def enter_all(monitor: Person) -> None:
    """The whole table, with the sums of counties and country."""
    country = [0, 0]
    for county, those in NUMBERS.items():
        for key, (one, of) in those.items():
            enter(monitor, key, one, of)
        sums = [sum(pair[place] for pair in those.values()) for place in (0, 1)]
        enter(monitor, county, *sums)
        country = [one + two for one, two in zip(country, sums, strict=True)]
    enter(monitor, "al", *country)


def keep(bench: Bench, day: date) -> None:
    timers.keep_tables(bench.platform, datetime.combine(day, time(12), tzinfo=UTC))


def get(bench: Bench, path: str, **options: Any) -> Any:
    return bench.app.test_client().get(f"{CASES}/open-data/{path}", **options)


def rows(bench: Bench, name: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a set, which are the same as CSV and as JSON."""
    answer = get(bench, f"{name}.csv{query}")
    assert answer.status_code == 200, answer.text
    found = list(csv.DictReader(io.StringIO(answer.text)))
    listed = get(bench, f"{name}.json{query}").json
    assert [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in listed] == found
    return found


def outlets(bench: Bench) -> dict[str, str]:
    """Everything that anyone can take: the page in both languages, the catalogue, and every set in every form."""
    client = bench.app.test_client()
    resources = [one["path"] for one in get(bench, "datapackage.json").json["resources"]]
    described = [f"{one}-metadata.json" for one in resources if one.endswith(".csv")]
    names = ["catalog", "catalog.jsonld", "catalog.ttl", "datapackage.json", *resources, *described]
    found = {name: get(bench, name).text for name in names}
    pages = {
        language: client.get("/cases/open-data", headers={"Accept-Language": language}) for language in ("sq", "en")
    }
    found |= {f"page {language}": page.text for language, page in pages.items()}
    places = ["/cases/places", *(f"/cases/places/{key}" for those in NUMBERS.values() for key in those)]
    return found | {path: client.get(path).text for path in places}


def by_area(bench: Bench, name: str, query: str = "") -> dict[str, tuple[str, str]]:
    """Of each place what its cell says, and its numerator."""
    return {row["area"]: (row["state"], row["numerator"]) for row in rows(bench, name, query) if not row["split"]}
