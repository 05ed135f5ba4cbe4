"""What a test file does while pytest collects it, minutes before its tests run: there it may not ask what time it is."""

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from tests.house.code import Function, Place, Source
from tests.house.habits import called

CLOCKS = {"now", "utcnow", "today", "utc_now", "time_ns"}
#: What is written here is done when it is called, not when it is read.
LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _by_function(function: Function | ast.Lambda) -> list[ast.AST]:
    """What reading a function does: its decorators and defaults, and not its body."""
    defaults = [value for value in (*function.args.defaults, *function.args.kw_defaults) if value]
    return [*getattr(function, "decorator_list", ()), *defaults]


def _calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls that these make at once."""
    for node in nodes:
        if isinstance(node, LATER):
            yield from _calls(_by_function(node))
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _calls(ast.iter_child_nodes(node))


class _Reader:
    """Follows a call into the functions of tests/ that it reaches."""

    def __init__(self, files: Iterable[Source]) -> None:
        self.files = {file.module: file for file in files}

    @cached_property
    def functions(self) -> dict[str, Function]:
        return {
            f"{module}.{node.name}": node
            for module, file in self.files.items()
            for node in file.tree.body
            if isinstance(node, Function)
        }

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """By module: the full name of what each word of it means, as far as it is of tests/."""
        meant: dict[str, dict[str, str]] = {module: {} for module in self.files}
        for name in self.functions:
            module, _, word = name.rpartition(".")
            meant[module][word] = name
        for module, file in self.files.items():
            for node in ast.walk(file.tree):
                if isinstance(node, ast.ImportFrom) and node.module:
                    meant[module] |= {part.asname or part.name: f"{node.module}.{part.name}" for part in node.names}
        return meant

    def asks(self, module: str, call: ast.Call, seen: frozenset[str] = frozenset()) -> bool:
        """Whether this call asks a clock, or a function of tests/ that does."""
        if called(call) in CLOCKS or ast.unparse(call.func) == "time.time":
            return True
        word, _, rest = ast.unparse(call.func).partition(".")
        name = ".".join(filter(None, (self.names[module].get(word, ""), rest)))
        if name in seen or name not in self.functions:
            return False
        home = name.rpartition(".")[0]
        return any(self.asks(home, inner, seen | {name}) for inner in _calls(self.functions[name].body))


def clocks_asked(files: Iterable[Source]) -> list[Place]:
    """Where a file asks a clock at module level, in a class, in a decorator (a parametrize) or for a default."""
    reader = _Reader(files)
    return [
        file.place(call, ast.unparse(call))
        for module, file in reader.files.items()
        for call in _calls(file.tree.body)
        if reader.asks(module, call)
    ]
