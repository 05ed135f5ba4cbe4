"""Habits of the house that no linter knows: routes, the clock, refusals, queries, suppressions, names; and of its tests."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.house.code import Function, Place, Source, functions, layer, length, length_of_docstring

VERBS = {"route", "get", "post", "put", "patch", "delete"}
#: What `found` and its like name is not said by them.
VAGUE = ("found", "said", "told", "one", "wanted", "made", "asked", "owed")
#: What changes rows, by its name in SQLAlchemy.
STATEMENTS = {"insert", "update", "delete"}
SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma|nosec)(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|\[[^\]]*\])?")


def called(node: ast.AST) -> str:
    """The last word of what is called: `select` in `sa.select(…)`."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def routes(files: list[Source]) -> list[tuple[Place, int]]:
    """Each route and its length: from `def` to its last line, without decorators and docstring."""
    return [
        (file.place(function, function.name), length(function) - length_of_docstring(function))
        for file, function in functions(files)
        if any(isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) and called(d) in VERBS
               for d in function.decorator_list)
    ]  # fmt: skip


def long_routes(files: list[Source], limit: int = 15) -> list[Place]:
    return [place._replace(what=f"{place.what}: {lines} lines") for place, lines in routes(files) if lines > limit]


def _imports_of(files: list[Source], module: str, name: str) -> Iterator[Place]:
    """`from module import name`, and `something.name` for who imports the module whole."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom) and node.module == module:
                yield from (file.place(node, f"imports {name}") for part in node.names if part.name == name)
            elif isinstance(node, ast.Attribute) and node.attr == name:
                yield file.place(node, ast.unparse(node))


def clocks_asked() -> list[Place]:
    """Actions and queries that ask the clock instead of being told the instant by their door."""
    return list(_imports_of([*layer("actions"), *layer("queries")], "shared.clock", "utc_now"))


def clock_calls(files: list[Source]) -> int:
    inside = [file for file in layer("actions") if file in files]
    return sum(called(node) == "utc_now" for file in inside for node in ast.walk(file.tree))


def problems_in_actions() -> list[Place]:
    """Actions that refuse in the words of HTTP."""
    return list(_imports_of(layer("actions"), "shared.errors", "Problem"))


def _taken(function: Function) -> list[ast.arg]:
    """What is given to a function, without what a method has by itself."""
    taken = function.args
    return [one for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs) if one.arg not in {"self", "cls"}]


def actors_not_first() -> list[Place]:
    """Actions that are told who acts elsewhere than first, or by less than a `Principal`."""
    return [
        file.place(function, f"{function.name}: {ast.unparse(argument)}")
        for file, function in functions(layer("actions"))
        for place, argument in enumerate(_taken(function))
        if argument.arg == "by" and (place or ast.unparse(argument) != "by: Principal")
    ]


def writes_in_queries() -> list[Place]:
    """What a query changes in the database or in the document store."""
    changing = {
        "session": {"add", "add_all", "delete", "merge", "flush"},
        "documents": {"keep", "put", "put_json", "erase"},
    }
    calls = [
        (file, node.func) for file in layer("queries") for node in ast.walk(file.tree) if isinstance(node, ast.Call)
    ]
    named = [(file, call) for file, call in calls if isinstance(call, ast.Name) and call.id in STATEMENTS]
    asked = [
        (file, call)
        for file, call in calls
        if isinstance(call, ast.Attribute) and call.attr in changing.get(ast.unparse(call.value).rpartition(".")[2], ())
    ]
    return [file.place(call, ast.unparse(call)) for file, call in (*named, *asked)]


def blueprints_too_many() -> list[Place]:
    """Blueprints after the first of a file."""
    return [
        file.place(made, ast.unparse(made))
        for file in (*layer("api"), *layer("pages"))
        for made in [node for node in ast.walk(file.tree) if called(node) == "Blueprint"][1:]
    ]


def access_not_innermost() -> list[Place]:
    """Routes whose last decorator is no access rule, written out or under a name in capitals."""
    rules = re.compile(r"access\.\w+\b|[A-Z]+$")
    return [
        file.place(function, function.name)
        for file, function in functions([*layer("api"), *layer("pages")])
        if any(isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) and called(d) in VERBS
               for d in function.decorator_list)
        and not rules.match(ast.unparse(function.decorator_list[-1]))
    ]  # fmt: skip


def schemas_by_name() -> list[Place]:
    """Classes that a file of the API imports out of `schemas`, where the module would say whose they are."""
    return [
        file.place(node, part.name)
        for file in layer("api")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ImportFrom) and "schemas" in (node.module or "").split(".")
        for part in node.names
        if part.name[0].isupper()
    ]


def selects_in_models() -> list[Place]:
    return [
        file.place(node, "select(…)")
        for file in layer("models")
        for node in ast.walk(file.tree)
        if called(node) == "select"
    ]


def lists_by_hand() -> list[Place]:
    """Queries that cut a list into pages themselves instead of declaring it."""
    return list(_imports_of(layer("queries"), "shared.pagination", "page"))


def suppressions(files: list[Source]) -> list[tuple[Place, str]]:
    """Each, with the words that give its cause: after it on the line."""
    return [
        (Place(file.path, token.start[0], token.string), SUPPRESSION.sub("", token.string).strip(" -#"))
        for file in files
        # To take a file apart into tokens takes long, and most suppress nothing.
        if SUPPRESSION.search(file.text)
        for token in tokenize.generate_tokens(io.StringIO(file.text).readline)
        if token.type == tokenize.COMMENT and SUPPRESSION.search(token.string)
    ]


def without_cause(files: list[Source]) -> list[Place]:
    return [place for place, cause in suppressions(files) if not cause]


def _bound(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.For):
        return [node.target]
    return [node.optional_vars] if isinstance(node, ast.withitem) and node.optional_vars else []


def vague_names(files: list[Source]) -> list[Place]:
    """Where a vague name is bound by `=`, `:=`, `for` or `with`; in a comprehension it may stand, and fields have no choice."""
    return [
        file.place(name, name.id)
        for file in files
        for node in ast.walk(file.tree)
        for target in _bound(node)
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and name.id in VAGUE
    ]


def cases_tested(files: list[Source]) -> list[tuple[Source, ast.FunctionDef]]:
    """The tests, those in classes too."""
    return [
        (file, function)
        for file, function in functions(file for file in files if file.parts[-1].startswith("test_"))
        if function.name.startswith("test_") and isinstance(function, ast.FunctionDef)
    ]


def without_assertion(files: list[Source]) -> list[Place]:
    """Tests without an `assert` or a `raises` of their own. What a helper asserts does not count, be it ever so strict: a
    reader of the test does not see it, and nobody who changes the helper sees the test.
    """
    return [
        file.place(function, function.name)
        for file, function in cases_tested(files)
        if not any(isinstance(node, ast.Assert) or called(node) in {"raises", "warns"} for node in ast.walk(function))
    ]


def always_true(files: list[Source]) -> list[Place]:
    """Assertions that nothing can break: of a constant, of a tuple in brackets, or with `or` and one of these."""
    return [
        file.place(node, ast.unparse(node.test)[:60])
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Assert) and _holds_always(node.test)
    ]


def _holds_always(test: ast.expr) -> bool:
    if isinstance(test, ast.BoolOp):
        return (any if isinstance(test.op, ast.Or) else all)(_holds_always(one) for one in test.values)
    if isinstance(test, ast.Constant):
        return bool(test.value)
    return isinstance(test, ast.Tuple | ast.Lambda) or (isinstance(test, ast.List | ast.Set) and bool(test.elts))


def patches(files: list[Source]) -> int:
    """`monkeypatch.setattr`, and anything of `unittest.mock`, which ruff forbids."""
    return sum(
        (isinstance(node, ast.Attribute) and node.attr == "setattr" and ast.unparse(node.value) == "monkeypatch")
        or (isinstance(node, ast.Call) and called(node) in {"Mock", "MagicMock", "AsyncMock", "patch", "create_autospec"}
        and not isinstance(node.func, ast.Attribute))
        for file in files
        for node in ast.walk(file.tree)
    )  # fmt: skip
