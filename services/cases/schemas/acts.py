"""Acts as JSON: drafts, approval, issue, withdrawal, publication."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from marshmallow import fields, validate

from services.cases.domain.bodies import BodyClass, Role
from services.cases.domain.obligations import Delivery
from services.cases.domain.parties import AdviceWord
from services.cases.domain.recommendation import ActStatus
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, word
from services.cases.schemas.checks import CheckAnswer
from services.cases.schemas.joint import LONGEST_COSIGNER, MOST_COSIGNERS
from services.cases.schemas.obligations import ObligationAnswer
from shared.directory import MOST_BODIES
from shared.edges import Answer, Body, Query
from shared.fields import Text
from shared.typed import UNSENT, Unsent, one_of

MOST_ITEMS = 50
#: Who signs an act besides the office, by name.
Cosigners = Annotated[tuple[Annotated[str, Text(LONGEST_COSIGNER)], ...], validate.Length(max=MOST_COSIGNERS)]


@dataclass(frozen=True, kw_only=True)
class ItemBody(Body):
    """One thing to ask for; `id` keeps an item of the draft when it is edited."""

    id: UUID | None = None
    text: Annotated[str, Text(LONGEST_TEXT)]
    due: date | None = None
    evidence_expected: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class AddresseeBody(Body):
    institution_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class DraftBody(Body):
    """The whole content of an act; `supersedes`: the issued act whose place it is to take. `judicial_matter`: whom a notice about
    the judiciary concerns (judge, prosecutor, council_member, prosecutor_general, court_administration, …); `official_function`: the office held by
    whom a dismissal concerns, never a name; `injured_party`: the party of the case that an advice to sue goes to; `cosigners`: who signs it besides
    the office, without all of whom it is not issued.
    """

    kind: Annotated[str, Text(60)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    grounds: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    judicial_matter: Annotated[str | None, Text(60)] = None
    official_function: Annotated[str | None, Text(200)] = None
    injured_party: UUID | None = None
    cosigners: Cosigners = ()
    items: Annotated[tuple[ItemBody, ...], validate.Length(min=1, max=MOST_ITEMS)]
    addressees: Annotated[tuple[AddresseeBody, ...], validate.Length(max=MOST_BODIES)] = ()
    language: Annotated[str, fields.String(validate=word("sq", "en"))] = "sq"
    supersedes: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DraftChangeBody(Body):
    """What of a draft is to be another; what is not sent stays."""

    kind: Annotated[str | Unsent, Text(60)] = UNSENT
    title: Annotated[str | Unsent, Text(LONGEST_TITLE)] = UNSENT
    grounds: Annotated[str | Unsent, Text(LONGEST_TEXT, shortest=0)] = UNSENT
    judicial_matter: Annotated[str | Unsent | None, Text(60)] = UNSENT
    official_function: Annotated[str | Unsent | None, Text(200)] = UNSENT
    injured_party: UUID | Unsent | None = UNSENT
    cosigners: Cosigners | Unsent = UNSENT
    items: Annotated[tuple[ItemBody, ...] | Unsent, validate.Length(min=1, max=MOST_ITEMS)] = UNSENT
    addressees: Annotated[tuple[AddresseeBody, ...] | Unsent, validate.Length(max=MOST_BODIES)] = UNSENT
    language: Annotated[str | Unsent, fields.String(validate=word("sq", "en"))] = UNSENT
    supersedes: UUID | Unsent | None = UNSENT


@dataclass(frozen=True, kw_only=True)
class LetterQuery(Query):
    """`enclosures`: one file of the letter and of what it encloses, for paper."""

    enclosures: bool = False


@dataclass(frozen=True, kw_only=True)
class ApprovalBody(Body):
    """The hash of exactly the content that was read; `names_reason`: why it may leave although it names someone."""

    content_hash: Annotated[str, fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))]
    names_reason: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class NamesReasonBody(Body):
    """The hash of exactly the content that was read, and why it may leave although it names someone."""

    content_hash: Annotated[str, fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))]
    names_reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class WithdrawalBody(Body):
    """Why an act falls; `ground` may be left out where another act takes its place."""

    ground: Literal["issued_in_error", "facts_changed", "overtaken", "superseded"] | None = None
    reason: Annotated[str, Text(LONGEST_TEXT)]
    superseded_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PublicationBody(Body):
    """The office's decision; `proceeding_over` says that what was pending has ended."""

    decision: Literal["publish", "withhold"]
    reason: Annotated[str, Text(LONGEST_TEXT)]
    proceeding_over: Annotated[bool | None, fields.Boolean()] = None


@dataclass(frozen=True, kw_only=True)
class ScanAnswer(Answer):
    """A letter on paper, as it was kept."""

    id: UUID
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ItemAnswer(Answer):
    id: UUID
    place: int
    text: str
    due: date | None
    evidence_expected: str


