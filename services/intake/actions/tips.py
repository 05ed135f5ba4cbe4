"""From a complaint to a case of the office's own initiative, in one step (law 8454/1999, art. 13)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.actions import looks
from services.intake.actions.comparing import check_summary
from services.intake.actions.decisions import decision_message, record_of, set_urgency
from services.intake.data import wording
from services.intake.domain.decisions import OWN_INITIATIVE, check_own_initiative, check_rights
from services.intake.models import Complaint, ErasedError, Vault
from services.intake.queries import lookup, work
from services.intake.schemas.decisions import NewOwnInitiative
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import TipConverted
from shared.events.documents.intake import NeutralSummary
from shared.messaging.outbox import publish
from shared.principal import Principal


def go_on_alone(
    by: Principal,
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    new: NewOwnInitiative,
    *,
    now: datetime,
) -> Complaint:
    """Have the cases service open a case of its own initiative; whoever complained follows it with the code.

    Raises `RuleViolation` (409) where the complainant can be answered, nobody has read it, or there is a case; `ContentViolation` (422) for
    rights and bodies that are not there, and for a summary that names someone, or may without a reason.
    """
    complaint = work.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    check_own_initiative(
        outcome=complaint.outcome,
        ground=complaint.ground,
        tip=complaint.is_tip,
        in_case=complaint.case_id is not None,
    )
    looks.require_read(complaint)
    check_rights(new.rights)
    lookup.require_known(session, [(f"bodies.{index}", body) for index, body in enumerate(new.bodies)])
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    check_summary(by, session, vault, key, complaint, new.summary, new.bodies, names_reason=new.names_reason)
    summary = NeutralSummary(summary=new.summary, text=new.summary, language=new.language)
    complaint.summary_document = documents.keep(summary)
    looks.decided(session, complaint, now=now)
    set_urgency(key, complaint, new.urgency, new.urgency_reason)
    changes = audit.watched(complaint, "status", "outcome", "ground", "redirect_to")
    _note(by, complaint, new, now)
    session.add(record_of(complaint))
    texts = {
        language: wording.notice_text(f"decision_{OWN_INITIATIVE}", language, by_child=complaint.by_child)
        for language in wording.LANGUAGES
    }
    session.add(decision_message(key, complaint.id, texts, now))
    publish(
        session,
        TipConverted(
            complaint_id=complaint.id,
            reference=complaint.reference,
            summary=complaint.summary_document,
            rights=new.rights,
            bodies=new.bodies,
            life_area=complaint.life_area,
            municipality=complaint.municipality,
            urgency=complaint.urgency,
        ),
        complaint.id,
    )
    audit.record(session, by, "complaint.own_initiative", "complaint", complaint.id, changes=changes())
    return complaint


def _note(by: Principal, complaint: Complaint, new: NewOwnInitiative, now: datetime) -> None:
    complaint.outcome = complaint.status = OWN_INITIATIVE
    # What it ended with before stands in its first decision.
    complaint.ground = complaint.redirect_to = complaint.redirect_check_on = None
    complaint.rights = list(new.rights)
    complaint.decided_bodies = [str(body) for body in new.bodies]
    complaint.decided_at, complaint.decided_by = now, by.person
    complaint.wrote_after_decision = False
