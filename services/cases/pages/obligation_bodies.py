"""What was typed on the page of one obligation, as the bodies that the actions take."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import escalations
from services.cases.domain.ladder import RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed, Confirmed, Way
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import (
    PUBLIC_SOURCE,
    AssessmentForm,
    ConfirmationForm,
    EvidenceForm,
    ExtensionForm,
    OutcomeForm,
    ReaddressingForm,
    RungForm,
)
from services.cases.pages.acting import an_id
from services.cases.schemas.clocks import ClockEntryBody
from services.cases.schemas.obligations import (
    AssessmentBody,
    ConfirmationBody,
    EvidenceBody,
    ExtensionBody,
    ReaddressingBody,
)
from services.cases.schemas.rungs import EscalationBody
from shared import directory
from shared.platform import platform
from shared.principal import Principal
from shared.rules import ContentViolation


def assessment(form: AssessmentForm) -> AssessmentBody:
    return AssessmentBody(
        assessment=Assessed(form.assessment.data),
        on=form.on.data,
        evidence=references(form),
        promised_date=form.promised_date.data,
        next_check=form.next_check.data,
        unassessable=form.unassessable.data or None,
        reason=form.reason.data or "",
    )


def outcome(form: OutcomeForm) -> AssessmentBody:
    return AssessmentBody(
        outcome=form.outcome.data,
        on=form.on.data,
        evidence=references(form),
        reason=form.reason.data or "",
    )


def references(form: EvidenceForm) -> tuple[EvidenceBody, ...]:
    """What was ticked, and the public source that was typed."""
    ticked = (one.partition(":") for one in form.sources.data or ())
    found = [EvidenceBody(kind=kind, ref=ref) for kind, _colon, ref in ticked]
    address = (form.address.data or "").strip()
    if address or form.seen_on.data:
        found.append(EvidenceBody(kind=PUBLIC_SOURCE, address=address, seen_on=form.seen_on.data))
    return tuple(found)


def entry(form: ClockEntryForm) -> ClockEntryBody:
    return ClockEntryBody(
        kind=EntryKind(form.kind.data or ""),
        effective=form.effective.data,
        reason=form.reason.data or "",
        until=form.until.data,
        ground=form.ground.data or None,
        channel=Way(form.channel.data) if form.channel.data else None,
    )


def readdressing(session: Session, form: ReaddressingForm) -> ReaddressingBody:
    name = form.institution_id.data
    named = list(directory.find(session, name)) if name else []
    if name and len(named) != 1:
        raise ContentViolation("one body by its name", code="reply.competent_unclear", field="institution_id")
    other = named[0].id if named else None
    return ReaddressingBody(accept=form.accept.data == "yes", reason=form.reason.data or "", institution_id=other)


def confirmation(form: ConfirmationForm) -> ConfirmationBody:
    return ConfirmationBody(confirmed=Confirmed(form.confirmed.data))


def extension(form: ExtensionForm) -> ExtensionBody:
    return ExtensionBody(
        granted=form.granted.data == "yes",
        until=form.until.data,
        request_id=an_id(form.request_id.data),
        reason=form.reason.data or "",
    )


def rung(form: RungForm) -> EscalationBody:
    return EscalationBody(
        rung=RungKey(form.rung.data or ""),
        reason=form.reason.data or "",
        override_reason=form.override_reason.data or "",
        alternative=form.alternative.data or None,
        to=an_id(form.to.data),
    )


def compare_again(by: Principal, obligation_id: UUID, rung: RungKey | str | None, *, now: datetime) -> None:
    """Before a rung is sent: its words are compared again where their look does not hold any more."""
    if rung not in set(RungKey):
        return
    here, key = platform(), RungKey(rung or "")
    here.database.run(
        lambda session: escalations.compare_again(by, session, here.documents, obligation_id, key, now=now)
    )
