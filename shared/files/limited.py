"""Run by itself, before a command of the operator opens a file from outside: takes from the process what it needs not, and becomes the command.

`limited.py <process id of who began it> <seconds> <bytes> <command …>`. It ends when who began it does.
"""

import ctypes
import os
import resource
import signal
import sys

#: Addresses, of which an office takes more than it uses; its own files are opened by the hundred. Processes are not counted: the
#: kernel counts those of the service's user too.
MEMORY, FILES = 4 * 1024 * 1024 * 1024, 1024
_END_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38


def main() -> None:
    parent, seconds, largest, command = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        _soft, hard = resource.getrlimit(what)
        kept = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (kept, kept))
    # What it says is read by nobody, and could be without end.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.execvp(command[0], command)  # noqa: S606 - the operator's own, from the settings


if __name__ == "__main__":
    main()
