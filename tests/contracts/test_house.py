"""The house rules that can be counted. `make figures` prints the same numbers beside what they were.

A rule that is not kept everywhere yet has its limit in house.yaml, which only goes down.
"""

import ast
import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.house import arrows, collected, habits, signatures
from tests.house.code import Place, Source, code, functions, length, percentile, read_tests

LIMITS: dict[str, int] = yaml.safe_load((Path(__file__).parent / "house.yaml").read_text(encoding="utf-8"))
#: The 90th percentile of the lines of a function; the median of the modules of the house that a file imports, and the 90th percentile of it: a wing
#: that is cut by its layers has more and smaller files, each of which leans on those below.
LONG_FUNCTION, HOUSE_IMPORTS, MOST_IMPORTS = 18, 5, 15
UNTYPED_PERCENT = 3


def listed(places: Sequence[Place]) -> str:
    return "".join(f"\n  {place}" for place in sorted(places))


def fault_of(rule: str, places: Sequence[Place], remedy: str, count: int | None = None) -> str:
    """Empty where there are as many places as the limit says: no more, and no fewer, so that what was won is not lost."""
    limit, count = LIMITS[rule], len(places) if count is None else count
    if count < limit:
        return f"lower the limit of {rule} in tests/contracts/house.yaml to {count}"
    return f"{count} places, {limit} allowed: {remedy}{listed(places)}" if count > limit else ""


def test_signatures_say_what_they_take_and_give():
    places = signatures.untyped(list(code()))
    few = len(places) * 100 < UNTYPED_PERCENT * len(functions(code()))
    fault = fault_of(
        "untyped_signatures", [] if few else places, "give it a class of its own, and no alias of dict[str, Any]"
    )
    assert not fault, fault


def test_a_file_leans_on_few_others():
    counts = {file.path: len(arrows.house_imports(file)) for file in code()}
    most = [
        Place(path, 1, f"imports {count}")
        for path, count in counts.items()
        if count >= percentile(counts.values(), 0.9)
    ]
    assert statistics.median(counts.values()) <= HOUSE_IMPORTS, f"half the files import more:{listed(most)}"
    assert percentile(counts.values(), 0.9) <= MOST_IMPORTS, f"one file in ten imports more:{listed(most)}"


def test_functions_are_short():
    lengths = [(length(function), file.place(function, function.name)) for file, function in functions(code())]
    longest = [place for lines, place in lengths if lines > LONG_FUNCTION]
    middle = percentile((lines for lines, _ in lengths), 0.9)
    assert middle <= LONG_FUNCTION, f"one function in ten is longer than {LONG_FUNCTION} lines:{listed(longest)}"


def test_no_rooms_lean_on_each_other_in_a_circle():
    circles = [circle for part in arrows.circles_of_rooms().values() for circle in part]
    statements = [place for circle in circles for place in circle]
    fault = fault_of("circles", statements, "cut one of these imports of each circle", len(circles))
    assert not fault, fault


def test_a_circle_is_found_whatever_hangs_on_it():
    pairs = [("before", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "after"), ("x", "y"), ("y", "x")]
    assert arrows.circles(pairs) == [["a", "b", "c"], ["x", "y"]]


def test_actions_do_not_call_each_other_in_a_circle():
    assert arrows.circles(arrows.between_actions()) == []


def test_a_route_has_fifteen_lines_at_most():
    remedy = "parse, call one action or query, answer; what is more belongs there (from `def`, the docstring left out)"
    fault = fault_of("long_routes", habits.long_routes(list(code())), remedy)
    assert not fault, fault


def test_no_action_and_no_query_asks_the_clock():
    fault = fault_of("clocks_asked", habits.clocks_asked(), "take `now` from the door")
    assert not fault, fault


def test_an_action_is_told_first_who_acts():
    places = habits.actors_not_first()
    assert not places, f"take `by: Principal`, first of all:{listed(places)}"


def test_queries_write_nothing_but_that_something_was_read():
    places = habits.writes_in_queries()
    assert not places, f"what changes something is an action:{listed(places)}"


def test_a_file_of_a_door_has_one_blueprint():
    places = habits.blueprints_too_many()
    assert not places, f"one blueprint per file:{listed(places)}"


def test_the_access_rule_of_a_route_is_innermost():
    places = habits.access_not_innermost()
    assert not places, f"put it right above `def`:{listed(places)}"


