"""What the API says about its limits: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).

How many are left is told where only the asker's own are counted. Where a whole network is, it is told with a refusal alone: one person at
home must not learn from it that another one wrote to the ombudsman.
"""

from flask import Flask, Response, g

from shared import metrics
from shared.limits import Standing, TooManyError

_POLICY = {
    "description": "How many may be asked for (q) in how many seconds (w)",
    "schema": {"type": "string"},
    "example": '"staff";q=5;w=3600',
}
_STANDING = {
    "description": "How many are left (r), and in how many seconds there are more (t)",
    "schema": {"type": "string"},
    "example": '"staff";r=0;t=8',
}
_AFTER = {"description": "Seconds to wait", "schema": {"type": "integer"}}
#: For `blueprint.doc(responses=…)` of a route with a limit.
DESCRIBED = {
    "429": {
        "description": "Too many; the same may be asked again after `Retry-After`",
        "headers": {"RateLimit-Policy": _POLICY, "RateLimit": _STANDING, "Retry-After": _AFTER},
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}


def note(standing: Standing, *, told: bool) -> None:
    """Have the answer of this request say which limit there is, and if `told` how many are left."""
    name = f'"{standing.policy}"'
    _noted("policies")[name] = f"{name};q={standing.most};w={standing.seconds}"
    if told and "limit_refused" not in g:
        _noted("standings")[name] = f"{name};r={standing.left}"


def note_refusal(error: TooManyError) -> None:
    """Have the answer say what was reached and when there is more."""
    g.limit_refused = error.bucket
    if error.standing:
        note(error.standing, told=False)
        name = f'"{error.standing.policy}"'
        _noted("standings")[name] = f"{name};r=0;t={error.seconds}"


def register(app: Flask) -> None:
    """Write what was noted, and count refusals."""

    @app.after_request
    def tell(response: Response) -> Response:
        if "limit_refused" in g:
            metrics.RATE_LIMITED.labels(app.name, g.limit_refused).inc()
        for header, noted in (("RateLimit-Policy", "policies"), ("RateLimit", "standings")):
            if found := _noted(noted):
                response.headers[header] = ", ".join(found.values())
        return response


def _noted(what: str) -> dict[str, str]:
    found: dict[str, str] = g.setdefault(f"limit_{what}", {})
    return found
