"""docs/states.md: the tables of the domain, and after them what the data files say of each kind of act, for jurists."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.cases import data
from services.cases.data import acts
from services.cases.domain.kinds import Approval, Kind, Publication
from services.cases.domain.reply_forms import Promise
from services.cases.gaps import data as gap_data
from services.cases.printed import by_when
from services.cases.printed.states import states_markdown

_PUBLISHED = {
    Publication.YES: "when it is issued",
    Publication.AFTER_DELIVERY_ON_DECISION: "once every addressee has it and the office decided to",
    Publication.ON_DECISION: "once the office decided to",
    Publication.AFTER_TERM: "once its term has ended and the office decided to",
    Publication.NEVER_WHILE_PENDING: "never while the proceeding is pending",
    Publication.NEVER: "never",
}
_PROMISED = {
    Promise.NEEDED: "who accepts and has not done it yet must say by when",
    Promise.POSSIBLE: "may say how far it is and by when",
    Promise.NONE: "nothing is promised, asked or taken",
}
_FROM_EVENT = {
    "reply_due": "the last day for the reply",
    "previous_rung": "the step before was sent",
    "previous_rung_term": "the last day of the term that the step before opened",
}
_INTRO = (
    "What the data files say (`services/cases/data/`: `kinds.yaml`, `reply_forms.yaml`, `terms.yaml`, `ladders.yaml`, "
    "`outcomes.yaml`, `judicial_matters.yaml`, `gaps.yaml`, `patterns.yaml`). To change a term, a step, an addressee, an answer or an outcome is an edit "
    "of one of them and of nothing else. *Not confirmed* means that no lawyer of the office has read the article named. "
    "What an act asks of its drafter is checked when it is saved and again on the day of issue; what the mandate does "
    "not allow is refused with its reason."
)
_DUTIES_BEFORE = (
    (
        "1",
        "handle a complaint against acts or omissions of the administration, and of private bodies acting for it",
        "a complaint that intake finds admissible opens a case; it ends with an outcome that the complainant is told",
    ),
    (
        "2",
        "investigate on own initiative what became public or was reported",
        "a case is opened with its trigger and a memo of why",
    ),
)
_GAPS = (
    "Each is tied to the cases that showed it and to articles of the Convention. Where it stands follows from what was done: "
    "open; an act was issued; a body answered; settled, once its end is recorded with its day and with where it can be read. "
    "Anyone may read of it once an act of it is public, without the cases."
)


def whole() -> str:
    """The page as the data files stand, on the first day on which all of them are in force: it changes with them alone, and
    not with the calendar.
    """
    sections = (
        ("kinds", "kinds"),
        ("reply_forms", "reply_forms"),
        ("terms", "terms"),
        ("ladders", "ladders"),
        ("outcomes", "act_outcomes"),
        ("judicial_matters", "matters"),
        ("gaps", "gap_kinds"),
        ("patterns", "patterns"),
    )
    begun: list[date] = [
        one["valid_from"] for section in sections for one in data.entries(*section) if one["valid_from"]
    ]
    return page(max(begun))


def page(day: date) -> str:
    """The whole page as of that day, ending with a newline."""
    parts = [
        states_markdown().rstrip("\n"),
        by_when.markdown(day),
        "## The kinds of act",
        _INTRO,
        _duties(day),
        _overview(day),
    ]
    parts += [_one(data.kind_on(key, day), day) for key in data.kind_entries(day)]
    parts += [_rules(), _answers(day), _ladders(day), _matters(day), _gaps(day), _pattern(day)]
    return "\n\n".join(parts) + "\n"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(_words(code) for code in codes) or "nobody"


def _yes(flag: object) -> str:
    return "yes" if flag else "no"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sure(confirmed: object) -> str:
    return "" if confirmed else " (not confirmed)"


def _duties(day: date) -> str:
    """The eight duties of the text that the office publishes about itself, and where each is done."""
    rows = [*_DUTIES_BEFORE]
    by_act = sorted(
        (entry for entry in data.kind_entries(day).values() if entry["duty"]), key=lambda entry: int(entry["duty"])
    )
    rows += [
        (str(entry["duty"]), f"{entry['name_en']} (*{entry['name_sq']}*)", f"an act of the kind {_words(entry['key'])}")
        for entry in by_act
    ]
    return "### The eight duties of protection\n\n" + _table(("duty", "what it is", "how it is done"), rows)


def _overview(day: date) -> str:
    rows = (
        (
            entry["name_en"],
            _words(entry["expects"]),
            _short_term(entry["term"], day),
            _yes(entry["ladder"]),
            _yes(entry["counts_in_compliance"]),
            "no" if entry["approval"] == Approval.NONE else "yes",
        )
        for entry in data.kind_entries(day).values()
    )
    head = ("kind", "expects", "term", "pressed after silence", "in the rates", "second person approves")
    return "### All kinds at a glance\n\n" + _table(head, rows)


def _short_term(key: str | None, day: date) -> str:
    if key is None:
        return "none"
    term = data.term_on(key, day)
    return f"{term.value} {_words(term.unit)}{_sure(data.term_entry(key, day)['confirmed'])}"


def _term(key: str | None, day: date) -> str:
    if key is None:
        return "none"
    entry = data.term_entry(key, day)
    clauses = [f"{entry['value']} {_words(entry['unit'])} from the day it is {entry['start_event']}"]
    if entry["start_offset_working_days"]:
        clauses.append(
            f"or, if that day never becomes known, from {entry['start_offset_working_days']} working days after dispatch by post"
        )
    if entry["roll_over"] == "next_working_day":
        clauses.append("a last day that is not a working day moves to the next one")
    return f"{'; '.join(clauses)}. {entry['legal_basis_en']}{_sure(entry['confirmed'])}"


def _one(kind: Kind, day: date) -> str:
    entry = data.kind_entry(kind.key, day)
    answers = bool(kind.answering_roles)
    rows = [
        ("legal basis", f"{entry['legal_basis_en']}{_sure(entry['confirmed'])}"),
        ("in force", f"since {entry['valid_from']}"),
        ("may be sent to", _listed(entry["classes"]) if entry["classes"] else "the injured person, by the mailbox"),
        ("only if", _conditions(kind.key, day)),
        ("refused while the matter is", _listed(entry["barred_by"]) if entry["barred_by"] else "never for that"),
        ("must say", _needs(kind.key, day)),
        ("approved by a second person", "no" if kind.approval is Approval.NONE else "yes, for exactly this text"),
        ("signed by", _signed(kind.key, day)),
        ("roles of addressees", _listed(entry["roles"]) if entry["roles"] else "–"),
        ("who answers", _listed(entry["answering_roles"])),
        ("expects", _words(kind.expects)),
        ("answered by", _form_name(kind, day) if answers else "–"),
        ("term", _term(kind.term, day)),
        ("after silence", _silence(kind, day) if answers else "nothing follows"),
        ("outcome", _outcome(kind, day) if answers else "none: the person decides"),
        ("addressees told of each other", _yes(kind.co_addressees_shown)),
        (
            "seen in the office by",
            "who handles the case, alone" if kind.handlers_only else "who handles the case, publishers",
        ),
        ("published", _published(kind)),
        ("counted in the rates", _yes(kind.counts_in_compliance)),
        ("numbered", f"{kind.prefix}-year-…"),
    ]
    title = f"### {entry['name_en']}\n\n*{entry['name_sq']}* (`{kind.key}`)"
    return f"{title}\n\n{_table(('question', 'answer'), rows)}"


def _needs(kind: str, day: date) -> str:
    entry = data.kind_entry(kind, day)
    named = {"text": "what", "due": "by when", "evidence_expected": "what would show that it was done"}
    of_items = ", ".join(named[field] for field in entry["required_item_fields"])
    only = "" if entry["orders"] else ", and nothing else: it orders nothing"
    names = "; the number of a recommendation that is open" if entry.get("of_recommendation") else ""
    return f"{_listed(entry['required_fields'])}{names}; of each item: {of_items}{only}"


def _form_name(kind: Kind, day: date) -> str:
    form = acts.reply_form_of(kind, day)
    return f"“{acts.reply_form_entry(form.key, day)['name_en']}” (see below)" if form else "–"


def _silence(kind: Kind, day: date) -> str:
    ladder = data.ladder_on(kind.ladder, day)
    return (
        ", then ".join(_words(rung.key) for rung in ladder.rungs) if ladder else "nothing follows: it is never pressed"
    )


def _outcome(kind: Kind, day: date) -> str:
    named = [acts.outcome_entry(key)["name_en"] for key in acts.outcomes_of(kind.key, day)]
    return "; ".join(named) or "each item at each body is assessed by the office"


def _signed(kind: str, day: date) -> str:
    signing = acts.signing_of(kind, day)
    return ", ".join(_words(one.function) for one in signing.signatories) + _sure(signing.confirmed)


def _published(kind: Kind) -> str:
    kept_back = " (its words are kept back: they speak of one official)" if kind.open_data_excludes else ""
    never = kind.handlers_only or kind.publication is Publication.NEVER
    return _PUBLISHED[kind.publication] + ("" if never else kept_back)


def _conditions(kind: str, day: date) -> str:
    """The narrowing rules, in their own words."""
    rules, entry = data.rule_entries(), data.kind_entry(kind, day)
    named = [(entry["rule"], "")] if entry["rule"] else []
    named += [(rule, f"{_words(body_class)}: ") for body_class, rule in entry["class_rules"].items()]
    clauses = [f"{of}{rules[rule]['name_en'].lower()}{_sure(rules[rule]['confirmed'])}" for rule, of in named]
    if "superior" in entry["roles"] and entry["rule"] is None:
        clauses.append("superior: it stands above a body concerned on that day")
    if "judicial_matter" in entry["required_fields"]:
        clauses.append("it is competent for the matter (see below)")
    return "; ".join(clauses) or "–"


def _answers(day: date) -> str:
    rows = [
        (
            entry["name_en"] + _sure(entry["confirmed"]),
            "; ".join(f"{one['name_en']} (*{one['name_sq']}*)" for one in entry["positions"]),
            _PROMISED[Promise(entry["promise"])],
        )
        for entry in data.in_force(data.entries("reply_forms", "reply_forms"), day).values()
    ]
    return "### How each is answered\n\n" + _table(("asked for", "what a body may say of an item", "promise"), rows)


def _rules() -> str:
    """The conditions on an addressee, test by test; one that holds is enough."""
    rows = [
        (
            f"{rule['name_en']}{_sure(rule['confirmed'])}",
            "; or ".join(_test(one) for one in rule.get("any_of") or [rule]),
        )
        for rule in data.rule_entries().values()
    ]
    return "### Conditions on an addressee\n\n" + _table(("condition", "holds, on that day, for"), rows)


def _test(entry: Mapping[str, Any]) -> str:
    if "requires_relation" in entry:
        relation = entry["requires_relation"]
        kinds = " or ".join(_words(kind) for kind in relation["kinds"])
        stands = (
            "to which a body of the case stands" if relation["from"] == "body_in_case" else "that stands to some body"
        )
        above = f", or up to {relation['steps']} of them one above the other" if "steps" in relation else ""
        return f"one {stands} in a relation of the kind {kinds}{above}"
    if "institution" in entry:
        return f"{_words(entry['institution'].replace('-', '_'))}, if a body of the case is a {_any(entry['body_in_case_class'])}"
    if "power" in entry:
        return f"one with the power {_words(entry['power'])}"
    if entry.get("is_body_in_case"):
        return "a body of the case itself"
    met = f", if a body of the case is a {_any(entry['body_in_case_class'])}" if "body_in_case_class" in entry else ""
    return f"the {_words(entry['class'])}{met}"


def _any(codes: Sequence[str]) -> str:
    return " or ".join(_words(code) for code in codes)


def _ladders(day: date) -> str:
    rows = [
        (
            entry["name_en"] + _sure(entry["confirmed"]),
            rung["name_en"],
            _when(rung),
            _short_term(rung["opens_term"], day),
            _words(rung["sent_by"]),
        )
        for entry in data.in_force(data.entries("ladders", "ladders"), day).values()
        for rung in entry["rungs"]
    ]
    none = "; ".join(one["name_en"] + _sure(one["confirmed"]) for one in data.alternative_entries(day).values())
    alternatives = (
        f"Where a body has no hierarchical superior on that day, nobody is guessed. An officer may choose: {none}."
    )
    return f"### After silence\n\n{_table(('steps', 'step', 'drafted', 'opens a term of', 'sent by'), rows)}\n\n{alternatives}"


def _when(rung: Mapping[str, Any]) -> str:
    clause = f"{_days(rung['after_days'])} after {_FROM_EVENT[rung['after_event']]}"
    otherwise = rung["after_days_if_no_term"]
    return f"{clause}; if it opened none, {_days(otherwise)} after it was sent" if otherwise else clause


def _matters(day: date) -> str:
    rows = [
        (f"{entry['name_en']}{_sure(entry['confirmed'])}", ", ".join(key.upper() for key in entry["competent"]))
        for entry in acts.matter_entries(day).values()
    ]
    return "### Who is competent for the judiciary\n\n" + _table(("matter", "made known to"), rows)


def _gaps(day: date) -> str:
    kinds, outcomes, stages = data.kind_entries(day), gap_data.gap_outcome_names(), gap_data.gap_stage_names()
    rows = []
    for key, entry in gap_data.gap_kind_names().items():
        kind = gap_data.gap_kind_on(key, day)
        to = f"the {_words(kind.addressed_class)}" if kind.addressed_class else "the bodies whose practice it is"
        ends = "; ".join(outcomes[one]["name_en"] for one in kind.outcomes)
        through = "; ".join(stages[one]["name_en"] for one in kind.stages)
        rows.append(
            (
                entry["name_en"] + _sure(entry["confirmed"]),
                kinds[kind.act]["name_en"],
                f"{to}, or whom an officer names",
                through or "nothing that is followed",
                ends,
            )
        )
    head = ("what", "leads to", "sent to", "goes through outside the office", "ends with")
    return f"### Gaps in law and wrong practices\n\n{_GAPS}\n\n{_table(head, rows)}"


def _pattern(day: date) -> str:
    rule = gap_data.pattern_on(day)
    sentence = (
        f"A case of the office's own initiative is proposed where at least {rule.minimum} cases about one body and one right "
        f"began with complaints in the last {_days(rule.window_days)}, and these are more than {rule.factor_percent} % of what "
        f"the {_days(rule.baseline_days)} before let expect for so many days. A person decides. No law sets these numbers."
    )
    return f"### When something repeats itself\n\n{sentence}"


if __name__ == "__main__":
    sys.stdout.write(whole())
