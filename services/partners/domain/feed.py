"""Which notices a body hears in its feed, and under which type."""

from collections.abc import Mapping

#: Type of the entry by kind of notice.
IN_FEED: Mapping[str, str] = {
    "withdrawn": "dispatch.withdrawn",
    "reminded": "obligation.reminded",
    "clarified": "obligation.clarified",
    "untrue": "dispatch.step_untrue",
    "due_soon": "obligation.due_soon",
    "overdue": "obligation.overdue",
    "escalated": "obligation.escalated",
    "extension_decided": "extension.decided",
    "assessed": "obligation.assessed",
    "reopened": "obligation.reopened",
    "delivery_corrected": "dispatch.delivery_corrected",
    "upheld": "obligation.upheld",
    "followed": "obligation.turned",
    "clocked": "obligation.clocked",
    "identity_released": "identity.released",
    "file_refused": "file.refused",
}
#: A letter lies there to be taken.
AVAILABLE = "dispatch.available"
TYPES = (AVAILABLE, *IN_FEED.values())
