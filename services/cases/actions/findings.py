"""What the office found: one finding per right and body, each a row that is never changed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.data import acts as act_data
from services.cases.domain.findings import Result
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseBody, Finding
from services.cases.schemas.cases import FindingBody
from services.cases.schemas.documents import WrittenText
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation


def record(
    by: Principal, session: Session, documents: Documents, case: Case, wanted: Sequence[FindingBody], *, now: datetime
) -> list[Finding]:
    """Add these findings; an earlier one on the same pair no longer stands. Raises `ContentViolation` at its place."""
    if not wanted:
        raise ContentViolation("what was found is written down", code="case.no_finding", field="findings")
    bodies = set(session.execute(select(CaseBody.institution_id).where(CaseBody.case_id == case.id)).scalars())
    _check(wanted, case.rights, bodies, act_data.finding_grades(local_date(now)))
    rows = [
        Finding(
            case_id=case.id,
            right=one.right,
            institution_id=one.institution_id,
            result=one.result.value,
            grade=one.grade,
            document=documents.keep(WrittenText(text=one.text)),
            by=by.person,
            # Apart by the smallest step, so that they stay in the order in which they were written.
            at=now + timedelta(microseconds=place),
        )
        for place, one in enumerate(wanted)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _check(
    wanted: Sequence[FindingBody], rights: Collection[str], bodies: Collection[UUID], grades: Collection[str]
) -> None:
    seen: set[tuple[str, UUID | None]] = set()
    for place, finding in enumerate(wanted):
        field = f"findings.{place}"
        if finding.right not in rights:
            raise ContentViolation("no right of this case", code="finding.right_not_of_case", field=f"{field}.right")
        if finding.institution_id is not None and finding.institution_id not in bodies:
            raise ContentViolation(
                "no body of this case", code="finding.body_not_of_case", field=f"{field}.institution_id"
            )
        if finding.grade is not None and (finding.grade not in grades or finding.result is not Result.VIOLATION_FOUND):
            message = "a violation that was found has a grade, one of those that there are"
            raise ContentViolation(message, code="finding.bad_grade", field=f"{field}.grade")
        if not finding.text.strip():
            raise ContentViolation("what was found is written down", code="case.no_finding", field=f"{field}.text")
        if (finding.right, finding.institution_id) in seen:
            raise ContentViolation("two findings on one right and body", code="finding.twice", field=field)
        seen.add((finding.right, finding.institution_id))
