"""Bringing back what was answered on a copy: nothing of it is lost, nothing is written over, and of two answers a person chooses."""

import json
from base64 import b64decode
from datetime import datetime
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.cases.schemas.documents import WrittenText
from services.cases.visits.actions import answering
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain import brought as merging
from services.cases.visits.domain import life
from services.cases.visits.domain.answers import Given, Value
from services.cases.visits.domain.brought import FromDevice, Outcome
from services.cases.visits.domain.checklists import Checklist
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit, VisitBrought, VisitChoice, VisitCopy
from services.cases.visits.queries import answers, brought
from services.cases.visits.queries.copies import checklist_in, copy_of
from services.cases.visits.queries.visibility import find_made
from services.cases.visits.queries.visits import checklist_of
from services.cases.visits.schemas.copies import (
    LARGEST_FILE,
    MOST_VALUES,
    BroughtOutcome,
    BroughtTaken,
    ChoiceBody,
    CopyFile,
    CopyKeys,
    DeviceAnswer,
    DeviceAnswers,
    place,
)
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.sealing import SealBrokenError, unseal
from shared.typed import S, load


def bring_back(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, content: bytes, *, now: datetime
) -> BroughtTaken:
    """Take in the file of a copy, whole or not at all; what was brought before changes nothing.

    Raises `NotFound` for who does not make the visit, `RuleViolation` (409) before it has begun, `ContentViolation` for a file that is cut
    off, changed or of another visit.
    """
    visit = find_made(session, visit_id, by)
    life.after(State(visit.state), Step.BRING_BACK)
    file = _loaded(CopyFile, content)
    copy, asked = copy_of(session, visit, file.copy), checklist_of(visit)
    if copy is None:
        raise ContentViolation("no copy of this visit", code="visit.file_of_another", field="file")
    if asked is None:
        raise AssertionError("the rules let no copy be taken of what is not prepared")
    device = _opened(documents, copy, file)
    copied = checklist_in(copy)
    for number, one in enumerate(device.answers):
        rules.check(copied, _as_given(one), f"answers.{number}")
    known = brought.known(session, copy.id, [one.entry for one in device.answers])
    outcomes = [
        _merge(by, session, documents, visit, copy, (asked, copied), _from(one, device.device), now)
        for one in sorted(device.answers, key=lambda one: one.place)
        if one.entry not in known
    ]
    counted = {one: sum(row.outcome == one for row in outcomes) for one in Outcome}
    audit.record(
        session,
        by,
        "visit.brought_back",
        "visit",
        visit.id,
        kept=counted[Outcome.TAKEN] + counted[Outcome.SAME],
        conflicts=sum(counted[one] for one in merging.WAITING),
        aside=counted[Outcome.LATE] + counted[Outcome.NOT_ASKED] + counted[Outcome.EARLIER],
    )
    return BroughtTaken(outcomes=tuple(outcomes), again=len(device.answers) - len(outcomes))


def choose(
    by: Principal,
    session: Session,
    documents: Documents,
    visit_id: UUID,
    brought_id: UUID,
    wanted: ChoiceBody,
    *,
    now: datetime,
) -> VisitChoice:
    """Which of two answers is to stand, once somebody has looked at both; the other stays among what was brought, or among the versions.

    Raises `NotFound`, `RuleViolation` (409) where it is not its time, nothing is to be chosen, or another answer stands by now.
    """
    visit = find_made(session, visit_id, by)
    if not brought.there(session, visit, brought_id):
        raise NotFound
    life.after(State(visit.state), Step.ANSWER)
    row = brought.find(session, visit, brought_id)
    if row is None:
        raise RuleViolation("nothing is to be chosen", code="visit.nothing_to_choose")
    stands = answers.latest(session, visit.id, [row.question]).get(row.question)
    if (stands.version if stands else 0) != wanted.version:
        raise RuleViolation("another answer stands by now", code="visit.choice_of_before")
    version = wanted.version
    if wanted.take:
        known = answers.kept(documents, stands) if stands else None
        note = brought.note_of(documents, row)
        given = Given(
            row.question,
            Value(row.value),
            row.number,
            tuple(row.sources),
            (known.note if known else "") if note is None else note,
            version,
        )
        version = answering.write(by, session, documents, visit, given, known, now).version
    choice = VisitChoice(brought_id=row.id, taken=wanted.take, version=version, by=by.person, at=now)
    session.add(choice)
    audit.record(session, by, "visit.chosen", "visit", visit.id, taken=wanted.take)
    session.flush()
    return choice


def _loaded(shape: type[S], content: bytes) -> S:
    if len(content) > LARGEST_FILE:
        raise ContentViolation("too large", code="visit.file_broken", field="file")
    try:
        told = json.loads(content.decode("utf-8-sig"))
        _check_short(told)
        return load(shape, told)
    except (ValueError, RecursionError, ValidationError) as error:
        raise ContentViolation("cut off, changed, or no such file", code="visit.file_broken", field="file") from error


def _check_short(told: object) -> None:
    """Refuses what holds more values than a file of answers can, before each of them is read for itself."""
    held, waiting = 0, [told]
    while waiting:
        one = waiting.pop()
        inside = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        held += len(inside)
        if held > MOST_VALUES:
            raise ValueError("more values than answers have")
        waiting += inside


def _opened(documents: Documents, copy: VisitCopy, file: CopyFile) -> DeviceAnswers:
    key = b64decode(documents.read(CopyKeys, copy.keys).key)
    try:
        content = unseal(key, b64decode(file.sealed, validate=True), place(copy.id, "answers"))
    except (ValueError, SealBrokenError) as error:
        raise ContentViolation("cut off or changed", code="visit.file_broken", field="file") from error
    return _loaded(DeviceAnswers, content)


def _from(one: DeviceAnswer, device: UUID) -> FromDevice:
    return FromDevice(
        one.entry,
        device,
        one.place,
        one.question,
        one.value,
        one.number,
        one.sources,
        one.note,
        one.base,
        one.at,
    )


def _as_given(one: DeviceAnswer) -> Given:
    return Given(one.question, one.value, one.number, one.sources, one.note or "", one.base)


def _merge(
    by: Principal,
    session: Session,
    documents: Documents,
    visit: Visit,
    copy: VisitCopy,
    checklists: tuple[Checklist, Checklist],
    one: FromDevice,
    now: datetime,
) -> BroughtOutcome:
    """Keep one answer with what becomes of it. `checklists`: of the visit, and of the copy."""
    row = answers.latest(session, visit.id, [one.question]).get(one.question)
    known = brought.standing(session, documents, visit, row, one.question, one.device)
    one = merging.heard(one, known)
    is_open = (State(visit.state), Step.ANSWER) in life.STEPS
    outcome = merging.decide(one, known, *checklists, is_open=is_open)
    if outcome is Outcome.TAKEN:
        row = answering.write(by, session, documents, visit, merging.given(one, known), known.kept, now)
    session.add(
        VisitBrought(
            visit_id=visit.id,
            copy_id=copy.id,
            device=one.device,
            entry=one.entry,
            place=one.place,
            question=one.question,
            value=one.value.value,
            number=one.number,
            sources=list(dict.fromkeys(one.sources)),
            note=documents.keep(WrittenText(text=one.note)) if one.note is not None else None,
            base=one.base,
            device_at=one.at,
            outcome=outcome.value,
            version=row.version if row is not None and outcome in merging.STANDS else None,
            by=by.person,
            at=now,
        )
    )
    session.flush()
    return BroughtOutcome(question=one.question, outcome=outcome.value)
