"""A reminder as the paper that leaves: with its place in the protocol book, addressed and signed as every letter is."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.cases.actions import letter_content
from services.cases.actions.escalations.texts import names_in_cases
from services.cases.actions.numbering import next_place
from services.cases.clients import typesetting
from services.cases.domain.signing import FUNCTIONS
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Recommendation, RungLetter
from services.cases.queries import people
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.documents.cases import AddressedBody, PlainText, SignedBy
from shared.principal import Principal
from shared.typed import UNSENT, filled


def put(by: Principal, session: Session, documents: Documents, letter: RungLetter, *, now: datetime) -> None:
    """A step of sending: print the words of a reminder, which stay what they are; `by` signs it in their highest function."""
    if letter.document is None:
        raise AssertionError("a reminder that is sent has its words")
    text, day = documents.read(PlainText, letter.document), local_date(now)
    act = session.get_one(Recommendation, letter.recommendation_id)
    signed = SignedBy(
        function=next(one for one in FUNCTIONS if one in by.roles),
        name=people.names(session, [by.id]).get(by.person, ""),
    )
    place = next_place(session, act, day)
    to = _addressed(session, letter)
    content = letter_content.reminder(text, day, number=str(act.number), protocol=place.words, to=to, signed=signed)
    pdf = documents.put(typesetting.pdf(content, day))
    letter.document = documents.keep(replace(text, protocol=place.words, pdf=pdf))


def _addressed(session: Session, letter: RungLetter) -> AddressedBody:
    addressee = session.get_one(ActAddressee, (letter.recommendation_id, letter.institution_id))
    known = session.get(KnownInstitution, letter.institution_id)
    forms = names_in_cases("name", addressee.name_sq, known, "sq")
    seat = known.seat if known is not None else None
    return filled(AddressedBody, addressee, dative_sq=forms["name_dat"], seat=seat or UNSENT)
