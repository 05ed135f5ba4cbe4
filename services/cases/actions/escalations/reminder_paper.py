"""A reminder, or what else the office writes about an act, as the paper that leaves: with its place in the protocol book, addressed and
signed as every letter is.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import letter_content
from services.cases.actions.escalations.naming import names_in_cases
from services.cases.actions.numbering import next_place
from services.cases.clients import typesetting
from services.cases.domain.paper_marks import check_code
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Recommendation, RungLetter
from services.cases.queries import people
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.documents.cases import AddressedBody, PlainText, SignedBy
from shared.principal import Principal
from shared.typed import UNSENT, filled


def put(
    by: Principal, session: Session, documents: Documents, letter: RungLetter, address: str, *, now: datetime
) -> None:
    """A step of sending: print the words of a reminder, which stay what they are."""
    if letter.document is None:
        raise AssertionError("a reminder that is sent has its words")
    act = session.get_one(Recommendation, letter.recommendation_id)
    signed = people.signed_as(by, session)
    letter.document = printed(signed, session, documents, letter.document, act, letter.institution_id, address, now=now)


def printed(
    signed: SignedBy,
    session: Session,
    documents: Documents,
    words: str,
    act: Recommendation,
    institution_id: UUID,
    address: str,
    *,
    now: datetime,
    asks: bool = True,
) -> str:
    """A step of sending: the document `words` as a letter about an act to one of its bodies, with a place in the protocol book and a check
    code; returns its name. `address`: where the portal stands; `asks`: the body may answer the act, and reads how.
    """
    text, day = documents.read(PlainText, words), local_date(now)
    place = next_place(session, act, day)
    about = letter_content.Reminded(
        kind=data.kind_on(act.kind, act.issued_on or day),
        number=str(act.number),
        protocol=place.words,
        check_code=check_code(secrets.choice),
        to=_addressed(session, act, institution_id),
        address=address,
        asks=asks,
    )
    pdf = typesetting.pdf(letter_content.reminder(text, day, about, signed), day)
    marks = {"protocol": place.words, "check_code": about.check_code, **letter_content.marks(text, day, signed)}
    frozen = {"pdf": documents.put(pdf), "pdf_sha256": hashlib.sha256(pdf).hexdigest()}
    return documents.keep(replace(text, **marks, **frozen))


def _addressed(session: Session, act: Recommendation, institution_id: UUID) -> AddressedBody:
    addressee = session.get_one(ActAddressee, (act.id, institution_id))
    known = session.get(KnownInstitution, institution_id)
    forms = names_in_cases("name", addressee.name_sq, known, "sq")
    seat = known.seat if known is not None else None
    return filled(AddressedBody, addressee, dative_sq=forms["name_dat"], seat=seat or UNSENT)
