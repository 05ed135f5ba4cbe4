"""Members that several shapes have: a key of a closed list, a language, a municipality."""

from collections.abc import Iterable
from typing import Annotated

from marshmallow import fields, validate

from services.intake.data.wording import LANGUAGES


def keyed(entries: Iterable[str]) -> fields.String:
    """One key of a closed list."""
    return fields.String(validate=validate.OneOf(list(entries)))


Language = Annotated[str, keyed(LANGUAGES)]
#: The key of a municipality, as it is checked before the directory is asked.
Municipality = Annotated[
    str,
    fields.String(
        validate=validate.Regexp(r"[a-z0-9][a-z0-9_.-]{0,63}\Z"),
        metadata={"pattern": r"^[a-z0-9][a-z0-9_.-]{0,63}$"},
    ),
]
