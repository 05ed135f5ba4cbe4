"""A body asked what an item means: the office answers, and the answer goes the way that a reminder goes.

The term goes on meanwhile; more time, or a pause, is the office's own entry into the clock (`clock_entries`), which it may make beside it.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks, escalations, messages
from services.cases.data import acts as act_data
from services.cases.domain.checks import TextKind
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Clarification, Obligation, Recommendation, TextCheck
from services.cases.models.cases import note
from services.cases.queries import people
from services.cases.queries.checks import CLARIFY, hash_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.obligations import ClarificationBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ObligationClarified
from shared.events.documents.cases import PlainText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation

FORMAT = "besa.text.1"


def write(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    wanted: ClarificationBody,
    *,
    now: datetime,
) -> Clarification:
    """Answer what the body asked of this item. The words leave once they were compared with the sealed files: by themselves if they name
    nobody, else with a second person's reason. Raises `RuleViolation` (409) where nothing is asked, or an answer waits already.
    """
    obligation, _case = find_obligation(session, obligation_id, by, lock=True)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    _check_asked(act, obligation, obligation.question_id)
    if obligation.question_id is None or _waits(session, obligation):
        raise RuleViolation("an answer waits to leave", code="clarification.waiting")
    words = _words(session, act, obligation, wanted.text, now)
    written = Clarification(id=uuid4(), obligation_id=obligation.id, reply_id=obligation.question_id, state="waiting")
    written.document, written.written_by, written.written_at = documents.keep(words), by.person, now
    session.add(written)
    check = checks.offer(session, documents, _leaving(written, obligation, words), now=now)
    about = {"obligation": str(obligation.id), "body": str(obligation.institution_id)}
    check.then = {"do": CLARIFY, "by": str(by.id), **about}
    audit.record(session, by, "clarification.written", "obligation", obligation.id)
    session.flush()
    return written


def send(
    by: Principal, session: Session, documents: Documents, check: TextCheck, address: str, *, now: datetime
) -> bool:
    """A step of others: send the answer that waited for this look, in the name of who wrote it; whether it left. Where the case has
    another complaint since it was compared, or somebody wrote, it is compared again first. Raises `RuleViolation` (409) where the
    question is no more, `NotFound`.
    """
    text = messages.waiting(check)
    if checks.look_again(session, check, text, now=now) is not check:
        return False
    written = session.get_one(Clarification, check.text_id, with_for_update=True)
    obligation, case = find_obligation(session, written.obligation_id, by, lock=True)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    _check_asked(act, obligation, written.reply_id)
    body = obligation.institution_id
    written.document = escalations.printed(
        people.signed_as(by, session), session, documents, written.document, act, body, address, now=now
    )
    written.state, written.sent_at, obligation.question_id, check.then = "sent", now, None, None
    _announce(session, act, obligation, written)
    details = {"act": act.id, "institution": body}
    note(session, case.id, now, by.name, "obligation.clarified", obligation=obligation.id, **details)
    audit.record(session, by, "obligation.clarified", "obligation", obligation.id)
    session.flush()
    return True


def give_up(session: Session, check: TextCheck) -> None:
    """A step of others: an answer that waited is not sent."""
    session.get_one(Clarification, check.text_id, with_for_update=True).state = "discarded"


def _check_asked(act: Recommendation, obligation: Obligation, question: UUID | None) -> None:
    if act.status != ActStatus.ISSUED or obligation.closed_on is not None:
        raise RuleViolation("nothing more is asked of the body", code="obligation.act_fell")
    if question is None or obligation.question_id != question:
        raise RuleViolation("the body asks nothing", code="clarification.not_asked")


def _waits(session: Session, obligation: Obligation) -> bool:
    waiting = select(Clarification.id).where(
        Clarification.obligation_id == obligation.id, Clarification.state == "waiting"
    )
    return session.execute(waiting.limit(1)).first() is not None


def _words(session: Session, act: Recommendation, obligation: Obligation, text: str, now: datetime) -> PlainText:
    title = act_data.letter_words(act.language, local_date(now))["clarification"]
    place = session.get_one(ActItem, obligation.item_id).place + 1
    return PlainText(format=FORMAT, title=title.format(item=place, number=act.number), text=text, language=act.language)


def _leaving(written: Clarification, obligation: Obligation, words: PlainText) -> checks.Leaving:
    return checks.Leaving(
        kind=TextKind.RUNG_LETTER,
        text_id=written.id,
        cases=[obligation.case_id],
        content_hash=hash_of(words),
        parts=[("title", words.title), ("text", words.text)],
        addressees=[obligation.institution_id],
        authors=[str(written.written_by)],
        alone=True,
    )


def _announce(session: Session, act: Recommendation, obligation: Obligation, written: Clarification) -> None:
    event = ObligationClarified(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        reply_id=written.reply_id,
        letter=written.document,
    )
    publish(session, event, obligation.id)
