"""Law, directories and taxonomies are data that a jurist edits; this holds every edit to what the code relies on."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

import holidays
import pytest
import yaml

SERVICES = Path(__file__).parents[2] / "services"
Entry = dict[str, Any]
CLASSES = set("ministry agency municipality prefect school health police prison social_care prosecution "
              "judicial_oversight court assembly constitutional_court private".split())  # fmt: skip
RELATION_KINDS = {"hierarchical", "legality_oversight", "disciplinary", "data_reporting", "political", "acts_for"}
MUNICIPALITIES_PER_COUNTY = {
    "berat": 5, "diber": 4, "durres": 3, "elbasan": 7, "fier": 6, "gjirokaster": 7,
    "korce": 6, "kukes": 3, "lezhe": 3, "shkoder": 5, "tirane": 5, "vlore": 7,
}  # fmt: skip
REQUESTS = {"information_request", "judicial_information_request"}
TEN_KINDS = set("remedy superior_notice practice_change prosecution_referral dismissal_proposal judicial_notice "
                "litigation_advice law_reform constitutional_review assembly_report".split())  # fmt: skip
IN_COMPLIANCE = {"remedy", "superior_notice", "practice_change"}
EXPECTATIONS = {"reply", "decision", "acknowledgement", "debate", "judgment", "nothing"}
PUBLICATIONS = {"after_delivery_on_decision", "never_while_pending", "on_decision", "never", "yes", "after_term"}
LADDER = ["reminder", "second_reminder", "hierarchical_superior", "assembly_report", "publication"]
# Before and after the education reforms of 2019 and 2024, the child law of 2017 and the court map of 2023.
DAYS = [date(2018, 1, 1), date(2019, 3, 1), date(2024, 9, 30), date(2024, 10, 1), date(2026, 11, 25)]
CRC_CODE = re.compile(r"([1-9]|[1-3]\d|4[0-4])(\.([1-9]|[a-d]))?|OPSC|OPAC|OPIC")


def table(service: str, name: str) -> list[Entry]:
    """Rows of a CSV data file with empty cells as None, booleans and dates parsed, and no cell too many or too few."""
    with (SERVICES / service / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    for row in rows:
        assert None not in row and None not in row.values(), f"{name}.csv: wrong number of cells in {row}"
    return [{column: cell(column, value) for column, value in row.items()} for row in rows]


def cell(column: str, value: str) -> object:
    if column in {"confirmed", "sample"}:
        return {"true": True, "false": False}[value]
    if column in {"valid_from", "valid_to"} and value:
        return date.fromisoformat(value)
    return value or None


def document(service: str, name: str) -> Any:
    return yaml.safe_load((SERVICES / service / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


def listed(service: str, name: str, section: str) -> list[Entry]:
    entries: Any = document(service, name)[section]
    return [{"key": key, **entry} for key, entry in entries.items()] if isinstance(entries, dict) else entries


FILES = {
    "partners": "institutions relations counties",
    "cases": "crc crc_articles terms.terms terms.reminders kinds.kinds kinds.addressee_rules ladders.ladders "
    "ladders.alternatives rung_letters.letters rung_letters.lines rung_letters.clock rung_letters.annexes issuers.issuers "
    "outcomes.act_outcomes letters.act_letters letters.letter_words judicial_matters.matters "
    "gaps.gap_kinds gaps.gap_outcomes gaps.gap_texts patterns.patterns patterns.pattern_texts",
    "intake": "grounds.grounds grounds.ways_out grounds.policies outcomes.outcomes urgency.levels urgency.questions "
    "urgency.helplines life_areas.life_areas roles.roles channels.channels regional_offices.regional_offices "
    "releasable.releasable figures.figures figures.units figures.parts",
}
SECTIONS: dict[str, tuple[str, list[Entry]]] = {}
for _service, _names in FILES.items():
    for _name, _, _section in (name.partition(".") for name in _names.split()):
        _entries = listed(_service, _name, _section) if _section else table(_service, _name)
        SECTIONS[_section or _name] = (_service, _entries)
INSTITUTIONS, RELATIONS, COUNTIES, CRC, ARTICLES, TERMS, KINDS, RULES, LADDERS, ALTERNATIVES, GROUNDS, WAYS_OUT = (
    SECTIONS[section][1]
    for section in "institutions relations counties crc crc_articles terms kinds addressee_rules ladders alternatives "
    "grounds ways_out".split()
)
OUTCOMES_OF_ACTS, LETTERS, MATTERS = (SECTIONS[section][1] for section in "act_outcomes act_letters matters".split())
INTAKE = {section: entries for section, (service, entries) in SECTIONS.items() if service == "intake"}
BY_KEY = {row["key"]: row for row in INSTITUTIONS}
UNIQUE = {"relations": ("body", "kind", "to", "valid_from"), "crc": ("scheme", "cluster", "article"),
          "crc_articles": ("code",), "terms": ("key", "valid_from"),
          "policies": ("key", "valid_from")}  # fmt: skip


def valid_on(entry: Mapping[str, Any], day: date) -> bool:
    return (entry["valid_from"] or date.min) <= day <= (entry["valid_to"] or date.max)


def walk(value: Any, path: str = "") -> Iterator[tuple[str, object]]:
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
    for key, part in inner or ():
        yield from walk(part, f"{path}.{key}")


def faults_of(entry: Entry, sources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What an entry of any file lacks: source, confirmation, validity, or one of its two languages."""
    faults = [f"no {field}" for field in ("source", "confirmed", "valid_from", "valid_to") if field not in entry]
    if faults:
        return faults
    if entry["source"] not in sources:
        faults.append(f"unknown source {entry['source']}")
    elif entry["confirmed"] and not sources[entry["source"]]["read"]:
        faults.append(f"confirmed by {entry['source']}, which nobody has read")
    if not isinstance(entry["confirmed"], bool):
        faults.append("confirmed is not true or false")
    days = [day for day in (entry["valid_from"], entry["valid_to"]) if day is not None]
    if not all(type(day) is date for day in days) or days != sorted(days):
        faults.append("validity is not two dates in order")
    texts = dict(walk(entry))
    for path, text in texts.items():
        stem, _, language = path.rpartition("_")
        if language in {"sq", "en"} and not str(text or "").strip():
            faults.append(f"{path} is empty")
        if language == "sq" and path != ".short_sq" and f"{stem}_en" not in texts:
            faults.append(f"{path} has no English")
        if language == "en" and f"{stem}_sq" not in texts and stem not in texts:
            faults.append(f"{path} has no Albanian")
    return faults


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
        "@" in path.read_text(encoding="utf-8") for path in SERVICES.glob("*/data/*.*") if path.suffix != ".py"
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


