"""The closed lists of intake, read once from the files of this folder. What they mean stands at the head of each file."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from services.intake.domain.budgets import Budget
from services.intake.domain.decisions import Ground
from services.intake.domain.describing import Combination, read_combinations
from services.intake.domain.duplicates import Likeness, read_likeness
from services.intake.domain.profile import AgeBand
from services.intake.domain.signs import Signs, read_signs
from services.intake.domain.speech import Speech, read_speech
from services.intake.domain.terms import ADMISSIBILITY, LATE_REGISTRATION, Term, read_term, term_on
from shared.yaml_files import read_yaml

_FOLDER = Path(__file__).parent


class Entry(dict[str, Any]):
    """A mapping as a data file holds it: one entry of a list, or the file itself. What its members mean stands at the head of
    the file, and that they are there is tested with the files.
    """


@cache
def _document(name: str) -> Entry:
    return Entry(read_yaml(_FOLDER / f"{name}.yaml"))


def _listed(name: str, section: str) -> Mapping[str, Entry]:
    return MappingProxyType({entry["key"]: Entry(entry) for entry in _document(name)[section]})


@cache
def roles() -> Mapping[str, Entry]:
    return _listed("roles", "roles")


@cache
def representative_roles() -> Mapping[str, Entry]:
    return {key: entry for key, entry in roles().items() if entry["may_represent"]}


@cache
def regional_offices() -> Mapping[str, Entry]:
    return _listed("regional_offices", "regional_offices")


@cache
def channels() -> Mapping[str, Entry]:
    return _listed("channels", "channels")


@cache
def staff_channels() -> Mapping[str, Entry]:
    """The channels by which something reaches a person of the office, who types it."""
    return {key: entry for key, entry in channels().items() if entry["entered_by"] == "staff"}


@cache
def life_areas() -> Mapping[str, Entry]:
    return _listed("life_areas", "life_areas")


#: By member of the profile, the section of profile.yaml that lists its codes.
PROFILE_LISTS = {
    "age_band": "age_bands",
    "sex": "sexes",
    "disability": "disabilities",
    "minority": "minorities",
    "care": "care_statuses",
    "county": "home_counties",
}


@cache
def profile(member: str) -> Mapping[str, Entry]:
    """The codes of one member of the profile."""
    return _listed("profile", PROFILE_LISTS[member])


@cache
def age_bands() -> Sequence[AgeBand]:
    return tuple(AgeBand(key, one["from"], one["to"]) for key, one in profile("age_band").items() if "from" in one)


@cache
def figures() -> Mapping[str, Entry]:
    return _listed("figures", "figures")


@cache
def figure_units() -> Mapping[str, Entry]:
    return _listed("figures", "units")


@cache
def figure_parts() -> Mapping[str, Entry]:
    """Whatever a part of a figure may be, with its name; the lists share no key but by meaning the same."""
    lists = (channels(), regional_offices(), life_areas(), outcomes(), ground_entries(), ways_out())
    return {key: entry for entries in (*lists, _listed("figures", "parts")) for key, entry in entries.items()}


def parts_of(figure: str) -> Mapping[str, Entry]:
    """The names of the parts of one figure: those of a list of the profile, or of all the others."""
    counted = figures()[figure].get("profile")
    return profile(counted) if counted else figure_parts()


def least_shown(day: date) -> int:
    """Under which number a part of a figure about children is not shown."""
    rules = (Entry(entry) for entry in _document("figures")["small_numbers"])
    return next(int(one["least"]) for one in rules if one["valid_from"] <= day <= (one["valid_to"] or date.max))


@cache
def outcomes() -> Mapping[str, Entry]:
    return _listed("outcomes", "outcomes")


@cache
def conversions() -> Mapping[str, Entry]:
    """What becomes of a complaint otherwise than by a decision on it."""
    return _listed("outcomes", "conversions")


@cache
def names_reasons() -> Mapping[str, Entry]:
    return _listed("names_reasons", "names_reasons")


@cache
def reopening_reasons() -> Mapping[str, Entry]:
    return _listed("reopening_reasons", "reopening_reasons")


@cache
def likeness() -> Likeness:
    """What makes two complaints likely to be about the same facts."""
    return read_likeness(_document("duplicates"))


@cache
def likeness_signs() -> Mapping[str, Entry]:
    return _listed("duplicates", "signs")


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
def public_numbers() -> tuple[str, ...]:
    """The office's own numbers and those of the helplines: anybody may be given them."""
    own = _listed("telephone", "office_numbers")
    return tuple(str(entry["number"]) for entry in (*own.values(), *helplines().values()))


@cache
def opening_reasons() -> Mapping[str, Entry]:
    return _listed("opening_reasons", "opening_reasons")


