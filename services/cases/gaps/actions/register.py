"""Entering and correcting a gap, the cases that showed it, and how it ended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.numbering import next_reference
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as practice
from services.cases.gaps.domain import gaps
from services.cases.gaps.models import Gap, GapBody, GapCase, GapOutcome
from services.cases.gaps.models.gaps import find_gap
from services.cases.models.cases import note
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from shared import audit
from shared.clock import utc_now
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

Check = Callable[[int], None]
PREFIX = "G"
TEXTS = ("title", "description", "provision")


@dataclass(frozen=True)
class NewGap:
    """What is entered. `provision`: the article, or the practice, that is wrong or missing; `cases`: those that showed it."""

    kind: str
    title: str
    description: str
    provision: str
    rights: Sequence[str]
    bodies: Sequence[UUID] = ()
    cases: Sequence[UUID] = ()


def enter(session: Session, wanted: NewGap, by: Principal) -> Gap:
    """A new entry. Raises `ContentViolation` at its field, `NotFound` for a case that is not there for the person."""
    now = utc_now()
    practice.gap_kind_on(wanted.kind, local_date(now))
    _check(session, {name: getattr(wanted, name) for name in (*TEXTS, "rights", "bodies")})
    gap = Gap(
        number=next_reference(session, PREFIX, local_date(now).year),
        kind=wanted.kind,
        title=wanted.title,
        description=wanted.description,
        provision=wanted.provision,
        rights=list(dict.fromkeys(wanted.rights)),
        opened_at=now,
        opened_by=_person(by),
    )
    session.add(gap)
    session.flush()
    session.add_all(GapBody(gap_id=gap.id, institution_id=body) for body in dict.fromkeys(wanted.bodies))
    audit.record(session, by.name, "gap.entered", "gap", gap.id, kind=gap.kind)
    if wanted.cases:
        _link(session, gap, wanted.cases, by)
    session.flush()
    return gap


def change(session: Session, gap_id: UUID, changes: Mapping[str, Any], by: Principal, check: Check) -> Gap:
    """Correct the texts, rights or bodies. `check` is given the version that the reader must have seen."""
    gap = find_gap(session, gap_id, lock=True)
    check(gap.version)
    _check(session, changes)
    for name in (*TEXTS, "rights"):
        if name in changes:
            setattr(gap, name, changes[name])
    if "bodies" in changes:
        session.execute(delete(GapBody).where(GapBody.gap_id == gap.id))
        session.add_all(GapBody(gap_id=gap.id, institution_id=body) for body in dict.fromkeys(changes["bodies"]))
    audit.record(session, by.name, "gap.changed", "gap", gap.id, fields=sorted(changes))
    session.flush()
    return gap


def link_cases(session: Session, gap_id: UUID, cases: Sequence[UUID], by: Principal) -> Gap:
    """Tie cases to a gap that they showed; one that is tied already stays. Raises `NotFound`."""
    gap = find_gap(session, gap_id, lock=True)
    _link(session, gap, cases, by)
    session.flush()
    return gap


def record_outcome(session: Session, gap_id: UUID, outcome: str, on: date, source: str, by: Principal) -> Gap:
    """How it ended, on which day, and where that can be read. A later record corrects an earlier one; both stay."""
    gap = find_gap(session, gap_id, lock=True)
    now = utc_now()
    kind = practice.gap_kind_on(gap.kind, local_date(now))
    gaps.check_outcome(kind, outcome, on, source, local_date(now))
    session.add(GapOutcome(gap_id=gap.id, outcome=outcome, on=on, source=source, by=_person(by), at=now))
    audit.record(session, by.name, "gap.settled", "gap", gap.id, outcome=outcome)
    session.flush()
    return gap


def _link(session: Session, gap: Gap, cases: Sequence[UUID], by: Principal) -> None:
    now = utc_now()
    known = set(session.execute(select(GapCase.case_id).where(GapCase.gap_id == gap.id)).scalars())
    for case_id in dict.fromkeys(cases):
        case = find_case(session, case_id, by)
        if case.id not in known:
            session.add(GapCase(gap_id=gap.id, case_id=case.id, linked_by=_person(by), linked_at=now))
            note(session, case.id, now, by.name, "case.gap_linked", gap=gap.number)
            audit.record(session, by.name, "gap.case_linked", "case", case.id, gap=str(gap.id))


def _check(session: Session, content: Mapping[str, Any]) -> None:
    for name in TEXTS:
        if name in content:
            gaps.check_text(content[name], name)
    if "rights" in content and not content["rights"]:
        raise ContentViolation("a gap names at least one right", code="case.no_right", field="rights")
    for place, right in enumerate(content.get("rights", ())):
        if right not in data.articles():
            raise ContentViolation("no right of the Convention", code="case.right_unknown", field=f"rights.{place}")
    known = institutions(session, content.get("bodies", ()))
    for place, body in enumerate(content.get("bodies", ())):
        if body not in known:
            raise ContentViolation("no such institution", code="institution_unknown", field=f"bodies.{place}")


def _person(by: Principal) -> UUID:
    if by.id is None:
        raise RuleViolation("a person keeps the register", code="gap.no_person")
    return by.id
