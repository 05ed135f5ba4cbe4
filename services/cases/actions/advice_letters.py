"""The letter of an advice to sue: to the injured person, without a name; to a child in a child's words."""

import hashlib
import secrets
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import letters, renderings
from services.cases.actions.letters import Printed
from services.cases.actions.renderings import Letter
from services.cases.data import acts as act_data
from services.cases.domain.advised import Advised
from services.cases.domain.kinds import Receiver
from services.cases.domain.paper_marks import check_code
from services.cases.domain.timeliness import local_date
from services.cases.models import CaseParty, Complaint, Recommendation
from services.cases.queries.visibility import find_act
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import PrintedCopy
from shared.principal import Principal
from shared.rules import NotFound


def freeze(by: Principal, session: Session, documents: Documents, letter: Letter, address: str) -> str:
    """A step of the issue of an advice that has its number: keep its letter as `by` signs it. Returns the name of a PDF of its own
    for the mailbox, with which it is erased.
    """
    letter = replace(
        letter,
        number=letter.act.number,
        protocol=letter.act.protocol,
        signatory=letters.signed(by, session, letter),
    )
    rendering = replace(renderings.advice(letter, advised(session, letter.act)), check_code=check_code(secrets.choice))
    signs = act_data.signing_of(letter.act.kind, letter.day).signatories[-1]
    pdf = letters.pdf(rendering, letter.kind, letter.day, signs=signs, address=address)
    sha256 = hashlib.sha256(pdf).hexdigest()
    letter.act.advice_rendering = documents.keep(replace(rendering, pdf=documents.put(pdf), pdf_sha256=sha256))
    return documents.put(pdf)


def printed(
    by: Principal, session: Session, documents: Documents, act_id: UUID, *, now: datetime, address: str
) -> Printed:
    """The letter as it was sent, or of a draft as it would go out today, for the mailbox or the post. The reading is noted.

    Raises `NotFound` for an act that `by` may not see, that is no advice, or that is of before advice had letters.
    """
    act, _case = find_act(session, act_id, by)
    day: date = act.issued_on or local_date(now)
    letter = renderings.drafted(session, act, day)
    if letter.kind.receiver is not Receiver.COMPLAINANT:
        raise NotFound
    audit.record(session, by, "letter.read", "recommendation", act.id)
    if act.issued_on is not None:
        copy = documents.read(PrintedCopy, act.advice_rendering) if act.advice_rendering else PrintedCopy()
        if copy.pdf is None:
            raise NotFound
        return Printed(documents.get(copy.pdf), f"{act.number}.pdf")
    signs = act_data.signing_of(act.kind, day).signatories[-1]
    rendering = renderings.advice(letter, advised(session, act))
    content = letters.pdf(rendering, letter.kind, day, signs=signs, address=address, draft=True)
    return Printed(content, "draft.pdf")


def advised(session: Session, act: Recommendation) -> Advised:
    """Whether a child is written to: whoever complained for themselves as a child. A representative reads as an adult does."""
    party = session.get(CaseParty, act.injured_party) if act.injured_party else None
    complaint = session.get(Complaint, party.complaint_id) if party and party.complaint_id else None
    return Advised.CHILD if complaint is not None and complaint.by_child else Advised.ADULT
