"""Forms of the pages: messages in the reader's language, and text and files that cannot surprise the code behind.

Templates render fields with the macros of `besa/form.html`; what these must know of a field is worked out here.
"""

import re
from collections.abc import Iterator
from typing import Any

import flask
from flask_babel import get_translations, gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from markupsafe import Markup, escape
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Form
from wtforms.fields import Field, FieldList, FormField, HiddenField, PasswordField, StringField
from wtforms.fields.choices import RadioField, SelectChoice, SelectField, SelectFieldBase, SelectMultipleField  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from shared.pages.date_parts import DateParts

__all__ = ["BesaForm", "BesaPart", "DateParts", "FileField", "MultipleFileField", "SelectChoice", "error_summary"]

# What the gate of the API refuses, a form drops: PostgreSQL's text cannot hold NUL, a signed text must not read otherwise
# than it is stored (bidi overrides, tags), and nobody types another control character than a line break or a tab.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
    "\U000e0000-\U000e007f]"
)

LONGEST_NAME = 100


class _Translations:
    """WTForms' own messages, out of our catalogues."""

    def gettext(self, string: str) -> str:
        return str(get_translations().ugettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # Not flask_babel.ngettext: that one fills the placeholders itself and stops at WTForms' %(min)d.
        return str(get_translations().ungettext(singular, plural, n))


class _Meta(DefaultMeta):
    def get_translations(self, form: BaseForm) -> _Translations:
        return _Translations()

    def bind_field(self, form: BaseForm, unbound_field: Any, options: Any) -> Any:
        field = super().bind_field(form, unbound_field, options)
        if isinstance(field, StringField) and not isinstance(field, PasswordField):
            field.filters = [clean_text, *field.filters]
        return field

    def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
        """Take what was posted as a form, never JSON, and files only where the form has a file field.

        Anyone can post a file under the name of a number; WTForms would answer with a TypeError.
        """
        if formdata is None:
            return None
        if not hasattr(formdata, "getlist"):  # Flask-WTF's mark for "the running request"
            if not (flask.has_request_context() and flask.request.method == "POST"):
                return None
            formdata = CombinedMultiDict([flask.request.files, flask.request.form])
        return MultiDict(
            (key, value)
            for key, value in formdata.items(multi=True)
            if _is_name(key) and (isinstance(value, str) or _takes_file(form, key))
        )


class _CleanRaw(BaseForm):
    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        for field in self:
            # InputRequired looks at what was sent: blanks alone are nothing.
            if isinstance(field, StringField) and not isinstance(field, PasswordField) and field.raw_data:
                field.raw_data = [field.data]


class BesaForm(_CleanRaw, FlaskForm):
    """The form of a page; protected by the token that `f.form` writes."""

    # WTForms' metaclass hides what its stubs call the constructor; typed here once.
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)

    class Meta(_Meta, FlaskForm.Meta):
        """What WTForms asks for: our translations, our reading of the request, Flask-WTF's token."""


