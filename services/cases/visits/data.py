"""What visits rest on, from the data files: checklists and the norms beside their questions, kinds, legal bases, words."""

from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.visits.domain.checklists import Checklist, Question, read_checklist
from shared.rules import ContentViolation

FILES = ("residential", "school", "liberty")
_NORMS = "checklists/norms"
_FILE = "visits"


@cache
def checklists() -> tuple[Checklist, ...]:
    """Every version of every checklist."""
    found = tuple(read_checklist(one) for name in FILES for one in data.entries(f"checklists/{name}", "checklists"))
    versions.check_versions(found)
    return found


def checklist_of(key: str, version: int) -> Checklist:
    """The version that a visit was prepared with: in the files for ever. Raises `ContentViolation`."""
    for one in checklists():
        if (one.key, one.version) == (key, version):
            return one
    raise ContentViolation("no such checklist", code="visit.checklist_unknown", field="checklist")


def norms() -> dict[str, data.Entry]:
    """By the letters under which a question names them: `AC` of `AC 57`."""
    return {entry["key"].upper(): entry for entry in data.entries(_NORMS, "norms")}


def confirmed_norms(question: Question) -> tuple[str, ...]:
    """Those beside a question that somebody of the office has read, by name: the others are shown to staff and stand in no letter."""
    named = [(norms()[letters], place) for letters, _, place in (one.partition(" ") for one in question.norms)]
    return tuple(f"{entry['name_sq']}, {place}".rstrip(", ") for entry, place in named if entry["confirmed"])


def evidence(question: Question, language: str) -> str:
    """What shows that the item of this question was done."""
    [entry] = [one for one in data.entries(_NORMS, "item_evidence") if one["key"] == question.evidence]
    return str(entry[f"name_{language}"])


def kind_names() -> dict[str, data.Entry]:
    return {entry["key"]: entry for entry in data.entries(_FILE, "visit_kinds")}


def basis_names() -> dict[str, data.Entry]:
    """The laws on which a visit may rest."""
    return {entry["key"]: entry for entry in data.entries(_FILE, "visit_bases")}


def number_prefix() -> str:
    """The series of the numbers of visits."""
    [entry] = data.entries(_FILE, "visit_numbers")
    return str(entry["number_prefix"])


def coverage_months() -> int:
    """After how many months without a visit a place counts as not visited."""
    [entry] = data.entries(_FILE, "visit_windows")
    return int(entry["months"])


def texts() -> dict[str, str]:
    """What the office writes first of what it found on a visit, by key."""
    return {entry["key"]: entry["text_sq"] for entry in data.entries(_FILE, "visit_texts")}
