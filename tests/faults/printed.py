"""docs/faults.md: what can go wrong around the exchange and in operation, what holds then, and the tests of it. `make docs` prints it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.yaml_files import read_yaml

FAULTS: list[Mapping[str, Any]] = read_yaml(Path(__file__).parent / "lines.yaml")["faults"]
_HEAD = (
    "# Faults\n\nPrinted by `make docs` from `tests/faults/lines.yaml`; do not edit. A test holds that each test is there. What none of them has seen is "
    "said with its fault.\n"
)


def markdown() -> str:
    return _HEAD + "".join(map(_fault, FAULTS))


def _fault(one: Mapping[str, Any]) -> str:
    unseen = [f"- **not seen here**: {one['not_here']}"] if "not_here" in one else []
    lines = [*(f"- `{name}`" for name in one["tests"]), *unseen]
    said = one["holds"]
    return f"\n## {one['key']}\n\n{said[0].upper()}{said[1:]}.\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(markdown(), end="")