def test_terms_have_one_version_a_day_and_known_words() -> None:
    for term in TERMS:
        assert term["value"] > 0 and term["start_offset_working_days"] >= 0 and term["legal_basis"], term
        assert term["unit"] in {"calendar_days", "working_days", "months"}, term
        assert term["start_event"] in {"delivered", "fetched", "dispatched", "received"}, term
        assert term["roll_over"] in {"none", "next_working_day"}, term
    versions = sorted(((t["key"], t["valid_from"], t["valid_to"]) for t in TERMS), key=lambda version: version[:2])
    for (key, _, until), (next_key, since, _) in pairwise(versions):
        assert key != next_key or (until is not None and until < since), f"{key}: versions overlap"
    law = {t["key"]: (t["value"], t["unit"]) for t in TERMS if valid_on(t, DAYS[-1])}
    assert law["reply_recommendation"] == law["complainant_admissibility"] == (30, "calendar_days")
    assert law["assembly_debate"] == (2, "months")


def test_the_ten_kinds_and_what_they_refer_to() -> None:
    assert {kind["key"] for kind in KINDS} == TEN_KINDS | REQUESTS
    assert {kind["duty"] for kind in KINDS} - {None} == {3, 4, 5, 6, 7, 8}
    rules = {rule["key"] for rule in RULES} | {None}
    for kind in KINDS:
        assert set(kind["classes"]) <= CLASSES and set(kind["class_rules"]) <= set(kind["classes"]), kind["key"]
        assert {kind["rule"], *kind["class_rules"].values()} <= rules, kind["key"]
        assert kind["term"] in {term["key"] for term in TERMS} | {None}, kind["key"]
        assert kind["ladder"] in {ladder["key"] for ladder in LADDERS} | {None}, kind["key"]
        assert set(kind["answering_roles"]) <= set(kind["roles"]) <= {"responsible", "superior", "for_information"}
        assert kind["expects"] in EXPECTATIONS and kind["publication"] in PUBLICATIONS, kind["key"]
        assert set(kind["barred_by"]) <= {ground["key"] for ground in GROUNDS if ground["bars_case"]}, kind["key"]
        assert {"text"} <= set(kind["required_item_fields"]) <= {"text", "due", "evidence_expected"}, kind["key"]
        assert kind["may_name_child"] is False
        assert kind["letter"] in {letter["key"] for letter in LETTERS}, kind["key"]
        assert kind["approval"] == ("none" if kind["key"] in REQUESTS else "second_person"), kind["key"]
        assert kind["number_prefix"] == ("I" if kind["key"] in REQUESTS else "R"), kind["key"]
        assert bool(kind["classes"]) == (kind["addressee"] == "institution"), kind["key"]