@cache
def purposes() -> Mapping[str, Entry]:
    """For what somebody whose work it is not may be let into a file."""
    return _listed("accesses", "purposes")


@cache
def opened_for() -> Mapping[str, Entry]:
    """Whatever an opening may give as its reason."""
    return {**purposes(), **opening_reasons()}


def access_minutes() -> int:
    """For how long who was let in may open the file."""
    return int(_listed("accesses", "lasts")["minutes"]["value"])


@cache
def review_outcomes() -> Mapping[str, Entry]:
    return _listed("accesses", "review_outcomes")


@cache
def budget() -> Budget:
    """How many files one person may open in a day."""
    values = {key: int(entry["value"]) for key, entry in _listed("accesses", "budgets").items()}
    return Budget(**values)


@cache
def telling() -> Mapping[str, Entry]:
    return _listed("telephone", "telling")


@cache
def releasable() -> Mapping[str, Entry]:
    return _listed("releasable", "releasable")


@cache
def speech() -> Speech:
    """What words may be without naming anyone."""
    more = _listed("plain_words", "plain_words")
    lists = {
        key: " ".join(one[key]["text"] for one in (_listed("speech", "speech"), more) if key in one)
        for key in _listed("speech", "speech")
    }
    return read_speech(lists, _listed("short_names", "short_names")["usual"]["text"])


@cache
def signs() -> Signs:
    """What tells of somebody whom no file names."""
    lists = {key: entry["text"] for key, entry in _listed("anybody", "signs").items()}
    return read_signs(lists | {"given": _listed("given_names", "given_names")["today"]["text"]})


@cache
def describing() -> tuple[Combination, ...]:
    """What describes a child so that a reader of the place would know it."""
    return read_combinations(_document("describing"))


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
def handover_words() -> Mapping[str, Entry]:
    """The words of the letter with which a matter is handed over, besides its account."""
    return _listed("handover", "letter")


@cache
def agreed() -> Mapping[str, Entry]:
    """Whose agreement may be recorded, and from which age on their word is enough."""
    return _listed("handover", "agreed")


@cache
def named() -> Mapping[str, Entry]:
    """Whom the account of a handover may seem to name."""
    return _listed("handover", "named")


@cache
def silent_kinds() -> frozenset[str]:
    return frozenset(_document("notices")["silent_kinds"])


@cache
def terms() -> Sequence[Term]:
    return tuple(read_term(entry) for entry in _document("terms")["terms"])


def first_look(urgency: str, day: date) -> Term:
    """The term in which someone looks at a complaint of that urgency."""
    return term_on(terms(), urgency_levels()[urgency]["first_look"], day)


def to_answer(day: date) -> Term:
    """The term in which a complainant is told whether the complaint is accepted (law 8454/1999, art. 17)."""
    return term_on(terms(), ADMISSIBILITY, day)


def to_register(day: date) -> Term:
    """The term in which what reached the office is registered, if the complainant's own is to begin with its arrival."""
    return term_on(terms(), LATE_REGISTRATION, day)


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
    return {
        key: Ground(
            key,
            tuple(entry["outcomes"]),
            entry["needs"],
            usable=_usable(entry["policy"], day),
            elsewhere=entry["bars_case"] and entry["information_request_possible"],
        )
        for key, entry in ground_entries().items()
        if (entry["valid_from"] or date.min) <= day <= (entry["valid_to"] or date.max)
    }


def policy(key: str, day: date) -> Any:
    """What the office has chosen on `day`: for `anonymous_complaints` one of accept, convert_to_tip, refuse.

    Raises `LookupError` for a policy of which no version is in force on that day.
    """
    return _policy(key, day)["default"]


def _policy(key: str, day: date) -> Entry:
    for entry in _document("grounds")["policies"]:
        if entry["key"] == key and (entry["valid_from"] or date.min) <= day <= (entry["valid_to"] or date.max):
            return Entry(entry)
    raise LookupError(f"no version of the policy {key} is in force on {day}")


def _usable(policy_key: str | None, day: date) -> bool:
    if policy_key is None:
        return True
    entry = _policy(policy_key, day)
    chosen, usable_with = entry["default"], entry["ground_usable_with"]
    return chosen is not None if usable_with == "any_number" else chosen in usable_with


def urgency_of(answers: Mapping[str, bool]) -> str:
    """The highest level that one of the questions answered with yes means."""
    meant = [urgency_questions()[key]["yes_means"] for key, yes in answers.items() if yes]
    return max(meant, key=lambda level: urgency_levels()[level]["rank"], default="normal")


def words(entry: Entry, name: str, language: str) -> str:
    """One of the pair `<name>_sq`, `<name>_en`."""
    return str(entry[f"{name}_{language}"])
