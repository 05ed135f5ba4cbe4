"""Of a body that is asked again by letter every reader says the same at every step: the machine of test_every_order.py in one order."""

import pytest

from tests.cases.any_order import AnyOrder
from tests.cases.any_order_readers import Look
from tests.cases.bench import Bench
from tests.cases.ladder_world import after
from tests.databases import Databases


@pytest.mark.long
def test_of_who_is_asked_again_by_letter_every_reader_says_so(bench: Bench, databases: Databases) -> None:
    """The order that chance seldom finds: told that nothing is asked, asked again, and told of that long after."""
    machine = type("AnyOrderHere", (AnyOrder,), {"bench": bench, "databases": databases, "seen": set()})()
    machine.begin()

    def travel(days: int) -> None:
        machine.travel((after(machine.day, days) - machine.day).days)

    steps = (
        machine.it_is_brought_on_paper,
        lambda: machine.the_office_assesses("overtaken"),
        lambda: travel(1),
        lambda: machine.what_was_decided_is_told_by_letter(leaves=True, arrives=True),
        lambda: travel(6),
        lambda: machine.the_office_assesses("not_assessed"),
        lambda: travel(45),
        machine.the_timers_run,
        lambda: machine.a_journalist_asks(20),
        lambda: machine.what_was_decided_is_told_by_letter(leaves=True, arrives=True),
        lambda: travel(45),
        machine.the_timers_run,
    )
    states = []
    for happens in steps:
        happens()
        machine.every_reader_says_what_is_so()
        states.append(Look(machine).state)
    machine.teardown()
    assert list(dict.fromkeys(states)) == ["awaiting_reply", "overtaken", "asked_again", "no_reply"]
    assert states.count("asked_again") == 4
