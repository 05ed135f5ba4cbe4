"""Who takes part in a case, and which cases belong to it. What is over is ended; nothing is deleted."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain import parties
from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.models import Case, CaseLink, CaseParty, Complaint
from services.cases.models.cases import note
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.errors import NotFound
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


@dataclass(frozen=True)
class WantedParty:
    """Exactly one of `complaint_id`, `institution_id`, `label` says who it is; never a name."""

    role: PartyRole
    complaint_id: UUID | None = None
    institution_id: UUID | None = None
    label: str | None = None
    note: str = ""


def add_party(session: Session, documents: Documents, case_id: UUID, wanted: WantedParty, by: Principal) -> CaseParty:
    """Raises `ContentViolation` at its field, `RuleViolation` for a closed case."""
    case = _open(session, case_id, by)
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
        note=documents.put_json({"text": wanted.note}) if wanted.note else None,
        by=by.name,
        at=utc_now(),
    )
    session.add(party)
    session.flush()
    note(session, case.id, party.at, by.name, "party.added", party=party.id, role=party.role)
    audit.record(session, by.name, "party.added", "case", case.id, party=str(party.id))
    return party


def end_party(session: Session, case_id: UUID, party_id: UUID, by: Principal) -> CaseParty:
    """The party takes part no longer; once ended it stays so. Raises `NotFound`."""
    case = find_case(session, case_id, by, lock=True)
    party = session.get(CaseParty, party_id)
    if party is None or party.case_id != case.id:
        raise NotFound
    if party.ended_at is None:
        party.ended_at, party.ended_by = utc_now(), by.name
        note(session, case.id, party.ended_at, by.name, "party.ended", party=party.id, role=party.role)
        audit.record(session, by.name, "party.ended", "case", case.id, party=str(party.id))
        session.flush()
    return party


def link(session: Session, case_id: UUID, other_id: UUID, kind: LinkKind, by: Principal) -> CaseLink:
    """Link a case to another that the same person may see. Raises `ContentViolation` for one that they may not,
    `RuleViolation` for a link that stands or would make a circle.
    """
    # One at a time: two links made at once could close a circle that neither of them sees.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("case_link", 0))))
    case = find_case(session, case_id, by)
    try:
        other = find_case(session, other_id, by)
    except NotFound as error:
        raise ContentViolation("no such case", code="case_unknown", field="case_id") from error
    standing = session.execute(
        select(CaseLink.from_case, CaseLink.to_case).where(CaseLink.ended_at.is_(None), CaseLink.kind == kind)
    )
    known = [(one, two) for one, two in standing]
    if (case.id, other.id) in known or (kind in parties.MUTUAL and (other.id, case.id) in known):
        raise RuleViolation("the two are linked already", code="link.stands")
    parties.check_link(kind, case.id, other.id, known)
    made = CaseLink(from_case=case.id, to_case=other.id, kind=kind.value, by=by.name, at=utc_now())
    session.add(made)
    session.flush()
    _note_both(session, made, "link.added", by)
    return made


def unlink(session: Session, case_id: UUID, link_id: UUID, by: Principal) -> CaseLink:
    """The two belong together no longer. Whoever sees the case may end the link, wherever it was made. Raises `NotFound`."""
    case = find_case(session, case_id, by, lock=True)
    found = session.get(CaseLink, link_id)
    if found is None or case.id not in {found.from_case, found.to_case}:
        raise NotFound
    other = found.to_case if found.from_case == case.id else found.from_case
    find_case(session, other, by)
    if found.ended_at is None:
        found.ended_at, found.ended_by = utc_now(), by.name
        session.flush()
        _note_both(session, found, "link.ended", by)
    return found


def _open(session: Session, case_id: UUID, by: Principal) -> Case:
    case = find_case(session, case_id, by, lock=True)
    if case.is_closed:
        raise RuleViolation("the case is closed", code="case.closed", legal=("reopen", "follow_up"))
    return case


def _note_both(session: Session, made: CaseLink, code: str, by: Principal) -> None:
    """A line in both histories. Neither names the other case: who reads one may be shut out of the other."""
    for end in (made.from_case, made.to_case):
        note(session, end, utc_now(), by.name, code, link=made.id, kind=made.kind)
        audit.record(session, by.name, code, "case", end, link=str(made.id))
