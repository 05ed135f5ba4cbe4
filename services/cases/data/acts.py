"""What goes with the kinds of act: who signs them, their outcomes, how they are answered, the words of their letters, who is
competent for the judiciary.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from services.cases import data
from services.cases.data import Entry
from services.cases.domain import outcomes as domain
from services.cases.domain import signing
from services.cases.domain.advised import Advised
from services.cases.domain.evidence import EvidenceKind, read_evidence_kind
from services.cases.domain.kinds import Kind
from services.cases.domain.outcomes import ActOutcome
from services.cases.domain.reply_forms import ReplyForm, read_reply_form
from services.cases.domain.signing import Signature, Signing, Substitution
from services.cases.domain.versions import check_versions, version_on


@cache
def outcomes() -> tuple[ActOutcome, ...]:
    read = tuple(domain.read_outcome(entry) for entry in data.entries("outcomes", "act_outcomes"))
    check_versions(read)
    return read


def outcomes_of(kind: str, day: date) -> dict[str, ActOutcome]:
    """What may come of such an act, by key; empty where the office assesses measures."""
    return {one.key: one for one in outcomes() if kind in one.kinds and one.in_force(day)}


def outcome_entry(key: str) -> Entry:
    """The names of an outcome in both languages, from its first version."""
    return next(entry for entry in data.entries("outcomes", "act_outcomes") if entry["key"] == key)


def told_outcome(key: str | None) -> str | None:
    """The outcome, if whoever may read the act reads it too (`told`)."""
    return key if key is not None and any(one.key == key and one.told for one in outcomes()) else None


def closing_grounds(day: date) -> dict[str, Entry]:
    """Why a case may be closed over a refusal or a silence, by key."""
    return data.in_force(data.entries("standing", "closing_grounds"), day)


def unassessable_reasons(day: date) -> dict[str, Entry]:
    """Why nothing can be found of what became of a measure, by key."""
    return data.in_force(data.entries("standing", "unassessable_reasons"), day)


@cache
def _evidence_kinds() -> tuple[EvidenceKind, ...]:
    read = tuple(read_evidence_kind(entry) for entry in data.entries("evidence", "evidence_kinds"))
    check_versions(read)
    return read


def evidence_kinds(day: date) -> dict[str, EvidenceKind]:
    """What may back a finding of the office, by key."""
    return {one.key: one for one in _evidence_kinds() if one.in_force(day)}


def evidence_entries(day: date) -> dict[str, Entry]:
    """The names of these kinds in both languages, by key."""
    return data.in_force(data.entries("evidence", "evidence_kinds"), day)


def finding_grades(day: date) -> dict[str, Entry]:
    """How serious a violation may be that was found, with its names, by key."""
    return data.in_force(data.entries("standing", "finding_grades"), day)


def correction_grounds(day: date) -> dict[str, Entry]:
    """What may stand in the place of a scan where a day of delivery is corrected, with its names, by key."""
    return data.in_force(data.entries("standing", "correction_grounds"), day)


@cache
def reply_forms() -> tuple[ReplyForm, ...]:
    forms = tuple(read_reply_form(entry) for entry in data.entries("reply_forms", "reply_forms"))
    check_versions(forms)
    return forms


def reply_form_of(kind: Kind, day: date) -> ReplyForm | None:
    """How such an act is answered; none where nobody answers. Raises `RuleViolation` for a form that does not hold that day."""
    return version_on(reply_forms(), kind.reply_form, day) if kind.reply_form else None


def reply_form_entry(key: str, day: date) -> Entry:
    """The words of a form in both languages."""
    return data.in_force(data.entries("reply_forms", "reply_forms"), day)[key]


def letter_entry(key: str, day: date) -> Entry:
    """The words of a letter."""
    return data.in_force(data.entries("letters", "act_letters"), day)[key]


def letter_to(key: str, role: str, day: date) -> Entry:
    """The words of a letter as its addressee reads it: a child in a child's."""
    return letter_entry(f"{key}_child" if role == Advised.CHILD else key, day)


def letter_words(language: str, day: date) -> dict[str, str]:
    """What all letters say in the same words, in that language, by key."""
    words = data.in_force(data.entries("letters", "letter_words"), day)
    return {key: entry[f"name_{language}"] for key, entry in words.items()}


def greetings(language: str, day: date) -> dict[str, str]:
    """How addressees are greeted, by class; `body`: all others, `head`: who leads one."""
    words = data.in_force(data.entries("letters", "salutations"), day)
    return {key: entry[f"name_{language}"] for key, entry in words.items()}


@dataclass(frozen=True)
class GroundsPart:
    """One of the parts in which the grounds of a letter stand; `is_line`: it is a line of the opening."""

    key: str
    name: str
    is_line: bool


def grounds_parts(letter: str, language: str, day: date) -> tuple[GroundsPart, ...]:
    """Those of such a letter, in their order; empty where its grounds are of one piece."""
    parts = letter_entry(letter, day).get("grounds_parts", ())
    return tuple(GroundsPart(one["key"], one[f"name_{language}"], one["line"]) for one in parts)


