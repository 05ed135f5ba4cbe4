"""Texts that are to leave the office: each is offered to intake, which alone holds the sealed files, and its answer is kept.

Steps of others but for `take`: whoever saves a text offers it, so that the answer is there before a second person has read it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.checks import (
    PUBLIC,
    CheckState,
    TextKind,
    asks_of,
    check_explainer,
    check_leaving,
    needs_reason,
    says_why,
)
from services.cases.models import CaseBody, TextCheck
from services.cases.queries import checks as queries
from services.cases.queries import numbers_in_text
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import DraftChecked, DraftOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.typed import dump

_KINDS = {"identity": "number", "phone": "number", "email": "email"}


@dataclass(frozen=True)
class Leaving:
    """A text that is to leave, of these cases. `parts`: (name, text) in the order in which it is read; `addressees`: to which bodies;
    `to`: of a message, to which complaints;
    `apart`: the complaint whose own author reads it; `authors`: who wrote in it now, or ever, as ids; `alone`: nobody else approves it.
    """

    kind: TextKind
    text_id: UUID
    cases: Collection[UUID]
    content_hash: str
    parts: Sequence[tuple[str, str]]
    addressees: Collection[UUID] = ()
    apart: Collection[UUID] = ()
    authors: Collection[str] = ()
    alone: bool = False
    to: Collection[UUID] = ()

    @property
    def readers(self) -> list[str]:
        if self.kind in PUBLIC:
            return ["public"]
        return sorted({str(one) for one in (*self.addressees, *self.to)})


def offer(session: Session, documents: Documents, text: Leaving, *, now: datetime, leaves: bool = False) -> TextCheck:
    """Have a text compared; the look that is there already, if it was at this content, and where it `leaves` now still holds. One that
    nobody complained about is compared too: it may name a child of another file.
    """
    writers = _writers(session, text)
    if leaves:
        known = queries.leaving(session, text.text_id, text.content_hash, text.cases, now, text.apart)
    else:
        known = queries.current(session, text.text_id, text.content_hash, text.cases, text.apart)
    if known is None:
        parts = tuple(OfferedPart(name=name, text=one) for name, one in text.parts)
        known = _begin(session, text, documents.keep(OfferedText(parts=parts)), now)
    known.authors = writers
    session.flush()
    return known


def look_again(session: Session, check: TextCheck, text: Leaving, *, now: datetime) -> TextCheck:
    """A step of others, before a text leaves: the look at what the files hold now, with what waited for `check`; a new one unless it is
    there and holds. `text` is the same, its parts are those that were kept.
    """
    known = queries.leaving(session, text.text_id, text.content_hash, text.cases, now, text.apart)
    if known is None:
        known = _begin(session, text, check.document, now)
        known.authors = check.authors
    if known is not check:
        known.then, check.then = check.then, None
    session.flush()
    return known


def take(by: Principal, session: Session, event: DraftChecked, *, now: datetime) -> TextCheck | None:
    """Intake's answer; the check, unless it was answered before. A text that has changed since is another, with its own."""
    check = session.get(TextCheck, event.check_id, with_for_update=True)
    if check is None or check.state == CheckState.CHECKED:
        return None
    check.places = [dump(place) for place in event.places]
    check.asks = asks_of(event.questions, [place.kind for place in event.places if place.severity == "question"])
    _settle(check, event.stops, event.questions, now)
    _keep_reason(session, check)
    audit.record(session, by, "text.checked", check.kind, check.text_id, stops=event.stops, questions=event.questions)
    return check


def require(
    by: Principal,
    session: Session,
    text_id: UUID,
    content_hash: str,
    cases: Collection[UUID],
    reason: str,
    *,
    now: datetime,
    leaves: bool = False,
) -> None:
    """Refuse a text that may not leave yet. A `reason` for one that names someone, or may, is kept with it and in the trail.
    `leaves`: it leaves by this for good, so its look must hold now (`domain.checks.HOLDS_FOR`).

    Raises `RuleViolation` (409) while the look is waited for, `ContentViolation` (422) without a reason where it needs one.
    """
    if leaves:
        check = queries.leaving(session, text_id, content_hash, cases, now)
    else:
        check = queries.current(session, text_id, content_hash, cases)
    _note_reason(by, session, check, reason, now)
    check_leaving(queries.look_of(check))


def require_leaving(
    session: Session, text_id: UUID, content_hash: str, cases: Collection[UUID], *, now: datetime
) -> None:
    """Refuse a text that is about to leave for good and was not compared with what arrived until now, or names someone, as `require` does."""
    check_leaving(queries.look_of(queries.leaving(session, text_id, content_hash, cases, now)))


def explain(by: Principal, session: Session, check: TextCheck | None, reason: str, *, now: datetime) -> None:
    """A step of others: keep why this text may leave, whoever lets it; refuse what may not leave yet, as `require` does."""
    _note_reason(by, session, check, reason, now)
    check_leaving(queries.look_of(check))


