"""A column of an obligation is answered, shown with its words and tried, or stands here with the reason why it is not."""

import ast
from collections.abc import Iterator
from dataclasses import fields

from services.cases.models.obligations import Obligation
from services.cases.schemas.obligations import ObligationAnswer, ObligationLine
from tests.house.code import Source, functions, layer, read_tests
from tests.house.habits import called

ANSWERS: tuple[type[ObligationAnswer], ...] = (ObligationAnswer, ObligationLine)

#: Columns that no answer of an obligation has, and where else they are said, or why nowhere.
NOT_ANSWERED = {
    "case_id": "the act says it",
    "by_own_word": "the state says it: whose day it was that passed",
    "clock_stands": "the clock says it, with the reason and the day since when",
    "role": "the addressees of the act say it",
    "institution_class": "the addressees of the act say it",
    "issued_on": "the act says it",
    "delivery_known_at": "ours alone: since when the figures of a past day count it",
    "item_due": "the item of the act says it",
    "noted_before": "the words of why_by say it, with the day until which it stood",
    "expects": "follows from the kind of the act and the role",
    "counts": "follows from the kind of the act; the figures say what comes of it",
    "term": "the clock says it",
    "ladder": "the ladder of the obligation says what it allows",
    "started_on": "the clock says it, with the reasons",
    "days_to_answer": "the figures count it; the clock says the days one by one",
    "closed_on": "the clock says when it ended, and why",
    "clock_closed_on": "the clock says it (closed_on), and why_by",
    "fell_on": "the act says when it was withdrawn",
    "insufficient_on": "the history says it",
    "answered_on": "the replies say it, each with its day",
    "noted_on": "the assessments say on which day each was made",
    "promised_date": "the replies, the reports and the assessments say it, each its own",
    "next_check": "the assessments say it; overdue_check whether it is late",
    "implemented_on": "the assessments say it",
    "implementation_due": "timeliness says it, in days",
    "promised_on": "the replies and claims say on which day each was made",
    "claimed_on": "the state says it (claimed), and the replies and claims their days",
    "question_id": "the replies say what was asked; attention=clarification_asked lists what is not answered",
    "spoke": "the replies and the reports say what each claimed; attention=said_nothing lists who never did",
    "told_reply_due": "ours alone: which of our events were sent",
    "told_implementation_due": "ours alone: which of our events were sent",
    "told_promised": "ours alone: which of our events were sent",
    "told_by_when": "ours alone: which of our events were sent",
    "readdressed_on": "that of the readdressing, which the page of an obligation shows with its draft",
    "told_asked": "ours alone: which of our events were sent",
    "told_state": "the history says what was told",
    "told_said": "the history says what was told",
    "told_next": "the history says what was told",
    "told_day": "the history says what was told",
    "follow_up_on": "ours alone: the timer's; the questions say what came of it",
    "created_at": "ours alone: the order of the lists",
}
#: Members that have no row of their own on the page.
NO_ROW = {
    "id": "the address of the page",
    "item_id": "the head says the item",
    "institution_id": "the head says the body",
    "recommendation_id": "the link above the head leads there",
    "number": "the head says it",
    "timeliness": "said in days beside each last day",
    "no_reply": "a word of the reply",
}


def columns() -> set[str]:
    return set(Obligation.__table__.columns.keys())


def members() -> set[str]:
    return {member.name for answer in ANSWERS for member in fields(answer)}


def given(answer: str) -> Iterator[set[str]]:
    """For each `filled(<answer>, …)` of the queries the members that it is given by name."""
    for file in layer("queries"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and called(node) == "filled" and _name(node.args[0]) == answer:
                yield {word.arg for word in node.keywords if word.arg}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def in_a_row(files: list[Source]) -> set[str]:
    """What `facts_shown` of the page says beside words of its own: `(_("…"), … .reply_due …)`. A fact is said by its label."""
    rows = [
        node
        for file, function in functions(files)
        if function.name == "facts_shown" and file.module.endswith(".obligation_rows")
        for node in ast.walk(function)
        if isinstance(node, ast.Tuple) and isinstance(node.elts[0], ast.Call) and called(node.elts[0]) == "_"
    ]
    attributes = (node for row in rows for node in ast.walk(row) if isinstance(node, ast.Attribute))
    return {node.attr.removesuffix("_label") for node in attributes}


def said_by(files: list[Source]) -> set[str]:
    """Keys, and names of attributes."""
    nodes = [node for file in files for node in ast.walk(file.tree)]
    keys = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return keys | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_each_column_of_an_obligation_is_answered_or_has_a_reason_not_to_be():
    forgotten = sorted(columns() - members() - set(NOT_ANSWERED))
    where = (
        "add these columns to ObligationAnswer in services/cases/schemas/obligations.py, or say in NOT_ANSWERED why not"
    )
    assert not forgotten, f"{where}: {forgotten}"
    assert set(NOT_ANSWERED) <= columns() - members(), "a reason for what is answered, or is no column"


def test_each_member_of_the_answer_is_a_column_or_given_by_the_query():
    for answer in ANSWERS:
        calls = list(given(answer.__name__))
        assert calls, f"no query fills {answer.__name__}"
        for names in calls:
            unfilled = sorted({member.name for member in fields(answer)} - columns() - names)
            where = f"these members of {answer.__name__} are no column of an obligation, nor given by name in the query"
            assert not unfilled, f"{where}: {unfilled}"


def test_each_member_of_the_answer_has_a_row_with_its_words_on_the_page():
    missing = sorted(members() - in_a_row(layer("pages")) - set(NO_ROW))
    where = "give these a row with its words in facts_shown, services/cases/pages/obligation_rows.py"
    assert not missing, f"{where}: {missing}"
    assert set(NO_ROW) <= members(), "a reason for what nobody answers"


def test_each_member_of_the_answer_is_named_by_a_test():
    own = [file for file in read_tests() if file.parts[1] == "cases"]
    untried = sorted(members() - said_by(own))
    assert not untried, f"write a test in tests/cases/ that says what they hold, through both doors: {untried}"
