"""Publications as JSON: what is drafted and decided, and what anybody reads."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import Integer, String

from services.notifications.library import data
from shared.edges import Answer, Body, Query
from shared.fields import Moment, Text, Whole

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_REASON = 200, 4000, 1000


def _key(section: str) -> String:
    return String(validate=validate.OneOf(tuple(data.entries(section))))


Kind = Annotated[str, _key("kinds")]
Audience = Annotated[str, _key("audiences")]
Language = Annotated[str, _key("languages")]
Form = Annotated[str, _key("formats")]
Topics = Annotated[tuple[Annotated[str, _key("topics")], ...], validate.Length(max=10)]
Title = Annotated[str, Text(LONGEST_TITLE)]
Summary = Annotated[str, Text(LONGEST_SUMMARY)]


@dataclass(frozen=True, kw_only=True)
class NewPublicationBody(Body):
    """A publication that is begun, with title and summary in Albanian."""

    kind: Kind
    audience: Audience
    topics: Topics = ()
    title: Title
    summary: Summary


@dataclass(frozen=True, kw_only=True)
class SettingBody(Body):
    """For whom the draft is, what it is about, and its hour; without one it is shown as soon as it is approved."""

    audience: Audience
    topics: Topics = ()
    release_at: Annotated[datetime | None, Moment(allow_none=True)] = None


@dataclass(frozen=True, kw_only=True)
class TextBody(Body):
    """Title and summary in one language."""

    language: Language
    title: Title
    summary: Summary


@dataclass(frozen=True, kw_only=True)
class FileQuery(Query):
    """Which file of the draft."""

    language: Language
    form: Form


@dataclass(frozen=True, kw_only=True)
class CitationBody(Body):
    """An act that the draft cites, by the number that the register shows; `item`: one of what it asks, 0 for the whole act."""

    number: Annotated[str, Text(40)]
    item: Annotated[int, Whole(0, 1000)] = 0


@dataclass(frozen=True, kw_only=True)
class CitationQuery(Query):
    """Which citation of the draft."""

    act_id: UUID
    item: Annotated[int, Integer(validate=validate.Range(0, 1000))] = 0


@dataclass(frozen=True, kw_only=True)
class PublicationApprovalBody(Body):
    """`names_reason`: why titles, summaries and files may be read although they name somebody, or may. `read_myself`: whoever approves says that
    they read or heard themselves what is not read in the files (`reading`).
    """

    names_reason: Annotated[str, Text(LONGEST_REASON, shortest=0)] = ""
    read_myself: bool = False


@dataclass(frozen=True, kw_only=True)
class WithdrawalBody(Body):
    """Why it is withdrawn; whoever looks for it reads this."""

    reason: Annotated[str, Text(LONGEST_REASON)]


@dataclass(frozen=True, kw_only=True)
class TextAnswer(Answer):
    language: str
    title: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class DraftFileAnswer(Answer):
    """`reading`: how far its words are known, which are compared as titles are. `waits`, also of what was out before files were read; `again`:
    reading it did not end and is tried once more; `read`; `partly`: all but the `unread_pages`; `nothing`: of a sound, or of pages that are
    pictures; `unfinished`: it was tried several times. The last three are approved only by somebody who read or heard these themselves.
    """

    language: str
    form: str
    media_type: str
    size: int
    reading: str
    unread_pages: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CitationAnswer(Answer):
    """What a version cites. Where it is not public any more there is neither number nor title."""

    act_id: UUID
    item: int
    public: bool
    number: str | None
    title: str | None
    language: str | None


@dataclass(frozen=True, kw_only=True)
class VersionAnswer(Answer):
    """A version as the office has it. `standing`: draft, waiting (for its hour, and to be compared with the sealed files a last time), published,
    superseded or withdrawn; `stopped_at`: when its approval fell at that.
    """

    number: int
    standing: str
    audience: str
    topics: tuple[str, ...]
    release_at: datetime | None
    released_at: datetime | None
    stopped_at: datetime | None
    revision: int
    texts: tuple[TextAnswer, ...]
    files: tuple[DraftFileAnswer, ...]
    citations: tuple[CitationAnswer, ...]
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class PublicationAnswer(Answer):
    """A publication with its versions, the newest first."""

    id: UUID
    kind: str
    versions: tuple[VersionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class PublicationLine(Answer):
    id: UUID
    kind: str
    newest: VersionAnswer


@dataclass(frozen=True, kw_only=True)
class PublicationList(Answer):
    items: tuple[PublicationLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class PublicFile(Answer):
    language: str
    form: str
    media_type: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PublicCitation(Answer):
    """An act that is cited, and where the register shows it; one that was public and is not any more says only that."""

    public: bool
    number: str | None
    item: int
    title: str | None
    url: str | None


@dataclass(frozen=True, kw_only=True)
class PublicVersion(Answer):
    """A version that anybody reads. `citation`: as it is cited, in Albanian; `url`: where it is read."""

    number: int
    audience: str
    topics: tuple[str, ...]
    released_at: datetime
    texts: tuple[TextAnswer, ...]
    files: tuple[PublicFile, ...]
    cites: tuple[PublicCitation, ...]
    citation: str
    url: str


@dataclass(frozen=True, kw_only=True)
class WithdrawnVersion(Answer):
    """Of a version that was withdrawn: which and when, and nothing that stood in it; why, as soon as that was compared with the sealed files."""

    number: int
    withdrawn_at: datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class PublicPublication(Answer):
    """A publication: the version that stands, those before it, and what was withdrawn. `licence`: under which it may be used."""

    id: UUID
    kind: str
    licence: str
    current: PublicVersion | None
    older: tuple[PublicVersion, ...]
    withdrawn: tuple[WithdrawnVersion, ...]


@dataclass(frozen=True, kw_only=True)
class PublicLine(Answer):
    id: UUID
    kind: str
    current: PublicVersion


@dataclass(frozen=True, kw_only=True)
class PublicLibrary(Answer):
    licence: str
    items: tuple[PublicLine, ...]
    next: str | None


MOST_COPIES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class OrderBody(Body):
    """Copies that are ordered, of which version and language."""

    version: Annotated[int, Whole(1, 1000)]
    language: Language
    copies: Annotated[int, Whole(1, MOST_COPIES)]
    ordered_on: date


@dataclass(frozen=True, kw_only=True)
class ReceiptBody(Body):
    """When the copies came."""

    received_on: date


@dataclass(frozen=True, kw_only=True)
class HandoutBody(Body):
    """Copies that were given out in a municipality, by its key in the directory; fewer than none corrects what was counted by mistake."""

    version: Annotated[int, Whole(1, 1000)]
    language: Language
    municipality: Annotated[str, Text(64)]
    copies: Annotated[int, Whole(-MOST_COPIES, MOST_COPIES)]
    given_on: date


@dataclass(frozen=True, kw_only=True)
class OrderAnswer(Answer):
    id: UUID
    version: int
    language: str
    copies: int
    ordered_on: date
    received_on: date | None


@dataclass(frozen=True, kw_only=True)
class StockAnswer(Answer):
    """Copies of a version in a language: that came, and that were given out."""

    version: int
    language: str
    received: int
    given: int


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer(Answer):
    """Copies that were given out in a municipality."""

    key: str
    name_sq: str
    name_en: str
    county: str | None
    copies: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class CopiesAnswer(Answer):
    """The printed copies of a publication; `places`: every municipality."""

    orders: tuple[OrderAnswer, ...]
    stocks: tuple[StockAnswer, ...]
    places: tuple[PlaceAnswer, ...]
    given: int


@dataclass(frozen=True, kw_only=True)
class DistributionAnswer(Answer):
    """Copies of all publications that were given out, by municipality: every one stands here, also with none."""

    places: tuple[PlaceAnswer, ...]
    given: int
    reached: int
