"""JSON lines by an allow-list: what is not named here is dropped, not masked. No message of an exception is written,
since databases put values into theirs; its type and the place in the code are.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from shared import tracing

ALLOWED = ("code", "obj", "outcome", "ms", "status", "route", "method", "actor")


class JsonLines(logging.Formatter):
    """One line per record: time, level, service, event, trace, and the allowed extras."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.startswith(("shared.", "services."))
        line = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "lvl": record.levelname,
            "svc": self._service,
            # Another library's message may hold anything; its logger's name says enough.
            "evt": record.msg if ours and not record.args else record.name,
            "rid": tracing.current().correlation,
        }
        line |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["at"] = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-6:]]
        return json.dumps(line, default=str)


def configure(service: str) -> None:
    """Write this process's log to standard output, one JSON object a line."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("werkzeug", "amqp", "kombu", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