class BesaPart(_CleanRaw, Form):
    """The inner form of a FormField (one item of several); without a token of its own."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)

    class Meta(_Meta):
        """What WTForms asks for: our translations and our reading of the request."""


def clean_text(value: Any) -> str | None:
    """Return `value` stripped, with LF line ends and without control characters; None stays None."""
    if value is None:
        return None
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


#: Where what is of no field one can see leads: what the page is about, which `besa/layout.html` begins with.
WHOLE_PAGE = "#main-content"


def error_summary(form: BaseForm) -> list[dict[str, str]]:
    """Return one {"text", "href"} per faulty field, in the page's order; each leads to an element of the page. That is the order of the form's fields, but for
    those that it names in `page_order`, which come first, in that one.
    """
    whole = [{"text": str(error), "href": WHOLE_PAGE} for error in form.form_errors]
    first = {name: place for place, name in enumerate(getattr(form, "page_order", ()))}
    asked = sorted(form, key=lambda field: first.get(field.short_name, len(first)))
    # What no field shows stands with what the whole page is about.
    return sorted([*whole, *_field_errors(asked)], key=lambda line: line["href"] != WHOLE_PAGE)


def _field_errors(fields: Any) -> Iterator[dict[str, str]]:
    for field in fields:
        if isinstance(field, FormField):
            yield from error_summary(field.form)
        elif isinstance(field, FieldList):
            yield from _field_errors(field.entries)
        elif field.errors:
            shown = not isinstance(field, HiddenField)
            href = f"#{getattr(field, 'error_id', field.id)}" if shown else WHOLE_PAGE
            yield {"text": str(field.errors[0]), "href": href}


def field_error(field: Field) -> dict[str, str] | None:
    """Return the errorMessage option of GOV.UK's macros for `field`, None without an error."""
    if not field.errors:
        return None
    return {"text": str(field.errors[0]), "visuallyHiddenText": gettext("Gabim")}


def field_label(field: Field, block: str, size: str | None, *, heading: bool, optional: bool) -> dict[str, object]:
    """Return the label or legend option of GOV.UK's macros; `block` is the CSS block, `size` one of s, m, l or None."""
    text = str(field.label.text)
    if optional:
        text = gettext("%(label)s (nuk është e detyrueshme)", label=text)
    size = "l" if heading else size
    return {"text": text, "classes": f"{block}--{size}" if size else "", "isPageHeading": heading}


def hint_option(hint: str | None, field: Field) -> dict[str, str] | None:
    """Return the hint option of GOV.UK's macros: `hint`, else the field's description; Markup is kept as HTML."""
    words = hint or field.description
    if not words:
        return None
    return {"html": words} if isinstance(words, Markup) else {"text": str(words)}


def choice_items(
    field: SelectFieldBase, hints: dict[str, str], conditionals: dict[str, str]
) -> list[dict[str, object]]:
    """Return the items option of GOV.UK's macros for a field of choices.

    `hints` and `conditionals` are by value; a conditional that is not Markup is escaped.
    """
    # WTForms' radio buttons and check boxes are select fields too.
    in_list = isinstance(field, SelectField) and not isinstance(field, RadioField | SelectMultipleField)
    chosen = "selected" if in_list else "checked"
    return [
        {
            "value": str(value),
            "text": str(label),
            chosen: selected,
            "hint": {"text": hints[value]} if value in hints else None,
            "conditional": {"html": escape(conditionals[value])} if value in conditionals else None,
        }
        for value, label, selected, _attributes in field.iter_choices()
    ]


def reveal_by_style(html: Markup) -> Markup:
    """Take the script's handles off conditional questions; the style sheet shows them (`_forms.scss`).

    GOV.UK's script puts aria-expanded on radio buttons, which ARIA does not allow there.
    """
    plain = re.sub(r' data-aria-controls="[^"]*"', "", html)
    return Markup(re.sub(r" govuk-(radios|checkboxes)__conditional--hidden", "", plain))  # noqa: S704 - was Markup


def textarea_value(field: Field) -> Markup:
    """Return the value with line breaks as character references: GOV.UK's macros indent the lines of what they wrap."""
    value = field._value() if hasattr(field, "_value") else field.data or ""  # noqa: SLF001 - WTForms' name for it
    return Markup(str(escape(value)).replace("\n", "&#10;"))  # noqa: S704 - escaped on this line


def _is_name(key: str) -> bool:
    # FieldList reads the number in "items-0-text" with int(), which fails on "²" and on thousands of digits.
    return key.isascii() and len(key) <= LONGEST_NAME


def _takes_file(form: BaseForm, key: str) -> bool:
    for field in form:
        if isinstance(field, FileField | MultipleFileField) and field.name == key:
            return True
        if isinstance(field, FormField | FieldList) and key.startswith(f"{field.name}-"):
            return True
    return False
