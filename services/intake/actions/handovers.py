"""Handing a redirected matter to the body that deals with it: an officer writes what it may know, a second person lets it go.

What stands there is the office's own text; of a person it holds only what they agreed to. The body has it once partners say so.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import comparing, handover_walls, progress, releases
from services.intake.data.wording import Facts
from services.intake.domain import handovers as rules
from services.intake.domain.releases import check_second, secrecy_concerns
from services.intake.domain.terms import local_day
from services.intake.models import Complaint, DataKey, ErasedError, Handover, Vault
from services.intake.queries import handovers, lookup, walls, work
from services.intake.schemas.handovers import HandoverDecision, NewHandover
from services.intake.schemas.identity import SealedIdentity
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.catalogue import ComplaintHandedOver, HandoverMoved, IdentityReleased
from shared.events.documents.cases import AskedReply, BothNames, BothWords
from shared.events.documents.intake import HandedMatter
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotFound


def ask(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewHandover, *, now: datetime
) -> Handover:
    """Write what the body may know, for a second person to let go.

    Raises `RuleViolation` (409) unless the complaint stands redirected to a body that is handed matters, and while another waits or
    once one went; `ContentViolation` (422) for an account that names somebody, and for data without agreement or not held.
    """
    complaint = _mine(by, session, complaint_id)
    body = _addressee(session, complaint)
    rules.check_new(handovers.states(session, complaint))
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    stops, named = _check(session, vault, key, complaint, new, answered=new.names_stay)
    handover_id = uuid4()
    handover = Handover(
        id=handover_id,
        complaint_id=complaint.id,
        institution_id=body.id,
        language=new.language,
        data=sorted(set(new.data)),
        agreed=sorted(set(new.agreed)),
        stops=stops,
        named=sorted(named),
        asked_by=by.person,
        asked_at=now,
        state="asked",
        **handovers.sealed(key, handover_id, new),
    )
    session.add(handover)
    _trace(by, session, handover, "handover.asked")
    return handover


def decide(
    by: Principal,
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    handover_id: UUID,
    decision: HandoverDecision,
    *,
    now: datetime,
) -> Handover:
    """The second person's word; what it lets go is compared with the file once more. Raises as `ask`, and `RuleViolation` (409) for who
    wrote it, for what was written for an earlier redirection, and where the commissioner alone decides.
    """
    complaint = _anyones(by, session, complaint_id)
    handover = session.get(Handover, handover_id, with_for_update=True)
    if handover is None or handover.complaint_id != complaint.id:
        raise NotFound
    rules.check_waiting(handover.state)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    check_second(asked_by=handover.asked_by, by=by.person, roles=by.roles, secret_of=False)
    handover.state, handover.decided_by, handover.decided_at = "refused", by.person, now
    if decision.approve:
        body = _approve(by, session, vault, key, complaint, handover, decision)
        _let_go(session, documents, key, complaint, handover, body)
    _trace(by, session, handover, f"handover.{handover.state}")
    return handover


def heed(by: Principal, session: Session, event: HandoverMoved) -> None:
    """How far a letter came. The complainant is told once it arrived, and once the body says that it has it."""
    handover = session.get(Handover, event.handover_id, with_for_update=True)
    if handover is None:
        return
    kind = None
    if event.step == "confirmed" and handover.confirmed_at is None:
        handover.confirmed_at, kind = event.at, "handover_confirmed"
    elif event.step in rules.STANDINGS and handover.delivered_at is None:
        handover.standing = event.step
        if event.step == "delivered":
            handover.delivered_at, kind = event.at, rules.notice_of(handover.data, handover.named)
    if kind is not None:
        _tell(session, handover, kind, event.at)
    audit.record(session, by, f"handover.{event.step}", "complaint", handover.complaint_id, handover=str(handover.id))


def _tell(session: Session, handover: Handover, kind: str, at: datetime) -> None:
    facts = Facts(
        institution_id=handover.institution_id,
        day=local_day(at),
        given=tuple(handover.data) or None,
        named=tuple(handover.named) or None,
    )
    for complaint in lookup.locked_all(session, [handover.complaint_id]):
        progress.notice(session, complaint, kind, facts, cause=uuid5(handover.id, kind), now=at)


def _mine(by: Principal, session: Session, complaint_id: UUID) -> Complaint:
    return _kept(work.locked(session, complaint_id, by))


def _anyones(by: Principal, session: Session, complaint_id: UUID) -> Complaint:
    """A second person's word is not bound to the work: whoever gives it must be somebody else."""
    return _kept(walls.locked(session, complaint_id, by.person))


def _kept(complaint: Complaint) -> Complaint:
    if complaint.erased_at:
        raise ErasedError
    return complaint


def _addressee(session: Session, complaint: Complaint) -> KnownInstitution:
    """The body that the complaint stands redirected to."""
    rules.check_redirected(complaint.status)
    if complaint.redirect_to is None:
        raise AssertionError("a redirection names its body")
    body = lookup.require_active(session, complaint.redirect_to, "redirect_to")
    rules.check_addressee(body.institution_class)
    return body


