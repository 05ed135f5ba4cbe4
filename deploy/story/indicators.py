"""Figures to walk through: ten indicators over two periods, in every place that they are counted of, and a request for figures that waits to be
answered. None of it is a figure of anything: what is written is a sample, and says so.
"""

import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from deploy import sample
from deploy.credentials import Credentials
from deploy.story.office import CASES
from deploy.story.speaking import Api, wait_for
from services.cases.indicators import data
from services.cases.indicators.domain.cards import Card, Level
from services.cases.indicators.domain.periods import Period, PeriodKind, read_period
from services.partners import data as directory

FIGURES, REQUESTS = f"{CASES}/figures", f"{CASES}/figure-requests"
INDICATORS = ("res_rate", "assist", "dropout", "pmf", "plan", "birth60", "imm2", "pretrial", "budget", "reply")
CITATION = "Shembull: numër i shpikur për të provuar faqet, nuk është shifër e askujt"
MUNICIPALITY, *_OTHERS = sample.ELBASAN
#: Who is asked besides the body that has sample people.
BESIDE = "bashkia-cerrik"
ASKED = ("pmf", "birth60", "budget")
_AT_ONCE = 500
#: About how many there are of what is counted, by the size of the place.
_WHOLE = {Level.NATION: 400, Level.COUNTY: 30_000, Level.MUNICIPALITY: 4_000, Level.INSTITUTION: 40}


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """Enter the figures and ask two municipalities; nothing where that was done before. Raises `StoryError`."""
    officer = Api.bearer(url, credentials["staff"]["case_officer"]["token"])
    wait_for(f"figures at {url}", lambda: officer.reaches(FIGURES))
    if officer.get(FIGURES, limit=1)["items"]:
        tell("The sample figures are there from an earlier run")
        return
    towns = [one.key for one in directory.institutions() if one.institution_class == "municipality" and not one.sample]
    wait_for(f"municipalities at {url}", lambda: _known(officer) >= len(towns))
    rows, entered = _rows(towns), 0
    while part := list(islice(rows, _AT_ONCE)):
        entered += officer.post(f"{FIGURES}/batches", {"figures": part})["entered"]
    tell(
        f"{entered} sample figures of {len(INDICATORS)} indicators, two periods each, in every place that they are counted of"
    )
    request = officer.post(REQUESTS, _request())["request"]
    tell(
        f"Two municipalities are asked for the figures of {request['period']}; a table waits in the portal of {MUNICIPALITY}"
    )


def _known(officer: Api) -> int:
    return len(officer.get(f"{CASES}/indicators/{ASKED[0]}/places")["places"])


def _request() -> dict[str, Any]:
    until = datetime.now(ZoneInfo("Europe/Tirane")).date() + timedelta(days=90)
    bodies = [str(directory.institution_id(one)) for one in (MUNICIPALITY, BESIDE)]
    period = _periods(data.newest(ASKED[0]))[-1].text
    return {"period": period, "indicators": list(ASKED), "institutions": bodies, "accepted_until": until.isoformat()}


def _rows(towns: list[str]) -> Iterator[dict[str, Any]]:
    """Every figure; the last of each period is not known, so that a map shows what that looks like."""
    places = {Level.NATION: ["al"], Level.COUNTY: list(data.county_names()), Level.MUNICIPALITY: towns}
    for card in map(data.newest, INDICATORS):
        for period in _periods(card):
            *told, last = places[card.level]
            for area in told or [last]:
                yield _row(card, period, area, **_counted(card, period, area))
            if told:
                yield _row(card, period, last, state="not_known")


def _row(card: Card, period: Period, area: str, **said: Any) -> dict[str, Any]:
    return {
        "indicator": card.key,
        "area": area,
        "period": period.text,
        "quality": "estimated",
        "citation": CITATION,
        **said,
    }


def _counted(card: Card, period: Period, area: str) -> dict[str, int]:
    """A number that is the same on every run."""
    seed = zlib.crc32(f"{card.key} {area}".encode())
    moved = zlib.crc32(f"{card.key} {area} {period.text}".encode()) % 7
    whole = _WHOLE[card.level] // 2 + seed % _WHOLE[card.level]
    if card.key == "budget":
        return {"numerator": (seed % 90 + moved) * 100_000, "denominator": 200_000_000 + seed % 1_000 * 1_000_000}
    if card.key == "pretrial":
        return {"numerator": 9_000 + moved * 150, "denominator": 60}
    share = (seed % 60 + 20 + moved) if card.per == 100 else (seed % 3 + 1)
    return {"numerator": whole * share // 100 if card.per == 100 else share, "denominator": whole}


def _periods(card: Card) -> list[Period]:
    """The last two that are over."""
    year = datetime.now(ZoneInfo("Europe/Tirane")).year - 1
    last = {PeriodKind.YEAR: f"{year}", PeriodKind.SCHOOL_YEAR: f"{year - 1}-{year}", PeriodKind.QUARTER: f"{year}-Q4"}
    period = read_period(last[card.period])
    return [read_period(period.before), period]
