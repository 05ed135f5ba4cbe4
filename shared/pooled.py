"""Whether a pooler stands before PostgreSQL that changes the server's process between two transactions: behind one no lock of a session
holds, no NOTIFY is heard, and relay, timers and `migrate` would each be alone only by luck.
"""

from collections.abc import Mapping
from typing import Any

import psycopg

from shared.connections import connect
from shared.waits import Waits


class PooledError(RuntimeError):
    """The address that a variable gives leads through a pooler in transaction mode. One sentence."""


def demand_direct(addresses: Mapping[str, str], waits: Waits) -> None:
    """Raise `PooledError` for the first of `addresses`, variable to URL, that is pooled. A database that is away is not judged."""
    for variable, url in addresses.items():
        try:
            pooled = is_pooled(url, waits)
        except psycopg.Error:
            continue
        if pooled:
            way = (
                "give a direct address as DIRECT_DATABASE_URL"
                if variable == "DATABASE_URL"
                else "give a direct address"
            )
            raise PooledError(
                f"{variable} leads to a pooler in transaction mode, behind which neither locks nor LISTEN hold: "
                f"{way}, or let it pool sessions."
            )


def demand_limits(url: str, waits: Waits) -> None:
    """Raise `PooledError` if a pooler in transaction mode stands before what a web process works with, and loses what it asks of a
    session: its limits of time, its prepared statements. A database that is away is not judged.
    """
    try:
        lost = lost_behind(url, waits)
    except psycopg.Error:
        return
    if lost:
        raise PooledError(
            f"DATABASE_URL leads to a pooler in transaction mode that loses {lost}: {MEND[lost == PREPARED]}, or let it pool sessions."
        )


#: What is lost besides settings, and what to do about these and about that.
PREPARED = "prepared statements"
MEND = (
    "set it for the role of the app (ALTER ROLE … SET)",
    "let it carry them along (PgBouncer: max_prepared_statements)",
)
_LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def lost_behind(url: str, waits: Waits) -> str:
    """The first thing that a web process asks of its sessions and does not have there; empty without a pooler in transaction mode."""
    if not is_pooled(url, waits):
        return ""
    with connect(url, waits, options=f"{waits.session_options} -c timezone=UTC") as first:
        for name in _LIMITS:
            if first.execute(f"SHOW {name}").fetchone() == ("0",):
                return name
        return "" if _carries_statements(first, url, waits) else PREPARED


def _carries_statements(first: "psycopg.Connection[Any]", url: str, waits: Waits) -> bool:
    """Whether one that was prepared at one process of the server is known at the next."""
    try:
        first.execute("SELECT pg_backend_pid()", prepare=True)
        with connect(url, waits) as second:
            second.execute("BEGIN")
            _process(second)
            first.execute("SELECT pg_backend_pid()", prepare=True)
            second.execute("ROLLBACK")
    except (psycopg.errors.InvalidSqlStatementName, psycopg.errors.DuplicatePreparedStatement):
        return False
    return True


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
