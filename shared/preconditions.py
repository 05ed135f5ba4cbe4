"""ETag and If-Match for what can change: who edits says which version they saw (RFC 9110, sections 8.8.3 and 13.1.1)."""

from flask import request

from shared.errors import Problem


def etag(version: int | str) -> str:
    return f'"{version}"'


def require_version(version: int | str) -> None:
    """Raises `Problem` 428 without If-Match, 412 where it names another version."""
    wanted = request.headers.get("If-Match")
    if wanted is None:
        raise Problem(428, "precondition_required", detail="send If-Match with the ETag that you read")
    if wanted.strip() not in (etag(version), "*"):
        raise Problem(412, "precondition_failed", detail="it was changed since you read it")
