"""A body fills in the figures that a letter asks for; with that it answers the letter, by the reply that there is."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import receipts, replies
from services.partners.domain import figures as rules
from services.partners.domain.figures import Cell, Cells
from services.partners.models import FiguresReport, WantedTable
from services.partners.queries import figures as queries
from services.partners.queries import letters, wall
from services.partners.queries.figures import Table
from services.partners.schemas.figures import DoubtAnswer, FiguresReceipt, NewFigures
from services.partners.schemas.replies import ItemReply, NewReply
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import FiguresReported, FiguresWanted
from shared.events.documents.partners import ReportedFigure, ReportedFigures
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation
from shared.typed import dump, filled

MOST_VERSIONS = 50


def want(by: Principal, session: Session, told: FiguresWanted) -> None:
    """Keep what is filled in beside the letters of an act; told again it changes nothing."""
    row = {"recommendation_id": told.recommendation_id, "table": told.table, "accepted_until": told.accepted_until}
    session.execute(upsert(WantedTable).values(**row).on_conflict_do_nothing())
    audit.record(session, by, "figures.wanted", "recommendation", told.recommendation_id)


def look(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, wanted: NewFigures
) -> tuple[DoubtAnswer, ...]:
    """What the body is asked about these figures before it sends them; nothing is kept. Raises `ContentViolation` for what is no count."""
    table = queries.table(wall.own(session, by), documents, dispatch_id)
    return queries.doubt_answers(table, _cells(table, wanted), wanted.comment)


def report(
    by: Principal,
    session: Session,
    documents: Documents,
    dispatch_id: UUID,
    wanted: NewFigures,
    signer: receipts.Signer,
    *,
    now: datetime,
) -> FiguresReceipt:
    """Take the figures and with them the answer to the letter; returns the receipt, or that of the version that says the same.

    Raises `RuleViolation` (409) once none are taken any more, `ContentViolation` (422) for what is no count, and for a doubt without words.
    """
    own = wall.own(session, by)
    table = queries.table(own, documents, dispatch_id, lock=True)
    if not table.is_open(domain.local_date(now)):
        raise RuleViolation("figures are taken no more", code="figures.over")
    cells = _cells(table, wanted)
    for one in rules.unanswered(table.doubts(cells), cells, wanted.comment):
        places = {said.indicator: place for place, said in enumerate(wanted.figures)}
        field = "comment" if one.indicator is None else f"figures.{places[one.indicator]}.comment"
        raise ContentViolation("say a word about it", code=f"figures.doubt.{one.rule}", field=field)
    digest = hashlib.sha256(receipts.canonical(dump(wanted))).hexdigest()
    if table.last is not None and table.last.digest == digest:
        return queries.receipt(table.last)
    if table.last is not None and table.last.version >= MOST_VERSIONS:
        raise RuleViolation("this was answered too often", code="too_many_versions")
    kept = _keep(by, session, documents, table, wanted, digest, now)
    _answer(by, session, documents, table, wanted, signer, now)
    publish(
        session,
        filled(FiguresReported, kept, report_id=kept.id, recommendation_id=table.dispatch.recommendation_id),
        kept.dispatch_id,
    )
    audit.record(session, by, "figures.reported", "dispatch", kept.dispatch_id, version=kept.version, digest=digest)
    return queries.receipt(kept)


def _cells(table: Table, wanted: NewFigures) -> Cells:
    said = [
        (one.indicator, Cell(one.state, one.numerator, one.denominator, one.comment.strip())) for one in wanted.figures
    ]
    return rules.check_cells(table.rows, said)


def _keep(
    by: Principal, session: Session, documents: Documents, table: Table, wanted: NewFigures, digest: str, now: datetime
) -> FiguresReport:
    versions = {one.key: one.version for one in table.wanted.indicators}
    number = table.last.version + 1 if table.last else 1
    document = ReportedFigures(
        period=table.wanted.period,
        version=number,
        name=wanted.answered_by.name,
        function=wanted.answered_by.function,
        figures=tuple(filled(ReportedFigure, one, version=versions[one.indicator]) for one in wanted.figures),
    )
    kept = FiguresReport(
        id=uuid4(),
        institution_id=table.dispatch.institution_id,
        dispatch_id=table.dispatch.id,
        version=number,
        period=table.wanted.period,
        figures=documents.keep(document),
        digest=digest,
        channel=wall.channel(by),
        by=by.name,
        received_at=receipts.second_of(now),
    )
    session.add(kept)
    session.flush()
    return kept


def _answer(
    by: Principal,
    session: Session,
    documents: Documents,
    table: Table,
    wanted: NewFigures,
    signer: receipts.Signer,
    now: datetime,
) -> None:
    """The reply to the letter: whole, or in part where something is not known. That it was given before says nothing new."""
    whole = all(one.state != rules.NOT_KNOWN for one in wanted.figures)
    position = "accepted" if whole else "accepted_in_part"
    ids = letters.public_ids(wall.own(session, by), table.dispatch.id)
    items = tuple(ItemReply(item_id=one, position=position, reasons=wanted.comment.strip() or None) for one in ids)
    said = NewReply(answered_by=wanted.answered_by, items=items)
    replies.reply(by, session, documents, table.dispatch.id, said, signer, now=now)
