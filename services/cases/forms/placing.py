"""Where on a form what a rule says has its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms.fields import Field, FieldList, FormField, HiddenField
from wtforms.form import BaseForm

from services.cases.forms.refusals import fault_words, with_legal
from shared.rules import ContentViolation, RuleViolation


def refuse(form: BaseForm, error: RuleViolation, more: Mapping[str, str] | None = None) -> int:
    """Put the refusal on the form with all that stands beside it, each at its field where it names one of the form's; returns the
    status of the answer.
    """
    for one in error.all:
        _place(form, one, with_legal(one, more))
    return 422 if isinstance(error, ContentViolation) else 409


def add_besides(form: BaseForm, faults: Iterable[RuleViolation]) -> None:
    """What the rules say of a form that lacks something: of a field that says already what it lacks no rule says it again."""
    said = {id(field) for field in _failing(form)}
    for one in faults:
        path = _path(form, one.field) if isinstance(one, ContentViolation) else []
        field = _field_at(form, path) if path else None
        if field is None or id(field) not in said:
            _place(form, one, fault_words(one))


def add_all(form: BaseForm, faults: Iterable[RuleViolation]) -> None:
    """What is told beside what a field lacks, at the same field too."""
    for one in faults:
        _place(form, one, fault_words(one))


def _failing(form: BaseForm) -> Iterator[Field]:
    """Every field with an error, those of parts too."""
    for field in form:
        if isinstance(field, FormField):
            yield from _failing(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from _failing(entry.form) if isinstance(entry, FormField) else [entry] if entry.errors else []
        elif field.errors:
            yield field


def _place(form: BaseForm, error: RuleViolation, refusal: str) -> None:
    path = _path(form, error.field) if isinstance(error, ContentViolation) else []
    field = _field_at(form, path) if path else None
    if any(refusal in str(one) for one in (form.form_errors if field is None else field.errors)):
        return
    if field is None:
        form.form_errors.append(refusal)
    else:
        # A page shows the first error of a field: all that is said of it stands there.
        first, *rest = field.errors or ("",)
        field.errors = [f"{_sentence(str(first))}{refusal}", *rest]
        # A list of fields gathers its entries' errors when it validates; this one came later.
        outer = form[path[0]]
        if isinstance(outer, FieldList):
            outer.errors = outer.errors or [refusal]


def _sentence(words: str) -> str:
    """With what parts it from the sentence after it."""
    return words and (f"{words} " if words.endswith(".") else f"{words}. ")


def _path(form: BaseForm, field: str) -> list[str]:
    """`items.0.text` as the form has it: a form that asks otherwise than the rule speaks says so in `stands_for`."""
    first, *rest = field.split(".")
    renamed: Mapping[str, str] = getattr(form, "stands_for", {})
    return [renamed.get(first, first), *rest]


def _field_at(form: BaseForm, path: list[str]) -> Field | None:
    """The field at `items.0.text`. One of a list that nobody sees stands for the first visible one beside it, so that the
    error has a place; a hidden field of the form itself has none.
    """
    field = getattr(form, "_fields", {}).get(path[0])
    if isinstance(field, FieldList) and len(path) > 1 and path[1].isdecimal() and int(path[1]) < len(field.entries):
        entry = field.entries[int(path[1])]
        return _in_part(entry, path[2:]) if isinstance(entry, FormField) else entry
    if isinstance(field, FormField) and len(path) > 1:
        return _field_at(field.form, path[1:])
    if isinstance(field, FieldList):
        # What a list as a whole lacks is added by another field of the form.
        return getattr(form, "_fields", {}).get(getattr(form, "added_by", {}).get(path[0]))
    return None if isinstance(field, FormField | HiddenField) else field


def _in_part(part: "FormField[Any]", path: list[str]) -> Field | None:
    return _field_at(part.form, path or [""]) or next((one for one in part if not isinstance(one, HiddenField)), None)
