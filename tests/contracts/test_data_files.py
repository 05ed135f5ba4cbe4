"""Directories, taxonomies and lists are data that a jurist edits; this holds every edit to what the code relies on."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import holidays
import pytest

from services.cases.domain import profile as cases_profile
from services.intake.data import PROFILE_LISTS
from services.intake.domain import profile as intake_profile
from shared.events.catalogue import ProfileTold
from tests.contracts.data_files import (
    ARTICLES,
    BY_KEY,
    CLASSES,
    COUNTIES,
    CRC,
    DAYS,
    GROUNDS,
    INSTITUTIONS,
    INTAKE,
    RELATIONS,
    SECTIONS,
    SERVICES,
    UNIQUE,
    WAYS_OUT,
    Entry,
    document,
    faults_of,
    listed,
    valid_on,
)

RELATION_KINDS = {
    "hierarchical",
    "legality_oversight",
    "disciplinary",
    "data_reporting",
    "political",
    "acts_for",
    "council_oversight",
}
MUNICIPALITIES_PER_COUNTY = {
    "berat": 5, "diber": 4, "durres": 3, "elbasan": 7, "fier": 6, "gjirokaster": 7,
    "korce": 6, "kukes": 3, "lezhe": 3, "shkoder": 5, "tirane": 5, "vlore": 7,
}  # fmt: skip
CRC_CODE = re.compile(r"([1-9]|[1-3]\d|4[0-4])(\.([1-9]|[a-d]))?|OPSC|OPAC|OPIC")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_entry_is_sourced_dated_and_in_both_languages(section: str) -> None:
    service, entries = SECTIONS[section]
    sources = document(service, "sources")
    assert entries
    assert {str(entry): faults for entry in entries if (faults := faults_of(entry, sources))} == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_no_entry_is_there_twice(section: str) -> None:
    columns = UNIQUE.get(section, ("key",))
    counted = Counter(tuple(entry[column] for column in columns) for entry in SECTIONS[section][1])
    assert [key for key, times in counted.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", entry.get("key", "x")) for entry in SECTIONS[section][1])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source": "nowhere"}, "unknown source nowhere"),
        ({"source": "author-memory", "confirmed": True}, "confirmed by author-memory, which nobody has read"),
        ({"confirmed": "yes"}, "confirmed is not true or false"),
        ({"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}, "validity is not two dates in order"),
        ({"name_en": " "}, ".name_en is empty"),
        ({"plain_sq": "Tekst"}, ".plain_sq has no English"),
    ],
)
def test_the_check_of_entries_sees_planted_faults(change: Entry, fault: str) -> None:
    sources, sound = document("intake", "sources"), INTAKE["roles"][0]
    assert faults_of(sound, sources) == []
    assert fault in faults_of(sound | change, sources)


def test_sources_are_used_and_have_a_title() -> None:
    for service in ("partners", "cases", "intake"):
        used = {entry["source"] for owner, entries in SECTIONS.values() if owner == service for entry in entries}
        sources = document(service, "sources")
        assert set(sources) == used
        assert all(source["title"] and isinstance(source["read"], bool) for source in sources.values())


def test_twelve_counties_and_sixty_one_municipalities() -> None:
    municipalities = [row for row in INSTITUTIONS if row["class"] == "municipality"]
    assert (len(COUNTIES), len(municipalities)) == (12, 61)
    assert Counter(row["county"] for row in municipalities) == MUNICIPALITIES_PER_COUNTY
    assert {row["key"]: int(row["municipalities"]) for row in COUNTIES} == MUNICIPALITIES_PER_COUNTY
    assert {row["iso"] for row in COUNTIES} == {f"AL-{number:02}" for number in range(1, 13)}
    assert {row["county"] for row in INSTITUTIONS if row["class"] == "prefect"} == set(MUNICIPALITIES_PER_COUNTY)
    assert all(row["municipality"] == row["key"] for row in municipalities)


def test_a_municipality_is_found_by_its_seat() -> None:
    found = {row["seat"]: row["short_sq"] for row in INSTITUTIONS if row["class"] == "municipality"}
    differing = {seat: name for seat, name in found.items() if seat != name}
    assert differing == {
        "Bajram Curri": "Tropojë", "Bilisht": "Devoll", "Ersekë": "Kolonjë", "Krumë": "Has", "Burrel": "Mat",
        "Ballsh": "Mallakastër", "Çorovodë": "Skrapar", "Rrëshen": "Mirditë", "Laç": "Kurbin", "Peshkopi": "Dibër",
        "Koplik": "Malësi e Madhe", "Jorgucat": "Dropull",
    }  # fmt: skip
    assert len(found) == 61


def test_every_reference_of_an_institution_resolves() -> None:
    counties = {row["key"] for row in COUNTIES}
    for row in INSTITUTIONS:
        assert row["class"] in CLASSES, row
        assert row["languages"] == "sq" and row["seat"], row
        assert set((row["replaces"] or "").split("|")) - {""} <= set(BY_KEY), row
        assert set((row["powers"] or "").split("|")) <= {"", "legislative_initiative", "by_law_author"}, row
        if row["municipality"] or row["county"]:
            seat = BY_KEY[row["municipality"]]
            assert seat["class"] == "municipality" and seat["county"] == row["county"] in counties, row
        assert row["sample"] == ("Shembull" in row["name_sq"]), row
    assert {row["class"] for row in INSTITUTIONS} == CLASSES


def test_no_contact_of_a_real_body_is_shipped() -> None:
    assert not any(
        "@" in path.read_text(encoding="utf-8") for path in SERVICES.glob("**/data/*.*") if path.suffix != ".py"
    )


def test_every_relation_joins_two_bodies_that_exist_while_it_lasts() -> None:
    for row in RELATIONS:
        assert row["kind"] in RELATION_KINDS and row["body"] != row["to"], row
        for end in (BY_KEY[row["body"]], BY_KEY[row["to"]]):
            assert (row["valid_from"] or date.min) >= (end["valid_from"] or date.min), (row, end)
            assert (row["valid_to"] or date.max) <= (end["valid_to"] or date.max), (row, end)


def superiors(relations: Iterable[Entry], day: date) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = defaultdict(set)
    for row in relations:
        if row["kind"] == "hierarchical" and valid_on(row, day):
            graph[row["body"]].add(row["to"])
    return graph


@pytest.mark.parametrize("day", DAYS)
def test_the_hierarchy_has_no_cycle_and_no_body_two_superiors(day: date) -> None:
    graph = superiors(RELATIONS, day)
    assert list(TopologicalSorter(graph).static_order())
    assert {body: above for body, above in graph.items() if len(above) > 1} == {}


def test_the_search_for_cycles_finds_a_planted_one() -> None:
    planted = RELATIONS[0] | {"body": "ministria-e-arsimit", "kind": "hierarchical", "to": "zvap-elbasan"}
    with pytest.raises(CycleError):
        list(TopologicalSorter(superiors([*RELATIONS, planted], date(2026, 11, 25))).static_order())


def targets(body: str, kind: str, day: date = DAYS[-1]) -> set[str]:
    rows = (row for row in RELATIONS if (row["body"], row["kind"]) == (body, kind))
    return {row["to"] for row in rows if valid_on(row, day)}


def test_a_municipality_has_a_prefect_and_no_superior() -> None:
    for row in (row for row in INSTITUTIONS if row["class"] == "municipality"):
        assert not [r for r in RELATIONS if r["body"] == row["key"] and r["kind"] in {"hierarchical", "political"}]
        (prefect,) = targets(row["key"], "legality_oversight")
        assert (BY_KEY[prefect]["class"], BY_KEY[prefect]["county"]) == ("prefect", row["county"])
    confirmed = {row["key"] for row in COUNTIES if row["confirmed"]}
    overseen = [row for row in RELATIONS if row["kind"] == "legality_oversight"]
    # Who oversees a municipality is known only as well as the county in which it lies.
    assert all(BY_KEY[row["body"]]["county"] in confirmed for row in overseen if row["confirmed"])


def test_who_is_above_whom() -> None:
    assert targets("policia-e-shtetit", "hierarchical") == set()
    assert targets("policia-e-shtetit", "political") == {"ministria-e-brendshme"}
    assert targets("spak", "hierarchical") == set()
    assert targets("prokuroria-elbasan", "hierarchical") == {"prokuroria-e-pergjithshme"}
    assert targets("gjykata-kushtetuese", "disciplinary") == set()
    private = [row["key"] for row in INSTITUTIONS if row["class"] == "private"]
    assert private and all(targets(key, "acts_for") for key in private)
    judicial = {"court", "judicial_oversight", "constitutional_court", "assembly"}
    assert not [row for row in RELATIONS if row["kind"] == "hierarchical" and BY_KEY[row["body"]]["class"] in judicial]


@pytest.mark.parametrize(
    ("day", "chain"),
    [
        (date(2024, 9, 30), ["zvap-tirane", "drap-durres", "dpap", "ministria-e-arsimit"]),
        (date(2024, 10, 1), ["zvap-tirane", "drap-tirane", "akap", "ministria-e-arsimit"]),
        (date(2026, 11, 25), ["shkolla-shembull-tropoje", "zvap-tropoje", "drap-lezhe", "akap", "ministria-e-arsimit"]),
        (date(2018, 12, 31), ["dar-elbasan", "ministria-e-arsimit"]),
    ],
)
def test_the_education_chain_is_that_of_its_day(day: date, chain: Sequence[str]) -> None:
    for body, above in pairwise(chain):
        assert targets(body, "hierarchical", day) == {above}
    regional = [row for row in INSTITUTIONS if row["key"].startswith("drap-") and valid_on(row, day)]
    assert len(regional) == {2018: 0, 2024: 4 + (day >= date(2024, 10, 1)), 2026: 5}[day.year]


def test_holidays_hold_only_what_the_library_does_not_know() -> None:
    known = holidays.country_holidays("AL")
    assert date(2026, 11, 28) in known
    corrections = document("cases", "holidays")
    names = corrections.pop("names")
    albanian = holidays.country_holidays("AL", years=2026, language="sq").values()
    assert all(any(one["library"] in name for name in albanian) for one in names), "what the library writes well now"
    assert set(corrections) == {"decreed", "not_holidays", "worked"}
    assert all(entry["date"].weekday() >= 5 for entry in corrections["worked"])
    assert not [entry for entry in corrections["decreed"] if entry["date"] in known]
    assert not [entry for entry in corrections["not_holidays"] if entry["date"] not in known]
    columns = {"date", "name_sq", "name_en", "recorded_on", "source", "confirmed"}
    assert all(set(entry) == columns for entries in corrections.values() for entry in entries)


def test_an_upgrade_of_the_library_moves_no_day_off_unnoticed() -> None:
    """The calendar of a letter is read from the library each time, so a day that it moves would move dates that were told.

    Where this fails: enter what moved in holidays.yaml, as decreed and not_holidays, and let that run with the old library, so
    that open clocks move with a trace; then upgrade, take the entries out again, and write days_off.csv anew.
    """
    with (Path(__file__).parent / "days_off.csv").open(encoding="utf-8", newline="") as file:
        frozen = {date.fromisoformat(row["date"]): row["name"] for row in csv.DictReader(file)}
    years = range(min(frozen).year, max(frozen).year + 1)
    assert dict(holidays.country_holidays("AL", years=years, language="sq").items()) == frozen


def clusters(tag: str, scheme: str) -> set[str]:
    """A tag is in a cluster whose row equals it, is its whole article, or is a paragraph of it."""
    rows = ((row["cluster"], f"{row['article']}.") for row in CRC if row["scheme"] == scheme)
    return {cluster for cluster, article in rows if f"{tag}.".startswith(article) or article.startswith(f"{tag}.")}


def test_the_convention_is_whole_and_its_codes_parse() -> None:
    codes = [row["code"] for row in ARTICLES]
    whole = {row["code"] for row in ARTICLES if row["kind"] != "paragraph"}
    assert {str(number) for number in range(1, 43)} | {"44", "OPSC", "OPAC", "OPIC"} == whole
    assert all(CRC_CODE.fullmatch(code) and code.split(".")[0] in whole for code in codes)
    assert all(row["article"] in codes for row in CRC)
    suggested = [code for area in INTAKE["life_areas"] for code in area["crc"]]
    assert all(isinstance(code, str) and CRC_CODE.fullmatch(code) for code in suggested)
    assert all(clusters(code, "rev3-2014") for code in suggested)


def test_articles_and_clusters_are_many_to_many_and_versioned() -> None:
    new = {article: len(clusters(article, "rev3-2014")) for article in ("6", "30", "33", "34", "37", "39", "18", "24")}
    assert set(new.values()) == {2}
    assert clusters("37.a", "rev3-2014") == {"5"} and clusters("37.b", "rev3-2014") == {"9"}
    assert clusters("37.a", "pre-2014") == {"4"}
    assert clusters("1", "rev3-2014") == {"2"}  # and not that of 10 to 19
    ends = {row["scheme"]: (row["valid_from"], row["valid_to"]) for row in CRC}
    assert ends["pre-2014"][1] + timedelta(days=1) == ends["rev3-2014"][0]
    assert len({row["cluster"] for row in CRC if row["scheme"] == "rev3-2014"}) == 10


def test_every_ground_opens_a_way_out_in_both_languages() -> None:
    ways, outcomes = {way["key"] for way in WAYS_OUT}, {outcome["key"] for outcome in INTAKE["outcomes"]}
    for ground in GROUNDS:
        assert ground["way_out"] in ways and ground["legal_basis"], ground["key"]
        assert {"plain_sq", "plain_en", "child_sq", "child_en"} <= set(ground)
        assert set(ground["outcomes"]) and set(ground["outcomes"]) <= outcomes - {"admissible"}, ground["key"]
        assert ground["policy"] in {policy["key"] for policy in INTAKE["policies"]} | {None}, ground["key"]
        assert ground["needs"] in {None, "redirect_to", "joined_to"}, ground["key"]
    assert ways == {ground["way_out"] for ground in GROUNDS}
    elsewhere = [ground for ground in GROUNDS if ground["key"].endswith(("_court", "_prosecutor"))]
    assert len(elsewhere) == 4
    assert all(ground["bars_case"] and ground["information_request_possible"] for ground in elsewhere)


def test_the_closed_lists_of_intake() -> None:
    outcomes, levels = INTAKE["outcomes"], INTAKE["levels"]
    assert [o["key"] for o in outcomes] == ["admissible", "inadmissible", "redirected", "counselled", "joined"]
    assert [o["key"] for o in outcomes if o["opens_case"]] == ["admissible"]
    assert "ground" in next(o["needs"] for o in outcomes if o["key"] == "inadmissible")
    assert {r["key"] for r in INTAKE["roles"]} == set(
        "child parent guardian relative professional organisation anyone".split()
    )
    assert [r["key"] for r in INTAKE["roles"] if not r["can_conflict"]] == ["child"]
    assert {c["key"] for c in INTAKE["channels"]} == {"form", "phone", "letter", "visit", "email", "regional_office"}
    assert {c["entered_by"] for c in INTAKE["channels"]} == {"public", "staff"}
    looks = {term["key"]: (term["value"], term["unit"]) for term in listed("intake", "terms", "terms")}
    assert [(level["rank"], looks[level["first_look"]]) for level in levels] == [
        (1, (5, "calendar_days")), (2, (24, "hours")), (3, (1, "hours")),
    ]  # fmt: skip
    assert len(INTAKE["regional_offices"]) == 7
    assert {question["yes_means"] for question in INTAKE["questions"]} == {level["key"] for level in levels[1:]}
    assert all(isinstance(line["number"], str) for line in INTAKE["helplines"])


@pytest.mark.parametrize(
    ("section", "own"),
    [
        ("age_bands", "age_band"),
        ("sexes", "sex"),
        ("disabilities", "disability"),
        ("minorities", "minority"),
        ("care_statuses", "care"),
        ("home_counties", "county"),
    ],
)
def test_the_figures_of_children_call_each_code_as_intake_does(section: str, own: str) -> None:
    def named(service: str, name: str) -> list[tuple[str, str, str]]:
        return [(one["key"], one["name_sq"], one["name_en"]) for one in listed(service, "profile", name)]

    assert named("cases", own) == named("intake", section)


def test_a_child_is_counted_by_the_same_things_at_every_door() -> None:
    told = {member.name for member in fields(ProfileTold)} & set(intake_profile.MEMBERS)
    assert set(intake_profile.MEMBERS) == set(cases_profile.MEMBERS) == told == set(PROFILE_LISTS)
    assert [one["key"] for one in listed("cases", "profile", "dimensions")] == list(cases_profile.MEMBERS)
    assert [one["key"] for one in listed("cases", "profile", "concerned")] == [*cases_profile.Concerned]


def test_activities_count_by_codes_of_the_profile_and_by_the_clusters_of_the_convention() -> None:
    for of_activities, of_profile in (("activity_age_bands", "age_bands"), ("activity_sexes", "sexes")):
        names = {entry["key"]: (entry["name_sq"], entry["name_en"]) for entry in INTAKE[of_profile]}
        said = {entry["key"]: (entry["name_sq"], entry["name_en"]) for entry in SECTIONS[of_activities][1]}
        assert said and said.items() <= names.items()
    clusters = {row["key"]: row["name_sq"] for row in SECTIONS["activity_clusters"][1]}
    assert clusters == {row["key"]: row["name_sq"] for row in document("notifications", "library")["topics"]}


def test_a_body_may_owe_a_clause_where_the_letter_about_it_may_go() -> None:
    [kind] = [one for one in SECTIONS["kinds"][1] if one["key"] == "agreement_clauses"]
    assert [one["key"] for one in SECTIONS["cooperation_owing_classes"][1]] == kind["classes"]
