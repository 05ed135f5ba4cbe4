"""The one place that knows what time it is. `deploy.time_travel` moves it; nothing else does."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta(0)


def utc_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC) + _ahead


def travel_to(moment: datetime | None) -> None:
    """Let this process believe that it is `moment` now, from where its time goes on; None leads back. Never on a server."""
    global _ahead  # noqa: PLW0603 - time is one for the whole process
    _ahead = timedelta(0) if moment is None else moment - datetime.now(UTC)
