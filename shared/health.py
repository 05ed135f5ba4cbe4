"""`/<service>/livez`: the process runs. `/<service>/readyz`: it can do its work. `/<service>/metrics`: what it counted."""

import os
from collections.abc import Iterable
from pathlib import Path

import psycopg
from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from shared import access
from shared.platform import Platform, platform
from shared.retry import RetryLaterError, SetBackError
from shared.rules import NotFound

blueprint = Blueprint("health", __name__)


WELL = {"status": "ok"}


@blueprint.get("/livez")
@access.unasked
def livez() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access.unasked
def readyz() -> Response:
    # A word only: what is wrong inside is for the log, not for the street. That it is set back says one sentence more.
    found = state(platform())
    answer = jsonify(found)
    answer.status_code = 200 if found == WELL else 503
    return answer


@blueprint.get("/metrics")
@access.unasked
def metrics() -> Response:
    # Prometheus scrapes the process itself; whatever spelling a gateway lets through comes from the street.
    if "X-Forwarded-For" in request.headers:
        raise NotFound
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)


def state(here: Platform) -> dict[str, str]:
    """`WELL` if this process can do its work: its database takes a write, and was not set back."""
    try:
        if here.guard and not (verdict := here.guard.now()).serves:
            return {"status": "set_back", "detail": verdict.sentence}
        here.database.write()
    except SetBackError as error:
        return {"status": "set_back", "detail": str(error)}
    except (SQLAlchemyError, psycopg.Error, RetryLaterError):
        return {"status": "unavailable"}
    return WELL


def exposition() -> bytes:
    """The metrics of all worker processes where gunicorn runs several, else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    _Workers(registry)
    return generate_latest(registry)


class _Workers(MultiProcessCollector):
    # A worker that starts has made its file an instant before it gives it a size, and the library fails on an empty one.
    def collect(self) -> Iterable[Metric]:
        written = [str(file) for file in Path(self._path).glob("*.db") if file.stat().st_size]
        merged: Iterable[Metric] = self.merge(written)
        return merged