def test_what_presses_and_what_counts() -> None:
    kinds = {kind["key"]: kind for kind in KINDS}
    assert {key for key, kind in kinds.items() if kind["counts_in_compliance"]} == IN_COMPLIANCE
    pressed = {key for key, kind in kinds.items() if kind["ladder"]}
    assert pressed == IN_COMPLIANCE | {"assembly_report", "information_request"}
    untouchable = {"prosecution", "judicial_oversight", "court", "constitutional_court"}
    assert not [key for key in pressed if untouchable & set(kinds[key]["classes"])]
    assert [key for key, kind in kinds.items() if "court" in kind["classes"]] == ["judicial_information_request"]
    assert kinds["judicial_notice"]["classes"] == ["judicial_oversight"]
    assert kinds["prosecution_referral"]["co_addressees_shown"] is False
    assert kinds["dismissal_proposal"]["open_data_excludes"] == ["official_name"]


def test_what_says_by_when_and_shown_by_what() -> None:
    whole = {kind["key"] for kind in KINDS if set(kind["required_item_fields"]) == {"text", "due", "evidence_expected"}}
    assert whole == IN_COMPLIANCE


def test_an_outcome_is_of_a_kind_that_asks_for_a_decision() -> None:
    kinds = {kind["key"]: kind for kind in KINDS}
    for outcome in OUTCOMES_OF_ACTS:
        assert outcome["assessed"] in {"implemented", "partly", "not"}, outcome["key"]
        assert not [key for key in outcome["kinds"] if kinds[key]["counts_in_compliance"]], outcome["key"]
    decided = {key for outcome in OUTCOMES_OF_ACTS for key in outcome["kinds"]}
    assert decided == TEN_KINDS - IN_COMPLIANCE - {"litigation_advice"} | REQUESTS


def test_each_matter_of_the_judiciary_has_a_body_of_judicial_oversight() -> None:
    competent = {matter["key"]: matter["competent"] for matter in MATTERS}
    assert {key for key, bodies in competent.items() if bodies == ["ild"]} == set(
        "judge prosecutor council_member prosecutor_general".split()
    )
    assert (competent["court_administration"], competent["prosecution_administration"]) == (["klgj"], ["klp"])
    assert {BY_KEY[key]["class"] for bodies in competent.values() for key in bodies} == {"judicial_oversight"}


def test_ladders_climb_in_order() -> None:
    ladders = {ladder["key"]: ladder["rungs"] for ladder in LADDERS}
    assert [rung["key"] for rung in ladders["administrative"]] == LADDER
    alternatives = {entry["key"] for entry in ALTERNATIVES}
    for rungs in ladders.values():
        order = [LADDER.index(rung["key"]) for rung in rungs]
        assert order == sorted(set(order))
        assert [rung["after_event"] == "reply_due" for rung in rungs] == [True] + [False] * (len(rungs) - 1)
        for rung in rungs:
            assert rung["after_days"] > 0 and rung["opens_term"] in {term["key"] for term in TERMS} | {None}, rung
            assert set(rung["alternatives"]) <= alternatives and bool(rung["needs"]) == bool(rung["alternatives"]), rung
            assert (rung["after_days_if_no_term"] is not None) == (rung["after_event"] == "previous_rung_term"), rung
    assert all(set(entry["for_classes"]) <= CLASSES for entry in ALTERNATIVES)


def test_holidays_hold_only_what_the_library_does_not_know() -> None:
    known = holidays.country_holidays("AL")
    assert date(2026, 11, 28) in known
    corrections = document("cases", "holidays")
    assert set(corrections) == {"decreed", "not_holidays"}
    assert not [entry for entry in corrections["decreed"] if entry["date"] in known]
    assert not [entry for entry in corrections["not_holidays"] if entry["date"] not in known]
    columns = {"date", "name_sq", "name_en", "recorded_on", "source", "confirmed"}
    assert all(set(entry) == columns for entries in corrections.values() for entry in entries)


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
