"""Whether all that a letter says or rests on was confirmed by the office: one rule, over every data file that has such a flag."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.cases import data
from services.cases.data import Entry
from services.cases.domain.kinds import Kind

#: A file and one section of it.
Section = tuple[str, str]

#: Said in every letter, whatever it is about.
_EVERYWHERE: tuple[Section, ...] = (("letters", "letter_words"), ("letters", "salutations"), ("letters", "seats"))
#: Said where a letter presses on: what happened, what comes next, and why on that day.
_PRESSING: tuple[Section, ...] = (
    ("ladders", "ladders"),
    ("ladders", "alternatives"),
    ("rung_letters", "letters"),
    ("rung_letters", "grounds"),
    ("rung_letters", "lines"),
    ("rung_letters", "moved"),
    ("rung_letters", "places"),
    ("rung_letters", "standings"),
    ("rung_letters", "said"),
    ("rung_letters", "proofs"),
    ("rung_letters", "enclosed"),
    ("rung_letters", "answer_by"),
    ("rung_letters", "report_parts"),
    ("rung_letters", "due"),
    ("rung_letters", "annexes"),
    ("rung_letters", "counts"),
)
#: Has the flag, and no letter says it or rests on it.
NOT_IN_LETTERS: dict[Section, str] = {
    ("duty", "call_rules"): "whom a call of the night goes to",
    ("evidence", "evidence_kinds"): "what backs a finding inside the office",
    ("figures", "ages"): "how lists group what is late",
    ("figures", "editions"): "when a year of children is counted",
    ("figures", "methods"): "how figures are counted",
    ("figures", "small_numbers"): "which figures are hidden",
    ("figures", "windows"): "which periods of issue the public may ask about",
    ("gaps", "gap_kinds"): "the register of gaps; what of it leaves is an act",
    ("gaps", "gap_outcomes"): "the register of gaps",
    ("gaps", "gap_stages"): "the register of gaps",
    ("gaps", "gap_texts"): "the register of gaps; its drafts are read and approved as acts",
    ("holidays", "decreed"): "the calendar of the State",
    ("holidays", "not_holidays"): "the calendar of the State",
    ("holidays", "worked"): "the calendar of the State",
    (
        "indicators",
        "figure_texts",
    ): "what the office writes first when it asks for figures; it is read and sent as a request",
    ("indicators", "plausibility"): "what a body is asked about its figures before it sends them",
    ("indicators", "indicators"): "what the office counts and by which method; no letter rests on it",
    ("issuers", "issuers"): "who recommends to the office",
    ("municipality_grid", "tiles"): "where a municipality stands on a drawing",
    ("notices_before", "notices_before"): "a mail before the term ends",
    ("open_data", "catalogues"): "what open data is called",
    ("open_data", "columns"): "what columns of open data are called",
    ("open_data", "data_sets"): "what sets of open data are called",
    ("open_data", "open_indicators"): "which indicators are open data",
    ("open_data", "publishers"): "who publishes open data",
    ("open_data", "wholes"): "under which whole open data shows nothing",
    ("outcomes", "act_outcomes"): "what became of an act",
    ("patterns", "pattern_texts"): "proposals inside the office",
    ("patterns", "patterns"): "proposals inside the office",
    ("profile", "age_band"): "what the codes of children are called in figures",
    ("profile", "care"): "what the codes of children are called in figures",
    ("profile", "concerned"): "how many children a case is about, on its page",
    ("profile", "county"): "what the codes of children are called in figures",
    ("profile", "dimensions"): "by what children are counted",
    ("profile", "disability"): "what the codes of children are called in figures",
    ("profile", "minority"): "what the codes of children are called in figures",
    ("profile", "not_alike"): "what the codes of children are called in figures",
    ("profile", "sex"): "what the codes of children are called in figures",
    ("reports", "child_words"): "how plain words for children are; a person approves them",
    ("reports", "report_chapters"): "what a report begins with; it is written anew, read and approved",
    ("reports", "report_kinds"): "which reports there are",
    ("reports", "report_numbers"): "how reports are numbered",
    ("reports", "report_queries"): "which figures a report has",
    ("reports", "report_rows"): "what the rows of a report are called",
    ("reports", "report_templates"): "of which chapters a report is",
    ("reports", "report_units"): "what a report counts",
    ("reports", "report_words"): "the words around a report; the act that files it is read and approved as any other",
    ("second_factor", "required"): "who logs in with a second factor",
    ("second_factor", "rescues"): "who lets somebody of the office in again",
    ("agreements", "agreement_texts"): "what the office writes first of an agreement; it is read and sent as a letter",
    ("figures", "days"): "of which days the public asks figures",
    ("places", "place_windows"): "which places are silent, inside the office",
    ("questions", "complainant_findings"): "questions to complainants",
    ("questions", "complainant_questions"): "questions to complainants",
    ("questions", "complainant_items"): "questions to complainants",
    ("standing", "by_when"): "why a measure is due on a day, on pages and in the API",
    ("standing", "closing_grounds"): "how a case ends inside the office",
    ("standing", "correction_grounds"): "what backs a corrected day, inside the office",
    ("standing", "elsewhere_messages"): "messages to complainants",
    ("standing", "finding_bounds"): "how far ahead a finding looks, inside the office",
    ("standing", "finding_grades"): "how serious a violation is, in the file; the letter says it in words of its own",
    ("standing", "grant_bounds"): "how much time one decision gives, inside the office",
    ("standing", "grant_corrections"): "how much time is left of what is taken back, inside the office",
    ("standing", "letter_messages"): "messages to complainants",
    ("standing", "promise_bounds"): "how far a body moves the day of its letter; told by portal and API, by no letter",
    ("standing", "unassessable_reasons"): "findings inside the office",
    ("tasks", "tasks"): "tasks inside the office",
    ("visits", "visit_bases"): "on which law a visit rests, inside the office",
    ("visits", "visit_kinds"): "the plan of visits",
    ("visits", "visit_numbers"): "the series of the numbers of visits",
    ("visits", "visit_windows"): "which places nobody has visited, inside the office",
    ("visits", "visit_texts"): "what the office writes first; its drafts are read and approved as acts",
}


@dataclass(frozen=True)
class Rests:
    """What a letter is: `classes` of those it goes to, the `matter` of the judiciary, whether it presses (a step of a ladder)."""

    kind: Kind
    classes: Collection[str] = ()
    matter: str | None = None
    presses: bool = False


def unconfirmed(letter: Rests, day: date) -> tuple[str, ...]:
    """What of it nobody has confirmed, as `kinds.signatures: remedy`, in order; empty where all is."""
    found = {
        f"{file}.{section}: {entry['key']}"
        for file, section, keys in _used(letter, day)
        for entry in entries_of(file, section)
        if entry.holds(day) and (keys is None or entry["key"] in keys) and not entry["confirmed"]
    }
    return tuple(sorted(found))


def entries_of(file: str, section: str) -> Iterable[Entry]:
    """All entries of a section in every version; none of one that the file need not have."""
    if (file, section) == ("kinds", "addressee_rules"):
        return [Entry({**entry, "key": key}) for key, entry in data.rule_entries().items()]
    return data.optional_entries(file, section)


def _used(letter: Rests, day: date) -> Iterator[tuple[str, str, Collection[str] | None]]:
    """The sections with the keys of those entries that matter; None: all of them."""
    kind = letter.kind
    own = {key for key in (kind.term, kind.reply_form, kind.letter, f"{kind.letter}_child") if key}
    rules = [rule for of, rule in kind.class_rules.items() if of.value in letter.classes]
    rules += [kind.rule] if kind.rule else []
    words = [one for one in entries_of("letters", "act_letters") if one["key"] == kind.letter and one.holds(day)]
    signs = [one for one in entries_of("kinds", "signatures") if one["key"] == kind.key and one.holds(day)]
    stands_in = [
        one["key"]
        for one in entries_of("kinds", "substitutions")
        if any(one["function"] in rule["signed_by"] for rule in signs)
    ]
    yield "kinds", "kinds", {kind.key}
    yield "kinds", "signatures", {kind.key}
    yield "kinds", "substitutions", stands_in
    yield "kinds", "addressee_rules", {rule.key for rule in rules}
    yield "terms", "terms", own
    yield "reply_forms", "reply_forms", own
    yield "letters", "act_letters", own
    yield "letters", "laws", {law for one in words for law in (*one["laws"], *one.get("reply_laws", ()))}
    yield "judicial_matters", "matters", {letter.matter} if letter.matter else set()
    for file, section in (*_EVERYWHERE, *(_PRESSING if letter.presses else ())):
        yield file, section, None
