"""Routes as the apps have them, built without any server, and what tests call of them."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import Flask

from shared.settings import Settings
from shared.staff import new_signing_key
from tests.house.code import Function, Place, Source, functions, layer, read_tests
from tests.house.habits import VERBS, called

SERVICES = ("intake", "cases", "partners", "notifications")
#: These go through every route or through none, whatever it does.
NO_VISITORS = {"contracts", "house", "security"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def built(service: str, folder: Path) -> Flask:
    """Its app. It leans on no server before the first request; a route without an access rule does not start."""
    signing, verify = new_signing_key()
    settings = Settings(
        service=service, database_url="postgresql+psycopg://nobody@127.0.0.1:9/none", broker_url="memory://",
        documents_url=folder.as_uri(), document_key=b"k" * 32, secret_key="s" * 32, staff_verify_key=verify,
        staff_signing_key=signing, sealing_key=b"e" * 32, receipt_pepper=b"p" * 32, mail_url=folder.as_uri(),
        subscription_key=b"b" * 32,
        secure_cookies=False,
    )  # fmt: skip
    app: Flask = importlib.import_module(f"services.{service}.app").create_app(settings)
    return app


def routes(app: Flask) -> set[str]:
    """Such as `POST /cases/api/v1/cases/<uuid:case_id>/steps`."""
    return {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def _written(node: ast.AST) -> str:
    """A string of a test; what is filled in, and a `<uuid:…>`, is a `*`."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)
    return re.sub(r"<[^<>/]*>", "*", text.split("?")[0])


@lru_cache(maxsize=len(SERVICES))
def paths_in_tests(service: str) -> tuple[str, ...]:
    """What could be a path, or the end of one that begins with something filled in or put in front of it."""
    elsewhere = NO_VISITORS | set(SERVICES) - {service}
    visiting = [file for file in read_tests() if file.parts[1] not in elsewhere]
    strings = {
        _written(node)
        for file in visiting
        for node in ast.walk(file.tree)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    }
    return tuple(sorted(text for text in strings if "/" in text and re.fullmatch(r"[\w/*.:-]*[a-z][\w/*.:-]*", text)))


def is_tried(path: str) -> bool:
    """Whether a test writes this path down, or its end with the last word in it. The method is not looked at."""
    return any(ends_with(path, text) for text in paths_in_tests(path.split("/")[1]))


def ends_with(path: str, text: str) -> bool:
    """Whether `text`, in which `*` is anything, is this path or its end with the last word in it."""
    parts = [part for part in path.split("/") if part]
    if next(part for part in reversed(parts) if not part.startswith("<")) not in text:
        return False
    sample = "/" + "/".join("7" if part.startswith("<") else part for part in parts)
    pattern = ".*".join(map(re.escape, text.lstrip("/").split("*")))
    return re.search(rf"(^|/){pattern}/?$", sample) is not None


def _methods(function: Function) -> set[str]:
    """The methods of a route, none for another function."""
    methods = set()
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and called(decorator) in VERBS:
            given = [word.value for word in decorator.keywords if word.arg == "methods"]
            named = {part.value for part in getattr(given[0], "elts", [])} if given else {"GET"}
            methods |= named if called(decorator) == "route" else {called(decorator).upper()}
    return methods


def _answering(files: list[Source]) -> set[str]:
    """`answer` of shared.idempotency, and what routes of the same service share that calls it."""
    shared = [function for _, function in functions(files) if not _methods(function)]
    return {"answer"} | {function.name for function in shared if _calls(function, {"answer"})}


def _calls(function: Function, names: set[str]) -> bool:
    return any(called(node) in names for node in ast.walk(function))


def answering_twice() -> Iterator[Place]:
    """Routes of the API that change something and would do it again for a repeated Idempotency-Key."""
    for service in SERVICES:
        files = [file for file in layer("api") if file.parts[1] == service]
        answering = _answering(files)
        for file, function in functions(files):
            if _methods(function) & CHANGING and not _calls(function, answering):
                yield file.place(function, function.name)
