"""Which signatures hide what they take or give behind `dict[str, Any]`, written out or through an alias of it."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from tests.house.code import Function, Place, Source, code, functions

DICTIONARIES = {"dict", "Dict", "Mapping", "MutableMapping"}


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _parts(annotation: ast.AST) -> Iterator[ast.AST]:
    """All nodes, those of an annotation in quotes too."""
    for node in ast.walk(annotation):
        yield node
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                yield from ast.walk(ast.parse(node.value, mode="eval"))
            except SyntaxError:
                continue


def written_out(annotation: ast.AST, value: str = "Any") -> bool:
    """Whether `dict[str, Any]`, or another mapping like it, stands anywhere in the annotation."""
    return any(
        isinstance(node, ast.Subscript)
        and _last(node.value) in DICTIONARIES
        and isinstance(node.slice, ast.Tuple)
        and [_last(part) for part in node.slice.elts] == ["str", value]
        for node in _parts(annotation)
    )


def _assigned(file: Source) -> Iterator[tuple[str, ast.expr]]:
    """`X = …`, `X: TypeAlias = …` at the top of a module; a value that is computed is no alias."""
    for node in file.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.Subscript | ast.BinOp | ast.Name | ast.Attribute | ast.Constant):
            yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))
        elif isinstance(value, ast.Call) and _last(value.func) == "NewType" and value.args:
            yield from ((target.id, value.args[-1]) for target in targets if isinstance(target, ast.Name))


def _derived(file: Source) -> Iterator[str]:
    """`class X(dict[str, Any])`: its members have no types either."""
    for node in file.tree.body:
        if isinstance(node, ast.ClassDef) and any(written_out(base) for base in node.bases):
            yield node.name


def _imported(file: Source) -> dict[str, str]:
    """Local name → dotted name, for what a file imports anywhere."""
    names = {}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {part.asname or part.name: f"{node.module}.{part.name}" for part in node.names}
        elif isinstance(node, ast.Import):
            names |= {part.asname or part.name: part.name for part in node.names}
    return names


def _refers(node: ast.AST, file: Source, imported: dict[str, str], aliases: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return f"{file.module}.{node.id}" in aliases or imported.get(node.id) in aliases
    if isinstance(node, ast.Attribute):
        owner, _, name = ast.unparse(node).rpartition(".")
        return f"{imported.get(owner, owner)}.{name}" in aliases
    return False


@lru_cache(maxsize=1)
def aliases() -> frozenset[str]:
    """Dotted names that mean a `dict[str, Any]`: an alias or a class of one, an alias of these, and where one is imported from."""
    known: set[str] = set()
    imports = {file.module: _imported(file) for file in code()}
    while True:
        before = len(known)
        for file in code():
            imported = imports[file.module]
            known |= {f"{file.module}.{local}" for local, source in imported.items() if source in known}
            known |= {f"{file.module}.{name}" for name in _derived(file)}
            known |= {
                f"{file.module}.{name}"
                for name, value in _assigned(file)
                if written_out(value) or any(_refers(node, file, imported, known) for node in _parts(value))
            }
        if len(known) == before:
            return frozenset(known)


def annotations(function: Function) -> list[ast.expr]:
    taken = function.args
    every = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
    found = [argument.annotation for argument in every if argument is not None and argument.annotation is not None]
    return [*found, function.returns] if function.returns is not None else found


def untyped(files: list[Source]) -> list[Place]:
    """The functions whose signature has a `dict[str, Any]`, under whatever name."""
    places, renamed = [], set(aliases())
    for file in files:
        imported = _imported(file)
        for _, function in functions([file]):
            given = annotations(function)
            if any(written_out(annotation) for annotation in given) or any(
                _refers(node, file, imported, renamed) for annotation in given for node in _parts(annotation)
            ):
                places.append(file.place(function, function.name))
    return places


def holding(files: list[Source], value: str) -> int:
    """How many signatures have a mapping of text to `value`, written out."""
    return sum(
        any(written_out(annotation, value) for annotation in annotations(function)) for _, function in functions(files)
    )
