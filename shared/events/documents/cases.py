"""The documents that events of cases name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.edges import Document, DocumentName
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class MailboxMessage(Document):
    """What the office writes to a complainant, for the mailbox in intake; `pdf`: the same as a letter, in the store. `text_sq`, `text_en`:
    the same for whoever reads in that language, where it is no one person's own words.
    """

    text: str
    language: str
    pdf: DocumentName | Unsent = UNSENT
    text_sq: str | Unsent = UNSENT
    text_en: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class AskedConfirmation(Document):
    """What a complainant is asked about a measure, and which body took it; for the mailbox in intake."""

    text_sq: str
    text_en: str
    institution_sq: str
    institution_en: str


@dataclass(frozen=True, kw_only=True)
class PlainText(Document):
    """A letter or an annex that is a text: a reminder, how a date was counted. `pdf` names it as it is printed, whose digest is
    `pdf_sha256`; `protocol`: the number under which a reminder left; `check_code`: what stands on it to be tried; `day` (ISO), `sender`, `signed_by`:
    its day, the office and who signed, as they are printed.
    """

    format: str
    title: str
    text: str
    language: str
    protocol: str | Unsent = UNSENT
    pdf: DocumentName | Unsent = UNSENT
    pdf_sha256: str | Unsent = UNSENT
    check_code: str | Unsent = UNSENT
    day: str | Unsent = UNSENT
    sender: str | Unsent = UNSENT
    signed_by: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class BothWords(Document):
    """The same in both languages."""

    sq: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.sq


@dataclass(frozen=True, kw_only=True)
class LegalBasis(BothWords):
    """The law, if a lawyer has read it. `confirmed` stands in older copies alone: doubts are for staff."""

    confirmed: bool | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class BothNames(Document):
    """A name in both languages."""

    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class AddressedBody(BothNames):
    """A body as it was called on the day of the letter, and what it is to the act. `dative_sq`: its Albanian name as a letter is
    addressed to it; `seat`: where it has its seat; `institution_class`: by which it is greeted; `institution_id`:
    none in copies of before it was kept, and none of a person.
    """

    role: str
    institution_id: UUID | Unsent = UNSENT
    dative_sq: str | Unsent = UNSENT
    seat: str | Unsent = UNSENT
    institution_class: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class AskedItem(Document):
    """One thing that is asked for; `number`: as the letter counts it, from 1."""

    id: UUID
    number: int
    text: str
    due: date | None
    evidence_expected: str


@dataclass(frozen=True, kw_only=True)
class Enclosure(Document):
    """What the act encloses; `document` names it in the store, `pdf` the same as it is printed."""

    title_sq: str
    title_en: str
    document: DocumentName
    pdf: DocumentName | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class AskedTerm(Document):
    """What the letter asks for. `confirmed` stands in older copies alone: doubts are for staff."""

    value: int
    unit: str
    confirmed: bool | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class OfferedPosition(BothWords):
    """What a body may say of an item."""

    position: str


@dataclass(frozen=True, kw_only=True)
class OfferedForm(Document):
    """What a body may say of each item, and whether it promises a day."""

    promise: str
    positions: tuple[OfferedPosition, ...]


@dataclass(frozen=True, kw_only=True)
class AskedReply(Document):
    """What is expected of the addressee. Where that is nothing, there is neither a term nor a form. `by_link`: a one-time link is a way to
    answer, `always` or `without_account`.
    """

    expects: str
    instructions_sq: str
    instructions_en: str
    term: AskedTerm | Unsent | None = UNSENT
    term_basis: BothWords | Unsent | None = UNSENT
    form: OfferedForm | Unsent | None = UNSENT
    by_link: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class SignedBy(Document):
    """Who signed: in which function, for which other if they stand in for it, and under what name the office knows them.
    `title_form`: `feminine` or `masculine`, if they said how the function is called of them.
    """

    function: str
    name: str
    instead_of: str | Unsent = UNSENT
    title_form: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class Rendering(Document):
    """An act as one addressee reads it. `asks`: `measures` or `information`; `pdf` names the letter as it is printed, with its
    digest; a draft has neither that nor a number. `protocol`: its number in the office's protocol book; `check_code`: by which
    anyone can ask whether a letter is the office's; `official_function`: the office held by whom a dismissal concerns; `cosigners`: who
    signs it besides the office; `origin`:
    whether a complaint began the case, or the office by itself; `legal_basis`, and that of the term: none that no lawyer has read,
    as in the letter. `inquiry`, `findings`: what the office did towards this body in the case and what it found, a sentence each.
    """

    format: str
    number: str | None
    issued_on: date
    kind: str
    kind_name: BothWords
    language: str
    sender: BothNames
    addressee: AddressedBody
    also_addressed: tuple[AddressedBody, ...]
    supersedes: str | None
    title: str
    grounds: str
    items: tuple[AskedItem, ...]
    attachments: tuple[Enclosure, ...]
    judicial_matter: BothWords | None
    asks: str
    reply: AskedReply
    protocol: str | Unsent = UNSENT
    check_code: str | Unsent = UNSENT
    signatory: SignedBy | Unsent = UNSENT
    official_function: str | Unsent = UNSENT
    cosigners: tuple[str, ...] | Unsent = UNSENT
    origin: str | Unsent = UNSENT
    legal_basis: LegalBasis | Unsent = UNSENT
    inquiry: tuple[BothWords, ...] | Unsent = UNSENT
    findings: tuple[BothWords, ...] | Unsent = UNSENT
    pdf: DocumentName | Unsent = UNSENT
    pdf_sha256: str | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class PrintedCopy(Document):
    """Of a rendering, where its letter lies, what goes with it and who signed it; a copy of before there were letters has none."""

    pdf: DocumentName | None = None
    pdf_sha256: str | None = None
    check_code: str | None = None
    attachments: tuple[Enclosure, ...] = ()
    signatory: SignedBy | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class AddressedTo(Document):
    """Of a rendering, to whom it is beside its own addressee; a matter that was handed over is for one body alone."""

    also_addressed: tuple[AddressedBody, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfferedPart(Document):
    """One part of a text that is to leave the office; `name` says which, as `items.0.text`."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class OfferedText(Document):
    """What intake compares with the sealed files."""

    parts: tuple[OfferedPart, ...]


