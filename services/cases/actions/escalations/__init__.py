"""Rungs of the ladder: the system drafts each when it is due, text, addressee and what is enclosed; a person sends it.

Steps of others: `draft_due` (of silences, by the clock), `drop_drafts` and `drop_unwarranted` (of whatever takes their
reason away), `check_two_people`
`items_before` and `record_issued` (of the issue of an act), `open_again` (of its withdrawal), `withdraw_untrue` (of whatever changes what a reminder says), `printed` (of another letter about an act). `second_of` is for pages. `edit`, `send`, `write_anew` and `join` are what a person does.
"""

from services.cases.actions.escalations.basis import require_current
from services.cases.actions.escalations.drafting import draft_due, drop_drafts, drop_public, drop_unwarranted
from services.cases.actions.escalations.early import ran_at
from services.cases.actions.escalations.early import tell as tell_early
from services.cases.actions.escalations.issued import check_two_people, items_before, record_issued, second_of
from services.cases.actions.escalations.letters import BATCH, compare_again, edit, offer_anew
from services.cases.actions.escalations.matter import ALSO
from services.cases.actions.escalations.reading import listed, read
from services.cases.actions.escalations.reading_acts import fell_today, read_act
from services.cases.actions.escalations.records import open_again, spoke_of, withdraw_untrue
from services.cases.actions.escalations.reminder_paper import printed
from services.cases.actions.escalations.reports import join
from services.cases.actions.escalations.sending import send, write_anew

__all__ = [
    "ALSO",
    "BATCH",
    "check_two_people",
    "compare_again",
    "draft_due",
    "drop_drafts",
    "drop_public",
    "drop_unwarranted",
    "edit",
    "fell_today",
    "items_before",
    "join",
    "listed",
    "offer_anew",
    "open_again",
    "printed",
    "ran_at",
    "read",
    "read_act",
    "record_issued",
    "require_current",
    "second_of",
    "send",
    "spoke_of",
    "tell_early",
    "withdraw_untrue",
    "write_anew",
]
