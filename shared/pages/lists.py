"""A list as a page asks for it: the form above it, what was asked, and the addresses of the same list elsewhere, all out of the
one declaration (`shared.lists`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_type_hints

from flask import request, url_for
from flask_babel import gettext, lazy_gettext
from marshmallow import ValidationError
from wtforms import SelectField, StringField
from wtforms.fields import Field
from wtforms.form import BaseForm

from shared.lists import Filter, Listing, in_address
from shared.pages.forms import BesaForm, SelectChoice
from shared.pagination import Page
from shared.typed import load

L = TypeVar("L", bound=Listing)


@dataclass(frozen=True)
class Asked(Generic[L]):
    """What the address of this request asks of a list. `listing` is None where it asks for what cannot be: then `form` says what,
    and there is nothing to show.
    """

    listing: L | None
    form: BesaForm

    @property
    def narrowed(self) -> bool:
        """Whether it is asked for less than the whole."""
        return self.listing is None or bool(self.listing.chosen())

    @property
    def kept(self) -> dict[str, object]:
        """What was asked by a link and stands in no field of the form: it goes along when the form is sent."""
        chosen = self.listing.chosen() if self.listing else {}
        return {name: _in_address(value) for name, value in chosen.items() if name not in self.form}

    @property
    def status(self) -> int:
        return 200 if self.listing else 422

    @property
    def further(self) -> list[Field]:
        """The fields that are folded away."""
        return [one for one in self.form if one.flags.further]

    @property
    def looks_further(self) -> bool:
        """Whether one of them is asked for, or was refused."""
        return any(one.data or one.errors for one in self.further)

    def next_href(self, page: Page[Any] | None) -> str | None:
        """The address of the next page, with every filter."""
        return None if page is None or page.next is None else self.address(after=page.next)

    @property
    def first_href(self) -> str | None:
        """The address of the first page, with every filter, where this is not it."""
        return self.address() if self.listing and self.listing.after else None

    def address(self, **changes: Any) -> str:
        """The address of this list with `changes`; a filter that becomes None is dropped, and reading begins anew."""
        chosen = (self.listing.chosen() if self.listing else {}) | changes
        values: dict[str, Any] = {name: _in_address(value) for name, value in chosen.items() if value is not None}
        return url_for(request.endpoint or "", **(request.view_args or {}), **values)


def asked(listing: type[L], **fixed: object) -> Asked[L]:
    """Read this request's address. `fixed`: members that the page sets itself, whatever the address says."""
    names = [*map(in_address, listing.filters()), "after"]
    sent = {name: request.args[name] for name in names if request.args.get(name, "").strip()}
    form = _form(listing)
    try:
        narrowed = load(listing, {**sent, **fixed})
    except ValidationError as error:
        return _refused(form, error.normalized_messages())
    strange = [
        in_address(name) for name, one in listing.filters().items() if not _is_offered(one, getattr(narrowed, name))
    ]
    return _refused(form, strange) if strange else Asked(narrowed, form)


def _is_offered(one: Filter, value: object) -> bool:
    """Whether today's choices hold it; those that stand for good were checked when it was loaded."""
    return value is None or not callable(one.choices) or str(value) in one.choices()


def _refused(form: BesaForm, names: Iterable[str]) -> Asked[Any]:
    unknown = gettext("Adresa kërkon diçka që kjo listë nuk e njeh.")
    for name in names:
        if name not in form:
            form.form_errors.append(unknown)
        else:
            form[name].errors = [_why_refused(form[name]) or unknown]
    return Asked(None, form)


def _why_refused(field: Field) -> str | None:
    """What the reader can do about it, where that can be said: another choice, or one less; other words."""
    if not isinstance(field, SelectField):
        return None if (field.render_kw or {}).get("type") == "date" else words_refused()
    if field.data in {value for value, *_ in field.iter_choices()}:
        return str(gettext("Kjo nuk zgjidhet bashkë me një filtër tjetër."))
    return str(gettext("Zgjidhni një nga vlerat e listës."))


def words_refused() -> str:
    """What is said of words that no list can be searched for."""
    return gettext("Shkruani më pak fjalë, pa shenja të veçanta.")


def _in_address(value: object) -> object:
    return ("false", "true")[value] if isinstance(value, bool) else value


class _Further:
    """Marks a field, as WTForms lets validators do."""

    field_flags: ClassVar[dict[str, bool]] = {"further": True}

    def __call__(self, _form: BaseForm, _field: Field) -> None:
        """Nothing to refuse."""


_FORMS: dict[type[Listing], Any] = {}


def _form(listing: type[Listing]) -> BesaForm:
    if listing not in _FORMS:
        hints, usual = get_type_hints(listing), {member.name: member.default for member in fields(listing)}
        members = {
            in_address(name): _field(one, usual[name], day=date in get_args(hints[name]))
            for name, one in listing.filters().items()
            if one.label is not None
        }
        _FORMS[listing] = type(f"{listing.__name__}Form", (BesaForm,), members)
    filled: BesaForm = _FORMS[listing](request.args, meta={"csrf": False})
    return filled


def _field(one: Filter, usual: object, *, day: bool) -> Field:
    """`usual`: as what the list is narrowed without being asked; then no choice stands for not narrowing."""
    marks: Any = [_Further()] if one.further else []
    if one.choices is None:
        kind = {"type": "date"} if day else None
        return StringField(one.label, marks, description=one.hint or "", render_kw=kind)
    # WTForms asks a function anew for each form.
    return SelectField(one.label, marks, choices=lambda: _choices(one, usual), default=usual, validate_choice=False)


def _choices(one: Filter, usual: object) -> list[SelectChoice]:
    words = [SelectChoice(str(value), word) for value, word in (one.offered() or {}).items()]
    return [SelectChoice("", one.every or lazy_gettext("Të gjitha")), *words] if usual is None else words
