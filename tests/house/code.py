"""The files that the figures and the house rules are counted over, read and parsed once."""

import ast
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDERS = ("services", "shared", "deploy")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Place(NamedTuple):
    """Where a rule is broken, and by what."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


@dataclass(frozen=True)
class Source:
    """One file; `path` is relative to the repository."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name of the module in pieces: `services`, `cases`, `actions`, `issuing`."""
        parts = Path(self.path).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def module(self) -> str:
        return ".".join(self.parts)

    @property
    def lines(self) -> int:
        """What stands after the last line feed counts as a line, as in the figures that ours are compared with."""
        return self.text.count("\n") + 1

    def place(self, node: ast.AST, what: str) -> Place:
        return Place(self.path, getattr(node, "lineno", 1), what)


def _read(folder: str) -> Iterator[Source]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def code() -> tuple[Source, ...]:
    """All that runs in production, but the migrations."""
    return tuple(file for folder in FOLDERS for file in _read(folder) if "migrations" not in file.parts)


@lru_cache(maxsize=1)
def read_tests() -> tuple[Source, ...]:
    return tuple(_read("tests"))


def layer(name: str) -> list[Source]:
    """The modules of one layer in all services and in all their wings, such as `actions`."""
    return [file for file in code() if file.parts[0] == "services" and name in file.parts[2:]]


def functions(files: Iterable[Source]) -> list[tuple[Source, Function]]:
    return [(file, node) for file in files for node in ast.walk(file.tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """From `def` to the last line, the docstring included and the decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def length_of_docstring(function: Function) -> int:
    first = function.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1 if ast.get_docstring(function) else 0


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of the others lie: one that occurs, none between two."""
    ordered = sorted(values)
    return ordered[math.floor((len(ordered) - 1) * share)]
