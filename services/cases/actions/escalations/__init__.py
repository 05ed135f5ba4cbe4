"""Rungs of the ladder: the system drafts each when it is due, text, addressee and what is enclosed; a person sends it."""

from services.cases.actions.escalations.drafting import draft_due, drop_drafts
from services.cases.actions.escalations.issued import check_two_people, record_issued
from services.cases.actions.escalations.letters import edit
from services.cases.actions.escalations.matter import ALSO
from services.cases.actions.escalations.sending import Taken, send

__all__ = ["ALSO", "Taken", "check_two_people", "draft_due", "drop_drafts", "edit", "record_issued", "send"]
