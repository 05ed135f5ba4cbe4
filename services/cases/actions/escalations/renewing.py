"""A reminder that a person sent and that lay too long before it left: it is taken back and written anew, with what is so today."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions.escalations import records
from services.cases.actions.escalations.drafting import Override
from services.cases.actions.escalations.matter import open_offer
from services.cases.actions.escalations.sending import check_sender, checked, letter_for
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.timeliness import local_date
from services.cases.models import Escalation, Obligation, RungLetter
from services.cases.models.cases import note
from services.cases.queries.situations import situation_of
from services.cases.queries.visibility import find_case
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation


def write_anew(by: Principal, session: Session, documents: Documents, letter_id: UUID, *, now: datetime) -> RungLetter:
    """Take a reminder back that has not left, and draft the same rung as of today in its place: that one waits to be read, is compared with the
    sealed files and sent as any other, with a place of its own in the protocol book. The old paper stays in the record.

    Raises `NotFound`, and `RuleViolation` (409) for one that is no reminder, was not sent or has left, is of today, or whose rung is not
    open any more.
    """
    case_id = session.execute(select(RungLetter.case_id).where(RungLetter.id == letter_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, by, lock=True)
    letter = session.get_one(RungLetter, letter_id, with_for_update=True)
    _check(letter, now)
    rung, today = RungKey(letter.rung), local_date(now)
    override = Override(letter.override_reason or "", letter.override_by)
    spoken_of = select(Escalation.obligation_id).where(Escalation.letter_id == letter.id)
    rows = select(Obligation).where(Obligation.id.in_(spoken_of)).order_by(Obligation.id).with_for_update()
    covered = session.execute(rows).scalars().all()
    records.take_back(by, session, letter, now=now)
    about = next(
        (one for one in covered if open_offer(session, one, rung, today, override_reason=override.reason)), covered[0]
    )
    offer = checked(session, about, rung, situation_of(session, about, today), None, override)
    check_sender(by, offer)
    anew = letter_for(session, documents, about, offer, override, now=now)
    details = {"act": letter.recommendation_id, "institution": letter.institution_id, "rung": letter.rung}
    note(session, case.id, now, by.name, "rung.written_anew", **details)
    audit.record(session, by, "rung.written_anew", "rung_letter", anew.id, rung=letter.rung, letter=str(letter.id))
    session.flush()
    return anew


def _check(letter: RungLetter, now: datetime) -> None:
    if RungKey(letter.rung) not in REMINDERS:
        raise RuleViolation("the words of this rung are those of its act", code="ladder.letter_is_act")
    if letter.state != "sent" or letter.alternative is not None or letter.sent_at is None:
        raise RuleViolation("nobody sent it, or it stands no more", code="ladder.letter_not_sent")
    if letter.left_on is not None:
        raise RuleViolation("it has left", code="ladder.letter_left")
    if local_date(letter.sent_at) == local_date(now):
        raise RuleViolation("it was written today", code="ladder.letter_of_today")
