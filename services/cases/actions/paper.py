"""A reply that came on paper, as an officer read it. To the facts it does what a reply from the portal does."""

from datetime import date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import deliveries, replies
from services.cases.data import acts as act_data
from services.cases.domain.replies import NAMES_ANOTHER, check_claim
from services.cases.domain.reply_forms import ReplyForm, check_said
from services.cases.domain.timeliness import ZONE, local_date
from services.cases.models import Obligation, Recommendation, Reply, ReplyItem, Scan
from services.cases.queries.visibility import find_act
from services.cases.schemas.paper import PaperItemBody, PaperLetter, PaperReplyBody
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.catalogue import RepliedItem
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

#: A letter carries a day and no hour.
NOON = time(12)


def record(
    by: Principal, session: Session, documents: Documents, act_id: UUID, letter: PaperReplyBody, *, now: datetime
) -> Recommendation:
    """Record a letter. Raises `ContentViolation` (422) at its field, `RuleViolation` (409) for what was not issued."""
    act, _case = find_act(session, act_id, by, lock=True)
    _check(session, act, letter, local_date(now))
    reply = Reply(
        id=uuid4(),
        recommendation_id=act.id,
        institution_id=letter.institution_id,
        version=1,
        channel="paper",
        received_at=datetime.combine(letter.received_on, NOON, tzinfo=ZoneInfo(ZONE)),
        recorded_at=now,
        document=documents.keep(PaperLetter(text=letter.text)),
        scan_id=letter.scan_id,
    )
    replies.take(by, session, reply, [_as_portal(item) for item in letter.items])
    session.flush()
    return act


def _as_portal(item: PaperItemBody) -> RepliedItem:
    """As the portal would have told it; the evidence of a letter is its scan."""
    return RepliedItem(
        item_id=item.item_id,
        position=item.position.value,
        has_reasons=item.reasons,
        claimed=item.claimed.value if item.claimed else None,
        promised_date=item.promised_date,
        competent_institution=item.competent_institution_id,
        evidence=(),
    )


def _check(session: Session, act: Recommendation, letter: PaperReplyBody, today: date) -> None:
    if act.issued_on is None:
        raise RuleViolation("nobody answers what was not issued", code="act.not_issued")
    if not act.issued_on <= letter.received_on <= today:
        raise ContentViolation("between the issue and today", code="reply.bad_day", field="received_on")
    owed = {one.item_id for one in deliveries.obligations_of(session, act.id, letter.institution_id)}
    if not owed:
        raise ContentViolation("it owes no answer here", code="reply.nothing_owed", field="institution_id")
    scan = session.get(Scan, letter.scan_id)
    if scan is None or scan.recommendation_id != act.id:
        raise ContentViolation("no such scan of this act", code="reply.needs_scan", field="scan_id")
    form = act_data.reply_form_of(data.kind_on(act.kind, act.issued_on), act.issued_on)
    seen: set[UUID] = set()
    for place, item in enumerate(letter.items):
        if item.item_id not in owed or item.item_id in seen:
            raise ContentViolation("not owed, or named twice", code="item_unknown", field=f"items.{place}.item_id")
        seen.add(item.item_id)
        _check_competent(session, item, letter.institution_id, f"items.{place}.competent_institution_id")
        _check_said(form, item, f"items.{place}")
    if not letter.corrects and _is_recorded(session, act.id, letter, scan.sha256):
        # Two who record one letter would tell the complainant two things within a minute.
        message = "this letter was recorded before; 'corrects' says that it was recorded wrongly"
        raise ContentViolation(message, code="reply.recorded_already", field="corrects")


def _is_recorded(session: Session, act_id: UUID, letter: PaperReplyBody, sha256: str) -> bool:
    """Whether what this letter says of one of these items was recorded before: a scan of the same bytes is the same letter."""
    before = (
        select(ReplyItem.obligation_id).join(Reply, Reply.id == ReplyItem.reply_id).join(Scan, Scan.id == Reply.scan_id)
    )
    owed = select(Obligation.id).where(
        Obligation.recommendation_id == act_id,
        Obligation.institution_id == letter.institution_id,
        Obligation.item_id.in_([one.item_id for one in letter.items]),
    )
    same = Scan.sha256 == sha256, Reply.institution_id == letter.institution_id, ReplyItem.obligation_id.in_(owed)
    return session.execute(before.where(*same).limit(1)).first() is not None


def _check_said(form: ReplyForm | None, item: PaperItemBody, place: str) -> None:
    """What the letter says, by the form of answer that the act asked for."""
    try:
        if form is not None:
            check_said(form, item.position, item.claimed, item.promised_date)
        check_claim(item.claimed, item.promised_date)
    except ContentViolation as error:
        raise ContentViolation(str(error), code=error.code, field=f"{place}.{error.field}") from error


def _check_competent(session: Session, item: PaperItemBody, answering: UUID, field: str) -> None:
    """The body that the letter calls competent, if it names one, is known and is not the one that answers."""
    named = item.competent_institution_id
    if named is None:
        return
    if item.position not in NAMES_ANOTHER or named == answering:
        raise ContentViolation(
            "another body, if this one is not competent or passed it on", code="reply.competent_unfit", field=field
        )
    if session.get(KnownInstitution, named) is None:
        raise ContentViolation("no such institution", code="institution_unknown", field=field)
