"""Who complains, about which child, and who acts for them: as it is told, and as the sealed file keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from marshmallow import ValidationError, fields, validate

from services.intake import data
from services.intake.schemas.keys import keyed
from shared.edges import Body, Document
from shared.events.documents.intake import ContactHours
from shared.fields import Text, Whole
from shared.typed import dump, load

LONGEST_CONTACT = 300
_PHONE = validate.Regexp(r"\+?[0-9][0-9 ()./-]{4,24}\Z", error="Not a valid telephone number.")
_TIME = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a valid time.")


@dataclass(frozen=True, kw_only=True)
class Contact(Document):
    """How to reach someone. `other` is one loose text as it was said on the telephone: kept for the officer, never written to."""

    nullable: ClassVar[bool] = False

    email: str | None = None
    phone: str | None = None
    address: str | None = None
    other: str | None = None
    safe: bool = False
    hours: ContactHours | None = None


@dataclass(frozen=True, kw_only=True)
class SealedPerson(Document):
    """A person as the sealed file holds them: a complainant and a representative have a role, a child may have age and sex.
    `nickname`: what else they are called, several with commas between.
    """

    nullable: ClassVar[bool] = False

    role: str | None = None
    name: str | None = None
    nickname: str | None = None
    contact: Contact | None = None
    keep_secret: bool | None = None
    age: int | None = None
    sex: str | None = None

    @property
    def reached(self) -> Contact:
        """By which ways, as far as they were told."""
        return self.contact or Contact()

    @property
    def known(self) -> bool:
        """Whether a name or a way to reach them was told."""
        ways = self.reached
        return any((self.name, ways.email, ways.phone, ways.address, ways.other))


@dataclass(frozen=True, kw_only=True)
class SealedIdentity(Document):
    """What the sealed file holds besides the words; `answers` are those to the questions of urgency."""

    nullable: ClassVar[bool] = False

    submitter: SealedPerson
    child: SealedPerson
    representative: SealedPerson | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)

    def text(self, person: str, member: str) -> str:
        """What the file holds of `member` (name, age, sex or contact) of one of the three; empty where it holds nothing."""
        held = getattr(getattr(self, person), member, None)
        if isinstance(held, Contact):
            held = ", ".join(way for way in (held.email, held.phone, held.address, held.other) if way)
        return "" if held is None else str(held)


@dataclass(frozen=True, kw_only=True)
class Hours(Body):
    """When a message may arrive, in Tirana's time; it may pass midnight."""

    begin: Annotated[str, fields.String(validate=_TIME, data_key="from")]
    end: Annotated[str, fields.String(validate=_TIME, data_key="to")]


@dataclass(frozen=True, kw_only=True)
class ContactParts(Body):
    """How to reach someone. Nothing is ever sent unless `safe` says that nobody else reads it."""

    nullable: ClassVar[bool] = False

    email: Annotated[str, fields.Email(validate=validate.Length(max=254))] | None = None
    phone: Annotated[str, fields.String(validate=_PHONE)] | None = None
    address: Annotated[str, Text(LONGEST_CONTACT)] | None = None
    safe: bool = False
    hours: Hours | None = None

    def check(self) -> None:
        if self.safe and not (self.email or self.phone):
            raise ValidationError("A safe contact needs an e-mail address or a telephone number.", "safe")

    def told(self) -> Contact:
        hours = ContactHours(begin=self.hours.begin, end=self.hours.end) if self.hours else None
        return Contact(email=self.email, phone=self.phone, address=self.address, safe=self.safe, hours=hours)


class PartsOrText(fields.Field[Contact]):
    """Parts, or one loose text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Contact:
        if isinstance(value, str):
            return Contact(other=Text(LONGEST_CONTACT).deserialize(value))
        return load(ContactParts, value).told()

    def _serialize(self, value: Contact | None, attr: str | None, obj: Any, **options: Any) -> object:
        return None if value is None else dump(value)


_CONTACT = {
    "oneOf": [
        {"type": "string", "minLength": 1, "maxLength": LONGEST_CONTACT},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "email": {"type": "string", "format": "email", "maxLength": 254},
                "phone": {"type": "string", "pattern": r"^\+?[0-9][0-9 ()./-]{4,24}$"},
                "address": {"type": "string", "minLength": 1, "maxLength": LONGEST_CONTACT},
                "safe": {"type": "boolean", "default": False},
                "hours": {
                    "type": "object",
                    "required": ["from", "to"],
                    "additionalProperties": False,
                    "properties": {
                        "from": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                        "to": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                    },
                },
            },
        },
    ]
}
_Told = Annotated[Contact, PartsOrText(metadata=_CONTACT)]


@dataclass(frozen=True, kw_only=True)
class Submitter(Body):
    """Who complains. Nothing but the role is needed."""

    nullable: ClassVar[bool] = False

    role: Annotated[str, keyed(data.roles())]
    name: Annotated[str, Text(200)] | None = None
    nickname: Annotated[str, Text(200)] | None = None
    contact: _Told | None = None
    keep_secret: bool = True


@dataclass(frozen=True, kw_only=True)
class Representative(Body):
    """Who acts for the child or for who complains, if someone does: another person than both."""

    nullable: ClassVar[bool] = False

    role: Annotated[str, keyed(data.representative_roles())]
    name: Annotated[str, Text(200)]
    contact: _Told | None = None


@dataclass(frozen=True, kw_only=True)
class Child(Body):
    """The child concerned, as far as it is told."""

    nullable: ClassVar[bool] = False

    name: Annotated[str, Text(200)] | None = None
    nickname: Annotated[str, Text(200)] | None = None
    age: Annotated[int, Whole(0, 120)] | None = None
    sex: Annotated[str, keyed(["female", "male", "other"])] | None = None
