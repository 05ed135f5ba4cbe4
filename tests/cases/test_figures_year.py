"""A year of the office in the proportions of the report on 2021: 1,256 obligations of 500 bodies, a fifth of them on paper. Its figures as
of 31 December, as known on 15 March, come out twice the same, and are those that a pencil gives.
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed
from services.cases.domain.obligations import Reply as Word
from services.cases.domain.terms import StartEvent
from shared.directory import KnownInstitution
from tests.cases.bench import Body
from tests.cases.facts_world import Believed, Chances, Heard, Owed, Seen, add_facts, entry, new_of, store

API = "/cases/api/v1/compliance"
END, REPORT = date(2025, 12, 31), date(2026, 3, 15)
YEAR_END, AS_REPORTED = f"on={END}&known={END}", f"on={END}&known={REPORT}"
IMPLEMENTED, IN_PROCESS, SILENT, REFUSED = 364, 634, 201, 57
BODIES, ON_PAPER = 500, 100
#: Of the implemented: what was done in December and verified in February. Of those in process: answers that came on the fortieth day, and
#: letters of 20 December that were entered on 20 January.
VERIFIED_LATE, LATE, ENTERED_LATE = 100, 40, 24
#: Of the refused: without reasons.
BARE = 7


def days(count: int) -> timedelta:
    return timedelta(days=count)


def letter(place: int, bodies: list[Body], issued_on: date) -> Owed:
    """One letter that arrived: by wire on its day; by post four days later, which the office entered five days after that."""
    body = bodies[place % BODIES]
    paper = place % BODIES < ON_PAPER
    arrived = issued_on + days(4 if paper else 0)
    known = arrived + days(5 if paper else 0)
    start = entry(EntryKind.STARTED, arrived, known, event=StartEvent.DELIVERED)
    return Owed(body, issued_on, issued_on, ledger=[start], deliveries=[Believed(known, arrived)])


def answered(one: Owed, word: Word, after: int, *, on: date | None = None, entered: date | None = None) -> Owed:
    [start] = one.ledger
    came = on or start.effective + days(after)
    known = entered or came
    promised = date(2026, 6, 1) if word is Word.ACCEPTED else None
    closed = entry(EntryKind.CLOSED, came, known)
    return replace(one, ledger=[start, closed], replies=[Heard(word, came, known, promised)])


def paused(one: Owed) -> Owed:
    """The clock stood for ten days before the answer."""
    start, *rest = one.ledger
    first = start.effective + days(10)
    stood = [entry(EntryKind.PAUSED, first, first), entry(EntryKind.RESUMED, first + days(10), first + days(10))]
    return replace(one, ledger=[start, *stood, *rest])


def implemented(place: int, one: Owed) -> Owed:
    kept = answered(one, Word.ACCEPTED, 20)
    if place < VERIFIED_LATE:
        return replace(kept, findings=[Seen(Assessed.IMPLEMENTED, date(2026, 2, 10), date(2025, 12, 10))])
    return replace(kept, findings=[Seen(Assessed.IMPLEMENTED, one.issued_on + days(60), one.issued_on + days(50))])


def in_process(place: int, one: Owed) -> Owed:
    if place < LATE:
        return answered(one, Word.ACCEPTED, 40)
    if place < LATE + ENTERED_LATE:
        return answered(one, Word.ACCEPTED, 0, on=date(2025, 12, 20), entered=date(2026, 1, 20))
    return paused(answered(one, Word.ACCEPTED, 30))


def silent_since(place: int) -> date:
    """50 whose last day was in December, 51 in October, 100 in March."""
    if place < 50:
        return date(2025, 11, 10)
    return date(2025, 9, 15) if place < 101 else date(2025, 2, 3)


def a_year(bodies: list[Body]) -> list[Owed]:
    issued = [date(2025, 1, 6) + days(place % 280) for place in range(IMPLEMENTED + IN_PROCESS + REFUSED)]
    letters = [letter(place, bodies, day) for place, day in enumerate(issued)]
    kept = [implemented(place, one) for place, one in enumerate(letters[:IMPLEMENTED])]
    accepted = [in_process(place, one) for place, one in enumerate(letters[IMPLEMENTED : IMPLEMENTED + IN_PROCESS])]
    refused = [
        answered(one, Word.REFUSED_WITHOUT_REASONS if place < BARE else Word.REFUSED_WITH_REASONS, 20)
        for place, one in enumerate(letters[IMPLEMENTED + IN_PROCESS :])
    ]
    silent = [letter(1055 + place, bodies, silent_since(place)) for place in range(SILENT)]
    return [*kept, *accepted, *refused, *silent]


@pytest.fixture
def year(bench):
    bodies = [Body(uuid4(), f"shembull-{place:03}") for place in range(BODIES)]
    owed = a_year(bodies)
    rows = [
        {"id": one.id, "key": one.key, "institution_class": "municipality", "version": 1, "active": True, "record": {}}
        | dict.fromkeys(("name_sq", "name_en", "search"), f"Organi {one.key}")
        for one in bodies
    ]
    with bench.platform.database.transaction() as session:
        session.execute(insert(KnownInstitution), rows)
        store(session, bench.admit(), owed)
        # What went to the first ten bodies may be read by anyone.
        session.execute(
            text(
                "WITH readable AS (UPDATE recommendation SET shown_from = issued_on WHERE id IN"
                " (SELECT recommendation_id FROM obligation WHERE institution_id = ANY(:bodies)) RETURNING id, issued_on)"
                " INSERT INTO shown_record (id, recommendation_id, shown_from, at)"
                " SELECT gen_random_uuid(), id, issued_on, issued_on + time '12:00' FROM readable"
            ),
            {"bodies": [one.id for one in bodies[:10]]},
        )
    return owed


def read(bench, query):
    answer = bench.office().get(f"{API}?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def shares(figures):
    return {
        one["key"]: (one["numerator"], one["percent"]) for one in figures["splits"][2]["shares"] if one["numerator"]
    }


def rates(figures):
    names = ("delivered", "answered_in_time", "answered_late", "accepted", "implemented", "refused_without_reasons")
    return {
        name: (figures[name]["numerator"], figures[name]["denominator"], figures[name]["percent"]) for name in names
    }


def test_the_year_as_known_in_march_is_what_a_pencil_gives_and_comes_out_twice_the_same(bench, year):
    report = read(bench, AS_REPORTED)
    figures = report["figures"]
    assert (figures["obligations"], figures["splits"][2]["left_out"]) == (1256, 0)
    assert shares(figures) == {
        "implemented": (364, 29.0),
        "in_process": (634, 50.5),
        "no_reply": (201, 16.0),
        "refused": (57, 4.5),
    }
    # 1,055 answered and 201 silent; 40 and 24 of the answers came late.
    assert rates(figures) == {
        "delivered": (1256, 1256, 100.0),
        "answered_in_time": (991, 1256, 78.9),
        "answered_late": (64, 1256, 5.1),
        "accepted": (998, 1055, 94.6),
        "implemented": (364, 1256, 29.0),
        "refused_without_reasons": (7, 1055, 0.7),
    }
    assert figures["median_days"] == 20.0, "570 answers came after thirty days, ten of which the clock stood"
    [silent, *passed] = [{age["key"]: age["count"] for age in one["ages"]} for one in figures["late"]]
    assert silent == {"month": 50, "quarter": 51, "year": 100, "longer": 0}
    assert {count for one in passed for count in one.values()} == {0}
    assert len(report["bodies"]) == 10

    later = Chances(2026, [], REPORT + days(1), date(2026, 10, 1))
    with bench.platform.database.transaction() as session:
        for one in later.chance.sample(year, 200):
            grown = later.more(replace(one, replies=[], findings=[], ledger=[]), later.first)
            add_facts(session, new_of(one, grown))
            whole = replace(
                grown,
                moots=grown.moots,
                replies=[*one.replies, *grown.replies],
                findings=[*one.findings, *grown.findings],
                ledger=[*one.ledger, *grown.ledger],
                fell_on=later.day() if later.chance.random() < 0.1 else None,
            )
            session.merge(whole.row())
    assert read(bench, AS_REPORTED) == report
    assert read(bench, f"on={END}")["figures"] != figures, "what was entered since is known now"


def test_what_was_known_at_the_end_of_the_year_is_another_answer_and_stays_so_too(bench, year):
    then = read(bench, YEAR_END)["figures"]
    assert shares(then) == {
        "implemented": (264, 21.0),
        "in_process": (710, 56.5),
        "no_reply": (225, 17.9),
        "refused": (57, 4.5),
    }
    assert rates(then)["answered_late"] == (40, 1256, 3.2)


def test_page_and_api_say_the_same_of_that_day(bench, year):
    page = bench.office().get(f"/cases/staff/compliance?{AS_REPORTED}").text
    figures = read(bench, AS_REPORTED)["figures"]
    assert "31 dhjetor 2025" in page
    assert "15 mars 2026" in page
    for count, percent in shares(figures).values():
        assert f"{count} ({percent:.1f} %)".replace(".", ",") in page
    places = [page.index(f"{one['percent']:.1f} %".replace(".", ",")) for one in (figures[name] for name in FIRST)]
    assert places == sorted(places), "delivered, in time, late, accepted, implemented, in this order"
    for age in figures["late"][0]["ages"]:
        assert age["name_sq"] in page


FIRST = ("delivered", "answered_in_time", "answered_late", "accepted", "implemented")
