"""Choosing bodies from the directory inside a form, without a script: each button sends the form and gets it back."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from wtforms import FieldList

from services.cases.pages.acting import an_id
from shared import directory
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm
from shared.rules import NotFound
from shared.words import language


def press(form: BesaForm, pressed: str, bodies: str) -> None:
    """What a button other than "save" does to the form: `add:<id>`, `add_item`, `remove:<list>:<place>`; "look" and
    "search" change nothing. `bodies`: the list that a found body is added to.
    """
    what, _, rest = pressed.partition(":")
    if what == "add":
        _add(_list(form, bodies), str(an_id(rest)))
    elif what == "add_item":
        _append(_list(form, "items"))
    elif what == "remove":
        name, _, place = rest.partition(":")
        _remove(form, name, place)


def _add(entries: "FieldList[Any]", institution: str) -> None:
    if institution not in _ids(entries):
        _append(entries, {"institution_id": institution})


def _append(entries: "FieldList[Any]", *data: object) -> None:
    if entries.max_entries is None or len(entries) < entries.max_entries:
        entries.append_entry(*data)


def _remove(form: BesaForm, name: str, place: str) -> None:
    entries = _list(form, name)
    if not (place.isascii() and place.isdecimal() and len(place) < 3):
        raise NotFound
    if entries.min_entries < len(entries) > int(place):
        entries.pop_entry(int(place))  # type: ignore[call-arg]  # stubs are of 3.2


def _list(form: BesaForm, name: str) -> "FieldList[Any]":
    """The list of that name. Raises `NotFound` for what the form has none of."""
    entries = next((field for field in form if field.short_name == name), None)
    if not isinstance(entries, FieldList):
        raise NotFound
    return entries


def chosen(entries: "FieldList[Any]") -> list[UUID]:
    """The bodies that are on the form. Raises `NotFound` for what is no id."""
    return [body for one in _ids(entries) if (body := an_id(one)) is not None]


def look(
    session: Session, form: BesaForm, entries: "FieldList[Any]"
) -> tuple[list[KnownInstitution] | None, dict[str, object]]:
    """What the search brought (None if nothing was asked), and the names of the bodies that are on the form."""
    searched = (form["search"].data or "").strip()
    bodies = list(directory.find(session, searched)) if searched else None
    names = {one: _known(session, one).name(language()) for one in _ids(entries)}
    return bodies, {"chosen_ids": set(names), "names": names}


def _known(session: Session, institution: str) -> KnownInstitution:
    body = session.get(KnownInstitution, an_id(institution)) if institution else None
    if body is None:
        raise NotFound
    return body


def _ids(entries: "FieldList[Any]") -> list[str]:
    return [entry.form.institution_id.data for entry in entries]
