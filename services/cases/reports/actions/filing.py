"""Filing a report: a draft of the act by which it goes to the Assembly. From there on it is an act as any other."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import cases, drafts
from services.cases.domain.bodies import Role
from services.cases.domain.case import Trigger
from services.cases.domain.timeliness import local_date
from services.cases.reports import data
from services.cases.reports.actions.writing import Check, take
from services.cases.reports.domain.content import Content
from services.cases.reports.domain.life import Step
from services.cases.reports.models import Report
from services.cases.reports.queries import content
from services.cases.reports.queries.reports import find, whole
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import NewCaseBody, TriggerBody
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import RuleViolation

#: The language of what the office writes first.
_SQ = "sq"


def file(
    by: Principal, session: Session, documents: Documents, report_id: UUID, check: Check, *, now: datetime
) -> Report:
    """A case of the office's own initiative, and in it the draft of the act that this kind of report is filed by; nothing is sent.

    Raises `RuleViolation` where it is not its time or nobody is known to file it with, and what the draft refuses.
    """
    report, today = find(session, report_id, lock=True), local_date(now)
    check(report.version)
    take(report, Step.FILE)
    kind = content.kind_of(report)
    if kind.act is None:
        raise AssertionError("the rules file no report of a kind without an act")
    said, to = whole(session, report), _addressee(session, core.kind_on(kind.act, today).classes)
    title = said.title.of(_SQ)
    opened = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.REPORT, source=report.number),
        memo=data.words()["memo"].of(_SQ).format(number=report.number, title=title),
        title=title,
        rights=(kind.right,),
        bodies=(to,),
    )
    case = cases.open_own(by, session, documents, opened, now=now)
    session.flush()
    wanted = DraftBody(
        kind=kind.act,
        title=title,
        grounds=_grounds(said, report),
        items=(
            ItemBody(
                text=data.words()["act_item"].of(_SQ).format(number=report.number),
                due=core.calendar_of(today).next_working(today + timedelta(days=kind.act_days)),
            ),
        ),
        addressees=(AddresseeBody(institution_id=to, role=Role.RESPONSIBLE),),
    )
    act = drafts.draft(by, session, documents, case.id, wanted, now=now, written_by=report.hands)
    report.case_id, report.act_id, report.filed_at = case.id, act.id, now
    audit.record(session, by, "report.filed", "report", report.id, act=str(act.id))
    session.flush()
    return report


def _addressee(session: Session, classes: frozenset[str]) -> UUID:
    """The one body of the class to which such an act goes."""
    of = (KnownInstitution.institution_class.in_(classes), KnownInstitution.active)
    found = session.execute(select(KnownInstitution.id).where(*of)).scalars().all()
    if len(found) != 1:
        raise RuleViolation("it is not known with whom to file it", code="report.no_addressee")
    return found[0]


def _grounds(said: Content, report: Report) -> str:
    """The summary, and which report it is, by the digest of all that it says."""
    digest = f"{data.words()['digest'].of(_SQ)}: {report.digest}"
    return f"{said.chapters[0].words.of(_SQ)}\n\n{said.number}. {digest}"
