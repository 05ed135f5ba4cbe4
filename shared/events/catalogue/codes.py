"""Closed lists that events of several publishers use, and the annotation of a member that holds one of their words."""

from typing import Annotated

from shared.events.envelope import Code

STAFF_ROLES = ("intake_officer", "case_officer", "approver", "commissioner", "monitor", "publisher", "auditor", "admin")
POSITIONS = ("accepted", "accepted_in_part", "refused", "not_competent", "forwarded", "asks_clarification")
#: Positions that answer an item: one that was passed on, or of which a body asks what it means, is still open.
ANSWERING = ("accepted", "accepted_in_part", "refused", "not_competent")
#: What whoever complained is told that a body said, refusals apart.
SAID = ("accepted", "accepted_in_part", "claimed", "not_competent", "forwarded", "asks_clarification")
AFTERWARDS = (
    "in_error", "answered", "had_answered", "claimed", "implemented", "partly", "not", "not_assessable", "overtaken", "taken_back",
    "elsewhere",
)  # fmt: skip
CLAIMS = ("not_started", "in_process", "implemented", "partly", "not")
ASSESSMENTS = ("in_process", "implemented", "partly", "not", "overtaken", "not_assessable")
#: On what a reminder of that day rests: `running` and `no_last_day` where the commissioner brought it forward.
RUNG_GROUNDS = (
    "silence", "refusal", "insufficient", "broken_promise", "day_passed", "partly", "not", "running", "no_last_day",
)  # fmt: skip
CHANNELS = ("portal", "api", "link", "mail", "paper")
#: How a letter on paper goes.
POST_WAYS = ("post", "courier", "hand")
RETURN_REASONS = ("unknown", "moved", "refused", "not_collected", "damaged", "other")
ADDRESSEE_ROLES = ("responsible", "superior", "for_information")
EXPECTS = ("reply", "decision", "acknowledgement", "debate", "judgment", "nothing")
WITHDRAWALS = ("superseded", "issued_in_error", "facts_changed", "overtaken")
ELSEWHERE = ("pending_before_court", "decided_by_court", "pending_before_prosecutor", "decided_by_prosecutor")
CLOCK_ENTRIES = (
    "started", "paused", "resumed", "extended", "closed", "reopened", "holiday_added", "holiday_removed",
    "workday_added", "term_changed", "corrected", "held", "released", "grant_corrected", "asked_again", "letter_arrived",
)  # fmt: skip
CLOCK_DAYS = (
    "start", "dispatch", "offset", "before_law", "counted", "weekend", "holiday", "paused", "held", "extended",
    "grant_moved", "rolled_over", "grant_corrected", "asked_again",
)  # fmt: skip
START_EVENTS = ("delivered", "fetched", "dispatched", "received")
TEXT_KINDS = ("act", "rung_letter", "message", "public_version", "gap")
PUBLISHED_KINDS = ("publication", "issue", "withdrawal", "activity", "actor")
HIT_KINDS = ("name", "initials", "number", "email", "address", "description")
HIT_SEVERITIES = ("stop", "question", "released")
TERM_UNITS = ("calendar_days", "working_days", "months")

StaffRole = Annotated[str, Code(*STAFF_ROLES)]
Position = Annotated[str, Code(*POSITIONS)]
Claim = Annotated[str, Code(*CLAIMS)]
Assessment = Annotated[str, Code(*ASSESSMENTS)]
RungGround = Annotated[str, Code(*RUNG_GROUNDS)]
Channel = Annotated[str, Code(*CHANNELS)]
PostWay = Annotated[str, Code(*POST_WAYS)]
ReturnReason = Annotated[str, Code(*RETURN_REASONS)]
AddresseeRole = Annotated[str, Code(*ADDRESSEE_ROLES)]
Expects = Annotated[str, Code(*EXPECTS)]
Withdrawal = Annotated[str, Code(*WITHDRAWALS)]
Elsewhere = Annotated[str, Code(*ELSEWHERE)]
ClockEntryKind = Annotated[str, Code(*CLOCK_ENTRIES)]
ClockDay = Annotated[str, Code(*CLOCK_DAYS)]
StartEvent = Annotated[str, Code(*START_EVENTS)]
TermUnit = Annotated[str, Code(*TERM_UNITS)]
TextKind = Annotated[str, Code(*TEXT_KINDS)]
PublishedKind = Annotated[str, Code(*PUBLISHED_KINDS)]
HitKind = Annotated[str, Code(*HIT_KINDS)]
HitSeverity = Annotated[str, Code(*HIT_SEVERITIES)]
