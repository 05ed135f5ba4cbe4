"""Cases that intake asks for otherwise than by admitting a complaint: of a tip, and of a matter that others have before them."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.cases.actions.complaints import begin, hold, put_before_officer
from services.cases.actions.opening import NewCase
from services.cases.actions.steps import move
from services.cases.domain.case import Elsewhere, Origin, Step, Trigger, check_opening
from services.cases.domain.timeliness import local_date
from services.cases.models import Complaint
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of
from shared.events.catalogue import InformationWanted, TipConverted
from shared.principal import Principal


def convert(by: Principal, session: Session, event: TipConverted, *, now: datetime) -> None:
    """A case of the office's own initiative (law 8454, art. 13): the officer's neutral summary is its memo, and whoever gave
    the tip follows it through the complaint.
    """
    hold(session, event.complaint_id)
    complaint = session.get(Complaint, event.complaint_id)
    if complaint is not None:
        complaint.outcome, complaint.ground, complaint.urgency = "own_initiative", None, event.urgency
    check_opening(Origin.OWN_INITIATIVE, complaints=1, trigger=Trigger.TIP, memo=event.summary, rights=event.rights)
    new = NewCase(origin=Origin.OWN_INITIATIVE, bodies=event.bodies, trigger=Trigger.TIP, memo=event.summary)
    begin(by, session, event, new, now=now)


def want_information(by: Principal, session: Session, event: InformationWanted, *, now: datetime) -> None:
    """A case that is suspended as it begins: a court or a prosecutor has the matter, and may only be asked about it. A
    complaint that was reopened has its case, which is put before a person.

    The authority is no body that the case is about: it stands in the history, for whoever asks it.
    """
    hold(session, event.complaint_id)
    known = session.get(Complaint, event.complaint_id)
    if known is not None and known.case_id is not None:
        put_before_officer(by, session, known, "information.wanted", now=now, institution=event.authority)
        return
    elsewhere = Elsewhere(event.elsewhere)
    check_opening(Origin.COMPLAINT, complaints=1, trigger=None, memo="", rights=event.rights)
    case = begin(by, session, event, NewCase(origin=Origin.COMPLAINT, elsewhere=elsewhere), now=now)
    if known is not None:
        known.summary = event.summary
    note(session, case.id, now, by.name, "information.wanted", institution=event.authority)
    facts = facts_of(session, case, local_date(now), reason=elsewhere.value)
    move(by, session, case, Step.SUSPEND, facts, now=now, elsewhere=elsewhere.value)