def _check(
    session: Session, vault: Vault, key: DataKey, complaint: Complaint, new: NewHandover, *, answered: bool
) -> tuple[int, set[str]]:
    """Whether this may leave; gives at how many places the account seems to name somebody, and whom. What it says of somebody needs
    their agreement as what goes along does.
    """
    persons = _persons(complaint, new.data)
    rules.check_agreed(persons, new.agreed, new.agreement, tip=complaint.is_tip)
    releases.held(key, complaint, new.data)
    entries = [data.releasable()[datum] for datum in new.data]
    named_along = {entry["person"] for entry in entries if entry["field"] == "name"}
    found = comparing.places_leaving(session, vault, complaint, new.account, named_along)
    stops = rules.check_account(found, answered=answered, tip=complaint.is_tip)
    named = comparing.named_leaving(session, vault, complaint, new.account, found, named_along) if stops else set()
    told = _concerned(complaint, rules.bearers(named))
    rules.check_agreed(persons | told, new.agreed, new.agreement, tip=complaint.is_tip)
    return stops, named


def _persons(complaint: Complaint, wanted: Collection[str]) -> set[str]:
    return _concerned(complaint, [data.releasable()[datum]["person"] for datum in wanted])


def _concerned(complaint: Complaint, people: Collection[str]) -> set[str]:
    return {rules.concerned(person, by_child=complaint.by_child) for person in people}


def _commissioner_alone(key: DataKey, complaint: Complaint, told: Collection[str]) -> bool:
    """Who asked for secrecy, and a child too young for its own word alone, is named by the commissioner or by nobody. `told`: of whom
    something goes, in the data or in the text.
    """
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    own_from = data.agreed()["child"]["own_from"]
    young = rules.needs_commissioner(_concerned(complaint, told), age=identity.child.age, own_from=own_from)
    return young or secrecy_concerns(complaint.keep_secret, told)


def _approve(
    by: Principal,
    session: Session,
    vault: Vault,
    key: DataKey,
    complaint: Complaint,
    handover: Handover,
    decision: HandoverDecision,
) -> KnownInstitution:
    """Whether it may go, by what the files hold now, and by this person; gives to whom."""
    body, reason = _addressee(session, complaint), decision.names_reason
    rules.check_current(handover.asked_at, complaint.decided_at)
    new = handovers.as_written(key, handover)
    stops, named = _check(session, vault, key, complaint, new, answered=reason is not None)
    told = {*named, *(data.releasable()[datum]["person"] for datum in new.data)}
    alone = _commissioner_alone(key, complaint, told)
    check_second(asked_by=handover.asked_by, by=by.person, roles=by.roles, secret_of=alone)
    handover.state, handover.stops, handover.named = "approved", stops, sorted(named)
    said = reason if stops else None
    handover.names_reason_sealed = handovers.seal_words(key, handover.id, "names_reason_sealed", said)
    return body


def _let_go(
    session: Session,
    documents: Documents,
    key: DataKey,
    complaint: Complaint,
    handover: Handover,
    body: KnownInstitution,
) -> None:
    new = handovers.as_written(key, handover)
    letter = _letter(complaint, body, new, handover.decided_at)
    if new.data:
        known = releases.held(key, complaint, handover.data)
        handover.released = releases.keep(documents, known, body.id, handover.id)
        names = tuple(BothNames(name_sq=one.name_sq, name_en=one.name_en) for one in known)
        letter = replace(letter, known=names, released=handover.released)
        _release(session, handover, handover.released)
    handover.document = documents.keep(letter)
    handover_walls.tell(session)
    event = ComplaintHandedOver(
        handover_id=handover.id, institution_id=body.id, number=complaint.reference, letter=handover.document
    )
    publish(session, event, handover.id)


def _release(session: Session, handover: Handover, document: str) -> None:
    """As any release: the body opens it in a place of its own, where each opening is counted."""
    event = IdentityReleased(
        release_id=handover.id,
        recommendation_id=handover.id,
        institution_id=handover.institution_id,
        data=tuple(handover.data),
        document=document,
    )
    publish(session, event, handover.id)


def _letter(complaint: Complaint, body: KnownInstitution, new: NewHandover, at: datetime | None) -> HandedMatter:
    if at is None:
        raise AssertionError("what goes was decided")
    kind, asks = _both("kind"), _both("asks")
    office = _both("office")
    return HandedMatter(
        number=complaint.reference,
        issued_on=local_day(at),
        kind=rules.KIND,
        kind_name=kind,
        language=new.language,
        sender=BothNames(name_sq=office.sq, name_en=office.en),
        addressee=BothNames(name_sq=body.name_sq, name_en=body.name_en),
        title=_both("title").of(new.language),
        grounds=new.account,
        known=(),
        reply=AskedReply(expects="nothing", instructions_sq=asks.sq, instructions_en=asks.en),
    )


def _both(word: str) -> BothWords:
    entry = data.handover_words()[word]
    return BothWords(sq=data.words(entry, "text", "sq"), en=data.words(entry, "text", "en"))


def _trace(by: Principal, session: Session, handover: Handover, action: str) -> None:
    audit.record(
        session, by, action, "complaint", handover.complaint_id,
        handover=str(handover.id), institution=str(handover.institution_id), data=",".join(handover.data),
        stops=handover.stops, named=",".join(handover.named),
    )  # fmt: skip
