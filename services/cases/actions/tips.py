"""Cases that intake asks for otherwise than by admitting a complaint: of a tip, and of a matter that others have before them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.cases.actions.complaints import ACTOR, begin, hold, put_before_officer
from services.cases.actions.steps import move
from services.cases.domain.case import Elsewhere, Origin, Step, Trigger, check_opening
from services.cases.models import Complaint
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of


def convert(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """A case of the office's own initiative (law 8454, art. 13): the officer's neutral summary is its memo, and whoever gave
    the tip follows it through the complaint.
    """
    hold(session, told["complaint_id"])
    complaint = session.get(Complaint, told["complaint_id"])
    if complaint is not None:
        complaint.outcome, complaint.ground, complaint.urgency = "own_initiative", None, told["urgency"]
    check_opening(Origin.OWN_INITIATIVE, complaints=1, trigger=Trigger.TIP, memo=told["summary"], rights=told["rights"])
    begin(session, told, at, Origin.OWN_INITIATIVE, told["bodies"], trigger=Trigger.TIP.value, memo=told["summary"])


def want_information(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """A case that is suspended as it begins: a court or a prosecutor has the matter, and may only be asked about it. A
    complaint that was reopened has its case, which is put before a person.

    The authority is no body that the case is about: it stands in the history, for whoever asks it.
    """
    hold(session, told["complaint_id"])
    known = session.get(Complaint, told["complaint_id"])
    if known is not None and known.case_id is not None:
        put_before_officer(session, known, "information.wanted", at, institution=told["authority"])
        return
    elsewhere = Elsewhere(told["elsewhere"])
    check_opening(Origin.COMPLAINT, complaints=1, trigger=None, memo="", rights=told["rights"])
    case = begin(session, told, at, Origin.COMPLAINT, [], elsewhere=elsewhere.value)
    if known is not None:
        known.summary = told["summary"]
    note(session, case.id, at, ACTOR, "information.wanted", institution=told["authority"])
    move(session, case, Step.SUSPEND, facts_of(session, case, reason=elsewhere.value), ACTOR, elsewhere=elsewhere.value)
