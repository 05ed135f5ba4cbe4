"""The letter of an act as PDF, from the copy for one addressee: what is printed is what is frozen, and nothing else."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import enclosures, letter_content, renderings
from services.cases.actions.numbering import coming_place, coming_reference, next_place, next_reference
from services.cases.actions.renderings import Letter
from services.cases.clients import typesetting
from services.cases.data import acts as act_data
from services.cases.domain.kinds import Kind
from services.cases.domain.paper_marks import check_code
from services.cases.domain.signing import Signatory
from services.cases.domain.timeliness import local_date
from services.cases.queries import people
from services.cases.queries.visibility import find_act
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import PrintedCopy, Rendering, SignedBy
from shared.pdf import joined
from shared.principal import Principal
from shared.rules import NotFound


@dataclass(frozen=True)
class Printed:
    """The bytes of a letter, and what a file of it is called: never a name of a person or of a body."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Marks:
    """What a letter is found by: its number among the acts, and its place in the protocol book."""

    number: str
    protocol: str


def freeze(by: Principal, session: Session, documents: Documents, letter: Letter, address: str) -> Marks:
    """A step of others: give the letter its number and its place in the protocol book, which are returned, and each addressee a
    frozen copy with its PDF and a check code. `by` signs it.

    Copies are made before the numbers are taken, for everybody else who issues waits for their rows until the commit; if
    somebody was faster, they are made again.
    """
    for addressee in letter.addressees:
        addressee.check_code = check_code(secrets.choice)
    letter = replace(letter, signatory=signed(by, session, letter))
    prefix, year = letter.kind.prefix, letter.day.year
    place = coming_place(session, letter.act, letter.day)
    expected = Marks(coming_reference(session, prefix, year), place.words)
    copies = _copies(documents, letter, expected, address)
    place = next_place(session, letter.act, letter.day)
    marks = Marks(next_reference(session, prefix, year), place.words)
    if marks != expected:
        copies = _copies(documents, letter, marks, address)
    for addressee, copy in zip(letter.addressees, copies, strict=True):
        addressee.rendering, addressee.digest, addressee.pdf_sha256 = copy.name, copy.digest, copy.pdf_sha256
    return marks


def printed(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    institution_id: UUID,
    *,
    now: datetime,
    address: str,
    whole: bool = False,
) -> Printed:
    """The letter to one addressee: as it was sent, or of a draft as it would go out today; with `whole` one PDF of it and of what
    it encloses, for paper. The reading is noted.

    Raises `NotFound` for an act that `by` may not see, and for a body that it does not go to.
    """
    act, _case = find_act(session, act_id, by)
    today = local_date(now)
    letter = renderings.drafted(session, act, act.issued_on or today)
    addressee = next((one for one in letter.addressees if one.institution_id == institution_id), None)
    if addressee is None:
        raise NotFound
    audit.record(session, by, "letter.read", "recommendation", act.id, institution=str(institution_id))
    if addressee.rendering is not None:
        copy = documents.read(PrintedCopy, addressee.rendering)
        if copy.pdf is None:
            raise NotFound
        papers = enclosures.papers(documents, copy.attachments) if whole else []
        return Printed(_together(documents.get(copy.pdf), papers), f"{act.number}.pdf")
    rendering = renderings.render(letter, addressee)
    # Who will sign is not known yet: of those who may, the lowest usually does.
    signs = act_data.signing_of(act.kind, today).signatories[-1]
    enclosed = enclosures.printed(documents, rendering.attachments, act.language, today) if whole else ()
    draft = pdf(rendering, letter.kind, today, signs=signs, address=address, draft=True)
    return Printed(_together(draft, enclosures.papers(documents, enclosed)), "draft.pdf")


def _together(letter: bytes, papers: list[bytes]) -> bytes:
    """The letter alone keeps its tags and its digest."""
    return joined([letter, *papers]) if papers else letter


def pdf(
    rendering: Rendering, kind: Kind, day: date, *, signs: Signatory, address: str = "", draft: bool = False
) -> bytes:
    """The letter. `signs`: in which function a draft would be signed; `address`: where the portal stands; `draft`: watermarked."""
    letter = letter_content.content(rendering, kind, day, signs=signs, address=address, draft=draft)
    return typesetting.pdf(letter, day)


@dataclass(frozen=True)
class _Copy:
    """The name of a copy in the store, the digest of what stands there, and that of its PDF."""

    name: str
    digest: str
    pdf_sha256: str


def _copies(documents: Documents, letter: Letter, marks: Marks, address: str) -> list[_Copy]:
    """One for each addressee, in their order."""
    letter = replace(letter, number=marks.number, protocol=marks.protocol)
    signs = act_data.signing_of(letter.act.kind, letter.day).signatories[-1]
    enclosed = enclosures.printed(documents, renderings.enclosed(letter.act), letter.act.language, letter.day)
    copies = []
    for addressee in letter.addressees:
        rendering = replace(renderings.render(letter, addressee), attachments=enclosed)
        content = pdf(rendering, letter.kind, letter.day, signs=signs, address=address)
        sha256 = hashlib.sha256(content).hexdigest()
        rendering = replace(rendering, pdf=documents.put(content), pdf_sha256=sha256)
        copies.append(_Copy(documents.keep(rendering), renderings.digest(rendering), sha256))
    return copies


def signed(by: Principal, session: Session, letter: Letter) -> SignedBy:
    """Who signs, as the letter says it: their function of that day, and their name in the directory of staff."""
    signatory = act_data.signing_of(letter.act.kind, letter.day).check_signatory(by.roles)
    return people.signed_by(session, by.person, signatory.function, signatory.instead_of)