def _note_reason(by: Principal, session: Session, check: TextCheck | None, reason: str, now: datetime) -> None:
    if check is None or not says_why(reason) or not needs_reason(queries.look_of(check)):
        return
    check_explainer(check.authors, by.id)
    check.reason, check.reason_by, check.reason_at = reason.strip(), by.id, now
    if queries.fell_of(check):
        check.then = None
    found = {"stops": check.stops, "questions": check.questions}
    audit.record(session, by, "text.named", check.kind, check.text_id, **found, content_hash=check.content_hash)


def waits_for(
    by: Principal,
    session: Session,
    text_id: UUID,
    content_hash: str,
    cases: Collection[UUID],
    then: Mapping[str, object],
) -> bool:
    """Whether the look at a text is waited for. Then `then` is done once it turned out to name nobody, in the name of who wanted it."""
    check = queries.current(session, text_id, content_hash, cases)
    if check is None or check.state != CheckState.WAITING:
        return False
    check.then = {**then, "by": str(by.id)}
    audit.record(session, by, "text.waits", check.kind, check.text_id, then=str(then["do"]))
    session.flush()
    return True


def go_on_when_clean(
    by: Principal,
    session: Session,
    text_id: UUID,
    content_hash: str,
    cases: Collection[UUID],
    then: Mapping[str, object],
) -> bool:
    """Whether the text may leave now. If it is only waited for, `then` says what is to be done when it turns out to name nobody,
    in the name of who wanted it (`actions/going_on.py`).
    """
    check = queries.current(session, text_id, content_hash, cases)
    if check is None:
        return False
    if check.state == CheckState.CHECKED and not needs_reason(queries.look_of(check)):
        return True
    check.then = {**then, "by": str(by.id)}
    session.flush()
    return False


def _begin(session: Session, text: Leaving, document: str, now: datetime) -> TextCheck:
    """A new look. Who reads what is about their own complaint alone may have others in it that only intake knows of."""
    apart = {str(one) for one in text.apart}
    complaints = [one for one in queries.complaints_of(session, text.cases) if one not in apart]
    places, before = _patterns(text), queries.newest(session, text.text_id)
    check = TextCheck(
        id=uuid4(),
        kind=text.kind.value,
        text_id=text.text_id,
        case_id=next(iter(text.cases)) if len(text.cases) == 1 else None,
        content_hash=text.content_hash,
        complaints=complaints,
        document=document,
        state=CheckState.WAITING.value,
        readers=text.readers,
        alone=text.alone,
        places=places,
        # Two looks in one action: the second is the newer one.
        offered_at=max(now, before.offered_at + timedelta(microseconds=1)) if before else now,
    )
    session.add(check)
    _announce(session, check, text)
    return check


def _writers(session: Session, text: Leaving) -> list[str]:
    """Whoever wrote in a text until now: an edit does not make those before it readers."""
    before = queries.newest(session, text.text_id)
    return list(dict.fromkeys([*(before.authors if before else ()), *text.authors]))


def _keep_reason(session: Session, check: TextCheck) -> None:
    """Why a text may leave holds on where another look, at the same words and the same complaints, found as many places, and the same of
    those that are told: somebody who complained wrote meanwhile, and nobody new is named.
    """
    same = (TextCheck.text_id == check.text_id, TextCheck.content_hash == check.content_hash)
    rows = select(TextCheck).where(*same, TextCheck.id != check.id, TextCheck.reason.is_not(None))
    before = session.execute(rows.order_by(TextCheck.offered_at.desc()).limit(1)).scalar_one_or_none()
    if before is not None and _found_of(before) == _found_of(check):
        check.reason, check.reason_by, check.reason_at = before.reason, before.reason_by, before.reason_at


def _found_of(check: TextCheck) -> tuple[object, ...]:
    return check.complaints, check.stops, check.questions, check.places


def _announce(session: Session, check: TextCheck, text: Leaving) -> None:
    bodies = select(CaseBody.institution_id).where(CaseBody.case_id.in_(text.cases))
    publish(
        session,
        DraftOffered(
            check_id=check.id,
            text_id=check.text_id,
            kind=check.kind,
            content_hash=check.content_hash,
            text=check.document,
            complaints=tuple(UUID(one) for one in check.complaints),
            bodies=tuple(session.execute(bodies).scalars()),
            addressees=tuple(dict.fromkeys(text.addressees)),
            apart=tuple(text.apart),
            before=tuple(queries.others_of(session, check, text.cases)),
        ),
        check.text_id,
    )


def _patterns(text: Leaving) -> list[dict[str, Any]]:
    """Numbers and addresses of anybody: found without any file."""
    return [
        {
            "part": number,
            "start": place.start,
            "end": place.end,
            "kind": _KINDS[place.kind],
            "severity": "stop" if place.sure else "question",
        }
        for number, place in numbers_in_text.found(text.parts)
    ]


def _settle(check: TextCheck, stops: int, questions: int, now: datetime) -> None:
    check.state, check.stops, check.questions, check.checked_at = CheckState.CHECKED.value, stops, questions, now
