"""What a body wrote that is no answer, as the letters of rungs tell it with what the office did about it: a question, that another has the
letter now, more time. Who is told of its silence reads of these too.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.cases.actions.escalations.matter import Matter
from services.cases.actions.escalations.naming import names_in_cases
from services.cases.actions.escalations.standstills import Line
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import local_date
from services.cases.models import Clarification, ExtensionRequest, Obligation, Readdressing, Reply, ReplyItem
from shared.clock_words import day_words
from shared.directory import KnownInstitution

_NO_ANSWER = [Position.ASKS_CLARIFICATION.value, Position.FORWARDED.value]


def lines_of(session: Session, matter: Matter, names: dict[str, str]) -> Iterator[Line]:
    """A line for each of these, with the items of which it is true."""
    told: dict[tuple[date, str, str], tuple[dict[str, str], list[int]]] = {}
    said, done = _all_said(session, matter), _all_done(session, matter)
    for one, item in zip(matter.owed, matter.items, strict=True):
        for day, key, more in (*_said(session, one, said[one.id], matter.language), *done[one.id]):
            told.setdefault((day, key, more.get("to", "")), (more, []))[1].append(item.place + 1)
    for (day, key, _to), (more, places) in told.items():
        yield day, key, {**names, **more, "items": ", ".join(map(str, sorted(places)))}
    yield from _time(session, matter, names)


def silence(session: Session, matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    """On which items no answer came, where those are not all that the body owes on the letter."""
    silent = [item.place + 1 for one, item in zip(matter.owed, matter.items, strict=True) if one.answered_on is None]
    mine = select(Obligation.id).where(
        Obligation.recommendation_id == matter.act.id,
        Obligation.institution_id == matter.addressee.institution_id,
    )
    if silent and len(silent) == len(session.execute(mine).scalars().all()):
        yield today, "silent", names
    elif silent:
        yield today, "silent_items", {**names, "items": ", ".join(map(str, sorted(silent)))}


def _all_said(session: Session, matter: Matter) -> dict[UUID, list[tuple[ReplyItem, datetime]]]:
    """With the instant at which each came, by obligation."""
    rows = (
        select(ReplyItem, Reply.received_at)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(ReplyItem.obligation_id.in_([one.id for one in matter.owed]), ReplyItem.position.in_(_NO_ANSWER))
        .order_by(Reply.received_at, Reply.version)
    )
    said: dict[UUID, list[tuple[ReplyItem, datetime]]] = defaultdict(list)
    for item, received_at in session.execute(rows):
        said[item.obligation_id].append((item, received_at))
    return said


def _said(session: Session, one: Obligation, rows: list[tuple[ReplyItem, datetime]], language: str) -> Iterator[Line]:
    for said, received_at in rows:
        day = local_date(received_at)
        if said.position == Position.ASKS_CLARIFICATION:
            yield day, "asks_open" if _is_open(session, one, said.reply_id) else "asks", {}
        elif (to := _known(session, said.competent_institution)) is not None:
            yield day, "forwarded_to", names_in_cases("to", to.name(language), to, language)
        else:
            yield day, "forwarded", {}


def _is_open(session: Session, one: Obligation, question: UUID) -> bool:
    """Whether the body waits for the office: it has neither had an answer to its question nor answered in substance itself."""
    answers = _answers([one.id]).where(Clarification.reply_id == question)
    return one.answered_on is None and not session.execute(answers).first()


def _all_done(session: Session, matter: Matter) -> dict[UUID, list[Line]]:
    """What the office did about it, by obligation."""
    ids = [one.id for one in matter.owed]
    done: dict[UUID, list[Line]] = defaultdict(list)
    for obligation, left_on in session.execute(_answers(ids)):
        if left_on is not None:
            done[obligation].append((left_on, "clarified", {}))
    refused = select(Readdressing.obligation_id, Readdressing.at)
    refused = refused.where(Readdressing.obligation_id.in_(ids), Readdressing.accepted.is_(False))
    for obligation, at in session.execute(refused):
        done[obligation].append((local_date(at), "not_followed", {}))
    return done


def _answers(obligations: list[UUID]) -> Select[UUID, date | None]:
    left = Clarification.state == "sent", Clarification.left_on.is_not(None)
    mine = Clarification.obligation_id.in_(obligations)
    return select(Clarification.obligation_id, Clarification.left_on).where(mine, *left)


def _known(session: Session, body: UUID | None) -> KnownInstitution | None:
    return session.get(KnownInstitution, body) if body is not None else None


def _time(session: Session, matter: Matter, names: dict[str, str]) -> Iterator[Line]:
    """What it asked for all that it owes on the letter. What was given stands among the extensions."""
    mine = select(ExtensionRequest).where(
        ExtensionRequest.recommendation_id == matter.act.id,
        ExtensionRequest.institution_id == matter.addressee.institution_id,
    )
    for one in session.execute(mine.order_by(ExtensionRequest.requested_at)).scalars():
        about = {**names, "until": day_words(one.until, matter.language)}
        yield local_date(one.requested_at), "asks_time_open" if one.state == "asked" else "asks_time", about
        if one.state == "refused" and one.decided_at is not None:
            yield local_date(one.decided_at), "time_refused", about
