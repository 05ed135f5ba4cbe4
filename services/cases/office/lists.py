"""The audit trail as a list: of everything, or of one object."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from marshmallow.fields import String
from marshmallow.validate import Regexp

from services.cases.office import words
from shared.audit import AuditEntry
from shared.fields import Text
from shared.lists import Filter, Listing, Words

#: Such as `case` or `recommendation`; the trail of each service knows its own.
OBJECT_WORD = r"^[a-z_]{1,40}$"


def _objects() -> Mapping[str, Words]:
    """What a page offers; the trail holds more, such as log-ins."""
    return words.OBJECTS


@dataclass(frozen=True, kw_only=True)
class TrailListing(Listing):
    """The newest entry first. The trail of one object needs both."""

    object: Annotated[
        str | None, String(validate=Regexp(OBJECT_WORD)), Filter(AuditEntry.object_type, _l("Për çfarë"), _objects)
    ] = None
    id: Annotated[str | None, Text(100), Filter(AuditEntry.object_id, _l("Identifikuesi i saj"))] = None

    def check(self) -> None:
        """Refuses one without the other: the whole trail would look as if it were that of the object."""
        if (self.object is None) != (self.id is None):
            raise ValidationError("Both or none.", "id" if self.id is None else "object")
