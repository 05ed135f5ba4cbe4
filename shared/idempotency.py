"""`Idempotency-Key`: the answer is stored in the transaction of its effect, so that a repeat gets it and does nothing.

The stored answer is encrypted with a key made from the Idempotency-Key, of which only a digest is kept: it may hold
what is shown once (a receipt code), and the database must not be able to show it again.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Response, request
from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import access
from shared.db import PlatformBase
from shared.errors import Problem
from shared.platform import platform
from shared.sealing import derive, seal, unseal
from shared.typed import Shape, dump

LONGEST_KEY = 255


class IdempotentAnswer(PlatformBase):
    """The answer to one key of one caller. Kept as long as the document it made: a reply is a legal act."""

    __tablename__ = "idempotent_answer"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key_digest: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    status: Mapped[int | None]
    sealed_body: Mapped[bytes | None]
    etag: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


A = TypeVar("A")


def answer(
    work: Callable[[Session], A],
    status: int | Callable[[A], int] = 200,
    etag: Callable[[A], str] | None = None,
    key: str | None = None,
) -> Response:
    """Run `work` in one transaction and answer with the value that it gives; once per Idempotency-Key. `status`: a function of that
    value where the same request may be done at once (200) or wait (202).

    A page gives the `key` of its form, since a browser sends no such header. Raises `Problem` 422 if the key came with
    another request before, 400 if it is malformed.
    """
    key = request.headers.get("Idempotency-Key") if key is None else key
    if key is None:
        result = platform().database.run(work)
        return _response(_dumps(result), _status(status, result), etag(result) if etag else None)
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(400, "bad_idempotency_key", detail="1 to 255 printable ASCII characters")
    return platform().database.run(lambda session: _once(session, key, work, status, etag))


def _once(
    session: Session,
    key: str,
    work: Callable[[Session], A],
    status: int | Callable[[A], int],
    etag: Callable[[A], str] | None,
) -> Response:
    scope = f"{access.current().name} {request.method} {request.path}"
    key_digest = hashlib.sha256(f"{scope}\n{key}".encode()).hexdigest()
    request_digest = _request_digest()
    place = f"idempotent_answer.sealed_body.{key_digest}"
    secret = derive(f"{platform().settings.secret_key}\n{key}".encode(), "besa.idempotency")
    taken = session.execute(
        upsert(IdempotentAnswer)
        .values(scope=scope, key_digest=key_digest, request_digest=request_digest)
        .on_conflict_do_nothing()
        .returning(IdempotentAnswer.key_digest)
    ).scalar()
    if taken is None:
        stored = session.get_one(IdempotentAnswer, (scope, key_digest), populate_existing=True)
        if stored.request_digest != request_digest:
            raise Problem(422, "idempotency_key_reused", detail="this key came with another request before")
        body = unseal(secret, stored.sealed_body or b"", place).decode()
        return _response(body, stored.status or 200, stored.etag)
    result = work(session)
    body, tag, code = _dumps(result), etag(result) if etag else None, _status(status, result)
    session.execute(
        update(IdempotentAnswer)
        .where(IdempotentAnswer.scope == scope, IdempotentAnswer.key_digest == key_digest)
        .values(status=code, sealed_body=seal(secret, body.encode(), place), etag=tag)
    )
    return _response(body, code, tag)


def _status(status: int | Callable[[A], int], result: A) -> int:
    return status(result) if callable(status) else status


def _request_digest() -> str:
    """Of what was sent. A form with files was taken apart while it was read, and of its body nothing is left to be asked for."""
    if request.mimetype != "multipart/form-data":
        return hashlib.sha256(request.get_data(cache=True)).hexdigest()
    parts = [f"{name}={value}" for name, value in request.form.items(multi=True)]
    for name, file in request.files.items(multi=True):
        file.stream.seek(0)
        parts.append(f"{name}:{file.filename}:{hashlib.sha256(file.stream.read()).hexdigest()}")
        file.stream.seek(0)
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _dumps(result: object) -> str:
    if isinstance(result, Shape):
        result = dump(result)
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"), default=str)


def _response(body: str, status: int, etag: str | None) -> Response:
    response = Response(body, status=status, mimetype="application/json")
    if etag:
        response.headers["ETag"] = etag
    return response
