"""The audit trail of one service: append-only, sealed in batches into one tree, whose heads are kept elsewhere too."""

from shared.audit.entries import PURPOSES, AuditEntry, changes, record, watched, write_entries
from shared.audit.verify import Fault, Kept, newest, read_kept, verify

__all__ = [
    "PURPOSES",
    "AuditEntry",
    "Fault",
    "Kept",
    "changes",
    "newest",
    "read_kept",
    "record",
    "verify",
    "watched",
    "write_entries",
]
