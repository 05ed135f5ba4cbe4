"""What only the story reads: of the complainant's side, of partners, of notifications and of the public figures."""

from typing import TypedDict


class Complaint(TypedDict):
    """As its complainant is told of it, once."""

    id: str
    reference: str
    receipt_code: str


class Identity(TypedDict):
    """`child` has a name only if one was given."""

    child: dict[str, object]


class OpenedFile(TypedDict):
    identity: Identity


class MailboxMessage(TypedDict):
    kind: str
    text: str


class Mailbox(TypedDict):
    """What lies behind the receipt code. Of the openings of the file it counts that there are any."""

    messages: list[MailboxMessage]
    openings: list[object]


class Token(TypedDict):
    access_token: str


class Institution(TypedDict):
    """`mailbox` is None or empty where mails have nowhere to go."""

    key: str
    mailbox: str | None


class FeedEntry(TypedDict):
    type: str
    dispatch_id: str
    number: str


class Feed(TypedDict):
    """`next` is where to go on; None only before the first entry ever."""

    items: list[FeedEntry]
    next: str | None


class LetterItem(TypedDict):
    id: str


class LetterDocument(TypedDict):
    items: list[LetterItem]


class Letter(TypedDict):
    """An act as one of its bodies received it; the body acknowledges `document_digest`."""

    id: str
    document: LetterDocument
    document_digest: str


class Mail(TypedDict):
    """`about_id`: of the complaint or the act that it is sent for, of a call to staff who is called."""

    id: str
    template: str
    state: str
    about_id: str


class BodyContact(TypedDict):
    kind: str


class PostEntry(TypedDict):
    """One letter on paper, in the post book."""

    id: str
    recommendation_id: str
    state: str


class PostRecorded(TypedDict):
    """Letters of the post book: a page of them, or those of which something was recorded."""

    items: list[PostEntry]


class OnDuty(TypedDict):
    """Somebody of the office, and by which ways they can be called."""

    id: str
    by_email: bool
    by_sms: bool


class Shift(TypedDict):
    person: OnDuty


class Dangers(TypedDict):
    waiting: int


class Roster(TypedDict):
    shifts: list[Shift]
    people: list[OnDuty]
    dangers: Dangers


class Figure(TypedDict):
    """A part of a whole; `percent` is None where there is nothing to divide by. Of a body a small number is None."""

    key: str
    numerator: int | None
    denominator: int | None
    percent: float | None


class Split(TypedDict):
    """The shares of one unit."""

    unit: str
    shares: list[Figure]


class Figures(TypedDict):
    delivered: Figure
    answered_in_time: Figure
    answered_late: Figure
    splits: list[Split]


class Compliance(TypedDict):
    """The public figures of one body or of all."""

    figures: Figures
