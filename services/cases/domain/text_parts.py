"""A text whose parts have names, as an application to a court: each begins with a line that is its name.

So a writer sees the parts where they write, and no field of its own is needed for each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

#: What may stand before a name on its line: "II." or "2)".
_NUMBER = re.compile(r"^\s*(?:[ivxIVX]+|[0-9]+)[.)]\s*")


def split(text: str, names: Sequence[str]) -> dict[str, str]:
    """The parts as they follow one another, by name; "": what stands before the first."""
    found: dict[str, list[str]] = {"": []}
    part = ""
    for line in text.splitlines():
        name = _named(line, names)
        if name is None:
            found[part].append(line)
        else:
            part = name
            found.setdefault(part, [])
    parts = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return {name: said for name, said in parts.items() if name or said}


def missing(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The parts that are not there or say nothing, in their order."""
    found = split(text, names)
    return tuple(name for name in names if not found.get(name))


def joined(parts: Mapping[str, str]) -> str:
    """The parts as a text that is split into them again."""
    return "\n\n".join(_lines(parts))


def _lines(parts: Mapping[str, str]) -> Iterator[str]:
    for name, said in parts.items():
        yield "\n".join(filter(None, [name, said]))


def _named(line: str, names: Sequence[str]) -> str | None:
    said = _NUMBER.sub("", line).strip().rstrip(":").casefold()
    return next((name for name in names if name.casefold() == said), None)
