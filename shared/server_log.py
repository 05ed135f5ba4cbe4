"""gunicorn's own lines in our log: what went wrong as it words it, without what it puts in, which may be an address, a path or a header."""

import logging
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # it has none

#: The one message that it fills in before it logs: "Invalid request from ip=…: …".
_FILLED_IN = " from ip="


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """`logger_class` of gunicorn: no handler of its own, so that the one of the root writes it (`shared.logs`)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.filters[:] = [_worded]


def _worded(record: logging.LogRecord) -> bool:
    """`code`: the words as they stand in its source; the traceback stays, whose message is not written."""
    record.code = str(record.msg).partition(_FILLED_IN)[0]
    return True
