"""The data files of all services as the tests of them read them."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from shared.yaml_files import read_yaml

SERVICES = Path(__file__).parents[2] / "services"
Entry = dict[str, Any]
CLASSES = set("ministry agency municipality municipal_council prefect school health police prison social_care prosecution "
              "judicial_oversight court assembly constitutional_court private".split())  # fmt: skip
# Before and after the education reforms of 2019 and 2024, the child law of 2017 and the court map of 2023.
DAYS = [date(2018, 1, 1), date(2019, 3, 1), date(2024, 9, 30), date(2024, 10, 1), date(2026, 11, 25)]


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
    return read_yaml(SERVICES / service / "data" / f"{name}.yaml")


def listed(service: str, name: str, section: str) -> list[Entry]:
    entries: Any = document(service, name)[section]
    return [{"key": key, **entry} for key, entry in entries.items()] if isinstance(entries, dict) else entries


FILES = {
    "partners": "institutions relations counties second_factor.demanded second_factor.rescues "
    "activities.activity_kinds activities.activity_clusters activities.activity_numbers activities.activity_age_bands activities.activity_sexes activities.activity_rules activities.activity_questions activities.activity_answers activities.activity_picture_uses "
    "cooperation.cooperation_actor_kinds cooperation.cooperation_numbers cooperation.cooperation_owing_classes cooperation.cooperation_end_grounds",
    "cases": "crc crc_articles terms.terms notices_before.notices_before kinds.kinds kinds.addressee_rules ladders.ladders "
    "ladders.alternatives rung_letters.letters rung_letters.grounds rung_letters.lines rung_letters.moved rung_letters.places rung_letters.due rung_letters.annexes "
    "issuers.issuers agreements.agreement_texts "
    "outcomes.act_outcomes evidence.evidence_kinds standing.closing_grounds standing.correction_grounds standing.unassessable_reasons standing.elsewhere_messages standing.by_when standing.finding_bounds standing.grant_bounds standing.promise_bounds letters.act_letters letters.letter_words questions.complainant_questions questions.complainant_findings figures.methods figures.editions figures.windows figures.days figures.ages profile.dimensions profile.age_band profile.sex profile.disability profile.minority profile.care profile.county profile.concerned profile.not_alike judicial_matters.matters reply_forms.reply_forms "
    "gaps.gap_kinds gaps.gap_outcomes gaps.gap_stages gaps.gap_texts patterns.patterns patterns.pattern_texts duty.call_rules second_factor.required second_factor.rescues "
    "checklists/residential.checklists checklists/norms.norms checklists/norms.item_evidence visits.visit_numbers visits.visit_kinds visits.visit_bases visits.visit_texts visits.visit_windows "
    "indicators.indicators indicators.plausibility indicators.figure_texts municipality_grid.tiles "
    "open_data.publishers open_data.catalogues open_data.data_sets open_data.columns open_data.wholes open_data.open_indicators "
    "reports.report_kinds reports.report_numbers reports.report_templates reports.report_chapters reports.report_queries reports.report_rows "
    "reports.report_units reports.report_words reports.child_words",
    "intake": "grounds.grounds grounds.ways_out grounds.policies outcomes.outcomes urgency.levels urgency.questions "
    "urgency.helplines life_areas.life_areas roles.roles channels.channels regional_offices.regional_offices "
    "accesses.purposes accesses.lasts accesses.budgets accesses.review_outcomes releasable.releasable handover.letter handover.agreed speech.speech given_names.given_names anybody.signs describing.words describing.marks describing.combinations figures.figures figures.units figures.parts figures.small_numbers telephone.telling "
    "profile.age_bands profile.sexes profile.disabilities profile.minorities profile.care_statuses profile.home_counties "
    "consultations.consultation_conditions consultations.consultation_groups consultations.consultation_questions consultations.consultation_answers consultations.consultation_rules",
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
OUTCOMES_OF_ACTS, LETTERS, MATTERS, REPLY_FORMS = (
    SECTIONS[section][1] for section in "act_outcomes act_letters matters reply_forms".split()
)
INTAKE = {section: entries for section, (service, entries) in SECTIONS.items() if service == "intake"}
BY_KEY = {row["key"]: row for row in INSTITUTIONS}
UNIQUE = {"relations": ("body", "kind", "to", "valid_from"), "crc": ("scheme", "cluster", "article"),
          "crc_articles": ("code",), "terms": ("key", "valid_from"),
          "policies": ("key", "valid_from"), "indicators": ("key", "version"), "report_templates": ("key", "version"),
          "report_queries": ("key", "version")}  # fmt: skip


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
        if language == "sq" and path not in {".short_sq", ".dat_sq", ".acc_sq"} and f"{stem}_en" not in texts:
            faults.append(f"{path} has no English")
        if language == "en" and f"{stem}_sq" not in texts and stem not in texts:
            faults.append(f"{path} has no Albanian")
    return faults
