"""`python -m tests.shared.sealing URL`: the sealer in a process of its own, since only that can be killed."""

import sys
import threading

from shared.audit import sealer
from shared.db import Database
from tests.shared.trail import NOTARY

# Small batches and no pause: whatever moment it is killed at, it is in the middle of one.
sealer.BATCH, sealer.PAUSE = 5, 0

if __name__ == "__main__":
    sealer.run("cases", Database(sys.argv[1]), NOTARY, threading.Event())
