"""A decision about an act, told by letter to each body that has it on paper and reads no portal. It goes into the post book as a reminder does, with a place in
the protocol book. Steps of others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import escalations
from services.cases.data import acts as act_data
from services.cases.domain.obligations import ARRIVED, Delivery, after_delivery
from services.cases.domain.paper_notices import Tells
from services.cases.domain.signing import FUNCTIONS
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Obligation, Recommendation, ToldLetter
from services.cases.queries import people, visibility
from shared.clock_words import day_words
from shared.documents import Documents
from shared.events.catalogue import DecisionWritten, StepUntrue
from shared.events.documents.cases import PlainText, SignedBy
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.staff import StaffAccount

#: Of the letter that tells of it.
FORMAT = "besa.text.1"


@dataclass(frozen=True)
class Signer:
    """Who writes: their account, and how the letter names them."""

    person: UUID
    signed: SignedBy


def write_withdrawal(
    by: Principal,
    session: Session,
    documents: Documents,
    act: Recommendation,
    address: str,
    *,
    now: datetime,
    instead: Recommendation | None = None,
) -> None:
    """That the act stands no more, and why: its ground, in the words of the office for all. Whoever is addressed by `instead`, which took its
    place, reads it there.
    """
    words = act_data.letter_words(act.language, local_date(now))
    about = _about(act, now) | {"reason": words[f"withdrawal_{act.withdrawal_ground}"]}
    text = PlainText(
        format=FORMAT,
        title=words["withdrawal"].format(**about),
        text=words["withdrawal_text"].format(**about),
        language=act.language,
    )
    copies = select(ActAddressee.institution_id).where(
        ActAddressee.recommendation_id == act.id, ActAddressee.reads_paper()
    )
    signer = Signer(by.person, people.signed_as(by, session))
    if instead is not None:
        of_new = select(ActAddressee.institution_id).where(ActAddressee.recommendation_id == instead.id)
        copies = copies.where(ActAddressee.institution_id.not_in(of_new))
    for body in session.execute(copies.order_by(ActAddressee.place)).scalars().all():
        _write(signer, session, documents, act, body, Tells.WITHDRAWAL, text, address, now=now)


def write_findings(
    signer: Signer,
    session: Session,
    documents: Documents,
    act: Recommendation,
    institution_id: UUID,
    lines: Sequence[str],
    address: str,
    *,
    now: datetime,
) -> ToldLetter:
    """What was found or decided of its items, a line each."""
    words, about = act_data.letter_words(act.language, local_date(now)), _about(act, now)
    said = "\n\n".join((words["told_intro"].format(**about), *lines))
    text = PlainText(format=FORMAT, title=words["told"].format(**about), text=said, language=act.language)
    return _write(signer, session, documents, act, institution_id, Tells.FINDING, text, address, now=now)


def write_untrue(
    who: Signer,
    session: Session,
    documents: Documents,
    act: Recommendation,
    institution_id: UUID,
    said: PlainText,
    address: str,
    *,
    now: datetime,
) -> ToldLetter:
    """That what a step said of a silence was untrue, to whoever has that step, on paper or by wire."""
    return _write(who, session, documents, act, institution_id, Tells.UNTRUE, said, address, now=now)


def signer(session: Session, case: Case, act: Recommendation, wanted: Iterable[UUID | None]) -> Signer:
    """The first of `wanted` who may sign. Whoever left, or is shut out of the case, signs nothing; if nobody may, whoever issued the act does, as they did."""
    for person in filter(None, wanted):
        account = session.get(StaffAccount, person)
        function = next((one for one in FUNCTIONS if account is not None and one in account.roles), None)
        if account is not None and account.active and function and visibility.may_see(session, account, case.id):
            return Signer(person, people.signed_by(session, person, function))
    if act.issued_by is None:
        raise AssertionError("an issued act was issued by somebody")
    account = session.get(StaffAccount, act.issued_by)
    function = next((one for one in FUNCTIONS if account is not None and one in account.roles), FUNCTIONS[0])
    return Signer(act.issued_by, people.signed_by(session, act.issued_by, function))


def _about(act: Recommendation, now: datetime) -> dict[str, str]:
    today = local_date(now)
    return {
        "number": str(act.number),
        "issued": day_words(act.issued_on or today, act.language),
        "day": day_words(today, act.language),
    }


def _write(
    signer: Signer,
    session: Session,
    documents: Documents,
    act: Recommendation,
    institution_id: UUID,
    what: Tells,
    text: PlainText,
    address: str,
    *,
    now: datetime,
) -> ToldLetter:
    words = documents.keep(text)
    replies = Obligation.answered_on.is_(None) & Obligation.clock_closed_on.is_(None)
    open_still = select(Obligation.id).where(
        Obligation.recommendation_id == act.id,
        Obligation.institution_id == institution_id,
        Obligation.closed_on.is_(None) | replies,
        Obligation.fell_on.is_(None),
        Obligation.readdressed_on.is_(None),
    )
    asks = session.execute(open_still.limit(1)).first() is not None
    paper = escalations.printed(
        signer.signed, session, documents, words, act, institution_id, address, now=now, asks=asks
    )
    letter = ToldLetter(
        id=uuid4(), recommendation_id=act.id, institution_id=institution_id, what=what.value, document=paper
    )
    letter.written_at, letter.by = now, signer.person
    session.add(letter)
    session.flush()
    event: DecisionWritten | StepUntrue
    if what is Tells.UNTRUE:
        event = StepUntrue(recommendation_id=act.id, institution_id=institution_id, letter=paper)
    else:
        event = DecisionWritten(recommendation_id=act.id, institution_id=institution_id, what=what.value, letter=paper)
    publish(session, event, act.id)
    return letter


def note(session: Session, letter: str | None, reported: Delivery, day: date) -> None:
    """Of the letter with that document: it waits in the post book, left, arrived or came back. Of any other nothing is kept here."""
    mine = select(ToldLetter).where(ToldLetter.document == letter)
    for one in session.execute(mine.with_for_update()).scalars():
        one.delivery = after_delivery(Delivery(one.delivery), reported).value
        if reported in {Delivery.SENT, Delivery.DELIVERED}:
            # Also one that was taken back meanwhile: it is with its body all the same.
            one.left_on, one.dropped_at = one.left_on or day, None
        elif Delivery(one.delivery) not in ARRIVED:
            one.left_on = None
        if reported is Delivery.DELIVERED:
            one.delivered_on = one.delivered_on or day
