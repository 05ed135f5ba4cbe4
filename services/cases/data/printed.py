"""docs/states.md: the tables of the domain, and after them what the data files say of each kind of act, for jurists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.cases import data
from services.cases.data import acts
from services.cases.domain.kinds import Approval, Kind, Publication
from services.cases.domain.printed import states_markdown

_PUBLISHED = {
    Publication.YES: "shown when it is issued",
    Publication.AFTER_DELIVERY_ON_DECISION: "once every addressee has it and the office decided to",
    Publication.ON_DECISION: "once the office decided to",
    Publication.AFTER_TERM: "once its term has ended and the office decided to",
    Publication.NEVER_WHILE_PENDING: "never while the proceeding is pending",
    Publication.NEVER: "never",
}
_INTRO = (
    "What the data files say today (`services/cases/data/kinds.yaml`, `terms.yaml`, `ladders.yaml`, `outcomes.yaml`, "
    "`judicial_matters.yaml`). To change a term, a rung, an addressee or an outcome is an edit of one of them and of "
    "nothing else. *Not confirmed* means that no lawyer of the office has read the article named."
)


def page(day: date) -> str:
    """The whole page as of that day, ending with a newline."""
    entries = data.kind_entries(day)
    parts = [states_markdown().rstrip("\n"), "## The kinds of act", _INTRO, _overview(entries, day)]
    parts += [_one(data.kind_on(key, day), entry, day) for key, entry in entries.items()]
    parts += [_ladders(day), _matters(day)]
    return "\n\n".join(parts) + "\n"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(_words(code) for code in codes) or "nobody"


def _yes(flag: object) -> str:
    return "yes" if flag else "no"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sure(entry: Mapping[str, Any]) -> str:
    return "" if entry["confirmed"] else " (not confirmed)"


def _overview(entries: Mapping[str, Mapping[str, Any]], day: date) -> str:
    rows = (
        (
            f"{entry['name_en']} (*{entry['name_sq']}*)",
            str(entry["duty"] or "–"),
            _words(entry["expects"]) if entry["answering_roles"] else "nothing",
            _term(entry["term"], day),
            _yes(entry["ladder"]),
            _yes(entry["counts_in_compliance"]),
            "no" if entry["approval"] == Approval.NONE else "yes",
        )
        for entry in entries.values()
    )
    head = ("kind", "duty", "expects", "term", "pressed", "in the rates", "second person")
    return _table(head, rows)


def _term(key: str | None, day: date) -> str:
    if key is None:
        return "none"
    term, entry = data.term_on(key, day), data.term_entry(key, day)
    return f"{term.value} {_words(term.unit)} from the day it is {term.start_event}{_sure(entry)}"


def _one(kind: Kind, entry: Mapping[str, Any], day: date) -> str:
    ladder = data.ladder_on(kind.ladder, day)
    outcomes = acts.outcomes_of(kind.key, day)
    rows = [
        ("legal basis", f"{entry['legal_basis_en']}{_sure(entry)}"),
        ("may be sent to", _listed(entry["classes"]) if entry["classes"] else "the injured person, by the mailbox"),
        ("only if", _conditions(entry)),
        ("roles", _listed(entry["roles"]) if entry["roles"] else "–"),
        ("who answers", _listed(entry["answering_roles"])),
        ("expects", _words(kind.expects)),
        ("term", _term(kind.term, day)),
        ("after silence", ", then ".join(_words(rung.key) for rung in ladder.rungs) if ladder else "nothing follows"),
        ("needs", _listed((*kind.required_fields, *(f"{one} of each item" for one in kind.required_item_fields)))),
        ("barred while", _listed(entry["barred_by"]) if entry["barred_by"] else "never"),
        ("approved by a second person", "no" if kind.approval is Approval.NONE else "yes, for exactly this text"),
        ("addressees told of each other", _yes(kind.co_addressees_shown)),
        ("seen by the handlers of the case alone", _yes(kind.handlers_only)),
        ("published", _PUBLISHED[kind.publication]),
        ("counted in the rates", _yes(kind.counts_in_compliance)),
        ("step of the case", _words(kind.step)),
        ("numbered", f"{kind.prefix}-{day.year}-…"),
        ("outcome", "; ".join(acts.outcome_entry(key)["name_en"] for key in outcomes) or "assessed by the office"),
    ]
    title = f"### {entry['name_en']} ({_words(kind.key)})\n\n*{entry['name_sq']}*"
    return f"{title}\n\n{_table(('', ''), rows)}"


def _conditions(entry: Mapping[str, Any]) -> str:
    """The narrowing rules, in their own words."""
    rules = data.rule_entries()
    named = [(entry["rule"], "")] if entry["rule"] else []
    named += [(rule, f"{_words(body_class)}: ") for body_class, rule in entry["class_rules"].items()]
    said = [f"{of}{rules[rule]['name_en'].lower()}{_sure(rules[rule])}" for rule, of in named]
    if "judicial_matter" in entry["required_fields"]:
        said.append("it is competent for the matter (see below)")
    return "; ".join(said) or "–"


def _ladders(day: date) -> str:
    rows = [
        (
            entry["name_en"] + _sure(entry),
            rung["name_en"],
            f"{rung['after_days']} days after the {_words(rung['after_event'])}",
            _words(rung["opens_term"] or "none"),
            _words(rung["sent_by"]),
        )
        for entry in data.in_force(data.entries("ladders", "ladders"), day).values()
        for rung in entry["rungs"]
    ]
    return "### After silence\n\n" + _table(("steps", "rung", "due", "opens the term", "sent by"), rows)


def _matters(day: date) -> str:
    rows = [
        (f"{entry['name_en']}{_sure(entry)}", ", ".join(key.upper() for key in entry["competent"]))
        for entry in acts.matter_entries(day).values()
    ]
    return "### Who is competent for the judiciary\n\n" + _table(("matter", "made known to"), rows)
