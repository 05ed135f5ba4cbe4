"""Checklists, the norms beside their questions, and what shows that an item was done, from the data files."""

from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.visits.domain.checklists import Checklist, Question, read_checklist

FILES = ("residential", "school", "liberty")
_NORMS = "checklists/norms"


@cache
def checklists() -> tuple[Checklist, ...]:
    """Every version of every checklist."""
    found = tuple(read_checklist(one) for name in FILES for one in data.entries(f"checklists/{name}", "checklists"))
    versions.check_versions(found)
    return found


def norms() -> dict[str, data.Entry]:
    """By the letters under which a question names them: `AC` of `AC 57`."""
    return {entry["key"].upper(): entry for entry in data.entries(_NORMS, "norms")}


def evidence(question: Question, language: str) -> str:
    """What shows that the item of this question was done."""
    [entry] = [one for one in data.entries(_NORMS, "item_evidence") if one["key"] == question.evidence]
    return str(entry[f"name_{language}"])
