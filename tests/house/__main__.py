"""The figures of the house beside what they were. `make figures`; `python -m tests.house yaml` prints them as data."""

import sys
from collections import Counter
from pathlib import Path

import yaml

from tests.house import arrows, habits, signatures, sizes
from tests.house.code import Source, code, functions, read_tests

BEFORE = Path(__file__).parent / "before.yaml"
CASES = "services.cases"


def of_signatures(files: list[Source]) -> dict[str, str]:
    every = len(functions(files))
    return {
        "signatures with dict[str, Any], %": f"{sizes.share(len(signatures.untyped(files)), every):.1f}",
        "… written out, %": f"{sizes.share(signatures.holding(files, 'Any'), every):.1f}",
        "… dict[str, object], written out, %": f"{sizes.share(signatures.holding(files, 'object'), every):.1f}",
    }


def of_arrows(files: list[Source], prefix: str) -> dict[str, str]:
    room = arrows.top_room if prefix == "" else arrows.room_of(prefix)
    largest = max([1, *map(len, arrows.circles(arrows.between(room)))])
    among = arrows.between_actions(prefix or "services")
    inside = [
        circle for part, found in arrows.circles_of_rooms().items() if part.startswith(prefix) for circle in found
    ]
    return {
        "house imports per file median / p90 / max": sizes.spread(len(arrows.house_imports(file)) for file in files),
        "rooms / largest circle of rooms": f"{len(arrows.rooms(files, room))} / {largest}",
        "circles of rooms in all its parts": f"{len(inside)}",
        "actions → actions: arrows / files they leave": f"{len(among)} / {len({importer for importer, _ in among})}",
        "circles among files of actions": f"{len(arrows.circles(among))}",
    }


def of_habits(files: list[Source], tested: list[Source]) -> dict[str, str]:
    names = Counter(place.what for place in habits.vague_names(files))
    longest = max(lines for _, lines in habits.routes(files))
    marks = habits.suppressions([*files, *tested])
    return {
        "routes / longer than 15 lines / longest": f"{len(habits.routes(files))} / {len(habits.long_routes(files))} / {longest}",
        "utc_now() calls in actions": f"{habits.clock_calls(files)}",
        "suppressions / without a cause in words": f"{len(marks)} / {len(habits.without_cause([*files, *tested]))}",
        **{f"`{name}` assigned": str(names[name]) for name in habits.VAGUE},
    }


def of_tests(files: list[Source], tested: list[Source]) -> dict[str, str]:
    ratio = sum(file.lines for file in tested) / sum(file.lines for file in files)
    cases = habits.cases_tested(tested)
    return {
        "test lines : code": f"{ratio:.2f}",
        "tests / without any assert or raises": f"{len(cases)} / {len(habits.without_assertion(tested))}",
        "patches, mocks, stubs": f"{habits.patches(tested)}",
    }


def column(prefix: str = "") -> dict[str, str]:
    """All figures, of the whole house or of one service."""
    files = [file for file in code() if f"{file.module}.".startswith(f"{prefix}." if prefix else "")]
    folder = f"tests/{prefix.removeprefix('services.')}/" if prefix else "tests/"
    tested = [file for file in read_tests() if file.path.startswith(folder)]
    return {
        **sizes.figures(files),
        **of_signatures(files),
        **of_arrows(files, prefix),
        **of_habits(files, tested),
        **of_tests(files, tested),
    }


def main() -> None:
    now = {"besa": column(), "besa/cases": column(CASES)}
    if sys.argv[1:] == ["yaml"]:
        print(yaml.safe_dump(now, allow_unicode=True, sort_keys=False, width=120))
        return
    before = yaml.safe_load(BEFORE.read_text(encoding="utf-8"))
    columns = [("now", now), *((source["name"], source["figures"]) for source in before)]
    for source in before:
        print(f"{source['name']}: {source['source']}, {source['day']}")
    for part, figures in now.items():
        print(f"\n{part:<57}" + "".join(f"{name:<28}" for name, _ in columns))
        for name in figures:
            print(f"  {name:<55}" + "".join(f"{told[part].get(name, '–'):<28}" for _, told in columns))


if __name__ == "__main__":
    main()
