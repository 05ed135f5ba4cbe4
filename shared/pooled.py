"""Whether a pooler stands before PostgreSQL that changes the server's process between two transactions: behind one no lock of a session
holds, no NOTIFY is heard, and relay, timers and `migrate` would each be alone only by luck.
"""

from collections.abc import Mapping
from typing import Any

import psycopg

from shared.connections import connect
from shared.waits import Waits


class PooledError(RuntimeError):
    """The address that a variable gives leads through a pooler in transaction mode."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"{variable} leads to a pooler in transaction mode, behind which neither locks nor LISTEN hold: "
            "give a direct address, or let it pool sessions."
        )


def demand_direct(addresses: Mapping[str, str], waits: Waits) -> None:
    """Raise `PooledError` for the first of `addresses`, variable to URL, that is pooled. A database that is away is not judged."""
    for variable, url in addresses.items():
        try:
            pooled = is_pooled(url, waits)
        except psycopg.Error:
            continue
        if pooled:
            raise PooledError(variable)


def is_pooled(url: str, waits: Waits) -> bool:
    """By the number of the server's process, which changes while another connection holds a transaction. Raises `psycopg.Error`."""
    # Without start-up parameters, which a pooler may refuse.
    with connect(url, waits) as first, connect(url, waits) as second:
        before = _process(first)
        # The other takes the process that the first one had, if both share.
        second.execute("BEGIN")
        _process(second)
        after = _process(first)
        second.execute("ROLLBACK")
    return before != after


def _process(line: "psycopg.Connection[Any]") -> int:
    return int((line.execute("SELECT pg_backend_pid()").fetchone() or (0,))[0])
