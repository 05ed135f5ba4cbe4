"""Every Prometheus metric of the system. Labels come from closed sets: never an id, never a text, never a person."""

from typing import Any, Protocol

from prometheus_client import Counter, Gauge, Histogram

#: A caller may name any method, and each would be a series of its own.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Asked(Protocol):
    """What of a request counts and may be told."""

    method: str

    @property
    def url_rule(self) -> Any: ...


def asked(request: Asked) -> tuple[str, str]:
    """Method and route template of a request: never its path, in which a code may stand."""
    method = request.method if request.method in _METHODS else "OTHER"
    return method, request.url_rule.rule if request.url_rule else "unknown"


HTTP_REQUESTS = Counter(
    "besa_http_requests_total", "Answers by route template.", ["service", "route", "method", "status_class"]
)
HTTP_SECONDS = Histogram(
    "besa_http_seconds",
    "Time to answer.",
    ["service", "route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
AUTHZ_DENIED = Counter("besa_authz_denied_total", "Refused requests.", ["service", "reason"])
RATE_LIMITED = Counter("besa_rate_limited_total", "Requests over a limit.", ["service", "bucket"])
TRIES_FAILED = Counter(
    "besa_tries_failed_total", "Wrong passwords and codes, by door, from devices known and unknown.", ["bucket", "what"]
)
TRIES_MANY = Counter(
    "besa_tries_many_total",
    "Names guessed from many networks, and networks that guess many names, by door.",
    ["bucket", "what"],
)

OUTBOX_AGE = Gauge(
    "besa_outbox_oldest_unpublished_seconds",
    "Age of the oldest event that waits.",
    ["service"],
    multiprocess_mode="max",
)
OUTBOX_DEPTH = Gauge(
    "besa_outbox_unpublished", "Events that wait (counted to 10,000).", ["service"], multiprocess_mode="max"
)
EVENTS_PUBLISHED = Counter("besa_events_published_total", "Events that the broker has confirmed.", ["service"])
RELAY_RESTARTS = Counter("besa_relay_restarts_total", "Times the relay began again.", ["service"])
EVENTS_CONSUMED = Counter(
    "besa_events_consumed_total", "What became of received events.", ["service", "type", "outcome"]
)
EVENT_LAG = Histogram(
    "besa_event_lag_seconds",
    "From the event's time (whole seconds) to its effect.",
    ["service"],
    buckets=(1, 2, 5, 10, 30, 60, 300, 1800, 7200),
)
PARKED = Gauge("besa_parked_events", "Events that a person must look at.", ["service"], multiprocess_mode="max")
HELD = Gauge("besa_held_events", "Events that wait for an earlier one.", ["service"], multiprocess_mode="max")
EVENTS_UNACCOUNTED = Gauge(
    "besa_events_unaccounted_for",
    "Events that a publisher has and this service lacks, or the other way round, or that differ.",
    ["service", "publisher", "kind"],
    multiprocess_mode="max",
)
EVENTS_REPAIRED = Counter(
    "besa_events_repaired_total", "Events published again because a consumer lacked them.", ["service"]
)
ACCOUNT_AGE = Gauge(
    "besa_account_age_seconds",
    "Since when a publisher has told no account of its events.",
    ["service", "publisher"],
    multiprocess_mode="max",
)
SET_BACK = Gauge(
    "besa_set_back",
    "1 while the database is refused, since it was set back to an earlier time or nobody knows whether it was.",
    ["service"],
    multiprocess_mode="livemax",
)
AUDIT_OK = Gauge(
    "besa_audit_verify_ok", "1 if the audit trail held at its last check.", ["service"], multiprocess_mode="min"
)
AUDIT_UNSEALED = Gauge(
    "besa_audit_oldest_unsealed_seconds",
    "Age of the oldest audit entry that has no place yet.",
    ["service"],
    multiprocess_mode="max",
)

DOCUMENTS_UNOPENED = Gauge(
    "besa_documents_unopened",
    "Documents that a row names and that could not be opened.",
    ["service"],
    multiprocess_mode="max",
)
DOCUMENTS_WALK_AGE = Gauge(
    "besa_documents_walk_age_seconds",
    "Since when no walk through all documents has ended.",
    ["service"],
    multiprocess_mode="max",
)

LOG_AGE = Gauge(
    "besa_kept_log_age_seconds",
    "How old the newest log of the database is that lies outside of it; infinite where nobody keeps it.",
    ["service"],
    multiprocess_mode="max",
)

TIMER_RUNS = Counter("besa_timer_runs_total", "Runs of timed work.", ["service", "timer", "outcome"])
TIMER_SUCCEEDED = Gauge(
    "besa_timer_succeeded_timestamp_seconds",
    "When a timer last did its work to the end, or its process began.",
    ["service", "timer"],
    multiprocess_mode="max",
)
TIMER_PERIOD = Gauge(
    "besa_timer_period_seconds", "How often a timer is to run.", ["service", "timer"], multiprocess_mode="max"
)
MESSAGES = Counter("besa_messages_total", "Mails and SMS by what became of them.", ["channel", "outcome"])
MESSAGES_WAITING = Gauge("besa_messages_waiting", "Mails and SMS not yet delivered.", multiprocess_mode="max")
DANGER_UNSEEN = Gauge(
    "besa_danger_unseen_seconds",
    "Since when the oldest complaint that cannot wait is waiting for somebody to look at it; 0 without one.",
    multiprocess_mode="max",
)
OPENING_BUDGETS_NEAR = Gauge(
    "besa_opening_budgets_near",
    "People of the office who have nearly opened, or have opened, as many sealed files today as a day allows.",
    multiprocess_mode="max",
)
CALLS_FAILED = Gauge(
    "besa_calls_failed", "Calls to staff on call that failed in the last day.", ["channel"], multiprocess_mode="max"
)
DISPATCHES = Counter("besa_dispatches_total", "What happened to dispatched documents.", ["outcome"])
OBLIGATIONS_LATE = Gauge(
    "besa_obligations_late",
    "Obligations past their term, by class of body.",
    ["institution_class", "what"],
    multiprocess_mode="max",
)
LATE_BY_RUNG = Gauge(
    "besa_obligations_late_by_rung",
    "Obligations whose reply is late, by class of body and the last rung that was sent to it or about it.",
    ["institution_class", "rung"],
    multiprocess_mode="max",
)
LETTERS_NOT_DELIVERED = Gauge(
    "besa_letters_not_delivered",
    "Issued letters of which nobody knows that they reached their body, by class of body.",
    ["institution_class"],
    multiprocess_mode="max",
)
OLDEST_NOT_DELIVERED = Gauge(
    "besa_oldest_not_delivered_days",
    "How many days ago the oldest of them was issued; 0 without one.",
    ["institution_class"],
    multiprocess_mode="max",
)
OLDEST_UNANSWERED = Gauge(
    "besa_oldest_unanswered_days",
    "How many days ago the oldest reply was due that is late, by class of body; 0 without one.",
    ["institution_class"],
    multiprocess_mode="max",
)
FILES_WAITING = Gauge(
    "besa_files_waiting",
    "Files that were handed in and that nobody opens until there is a verdict on them.",
    ["service"],
    multiprocess_mode="max",
)
FIRST_LOOKS_LATE = Gauge(
    "besa_first_looks_late",
    "Complaints at which somebody of the office should have looked by now.",
    multiprocess_mode="max",
)
OPENINGS = Counter("besa_openings_total", "Sealed files that people of the office opened.")