@dataclass(frozen=True, kw_only=True)
class TryAnswer(Answer):
    """One step of a copy on its way, as it was told: `sent`, `returned`, `delivered` or `failed`, on a day, by which way."""

    step: str
    way: str | None
    day: date
    tracking: str | None
    reason: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AddresseeAnswer(Answer):
    """A body as on the day of the letter, and what became of its copy; `digest` is that of the copy's content. `sent_on`, `tracking`:
        of its sending on paper; `delivered_on`: the day that the clock begins with; `delivered_at`: the instant, none of paper, of which only the day is known; `proof_id`: the scan that shows it; `tries`: each
    step of the copy as it was told, also of a sending that came back. `link_step`: how far the last one-time link came, on `link_on`; one that was sent
    holds until `link_until`.
    """

    institution_id: UUID
    role: Annotated[str, one_of(Role)]
    class_: Annotated[str, one_of(BodyClass)]
    name_sq: str
    name_en: str
    delivery: Annotated[str, one_of(Delivery)]
    channel: str | None
    sent_on: date | None
    tracking: str | None
    delivered_on: date | None
    proof_id: UUID | None
    link_step: str | None
    link_on: date | None
    link_until: date | None
    delivered_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    failure: str | None
    digest: str | None
    tries: tuple[TryAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class EnclosureAnswer(Answer):
    """What an act encloses, by the name under which it is fetched."""

    title_sq: str
    title_en: str
    document: str


@dataclass(frozen=True, kw_only=True)
class VerdictAnswer(Answer):
    """Whether the public may see it, or what stands against it."""

    shown: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class AdviceResultBody(Body):
    """What came of an advice to sue, as far as it was told."""

    word: AdviceWord
    on: date | None = None
    court: Annotated[str, Text(200, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class AdvicePostedBody(Body):
    """The letter of an advice left on paper, to whoever opens no mailbox. `label`: of the post; never an address, which intake alone has.
    `addressed_by_hand`: who may open the sealed file wrote the address on the envelope out of it, since there is no address sheet.
    """

    on: date
    addressed_by_hand: bool = False
    label: Annotated[str, Text(60, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class AdviceResultAnswer(Answer):
    word: str
    on: date | None
    court: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FaultAnswer(Answer):
    """What stands against issuing a draft; `field`: where in it, such as `items.0.due`; none where no wording mends it."""

    code: str
    field: str | None
    detail: str


@dataclass(frozen=True, kw_only=True)
class LegalBasisAnswer(Answer):
    """On what law an act of its kind rests; `confirmed`: a lawyer has read it. What is not confirmed stands in no letter."""

    sq: str
    en: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class ActAnswer(Answer):
    """One act with its items, addressees and what is owed on it. `approval_fell`: why its last approval counts no more, though nobody
    changed a word: complaint_joined, names_someone, once it was compared again, or facts_changed: what the letter recounts of its case. `faults`: all that stands against issuing a draft
    today; whether it names someone is asked apart (`names_check`). `grounds`: as they are shown; where a draft says the day of issue,
    in round brackets.
    """

    id: UUID
    number: str | None
    case_id: UUID
    kind: str
    legal_basis: LegalBasisAnswer
    status: Annotated[str, one_of(ActStatus)]
    language: str
    title: str
    grounds: str
    judicial_matter: str | None
    official_function: str | None
    injured_party: UUID | None
    cosigners: tuple[str, ...]
    protocol: str | None
    content_hash: str
    authors: tuple[str, ...]
    approved_by: UUID | None
    approved_at: datetime | None
    approval_fell: str | None
    issued_by: UUID | None
    issued_at: datetime | None
    issued_on: date | None
    withdrawn_at: datetime | None
    withdrawal_ground: str | None
    withdrawal_reason: str | None
    supersedes: UUID | None
    superseded_by: UUID | None
    readdresses: UUID | None
    items: tuple[ItemAnswer, ...]
    attachments: tuple[EnclosureAnswer, ...]
    addressees: tuple[AddresseeAnswer, ...]
    obligations: tuple[ObligationAnswer, ...]
    approved_by_functions: tuple[str, ...]
    signed_by_functions: tuple[str, ...]
    legal_steps: tuple[str, ...]
    publication: VerdictAnswer
    names_check: CheckAnswer | None
    faults: tuple[FaultAnswer, ...]
    advice_results: tuple[AdviceResultAnswer, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class ListedAddressee(Answer):
    """To whom an act goes, named as on the day of the letter."""

    institution_id: UUID
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class ActListed(Answer):
    """One act in a list of many cases. A draft has no number and no day. `monitoring`: as of an act of a case."""

    id: UUID
    case_id: UUID
    kind: str
    status: Annotated[str, one_of(ActStatus)]
    number: str | None
    title: str
    issued_on: date | None
    monitoring: bool
    addressees: tuple[ListedAddressee, ...]


@dataclass(frozen=True, kw_only=True)
class ActList(Answer):
    items: tuple[ActListed, ...]
    next: str | None
