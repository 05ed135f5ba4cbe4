"""docs/mandate.md: the twenty duties of the office, and by what each is done. `make docs` prints it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from shared.yaml_files import read_yaml

DUTIES: list[Mapping[str, Any]] = read_yaml(Path(__file__).parent / "duties.yaml")["duties"]
GROUPS = {"P": "Protection", "M": "Monitoring", "R": "Promotion"}
_HEAD = (
    "# The mandate\n\nPrinted by `make docs` from `tests/rules/duties.yaml`; do not edit. A test holds that each page, call, event and test is there, "
    "and that a person of the office finds each page from the first page of the staff within three clicks.\n"
)


def markdown() -> str:
    parts = [_HEAD]
    for letter, name in GROUPS.items():
        parts.append(f"\n## {name}\n")
        parts.extend(_duty(one) for one in DUTIES if one["key"].startswith(letter))
    return "".join(parts)


def _duty(one: Mapping[str, Any]) -> str:
    lines = [
        f"- for the staff: {_listed(one['pages'])}",
        *([f"- for anybody: {_listed(one['public'])}"] if "public" in one else []),
        f"- API: {_listed(one['api'])}",
        f"- events: {_listed(one['events'])}",
        f"- counted by: {_listed([one['figure']])}",
        f"- shown by: {_listed(one['tests'])}",
        *([f"- **not yet**: {one['not_yet']}"] if "not_yet" in one else []),
    ]
    return f"\n### {one['key']}. {one['name']}\n\n" + "\n".join(lines) + "\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    print(markdown(), end="")
