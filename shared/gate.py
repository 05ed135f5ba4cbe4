"""One strict reading of what arrives, in front of every view: JSON without surprises, text without tricks."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import Flask, Request, current_app, request
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.sansio.utils import host_is_trusted

from shared.errors import Problem
from shared.openapi import describe
from shared.typed import Shape, schema_class, schema_of

MAX_DEPTH = 32
P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=Shape)
V = TypeVar("V", bound=Callable[..., Any])
MAX_JSON = 256 * 1024
_NUMBER_DIGITS = 19


class StrictParser(FlaskParser):
    """webargs over our own JSON reading; unknown members are refused, not dropped."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - webargs declares it on the class
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": RAISE,
        "query": RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        return read_json(req)


class Blueprint(SmorestBlueprint):
    """An API blueprint whose arguments are read strictly, into values of their classes, and whose decorators have types."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._prepare_doc_cbks.append(self._prepare_rule_doc)

    def _store_endpoint_docs(self, endpoint: str, obj: Any, *args: Any, **options: Any) -> None:
        super()._store_endpoint_docs(endpoint, obj, *args, **options)
        for method, said in self._docs[endpoint].items():
            if method != "parameters":
                said["rule"] = (getattr(obj, "access", None), self.name, endpoint)

    @staticmethod
    def _prepare_rule_doc(
        doc: dict[str, Any], doc_info: Any, *, app: Flask, spec: Any, method: str, **_more: Any
    ) -> dict[str, Any]:
        """How the operation is called and refused. One without a rule is described as it is; no service starts with it."""
        rule, blueprint, endpoint = doc_info["rule"]
        if rule is None:
            return doc
        edits = "wants If-Match" in " ".join(doc_info["docstring"].values())
        by_id = any(route.arguments for route in app.url_map.iter_rules(f"{blueprint}.{endpoint}"))
        named = {**doc, "operationId": f"{blueprint}_{endpoint}"}
        return describe(named, rule, method, spec, edits=edits, by_id=by_id)

    def route(self, rule: str, *, methods: Sequence[str] = ("GET",), **options: Any) -> Callable[[V], V]:
        return super().route(rule, methods=list(methods), **options)  # type: ignore[no-any-return]  # flask-smorest has no types

    def arguments(
        self, shape: type[S], *, location: str = "json", **options: Any
    ) -> Callable[[Callable[Concatenate[S, P], R]], Callable[P, R]]:
        """The view's first argument is what was sent, as a value of `shape`."""
        # One schema that is kept: webargs makes a class anew for each request, with copies of all its fields.
        return super().arguments(schema_of(shape), location=location, **options)  # type: ignore[no-any-return]  # as above

    def response(
        self, status: int, shape: type[Shape] | Mapping[str, object] | None = None, **options: Any
    ) -> Callable[[V], V]:
        """What the view returns is a value of `shape`, or a finished response."""
        schema = schema_class(shape) if isinstance(shape, type) and issubclass(shape, Shape) else shape
        return super().response(status, schema, **options)  # type: ignore[no-any-return]  # as above

    def doc(self, **described: Any) -> Callable[[V], V]:
        """What OpenAPI says besides."""
        return super().doc(**described)  # type: ignore[no-any-return]  # as above


def read_json(req: Request) -> Any:
    """The JSON body. Raises `Problem` 400, 413 or 415."""
    if req.mimetype != "application/json" or req.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise Problem(415, "unsupported_media_type", detail="send application/json in UTF-8")
    if req.headers.get("Content-Encoding"):
        raise Problem(415, "unsupported_media_type", detail="send it without Content-Encoding")
    raw = req.get_data(cache=True)
    if len(raw) > MAX_JSON:
        raise Problem(413, "content_too_large")
    try:
        return parse_json(raw.decode("utf-8"))
    except ValueError as error:
        raise Problem(400, "malformed_json") from error


def parse_json(text: str) -> Any:
    """JSON without doubled members, endless numbers or deep nests. Raises `ValueError`."""
    if text.startswith("\ufeff") or _too_deep(text):
        raise ValueError
    try:
        return json.loads(
            text,
            parse_constant=_refuse,
            parse_float=_finite,
            parse_int=_integer,
            object_pairs_hook=_without_duplicates,
        )
    except RecursionError as error:
        raise ValueError from error


def _too_deep(text: str) -> bool:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif bracket in "]}":
            depth -= 1
    return False


def _refuse(_constant: str) -> None:
    raise ValueError


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError
    return value


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > _NUMBER_DIGITS:
        raise ValueError
    return int(digits)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def known_host() -> None:
    """400 for a request to a name that is not ours: whatever we answered with it would lead there. Flask's own `TRUSTED_HOSTS`
    leaves an error page nothing to make its addresses of. Who watches a process asks it by its address, and gets no link.
    """
    if request.blueprint != "health" and not host_is_trusted(request.host, current_app.config["HOSTS"]):
        raise Problem(400, "bad_request", detail="this name is not served here")


def canonical_path() -> None:
    """404 for an id that is not in the form in which it was given out (Flask's converter takes upper case too), and for a part with a NUL, which
    names nothing and which the database refuses; but a link that is none is answered by its page, as every link is.
    """
    for name, value in (request.view_args or {}).items():
        odd = "\0" in value and name != "token" if isinstance(value, str) else str(value) not in request.path
        if odd:
            raise Problem(404, "not_found")
