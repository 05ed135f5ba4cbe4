"""How far the log of the cluster is kept outside of it, as any role may ask: what a total loss would take with it.

`besa backup keep` writes it as the comment of the administrator's database (all databases can read it, and no role needs a
right for it); a server with an archive of its own (`archive_mode`) counts it itself.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PREFIX = "besa: the log is kept up to "
#: Its parameter is `PREFIX`.
ASK = (
    "SELECT clock_timestamp(), (SELECT max(description) FROM pg_shdescription"
    " WHERE classoid = 'pg_database'::regclass AND starts_with(description, %s)),"
    " (SELECT last_archived_time FROM pg_stat_archiver), current_setting('archive_mode') <> 'off'"
)


@dataclass(frozen=True)
class Archived:
    """`seconds`: how old the newest kept log is; None if the server is to keep it and has kept none yet."""

    seconds: float | None


def read(row: Any) -> Archived | None:
    """Out of the row that `ASK` gives; None where nobody keeps the log."""
    now, comment, last, own = row
    if comment:
        until = datetime.fromisoformat(json.loads(comment.removeprefix(PREFIX))["until"])
        return Archived(max(0.0, (now - until).total_seconds()))
    if own:
        return Archived(max(0.0, (now - last).total_seconds()) if last else None)
    return None