def test_the_api_takes_schemas_by_their_module():
    places = habits.schemas_by_name()
    assert not places, f"import the module of schemas:{listed(places)}"


def test_no_action_refuses_in_the_words_of_http():
    fault = fault_of(
        "problems_in_actions", habits.problems_in_actions(), "raise a RuleViolation or a refusal of the domain"
    )
    assert not fault, fault


def test_models_ask_nothing():
    fault = fault_of("selects_in_models", habits.selects_in_models(), "a query stands in `queries`")
    assert not fault, fault


def test_a_list_is_declared():
    fault = fault_of(
        "lists_by_hand", habits.lists_by_hand(), "declare it in lists.py and read it with shared.lists.page_of"
    )
    assert not fault, fault


def test_a_suppression_says_why():
    places = habits.without_cause([*code(), *read_tests()])
    fault = fault_of(
        "suppressions_without_cause", places, "write the cause after it: `# noqa: S608 - the name is from pg_class`"
    )
    assert not fault, fault


def test_every_test_asserts_something_itself():
    places = habits.without_assertion(list(read_tests()))
    assert not places, f"write what must be true in the test itself, not in a helper alone:{listed(places)}"


def test_no_assertion_is_true_whatever_happens():
    places = habits.always_true(list(read_tests()))
    assert not places, f"write an assertion that can fail:{listed(places)}"


@pytest.mark.parametrize("written", ["x == 1 or True", "True", "(x == 1, 'why')", "x or 'a word'", "[x]", "True and 1"])
def test_an_assertion_that_cannot_fail_is_found(written):
    assert len(habits.always_true([Source("tests/test_x.py", f"def test_x(x):\n    assert {written}")])) == 1


@pytest.mark.parametrize("written", ["x or y", "x and True", "(x, 1) == y", "[]", "not x", "x, 'why'"])
def test_an_assertion_that_can_fail_is_none(written):
    assert habits.always_true([Source("tests/test_x.py", f"def test_x(x, y):\n    assert {written}")]) == []


def test_an_alias_of_a_dictionary_is_no_way_round():
    written = ast.parse(
        "Row = dict[str, Any]\ndef f(a: list['Mapping[str, Any]']) -> typing.Dict[str, typing.Any]: ..."
    )
    alias, function = written.body
    assert signatures.written_out(alias.value)
    assert [signatures.written_out(annotation) for annotation in signatures.annotations(function)] == [True, True]
    assert not signatures.written_out(ast.parse("dict[str, int]", mode="eval").body)
    assert all(name.startswith(("services.", "shared.", "deploy.")) for name in signatures.aliases())
    assert "services.intake.data.Entry" in signatures.aliases(), "a class of one is none either"


def test_no_test_asks_what_time_it_is_before_it_runs():
    """Between the collection and the test lie minutes, and with them midnight: a day taken then is yesterday's."""
    places = collected.clocks_asked(read_tests())
    remedy = "ask inside the test: give a parametrize a number of days or a lambda, and a helper a function"
    assert not places, f"{remedy}:{listed(places)}"


@pytest.mark.parametrize(
    "written",
    [
        "DAY = today()",
        "DAYS = [clock.utc_now() - timedelta(days=n) for n in range(3)]",
        "class TestX:\n    day = datetime.now(UTC).date()",
        "@pytest.mark.parametrize('day', [date.today()])\ndef test_x(day): ...",
        "def test_x(day=today()): ...",
        "def soon():\n    return today()\nclass TestX:\n    @pytest.mark.parametrize('day', [soon()])\n    def test_x(self): ...",
        "from tests.other import later\nDUE = later()",
    ],
)
def test_a_clock_that_is_asked_at_collection_is_found(written):
    other = Source("tests/other.py", "def later(): return time.time()")
    assert [place.path for place in collected.clocks_asked([Source("tests/test_x.py", written), other])] == [
        "tests/test_x.py"
    ]


@pytest.mark.parametrize(
    "written",
    [
        "def soon():\n    return today()",
        "@pytest.mark.parametrize('when', [lambda: today(), today])\ndef test_x(when):\n    assert when()",
        "DAY = local_day(datetime(2026, 1, 1, tzinfo=UTC))",
        "def test_x():\n    def soon(day=today()): ...\n    assert soon()",
    ],
)
def test_a_clock_that_a_test_asks_when_it_runs_is_none(written):
    assert collected.clocks_asked([Source("tests/test_x.py", written)]) == []
