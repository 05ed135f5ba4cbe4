"""How a page does something: one action in one transaction; a rule's refusal comes back onto the form that asked for it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.form import BaseForm

from services.cases.domain.timeliness import local_date
from services.cases.forms.placing import refuse
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

T = TypeVar("T")


def today() -> date:
    """The day in Albania."""
    return local_date(utc_now())


def done(form: BaseForm, work: Callable[[Session], T], more: Mapping[str, str] | None = None) -> tuple[T | None, int]:
    """What `work` returned and 303; or None and the status of the answer, with the refusal on `form`."""
    try:
        return platform().database.run(work), 303
    except RuleViolation as error:
        return None, refuse(form, error, more)


def shown(kind: type[BesaForm], prefix: str, failing: BesaForm | None, allowed: bool) -> BesaForm | None:
    """The form of this kind for the page: the one that failed, with what was typed, or a fresh one where it is `allowed`."""
    if isinstance(failing, kind):
        return failing
    return kind(formdata=None, prefix=prefix) if allowed else None


def see(address: str) -> Response:
    """Where a page leads once something is done: a page that can be loaded again without doing it twice."""
    return redirect(address, 303)


def an_id(text: str | None) -> UUID | None:
    """An id out of the address or a hidden field; raises `NotFound` for what is none."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def same_version(typed: str | None) -> Callable[[int | str], None]:
    """A check that the row is still the one that the form showed; raises `RuleViolation` otherwise."""

    def check(version: int | str) -> None:
        if str(version) != typed:
            raise RuleViolation("the row is another by now", code="page.changed_meanwhile")

    return check
