"""Which addresses the tests of a service write down with a query, read without running them."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import parse_qsl

from tests.house.code import Source, functions, read_tests
from tests.house.doors import ends_with


class Asked(NamedTuple):
    """A path as it is written, `*` for what is filled in, and the names in its query."""

    path: str
    names: frozenset[str]


def is_asked(path: str, name: str) -> bool:
    """Whether a test of the service writes this path, or its end with the last word in it, with `name` in the query."""
    service = path.split("/")[1]
    # To parse a file takes longest: most do not write the name at all.
    files = (file for file in read_tests() if file.parts[1] == service and name in file.text)
    return any(name in asked.names and ends_with(path, asked.path) for asked in chain.from_iterable(map(_asked, files)))


@cache
def _asked(file: Source) -> frozenset[Asked]:
    return frozenset((*_written(file), *_given(file)))


def _written(file: Source) -> Iterator[Asked]:
    """`"/cases?status=open"`, and `f"{URL}?status=open"` where the file says what `URL` is."""
    known = _constants(file)
    for node in ast.walk(file.tree):
        path, mark, query = _text(node, known).partition("?")
        if mark:
            yield Asked(path, frozenset(name for name, _value in parse_qsl(query, keep_blank_values=True)))


def _given(file: Source) -> Iterator[Asked]:
    """`get("/cases", query_string=query)`: the keys of every dictionary in that test."""
    known = _constants(file)
    for _file, function in functions([file]):
        nodes = list(ast.walk(function))
        keys = {key.value for node in nodes if isinstance(node, ast.Dict) for key in node.keys if _is_text(key)}
        for node in nodes:
            if isinstance(node, ast.Call) and any(word.arg == "query_string" for word in node.keywords):
                yield from (Asked(_text(argument, known), frozenset(keys)) for argument in node.args)


def _constants(file: Source) -> Mapping[str, str]:
    """What the names of a file stand for: `URL = …`, and `URL, PAGE = …, …`."""
    known: dict[str, str] = {}
    for node in file.tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = zip(getattr(target, "elts", [target]), getattr(value, "elts", [value]), strict=False)
            known |= {name.id: _text(text, known) for name, text in pairs if isinstance(name, ast.Name)}
    return known


def _text(node: ast.AST, known: Mapping[str, str]) -> str:
    """What the node writes; `*` for what only a run could say."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, known) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, known)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left, known) + _text(node.right, known)
    if isinstance(node, ast.Name):
        return known.get(node.id, "*")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "*"


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