@dataclass(frozen=True, kw_only=True)
class StaffAddresses(Document):
    """Where a person of the office is called: the document `contact` of `cases.danger.called`. At least one of the two."""

    email: str | None
    phone: str | None
    language: str


@dataclass(frozen=True, kw_only=True)
class NamedCluster(Document):
    """A cluster of the Convention, as a reader of one language calls it."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class NamedBody(Document):
    """An addressee as it was called on the day of the letter."""

    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class PublicActText(Document):
    """What the public reads of one act, for readers of one language. `title`, `grounds` and `items` were approved for the public, and are in
    `words_language`, that of the act; all else is in the reader's.
    """

    number: str
    kind: str
    title: str
    grounds: str
    items: tuple[str, ...]
    words_language: str
    bodies: tuple[NamedBody, ...]
    clusters: tuple[NamedCluster, ...]


@dataclass(frozen=True, kw_only=True)
class WantedIndicator(Document):
    """One row of a table that a body fills in. Without `denominator_sq` one number is asked for; `part`: the numerator is a part of the
    denominator; `per`: the rate is numerator × per ÷ denominator.
    """

    key: str
    version: int
    name_sq: str
    name_en: str
    unit_sq: str
    unit_en: str
    numerator_sq: str
    numerator_en: str
    denominator_sq: str | None
    denominator_en: str | None
    method_sq: str
    method_en: str
    per: int
    part: bool

    def said(self, member: str, language: str) -> str:
        """`name`, `unit`, `numerator`, `denominator` or `method` in that language; empty where there is none."""
        return str(getattr(self, f"{member}_{'en' if language == 'en' else 'sq'}") or "")


@dataclass(frozen=True, kw_only=True)
class PlausibilityRule(Document):
    """What a body is asked about its figures before it sends them (`plausibility` of cases/data/indicators.yaml). `cell`, `beside`: an indicator
    and one of its numbers, as `pmf.numerator`.
    """

    key: str
    test: str
    blocks: bool
    text_sq: str
    text_en: str
    cell: str | None = None
    beside: str | None = None
    percent: int | None = None
    least: int | None = None
    value: int | None = None

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_sq


@dataclass(frozen=True, kw_only=True)
class WantedFigures(Document):
    """The table that bodies fill in for one request. `before`: the period before, as it is written."""

    period: str
    before: str
    indicators: tuple[WantedIndicator, ...]
    rules: tuple[PlausibilityRule, ...]
