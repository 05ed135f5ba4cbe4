"""JSON lines by an allow-list: what is not named here is dropped, not masked. No message of an exception is written,
since databases put values into theirs; its type and the place in the code are.

Three loggers stand beside those of the modules, so that each can be kept for as long as it is needed: `REQUESTS` has one line for each
request, `EVENTS` one for what became of each received event, `SECURITY` log-ins, refusals, powers and opened files. All bear the request's
id (`rid`) and the trace, an event's line those of the request that began it all: one id finds the whole story (`besa find`).
"""

import json
import logging
import logging.handlers
import re
import sys
import traceback
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from shared import tracing

ALLOWED = ("code", "obj", "outcome", "ms", "status", "route", "method", "who", "actor", "kind", "type")
REQUESTS = logging.getLogger("besa.requests")
EVENTS = logging.getLogger("besa.events")
SECURITY = logging.getLogger("besa.security")
#: Ids come with events, and an event may come from anywhere: what is no id is not written.
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WAITING = "lines"


class JsonLines(logging.Formatter):
    """One line per record: time, level, service, event, trace, and the allowed extras."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.startswith(("shared.", "services.", "besa."))
        trace = getattr(record, "trace", None) or tracing.current()
        line = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "lvl": record.levelname,
            # Four services are one process where one machine runs them all: then the record knows better than we do.
            "svc": getattr(record, "svc", self._service),
            # Another library's message may hold anything; its logger's name says enough.
            "evt": record.msg if ours and not record.args else record.name,
            "rid": trace.correlation if _ID.fullmatch(trace.correlation) else None,
            "trace": trace.trace_id,
        }
        if record.name.startswith("besa."):
            line["log"] = record.name.removeprefix("besa.")
        line |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["at"] = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-6:]]
        return json.dumps(line, default=str)


def configure(service: str, security_file: str = "") -> None:
    """Write this process's log to standard output, one JSON object a line; that of security to `security_file`, if one is named."""
    root = logging.getLogger()
    root.handlers[:] = [_written(logging.StreamHandler(sys.stdout), service)]
    root.setLevel(logging.INFO)
    for noisy in ("werkzeug", "amqp", "kombu", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Opened anew when somebody rotated it away.
    own = [_written(logging.handlers.WatchedFileHandler(security_file), service)] if security_file else []
    for before in SECURITY.handlers:
        before.close()
    SECURITY.handlers[:] = own
    SECURITY.propagate = not own


def _written(handler: logging.Handler, service: str) -> logging.Handler:
    handler.setFormatter(JsonLines(service))
    return handler


def after_commit(session: Session, logger: logging.Logger, said: str, **more: object) -> None:
    """A line that is written once the transaction of `session` stands (`shared.db.Database`), with the trace of now unless one is given."""
    session.info.setdefault(_WAITING, []).append((logger, said, {"trace": tracing.current(), **more}))


def write_waiting(session: Session, service: str) -> None:
    """Write what waited for the commit."""
    for logger, said, more in session.info.pop(_WAITING, ()):
        logger.info(said, extra={"svc": service, **more})
