"""Who takes part in a case, and which cases belong to it. What is over is ended; nothing is deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain import parties
from services.cases.models import Case, CaseLink, CaseParty, Complaint
from services.cases.models.cases import note
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.investigation import LinkBody, PartyBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation


def add_party(
    by: Principal, session: Session, documents: Documents, case_id: UUID, wanted: PartyBody, *, now: datetime
) -> CaseParty:
    """Raises `ContentViolation` at its field, `RuleViolation` for a closed case."""
    case = _open(by, session, case_id)
    about = {"complaint": wanted.complaint_id is not None, "institution": wanted.institution_id is not None}
    parties.check_party(wanted.role, **about, label=wanted.label)
    complaint = session.get(Complaint, wanted.complaint_id) if wanted.complaint_id else None
    if wanted.complaint_id and (complaint is None or complaint.case_id != case.id):
        raise ContentViolation("not of this case", code="complaint_unknown", field="complaint_id")
    if wanted.institution_id and not institutions(session, [wanted.institution_id]):
        raise ContentViolation("no such institution", code="institution_unknown", field="institution_id")
    party = CaseParty(
        case_id=case.id,
        role=wanted.role.value,
        complaint_id=wanted.complaint_id,
        institution_id=wanted.institution_id,
        label=wanted.label,
        note=documents.keep(WrittenText(text=wanted.note)) if wanted.note else None,
        by=by.name,
        at=now,
    )
    session.add(party)
    session.flush()
    note(session, case.id, now, by.name, "party.added", party=party.id, role=party.role)
    audit.record(session, by, "party.added", "case", case.id, party=str(party.id))
    return party


def end_party(by: Principal, session: Session, case_id: UUID, party_id: UUID, *, now: datetime) -> CaseParty:
    """The party takes part no longer; once ended it stays so. Raises `NotFound`."""
    case = find_case(session, case_id, by, lock=True)
    party = session.get(CaseParty, party_id)
    if party is None or party.case_id != case.id:
        raise NotFound
    if party.ended_at is None:
        party.ended_at, party.ended_by = now, by.name
        note(session, case.id, now, by.name, "party.ended", party=party.id, role=party.role)
        audit.record(session, by, "party.ended", "case", case.id, party=str(party.id))
        session.flush()
    return party


def link(by: Principal, session: Session, case_id: UUID, wanted: LinkBody, *, now: datetime) -> CaseLink:
    """Link a case to another that the same person may see. Raises `ContentViolation` for one that they may not,
    `RuleViolation` for a link that stands or would make a circle.
    """
    # One at a time: two links made at once could close a circle that neither of them sees.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("case_link", 0))))
    case = find_case(session, case_id, by)
    try:
        other = find_case(session, wanted.case_id, by)
    except NotFound as error:
        raise ContentViolation("no such case", code="case_unknown", field="case_id") from error
    standing = session.execute(
        select(CaseLink.from_case, CaseLink.to_case).where(CaseLink.ended_at.is_(None), CaseLink.kind == wanted.kind)
    )
    known = [(one, two) for one, two in standing]
    if (case.id, other.id) in known or (wanted.kind in parties.MUTUAL and (other.id, case.id) in known):
        raise RuleViolation("the two are linked already", code="link.stands")
    parties.check_link(wanted.kind, case.id, other.id, known)
    added = CaseLink(from_case=case.id, to_case=other.id, kind=wanted.kind.value, by=by.name, at=now)
    session.add(added)
    session.flush()
    _note_both(by, session, added, "link.added", now)
    return added


def unlink(by: Principal, session: Session, case_id: UUID, link_id: UUID, *, now: datetime) -> CaseLink:
    """The two belong together no longer. Whoever sees the case may end the link, wherever it was made. Raises `NotFound`."""
    case = find_case(session, case_id, by, lock=True)
    standing = session.get(CaseLink, link_id)
    if standing is None or case.id not in {standing.from_case, standing.to_case}:
        raise NotFound
    other = standing.to_case if standing.from_case == case.id else standing.from_case
    find_case(session, other, by)
    if standing.ended_at is None:
        standing.ended_at, standing.ended_by = now, by.name
        session.flush()
        _note_both(by, session, standing, "link.ended", now)
    return standing


def _open(by: Principal, session: Session, case_id: UUID) -> Case:
    case = find_case(session, case_id, by, lock=True)
    if case.is_closed:
        raise RuleViolation("the case is closed", code="case.closed", legal=("reopen", "follow_up"))
    return case


def _note_both(by: Principal, session: Session, link: CaseLink, code: str, now: datetime) -> None:
    """A line in both histories. Neither names the other case: who reads one may be shut out of the other."""
    for end in (link.from_case, link.to_case):
        note(session, end, now, by.name, code, link=link.id, kind=link.kind)
        audit.record(session, by, code, "case", end, link=str(link.id))
