"""The lists of the services as they are declared, where each is shown, and what one may ask of it."""

import ast
import importlib
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import Any, NamedTuple

from flask import Flask
from marshmallow import ValidationError
from marshmallow.fields import UUID, Boolean, Date, Field
from marshmallow.validate import OneOf

from shared.lists import Listing, in_address
from shared.typed import load, schema_of
from tests.house.addresses import is_asked
from tests.house.code import ROOT, Function, Place, code, functions, layer
from tests.house.habits import called

#: No value of a closed list, no day, no id, no number, and too long for a word.
STRANGE = "?!" * 1000


def listings() -> list[type[Listing]]:
    """Every list of every service."""
    for file in code():
        if file.parts[0] == "services" and "lists" in file.parts[2:]:
            importlib.import_module(file.module)
    return sorted((one for one in _below(Listing) if one.__module__.startswith("services.")), key=name_of)


def _below(listing: type[Listing]) -> Iterator[type[Listing]]:
    for one in listing.__subclasses__():
        yield one
        yield from _below(one)


def name_of(listing: type[Listing]) -> str:
    """Such as `intake.ComplaintListing`."""
    return f"{listing.__module__.split('.')[1]}.{listing.__qualname__}"


def narrowing(listing: type[Listing]) -> dict[str, str]:
    """For each filter, as it is called in an address, a value that asks for something else than the whole."""
    known, asking = schema_of(listing).fields, {}
    defaults = {one.name: one.default for one in fields(listing)}
    for name, one in listing.filters().items():
        values = [str(key) for key in one.offered() or ()] or list(_values(known[name]))
        asking[in_address(name)] = next(value for value in values if value != str(defaults[name]))
    return asking


def needed(listing: type[Listing]) -> dict[str, str]:
    """What must be asked, as it has no default."""
    known, asking = schema_of(listing).fields, narrowing(listing)
    return {in_address(name): asking[in_address(name)] for name in listing.filters() if known[name].required}


def _values(field: Field[Any]) -> Iterator[str]:
    for validator in field.validators:
        if isinstance(validator, OneOf):
            yield from map(str, validator.choices)
    if isinstance(field, Boolean):
        yield from ("true", "false")
    if isinstance(field, UUID):
        yield "00000000-0000-4000-8000-000000000007"
    yield "2026-11-26" if isinstance(field, Date) else "a"


def queries(listing: type[Listing]) -> Iterator[dict[str, str]]:
    """For each filter one query: it alone with what is needed, or with all others where the list does not take it alone."""
    for name, value in narrowing(listing).items():
        alone = needed(listing) | {name: value}
        yield alone if _takes(listing, alone) else narrowing(listing)


def strange(listing: type[Listing]) -> list[str]:
    """The filters of which not every text is a value, as they are called in an address."""
    return [
        name for name in map(in_address, listing.filters()) if not _takes(listing, needed(listing) | {name: STRANGE})
    ]


def _takes(listing: type[Listing], query: dict[str, str]) -> bool:
    try:
        load(listing, query)
    except ValidationError:
        return False
    return True


def unsaid(listing: type[Listing]) -> str | None:
    """What is missing in the declaration."""
    try:
        listing.filters()
    except TypeError as error:
        return str(error)
    return None


class Shown(NamedTuple):
    """A list behind one address, without ids in it. `page`: in HTML, else in JSON."""

    listing: type[Listing]
    path: str
    page: bool
    template: str | None


def shown(app: Flask) -> list[Shown]:
    """Where the service of `app` shows its lists."""
    by_view = _by_view()
    found = []
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        for listing, page, template in by_view.get((view.__module__, view.__name__), ()):
            if "GET" in (rule.methods or ()):
                found.append(Shown(listing, rule.rule, page, template))
    return found


@lru_cache(maxsize=1)
def _by_view() -> Mapping[tuple[str, str], list[tuple[type[Listing], bool, str | None]]]:
    """By module and name of a view, what it shows: a page asks `lists.asked(X)`, the API declares its arguments."""
    named = {(one.__module__.split(".")[1], one.__name__): one for one in listings()}
    views: dict[tuple[str, str], list[tuple[type[Listing], bool, str | None]]] = {}
    for file, function in functions(file for file in code() if file.parts[0] == "services"):
        for name, page in [*((one, True) for one in _asked(function)), *((one, False) for one in _declared(function))]:
            if listing := named.get((file.parts[1], name)):
                template = _template(function) if page else None
                views.setdefault((file.module, function.name), []).append((listing, page, template))
    return views


def _asked(function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and called(node) == "asked" and node.args:
            yield _last(node.args[0])


def _declared(function: Function) -> Iterator[str]:
    for node in function.decorator_list:
        if isinstance(node, ast.Call) and called(node) == "arguments" and node.args:
            yield _last(node.args[0])


def _template(function: Function) -> str | None:
    """The template that the page renders, by its name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
            return node.value
    return None


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def untried(listing: type[Listing], paths: Iterable[str]) -> list[str]:
    """The filters with which no test of the service asks for the list, at one of the `paths` where it is shown."""
    paths = tuple(paths)
    names = map(in_address, listing.filters())
    return [name for name in names if not any(is_asked(path, name) for path in paths)]


def unsaid_words() -> list[Place]:
    """Names in `words` and `lists` of a service, or of a wing, that no other line of the service says."""
    places = []
    for file in [*layer("words"), *layer("lists")]:
        said = _said_in(file.parts[1])
        for node in file.tree.body:
            places += [file.place(node, name) for name in _bound(node) if said[name] < 2]
    return places


@lru_cache
def _said_in(service: str) -> Counter[str]:
    """How often each word stands in the modules and templates of the service."""
    folder = ROOT / "services" / service
    paths = chain(folder.rglob("*.py"), folder.rglob("*.html"))
    return Counter(word for path in paths for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, Function):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def chosen_in(page: str) -> dict[str, str]:
    """What the form above the list of a page would send."""
    text = re.sub(r"\s+", " ", page)
    form = re.search(r'<form method="get".*?</form>', text)
    assert form, "no form above the list"
    sent = {}
    for box in re.findall(r"<input [^>]*>", form[0]):
        given = dict(re.findall(r'(name|value)="([^"]*)"', box))
        sent[given["name"]] = unescape(given.get("value", ""))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', form[0]):
        selected = re.search(r'value="([^"]*)" selected', options)
        sent[name] = unescape(selected[1]) if selected else ""
    return {name: value for name, value in sent.items() if value}