def seat(place: str, language: str, day: date) -> str:
    """What a seat is called in that language."""
    called = data.in_force(data.entries("letters", "seats"), day).get(place)
    return str(called[f"name_{language}"]) if called else place


def cited(letter: Entry, language: str, day: date, *, of: str = "laws") -> str:
    """The law on which such a letter rests, in the genitive: none that is not confirmed, but what is broader than it. `of`: `laws`, or
    `reply_laws` for the duty to answer; empty where it has none.
    """
    laws = data.in_force(data.entries("letters", "laws"), day)
    names = (_confirmed(laws, key) for key in letter.get(of, ()))
    return letter_words(language, day)["and_law"].join(
        dict.fromkeys(law[f"name_{language}"] for law in names if law is not None)
    )


def norm_words(right: str, language: str, day: date) -> str:
    """What a letter calls an article, a paragraph or a letter of the Convention (`28`, `28.1`, `37.a`), or a protocol to it: by its number,
    and never by a heading or title that nobody has read.
    """
    words = letter_words(language, day)
    article, _, part = right.partition(".")
    if not article.isdigit():
        return words["norm_protocol"]
    key = "article" if not part else "paragraph" if part.isdigit() else "letter"
    return words[f"norm_{key}"].format(article=article, part=part)


def _confirmed(laws: Mapping[str, Entry], key: str | None) -> Entry | None:
    law = laws[key] if key else None
    return law if law is None or law["confirmed"] else _confirmed(laws, law["broader"])


def question(name: str, assessed: str, asked: str, language: str, *, by_child: bool) -> str:
    """What a complainant is asked in the round `name` about an item that the office found `assessed`; `asked`: `asked_for`."""
    questions, findings = (
        {entry["key"]: entry for entry in data.entries("questions", section)}
        for section in ("complainant_questions", "complainant_findings")
    )
    words = questions[name][f"{'child' if by_child else 'text'}_{language}"]
    # What stands in the item may look like a gap, and stays as it is.
    return str(words).replace("{found}", findings[assessed][f"text_{language}"]).replace("{asked}", asked)


def asked_for(item: str, place: int, number: str, language: str) -> str:
    """What was asked for, as whoever complained reads it. `item`: its words for the public, empty where nobody outside may read it; `place`: from 1."""
    words = {entry["key"]: entry[f"text_{language}"] for entry in data.entries("questions", "complainant_items")}
    if not item:
        return str(words["numbered"]).format(place=place, number=number)
    stop = "" if item.rstrip().endswith((".", "!", "?", "…")) else "."
    return str(words["quoted"]).replace("{stop}", stop).replace("{item}", item.rstrip())


def task_words(key: str, day: date) -> str:
    """What a task says that the system puts before a person, unfilled."""
    return str(data.in_force(data.entries("tasks", "tasks"), day)[key]["text_sq"]).strip()


def matter_entries(day: date) -> dict[str, Entry]:
    """Whom a violation by the judiciary may concern, by key."""
    return data.in_force(data.entries("judicial_matters", "matters"), day)


def judicial_competence(day: date) -> Mapping[str, Collection[str]]:
    """Matter of the judiciary → keys of the bodies that are competent for it."""
    return {key: tuple(entry["competent"]) for key, entry in matter_entries(day).items()}


@cache
def _signatures() -> tuple[Signature, ...]:
    read = tuple(signing.read_signature(entry) for entry in data.entries("kinds", "signatures"))
    check_versions(read)
    return read


@cache
def _substitutions() -> tuple[Substitution, ...]:
    return tuple(signing.read_substitution(entry) for entry in data.optional_entries("kinds", "substitutions"))


def signing_of(kind: str, day: date) -> Signing:
    """Who approves and who signs such an act on that day."""
    return signing.signing_on(_signatures(), _substitutions(), kind, day)


@cache
def request_kinds() -> tuple[str, ...]:
    """Kinds that ask for information and recommend nothing, in any version."""
    return tuple(sorted({kind.key for kind in data.kinds() if kind.asks_information}))


@cache
def handlers_only_kinds() -> tuple[str, ...]:
    """Kinds that only those who handle the case may see, such as a referral to the prosecution (security matrix), in any version."""
    return tuple(sorted({kind.key for kind in data.kinds() if kind.handlers_only}))


@cache
def wordless_kinds() -> tuple[str, ...]:
    """Kinds whose words nobody reads in public, since they speak of one official (`open_data_excludes`), in any version."""
    return tuple(sorted({entry["key"] for entry in data.entries("kinds", "kinds") if entry["open_data_excludes"]}))


@cache
def apart_in_book() -> tuple[str, ...]:
    """Kinds whose papers are a matter by themselves in the protocol book (docs/decisions/0018): secret ones, but for what asks for
    information, which is of the matter it is asked for.
    """
    return tuple(sorted({*handlers_only_kinds()} - {*request_kinds()}))
