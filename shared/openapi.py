"""The OpenAPI document of a service: flask-smorest's, with what a client must know that nobody talks to: how each operation is signed
in to, what is sent beside the body, and every refusal as problem+json (RFC 9457).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask_smorest import Api
from marshmallow import Schema, fields

from shared.access import Rule
from shared.fields import whole_pattern

PROBLEM_TYPE = "application/problem+json"
#: By the kind of caller: how their credential is sent (`shared.access.Rule.kinds`). People of institutions have pages alone.
SCHEMES: Mapping[str, Mapping[str, Any]] = {
    "staff": {
        "type": "http",
        "scheme": "bearer",
        "description": "Staff of the office: the token that POST /cases/api/v1/sessions answers with. `x-roles`: one of these is needed.",
    },
    "partner": {
        "type": "oauth2",
        "description": "The system of an institution, by client credentials (RFC 6749, section 4.4).",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/partners/oauth/token",
                "scopes": {
                    "dispatch:read": "read what was sent to the institution, and confirm its receipt",
                    "reply:write": "reply, send evidence and ask for more time",
                },
            }
        },
    },
    "complainant": {
        "type": "apiKey",
        "in": "header",
        "name": "Receipt-Code",
        "description": "The code from the answer to a complaint; blanks, dashes and case do not matter.",
    },
}
#: What a refusal means, by its status, whatever the operation.
REFUSALS = {
    401: "Nobody is signed in: the credential is missing, wrong, or over.",
    403: "The caller is known and may not do this; `detail` says who may.",
    404: "There is no such thing, or none that this caller may know of.",
    409: "It is well formed, and the state of things forbids it now; `code` says why, `legal` what is possible instead.",
    400: "`after` is no cursor of this list.",
    410: "What `after` stands behind was lost when the database was set back; go on with `after` of `next`, without it from the beginning.",
    412: "It was changed since the version that If-Match names was read.",
    422: "What was sent cannot be taken; `errors` names each place in it, or the Idempotency-Key came with another request before.",
    428: "If-Match is missing: it says which version was seen.",
    429: "Too many such requests; the header Retry-After says after how many seconds to try again.",
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Chosen by the caller. A request that comes again with its key has one effect, and the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version that was read.",
    "schema": {"type": "string"},
}


class Fault(Schema):
    """Where something is wrong, and what."""

    pointer = fields.String(
        required=True,
        metadata={
            "description": "JSON pointer (RFC 6901) into the body; empty: the whole of it. Of a query parameter its name after a slash."
        },
    )
    code = fields.String(
        required=True, metadata={"description": "A code where a rule refuses, a sentence where the form is wrong."}
    )


class OtherFault(Schema):
    """One of several rules that refuse at once."""

    code = fields.String(required=True)
    detail = fields.String(required=True)


class Problem(Schema):
    """A refusal. It never repeats the value that was sent."""

    type = fields.String(required=True, metadata={"description": "`urn:besa:problem:` and the code."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable: what a program decides by."})
    rid = fields.String(
        required=True, allow_none=True, metadata={"description": "The id of the request, for the office."}
    )
    detail = fields.String(metadata={"description": "For who reads a log; its words may change."})
    errors = fields.List(fields.Nested(Fault))
    legal = fields.List(fields.String(), metadata={"description": "What is possible instead."})
    faults = fields.List(
        fields.Nested(OtherFault), metadata={"description": "All that stands against it, the first included."}
    )
    next = fields.String(
        allow_none=True,
        metadata={"description": "Of 410: the cursor that leads on from what survived; null: from the beginning."},
    )


class ProblemApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """`Api` whose default answers are problems."""

    ERROR_SCHEMA = Problem
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"

    def _register_responses(self) -> Any:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"
        # What flask-smorest describes by the phrase of the status alone.
        for status, meaning in REFUSALS.items():
            self.spec.components.responses_lazy[HTTPStatus(status).name]["description"] = meaning
        self.ma_plugin.converter.add_attribute_function(whole_pattern)


def describe(doc: dict[str, Any], rule: Rule, method: str, spec: Any, *, edits: bool, by_id: bool) -> dict[str, Any]:
    """`doc` with what an operation says beside its body: `edits`: it wants If-Match; `by_id`: its path names something.

    A list, which is what has `after`, says how a cursor ends: a client has one way on for all of them.
    """
    kinds = [] if "public" in rule.kinds else sorted(rule.kinds)
    for kind in kinds:
        if kind not in spec.components.security_schemes:
            spec.components.security_scheme(kind, dict(SCHEMES[kind]))
    scopes = {"partner": [rule.scope] if rule.scope else []}
    security = [{kind: scopes.get(kind, [])} for kind in kinds]
    roles = {"x-roles": sorted(rule.roles)} if rule.roles else {}
    refused = [*((401, 403) if kinds else ()), *((404,) if by_id else ()), 429]
    refused += [*((400, 410) if _has_cursor(doc) else ())]
    refused += [*((409, 422) if method != "get" else ()), *((412, 428) if edits else ())]
    sent = [*([IDEMPOTENCY_KEY] if method == "post" else ()), *([IF_MATCH] if edits else ())]
    return {
        **doc,
        "security": security,
        **roles,
        "parameters": [*doc.get("parameters", ()), *sent],
        "responses": {
            **{str(status): said for status, said in doc.get("responses", {}).items()},
            **{str(status): HTTPStatus(status).name for status in refused},
        },
    }


def _has_cursor(doc: Mapping[str, Any]) -> bool:
    told = (one for one in doc.get("parameters", ()) if isinstance(one, Mapping) and one.get("in") == "query")
    return any("after" in (one.get("name"), *getattr(one.get("schema"), "_declared_fields", ())) for one in told)
