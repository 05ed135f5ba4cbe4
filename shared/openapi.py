"""The OpenAPI document of a service: flask-smorest's, with every refusal described as problem+json (RFC 9457)."""

from typing import Any

from flask_smorest import Api
from marshmallow import Schema, fields

PROBLEM_TYPE = "application/problem+json"


class Fault(Schema):
    """Where something is wrong, as a JSON pointer (RFC 6901), and what."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)


class Problem(Schema):
    """A refusal."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    rid = fields.String(required=True, allow_none=True)
    detail = fields.String()
    errors = fields.List(fields.Nested(Fault))
    legal = fields.List(fields.String())


class ProblemApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """`Api` whose default answers are problems."""

    ERROR_SCHEMA = Problem
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"

    def _register_responses(self) -> Any:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"
