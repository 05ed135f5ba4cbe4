"""Cases of the office's own initiative, and what an officer may correct in any case."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.cases import data
from services.cases.actions.opening import NewCase, announce, open_case
from services.cases.domain.case import Origin, check_opening
from services.cases.domain.profile import check_profile, codes_of
from services.cases.models import Case, CaseBody, CaseProfile, Inspection
from services.cases.models.cases import note
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from services.cases.schemas.cases import CaseChangeBody, NewCaseBody
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.profile import NewCaseProfile
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation
from shared.typed import UNSENT, sent

Check = Callable[[int], None]


def open_own(by: Principal, session: Session, documents: Documents, wanted: NewCaseBody, *, now: datetime) -> Case:
    """A case without a complaint (law 8454, art. 13). Raises `ContentViolation`."""
    trigger, memo = wanted.trigger, wanted.memo
    check_opening(Origin.OWN_INITIATIVE, complaints=0, trigger=trigger.kind, memo=memo, rights=wanted.rights)
    _check(session, rights=wanted.rights, bodies=wanted.bodies)
    document = documents.keep(WrittenText(text=memo))
    new = NewCase(
        origin=Origin.OWN_INITIATIVE,
        bodies=wanted.bodies,
        title=wanted.title,
        trigger=trigger.kind,
        trigger_source=trigger.source,
        memo=document,
        rights=wanted.rights,
        places=wanted.places,
    )
    case = open_case(session, new, now=now)
    if wanted.profile:
        _tell(session, case, wanted.profile, now)
    note(session, case.id, now, by.name, "case.opened", document, origin=case.origin, trigger=case.trigger)
    announce(session, case, [], wanted.bodies)
    audit.record(session, by, "case.opened", "case", case.id, origin=case.origin)
    return case


def inspected(session: Session, case: Case, institution_id: UUID, number: str, made_on: date) -> None:
    """A step of others: the case was opened out of this visit of the body, which its letters recount to that body."""
    session.add(Inspection(case_id=case.id, number=number, institution_id=institution_id, made_on=made_on))


def change(
    by: Principal, session: Session, case_id: UUID, wanted: CaseChangeBody, check: Check, *, now: datetime
) -> Case:
    """Correct title, rights, bodies, places or profile. `check` is given the version that the reader must have seen."""
    case = find_case(session, case_id, by, lock=True)
    check(case.version)
    if case.is_closed:
        raise RuleViolation("a closed case is not corrected", code="case.closed", legal=("reopen", "follow_up"))
    rights, bodies, before = wanted.rights, wanted.bodies, _coded(session, case)
    _check(session, rights=None if rights is UNSENT else rights, bodies=() if bodies is UNSENT else bodies)
    if wanted.title is not UNSENT:
        case.title = wanted.title
    if rights is not UNSENT:
        case.rights = list(rights)
    if wanted.places is not UNSENT:
        case.places = list(wanted.places)
    if bodies is not UNSENT:
        session.execute(delete(CaseBody).where(CaseBody.case_id == case.id))
        session.add_all(CaseBody(case_id=case.id, institution_id=body) for body in dict.fromkeys(bodies))
        _renew(case)
    if wanted.profile is not UNSENT:
        _tell(session, case, wanted.profile, now)
    changed = sorted(sent(wanted))
    note(session, case.id, now, by.name, "case.changed", fields=changed)
    session.flush()
    after = _coded(session, case)
    changes = audit.changes(**{name: (was, after[name]) for name, was in before.items()})
    audit.record(session, by, "case.changed", "case", case.id, fields=changed, changes=changes)
    return case


def _coded(session: Session, case: Case) -> dict[str, object]:
    """What of a case's data is codes and ids; the rest is words, which the trail does not tell."""
    bodies = session.execute(select(CaseBody.institution_id).where(CaseBody.case_id == case.id)).scalars()
    return {"rights": case.rights, "bodies": [str(one) for one in bodies]}


def _tell(session: Session, case: Case, told: NewCaseProfile | None, now: datetime) -> None:
    """What is told of the children of a case stands from now on; years that were counted stay as they are."""
    if case.origin != Origin.OWN_INITIATIVE:
        raise RuleViolation("told with its complaints", code="case.profile_of_complaint")
    if told:
        check_profile(told.children, told.codes())
        codes = codes_of(told)
        session.merge(CaseProfile(case_id=case.id, children=told.children.value, told_at=now, **codes))
    elif known := session.get(CaseProfile, case.id):
        session.delete(known)
    _renew(case)


def _renew(case: Case) -> None:
    """A new version of the case, of which what stands in other tables is a part to whoever reads it."""
    flag_modified(case, "title")


def mark_read(by: Principal, session: Session, case_id: UUID) -> Case:
    """The complainant's messages were read (in intake, where they are)."""
    case = find_case(session, case_id, by, lock=True)
    case.unread_messages = 0
    audit.record(session, by, "case.messages_read", "case", case.id)
    session.flush()
    return case


def _check(session: Session, *, rights: Sequence[str] | None, bodies: Sequence[UUID]) -> None:
    if rights is not None and not rights:
        raise ContentViolation("a case names at least one right", code="case.no_right", field="rights")
    for place, right in enumerate(rights or ()):
        if right not in data.articles():
            raise ContentViolation("no right of the Convention", code="case.right_unknown", field=f"rights.{place}")
    known = institutions(session, bodies)
    for place, body in enumerate(bodies):
        if body not in known:
            raise ContentViolation("no such institution", code="institution_unknown", field=f"bodies.{place}")
