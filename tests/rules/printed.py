"""docs/rules.md: the twenty rules that the software must get right, and the tests that show each. `make docs` prints it."""

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
#: In our words; where each comes from stands in the reference of the project (law 8454 and the office's practice).
RULES = {
    1: "A letter to n bodies with m items makes n × m obligations, less those of bodies that are only informed.",
    2: "A term is stored with value, unit, start event, legal basis and validity; changing it leaves sent letters alone.",
    3: "The last day is counted from the recorded delivery, the day itself not counted, and rolls off days off only where "
    "the term's rule says so.",
    4: "“No reply” is typed by nobody: it is true from the first instant after the term, and then “late by n days”.",
    5: "An acknowledgement, a request for time or a forwarding neither stops the clock nor counts as a reply.",
    6: "Reply and compliance are separate facts: accepting changes no compliance value.",
    7: "Only an officer finds “implemented”, with date, verifier and evidence; what the body says is a claim.",
    8: "“In process” needs a promised date and a next check, and shows as overdue after it.",
    9: "The superior is turned to only after silence, refusal or a poor reply, by the relations of that day; where a body "
    "has none, the lawful alternatives are named and none is guessed.",
    10: "Body, superior, Assembly: no step while an earlier term runs, unless the commissioner overrides in writing.",
    11: "The judiciary is only informed through the competent body: never recommended to, never rated, never pressed.",
    12: "What a court or prosecutor has or had is refused, suspended or closed; asking them for information stays possible.",
    13: "A child files alone, on one screen of plain questions, and gets a number and a way to come back.",
    14: "Complainant, child and representative are distinct; a guardian in conflict sees and receives nothing.",
    15: "Nothing that leaves for a body holds an identity, unless an officer released that datum to that body, with a "
    "reason, by the decision of a second person, and logged.",
    16: "Every complainant learns the decision within the term and the result at the end; a refusal names ground and path.",
    17: "Joined complaints: bodies get one letter, every complainant an own answer; complaints and cases are counted apart.",
    18: "Every percentage states unit and denominator, shares sum to the whole, the judiciary is out, and a past figure stays.",
    19: "Every case has an article of the Convention from a dated taxonomy; clusters are derived and count a case once.",
    20: "What was sent, answered, changed, seen or overridden is append-only; recommendations to the office are tracked by "
    "the same engine.",
}


def tests_of() -> dict[int, list[str]]:
    """The tests of each rule as `file::name`."""
    found: dict[int, list[str]] = {number: [] for number in RULES}
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (match := re.match(r"test_rule_(\d\d)_", node.name)):
                found[int(match[1])].append(f"tests/rules/{path.name}::{node.name}")
    return found


def markdown() -> str:
    head = (
        "# Twenty rules\n\nPrinted by `make docs` from `tests/rules/printed.py`; do not edit. Each rule is a test by its "
        "number that goes through the API of all four services (events carried by hand, the day chosen by the test).\n"
    )
    tests = tests_of()
    parts = [
        f"\n## {number}\n\n{said}\n\n" + "".join(f"- `{name}`\n" for name in tests[number])
        for number, said in RULES.items()
    ]
    return head + "".join(parts)


if __name__ == "__main__":
    print(markdown(), end="")
