"""How big things are: files, functions, argument lists, nesting; how much is said in comments and docstrings."""

import ast
import statistics
from collections.abc import Iterable, Iterator

from tests.house.code import Function, Source, functions, length, percentile

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def spread(values: Iterable[float]) -> str:
    """Median, 90th percentile and maximum."""
    counted = list(values)
    return f"{statistics.median(counted):g} / {percentile(counted, 0.9):g} / {max(counted):g}"


def share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def arguments(function: Function) -> int:
    taken = function.args
    named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs]
    return len(named) + (taken.vararg is not None) + (taken.kwarg is not None)


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How deep blocks stand in blocks; an `elif` is no deeper than its `if`, and a function within begins anew."""
    deepest = depth
    for child, is_elif in _children(node):
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            deepest = max(deepest, nesting(child, depth + (isinstance(child, BLOCKS) and not is_elif)))
    return deepest


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    otherwise = node.orelse if isinstance(node, ast.If) else []
    for child in ast.iter_child_nodes(node):
        yield child, otherwise == [child] and isinstance(child, ast.If)


def comments(file: Source) -> int:
    """Lines that are nothing but a comment."""
    return sum(line.lstrip().startswith("#") for line in file.text.split("\n"))


def figures(files: list[Source]) -> dict[str, str]:
    every = [function for _, function in functions(files)]
    public = [function for function in every if not function.name.startswith("_")]
    lines = sum(file.lines for file in files)
    nested = [nesting(function) for function in every]
    told = share(sum(ast.get_docstring(function) is not None for function in public), len(public))
    headed = share(sum(ast.get_docstring(file.tree) is not None for file in files), len(files))
    return {
        "files / lines": f"{len(files)} / {lines / 1000:.1f}k",
        "file median / p90 / max": spread(file.lines for file in files),
        "function median / p90 / max": spread(length(function) for function in every),
        "arguments median / p90 / max": spread(arguments(function) for function in every),
        "nesting p90 / max": f"{percentile(nested, 0.9)} / {max(nested)}",
        "comments per 100 lines": f"{share(sum(map(comments, files)), lines):.1f}",
        "public functions with docstring / modules with one, %": f"{told:.0f} / {headed:.0f}",
        "returns annotated, %": f"{share(sum(one.returns is not None for one in every), len(every)):.0f}",
    }
