"""What credentials.json says: where an installation answers, and who may enter it."""

import base64
import json
from typing import TypedDict


class LogIn(TypedDict):
    username: str
    password: str


class StaffAccount(LogIn):
    """`token`: for the API, good for eight hours."""

    token: str


class Machine(TypedDict):
    client_id: str
    client_secret: str


#: One body with its machine and its people. Written as a call, since `class` is a word of Python's.
Partner = TypedDict(
    "Partner",
    {
        "institution_id": str,
        "name": str,
        "class": str,
        "client_id": str,
        "client_secret": str,
        "users": list[LogIn],
    },
)


class Credentials(TypedDict):
    """`staff` by role."""

    url: str
    staff: dict[str, StaffAccount]
    partners: list[Partner]


def subject_of(token: str) -> str:
    """The id of the account that a staff token is for."""
    part = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["sub"])
