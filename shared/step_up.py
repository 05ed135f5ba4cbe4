"""Acts of weight ask for a second factor again where the session's last proof of one is too old: one rule, in front of every view.

Which acts is data (`data/step_up.yaml`), how old a setting (STEP_UP_MINUTES; 0 asks never). A page leads to where it is shown, with what was
typed, and from there on to what was asked; the API answers 403 `second_factor_again`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

from shared import access
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import platform
from shared.principal import Principal
from shared.yaml_files import read_yaml

FILE = Path(__file__).parent / "data" / "step_up.yaml"
#: Where people of a kind show it, and where a program of theirs does.
PAGES = {"staff": "/cases/staff/proof", "partner": "/partners/proof"}
API = "/cases/api/v1/sessions/proof"
#: Where an app keeps what says whether a person has a second factor.
HAS_ONE = "besa_has_second_factor"


@dataclass(frozen=True)
class Act:
    """What is asked for, in both languages. `beside`: it has weight only for who has a second factor already."""

    key: str
    name_sq: str
    name_en: str
    beside: bool


@cache
def acts() -> dict[str, Act]:
    """By `METHOD /route` of any service."""
    found: dict[str, Act] = {}
    for entry in read_yaml(FILE)["acts"]:
        act = Act(entry["key"], entry["name_sq"], entry["name_en"], entry.get("beside_another", False))
        found |= dict.fromkeys(entry["routes"], act)
    return found


def act_of(key: str) -> Act | None:
    return next((act for act in acts().values() if act.key == key), None)


def register(app: Flask, is_api: Callable[[], bool]) -> None:
    """Put the rule behind that of access. Raises for a route that this service does not have."""
    served = {f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    own = {route: act for route, act in acts().items() if route.partition(" ")[2].startswith(f"/{app.name}/")}
    # An app without any of them is none of ours: a part that somebody tries alone.
    if (unknown := own.keys() - served) and own.keys() & served:
        raise RuntimeError(f"step_up.yaml names routes that are not served: {', '.join(sorted(unknown))}")

    def ask() -> ResponseReturnValue | None:
        # What is asked for by HEAD is done as by GET, but for the words of the answer.
        method = "GET" if request.method == "HEAD" else request.method
        act = own.get(f"{method} {request.url_rule.rule}") if request.url_rule else None
        if act is None or is_fresh(access.current(), platform().settings.step_up_minutes):
            return None
        if act.beside and not app.extensions[HAS_ONE](access.current().person):
            return None
        if is_api():
            detail = f"show a second factor again: POST {API}, and send this with the token that it answers"
            raise Problem(403, "second_factor_again", detail=detail, act=act.key, proof=API)
        return _lead(act)

    app.before_request(ask)


def is_fresh(by: Principal, minutes: int) -> bool:
    """Whether nothing is asked of this principal: who has no log-in of their own (a machine, a link) shows what it came with each time."""
    if not minutes or by.session_id is None:
        return True
    return by.proved_at is not None and utc_now() - by.proved_at <= timedelta(minutes=minutes)


def _lead(act: Act) -> ResponseReturnValue:
    """With 307 a browser sends there what it sent here: nothing that was typed is kept by us, and nothing is lost."""
    asked = request.full_path if request.query_string else request.path
    where = f"{PAGES[access.current().kind]}?{urlencode({'act': act.key, 'to': asked})}"
    return redirect(where, 307 if request.method == "POST" else 303)
