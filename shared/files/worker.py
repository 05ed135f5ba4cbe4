"""The process that opens one untrusted file: the file on its input; on its output the clean copy, or what can be read in one, or one word of why
there is neither.

It is begun without environment, and before it looks at the file it takes from itself memory beyond a limit, time, files, sockets
and further processes. It imports all that it needs first, since afterwards nothing can be opened. It imports nothing of the platform.
"""

import codecs
import ctypes
import resource
import sys
from collections.abc import Callable

from shared.files.refused import CLEAN, REFUSED, RefusedFileError

_MEMORY = 1024 * 1024 * 1024
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4

#: Python loads an encoding when it is first asked for, and in a confined process nothing can be loaded any more.
_ENCODINGS = (
    "ascii",
    "cp437",
    "cp1252",
    "latin-1",
    "mac-roman",
    "utf-8-sig",
    "utf-16",
    "utf-16-be",
    "utf-16-le",
    "utf-32-be",
)


def confine(seconds: int) -> None:
    """Take from this process all but its memory and its open ends. With no number left for a file, no file, socket or pipe can be
    opened any more; a process that is not root cannot take the limits back.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _cleaner(kind: str) -> Callable[[bytes], bytes]:
    """Loads what opens files of this kind, and no more: half of what a file costs is what its process loads."""
    if kind in ("docx", "xlsx"):
        from shared.files.office import checked  # noqa: PLC0415 - only what this kind needs

        return checked
    if kind in ("pdf", "words"):
        # Of what it would decipher with nothing is needed: a file with a password is refused.
        sys.modules["cryptography"] = None  # type: ignore[assignment]  # as if it were not there
        if kind == "words":
            from shared.files.reading import words  # noqa: PLC0415 - only what this kind needs

            return words
        from shared.files.pages import rebuilt  # noqa: PLC0415 - only what this kind needs

        return rebuilt
    if kind == "m4a":
        from shared.files.sound import untagged  # noqa: PLC0415 - only what this kind needs

        return untagged
    from shared.files import images  # noqa: PLC0415 - only what this kind needs

    return {"jpg": images.as_jpeg, "png": images.as_png}[kind]


def main() -> int:
    kind, seconds = sys.argv[1], int(sys.argv[2])
    clean = _cleaner(kind)
    for name in _ENCODINGS:
        codecs.lookup(name)
    confine(seconds)
    content = sys.stdin.buffer.read()
    try:
        copy = clean(content)
    except RefusedFileError as refused:
        code = refused.code
    except MemoryError:
        code = "file_too_complex"
    except Exception:  # noqa: BLE001 - whatever a library says of a file that it cannot read, the file is broken
        code = "file_broken"
    else:
        return _end(CLEAN, copy)
    return _end(REFUSED, code.encode())


def _end(status: int, said: bytes) -> int:
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
