"""What a member of a body may hold: text without tricks, a day, a whole number, a flag, an id. Strict, and without the web."""

import re
import unicodedata
from typing import Any

from marshmallow import ValidationError, fields, validate

#: C0 and C1 controls but line feed and tab; bidi overrides and isolates; tags; non-characters; private use.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
    "\U000e0000-\U000e007f]"
)
#: Letters and signs by their category, and yet nothing is seen of them: fillers of Hangul, the empty Braille cell.
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
_MANY_MARKS = re.compile(r"[\u0300-\u036f]{9}")
_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d\Z")


FIRST_YEAR, LAST_YEAR = 1900, 2099


def clean(text: str) -> str:
    """`text` in NFC with plain line ends, trimmed. Raises `ValidationError` for what no person types."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValidationError("Not a valid text.") from error
    if _FORBIDDEN.search(text) or _MANY_MARKS.search(unicodedata.normalize("NFD", text)):
        raise ValidationError("Holds characters that are not allowed.")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Text(fields.String):
    """A text that a person wrote. `longest` in characters; empty is refused unless `shortest=0`."""

    def __init__(self, longest: int, *, shortest: int = 1, **options: Any) -> None:
        super().__init__(validate=[validate.Length(min=shortest, max=longest)], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = clean(super()._deserialize(value, attr, data, **options))
        # Invisible characters alone are no text.
        if text and not any(
            unicodedata.category(character)[0] not in "CZ" for character in text if character not in _UNSEEN
        ):
            raise ValidationError("Shorter than minimum length 1.")
        return text


class Day(fields.Date):
    """A calendar day, `YYYY-MM-DD` between 1900 and 2099."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, str) or not _DATE.match(value):
            raise ValidationError("Not a valid date.")
        return super()._deserialize(value, attr, data, **options)


class Moment(fields.AwareDateTime):
    """An instant with its zone, on a day between 1900 and 2099."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        given = super()._deserialize(value, attr, data, **options)
        # By its own year: at the ends of the calendar another zone has none.
        if not FIRST_YEAR <= given.year <= LAST_YEAR:
            raise ValidationError("Not a valid datetime.")
        return given


class Whole(fields.Integer):
    """A whole number: JSON's 7, not "7", 7.0 or true."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        super().__init__(strict=True, validate=[validate.Range(min=least, max=most)], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError("Not a valid integer.")
        return super()._deserialize(value, attr, data, **options)


class Flag(fields.Boolean):
    """JSON's true or false, nothing that looks like them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, bool):
            raise ValidationError("Not a valid boolean.")
        return value


class Id(fields.UUID):
    """An id in the one form in which it is given out: lower case with dashes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        found = super()._deserialize(value, attr, data, **options)
        if str(found) != value:
            raise ValidationError("Not a valid UUID.")
        return found


def whole_pattern(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, str]:
    """The pattern of a text as every reader of JSON Schema takes it (ECMA-262), and of the whole text."""
    patterns = [one.regex.pattern for one in field.validators if isinstance(one, validate.Regexp)]
    return {"pattern": whole(str(patterns[0]))} if patterns else {}


def whole(pattern: str) -> str:
    """A pattern that Python matches from the beginning of a text to its end, as one that says so."""
    inner = re.sub(r"^(?:\\A|\^)|(?:\\Z|\$)$", "", pattern)
    return f"^(?:{inner})$" if "|" in inner else f"^{inner}$"
