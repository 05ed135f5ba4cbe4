"""The closed lists of intake, read once from the files of this folder. What they mean stands at the head of each file."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from services.intake.domain.decisions import Ground
from services.intake.domain.terms import Term, read_term

Entry = Mapping[str, Any]
_FOLDER = Path(__file__).parent


@cache
def _document(name: str) -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def _listed(name: str, section: str) -> Mapping[str, Entry]:
    return MappingProxyType({entry["key"]: entry for entry in _document(name)[section]})


@cache
def roles() -> Mapping[str, Entry]:
    return _listed("roles", "roles")


@cache
def channels() -> Mapping[str, Entry]:
    return _listed("channels", "channels")


@cache
def life_areas() -> Mapping[str, Entry]:
    return _listed("life_areas", "life_areas")


@cache
def outcomes() -> Mapping[str, Entry]:
    return _listed("outcomes", "outcomes")


@cache
def urgency_levels() -> Mapping[str, Entry]:
    return _listed("urgency", "levels")


@cache
def urgency_questions() -> Mapping[str, Entry]:
    return _listed("urgency", "questions")


@cache
def helplines() -> Mapping[str, Entry]:
    return _listed("urgency", "helplines")


@cache
def opening_reasons() -> Mapping[str, Entry]:
    return _listed("opening_reasons", "opening_reasons")


@cache
def opened_by() -> Mapping[str, Entry]:
    return _listed("opening_reasons", "roles")


@cache
def statuses() -> Mapping[str, Entry]:
    return _listed("notices", "statuses")


@cache
def notices() -> Mapping[str, Entry]:
    return _listed("notices", "notices")


@cache
def case_outcomes() -> Mapping[str, Entry]:
    return _listed("notices", "case_outcomes")


@cache
def silent_kinds() -> frozenset[str]:
    return frozenset(_document("notices")["silent_kinds"])


@cache
def terms() -> Sequence[Term]:
    return tuple(read_term(entry) for entry in _document("terms")["terms"])


def term_words(key: str, language: str) -> str:
    return next(words(entry, "name", language) for entry in _document("terms")["terms"] if entry["key"] == key)


@cache
def ground_entries() -> Mapping[str, Entry]:
    return _listed("grounds", "grounds")


@cache
def ways_out() -> Mapping[str, Entry]:
    return _listed("grounds", "ways_out")


def grounds_on(day: date) -> Mapping[str, Ground]:
    """The grounds in force on `day`, each with whether the office's policies allow it."""
    policies = _listed("grounds", "policies")
    return {
        key: Ground(key, tuple(entry["outcomes"]), entry["needs"], _usable(entry["policy"], policies))
        for key, entry in ground_entries().items()
        if (entry["valid_from"] or date.min) <= day <= (entry["valid_to"] or date.max)
    }


def _usable(policy: str | None, policies: Mapping[str, Entry]) -> bool:
    if policy is None:
        return True
    chosen, wanted = policies[policy]["default"], policies[policy]["ground_usable_with"]
    return chosen is not None if wanted == "any_number" else chosen in wanted


def urgency_of(answers: Mapping[str, bool]) -> str:
    """The highest level that one of the questions answered with yes means."""
    meant = [urgency_questions()[key]["yes_means"] for key, yes in answers.items() if yes]
    return max(meant, key=lambda level: urgency_levels()[level]["rank"], default="normal")


def words(entry: Entry, name: str, language: str) -> str:
    """One of the pair `<name>_sq`, `<name>_en`."""
    return str(entry[f"{name}_{language}"])
