"""The printed page says all that the tables say, in Mermaid that holds together."""

import re

from services.cases.domain.case import STEPS, Status, Step, resumed
from services.cases.domain.case_conditions import CONDITIONS, OUTCOMES
from services.cases.domain.findings import MEANS, Result
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed, Claimed, Confirmed, Delivery, Reply
from services.cases.domain.recommendation import ACT_STEPS
from services.cases.printed.states import states_markdown

PAGE = states_markdown()


def _arrows(number: int) -> set[tuple[str, str, str]]:
    block = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)[number]
    lines = re.findall(r"^    (\w+) --> (\w+): (.+)$", block, re.MULTILINE)
    return {(source, target, step) for source, target, steps in lines for step in steps.split(", ")}


def test_every_change_of_status_of_a_case_is_an_arrow_and_every_arrow_is_one() -> None:
    moves = {(s.value, t.value, step.replace("_", " ")) for (s, step), t in STEPS.items() if s is not t}
    stood = {status for status, step in STEPS if step is Step.SUSPEND}
    moves -= {move for move in moves if move[2] == Step.RESUME}
    assert _arrows(0) == moves | {(Status.SUSPENDED, resumed(status), Step.RESUME) for status in stood}


def test_every_change_of_status_of_an_act_is_an_arrow_and_every_arrow_is_one() -> None:
    assert _arrows(1) == {(s.value, t.value, step.value) for (s, step), t in ACT_STEPS.items() if s is not t}


def test_delivery_is_drawn_without_a_way_back() -> None:
    assert ("delivered", "opened", "opened") in _arrows(2)
    assert not {(source, target) for source, target, _ in _arrows(2)} & {
        ("opened", "delivered"),
        ("delivered", "failed"),
    }


def test_every_word_condition_and_entry_is_on_the_page() -> None:
    needs = {one.needs for conditions in CONDITIONS.values() for one in conditions}
    needs |= {one.needs for one in OUTCOMES.values()}
    words = {*Status, *Step, *Delivery, *Reply, *Claimed, *Assessed, *Confirmed, *EntryKind, *OUTCOMES}
    assert not [text for text in needs | {word.replace("_", " ") for word in words} if text not in PAGE]


def test_every_finding_is_explained_with_the_outcomes_that_may_rest_on_it() -> None:
    [table] = re.findall(r"^\| finding \| what it means .*\n\|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    rows = dict(line.strip("| ").split(" | ", 1) for line in table.splitlines())
    assert set(MEANS) == set(Result)
    assert set(rows) == {result.replace("_", " ") for result in Result}
    assert rows["violation found"].split(" | ")[1] == "not yet"
    means, without, after = rows["resolved without recommendation"].split(" | ")
    assert means == "the body restored the right by itself while the office investigated"
    assert without == "resolved without recommendation"
    assert "resolved" not in after


def test_every_table_has_rows_as_wide_as_its_head() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        assert len({line.count(" | ") for line in table.splitlines()}) == 1
    assert PAGE.endswith("\n")
