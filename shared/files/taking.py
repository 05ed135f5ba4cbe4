"""The one door by which a file comes in, the one by which it goes out, and the timer's look at what waits between them.

What comes in is judged while its sender waits, if that is quick, so that who sends something that is not taken learns why. Where no
word can be had at once (the scanner is away, the process was ended, a program of its own sets the file), the file is kept sealed and
waits; until then nobody opens it.
"""

import logging
import time
from collections.abc import Callable, Collection

from shared.documents import DocumentMissingError, Documents
from shared.files import copies, isolation, scanner, setting
from shared.files.copies import Box, NotShownError, Verdict, Waiting
from shared.files.isolation import UndecidedError
from shared.files.refused import RefusedFileError
from shared.files.scanner import ScannerAwayError
from shared.settings import Settings
from shared.uploads import KINDS, FileRefusedError, Upload, examine, given_name, kind_of

log = logging.getLogger(__name__)

#: Seconds: while somebody waits, of whom each wait has a limit of 5; behind their back.
AT_THE_DOOR, LATER = 4, 20
#: After so many processes that ended without a word a file is one that nobody can clean.
MOST_TRIES = 3
#: Found again later, behind its sender's back: never opened. Of all else the original stays to be opened by break-glass.
_DANGEROUS = ("file_infected", "file_unscannable")
_PAINTED, _SET = ("pdf", "jpg", "png"), ("docx", "xlsx")
_PLAIN = Box()


def take(name: str, content: bytes, taken: Collection[str], settings: Settings, *, public: bool = False) -> Upload:
    """What a sender handed in, of one of the kinds `taken`, with the verdict on it if there is one yet. `public`: anybody is to have it, so that a
    sound, which goes out as it came, comes in without what is said of it. Raises `FileRefusedError`.
    """
    kind = examine(name, content, taken)
    if public and kind.extension == "m4a":
        content = _untagged(content)
    try:
        verdict = _judged(kind.extension, content, settings, AT_THE_DOOR)
    except RefusedFileError as refused:
        raise FileRefusedError(refused.code) from refused
    except (UndecidedError, ScannerAwayError) as away:
        log.warning("file_waits", extra={"code": type(away).__name__})
        verdict = None
    return Upload(content, kind.media_type, given_name(name), verdict)


def _untagged(content: bytes) -> bytes:
    try:
        return isolation.cleaned("m4a", content, AT_THE_DOOR)
    except RefusedFileError as refused:
        raise FileRefusedError(refused.code) from refused
    except UndecidedError as ended:
        raise FileRefusedError("file_too_complex") from ended


def keep(documents: Documents, service: str, sent: Upload, box: Box = _PLAIN) -> str:
    """Store a file as it came, with what is shown of it or a note that it waits; returns its name. To be called before what names it."""
    name = documents.put(box.closed(sent.content))
    if sent.verdict is None:
        copies.wait(documents, service, Waiting(name))
    else:
        copies.write(documents, name, sent.verdict, box)
    return name


def shown(documents: Documents, settings: Settings, name: str, box: Box = _PLAIN) -> Verdict:
    """The clean copy of a file. One that came before there were copies is judged now. Raises `NotShownError`, and what `Documents.get` does."""
    verdict = _standing(documents, settings, name, box)
    if verdict.state != copies.CLEAN:
        raise NotShownError(f"file_{verdict.state}")
    return verdict


def original(documents: Documents, settings: Settings, name: str, box: Box = _PLAIN, *, beside_copy: bool) -> bytes:
    """A file as it came; `beside_copy`: also where a clean copy shows what is in it. Raises `NotShownError` while there is no verdict, and for
    what is dangerous.
    """
    verdict = _standing(documents, settings, name, box)
    if verdict.state == copies.REFUSED or (verdict.state == copies.CLEAN and not beside_copy):
        raise NotShownError(f"file_{verdict.state}")
    return box.opened(documents.get(name))


def settle(
    documents: Documents,
    settings: Settings,
    box_of: Callable[[str], Box | None] = lambda _name: _PLAIN,
    refused: Callable[[str, str], None] = lambda _name, _code: None,
) -> int:
    """Judge each file that waits; returns how many still do. `box_of`: None for a file that was erased meanwhile. `refused`: told the name and
    the code of each that was taken and is opened by nobody, whoever judged it; again if this process ends before it forgets it.
    """
    setting.sweep()
    left = 0
    for waiting in copies.all_waiting(documents, settings.service):
        try:
            box = box_of(waiting.name)
            if box is not None:
                verdict = copies.read(documents, waiting.name, box)
                verdict = verdict or _settled(documents, settings, waiting, box, LATER)
                if verdict is None:
                    left += 1
                    continue
                if verdict.state == copies.REFUSED:
                    refused(waiting.name, verdict.code)
        except DocumentMissingError:
            pass
        copies.end_waiting(documents, settings.service, waiting.name)
    return left


def _standing(documents: Documents, settings: Settings, name: str, box: Box) -> Verdict:
    verdict = copies.read(documents, name, box)
    if verdict is None:
        verdict = _settled(documents, settings, Waiting(name), box, AT_THE_DOOR)
    if verdict is None:
        raise NotShownError("file_waits")
    return verdict


def _settled(documents: Documents, settings: Settings, waiting: Waiting, box: Box, seconds: int) -> Verdict | None:
    """The verdict, which stands from now on; None if there is none yet, and the file waits. A try counts before it is made, since a
    file may take this process with it.
    """
    content = box.opened(documents.get(waiting.name))
    counted = Waiting(waiting.name, waiting.tries + 1)
    copies.wait(documents, settings.service, counted)
    try:
        kind = kind_of(content)
        verdict = _judged(kind.extension if kind else "", content, settings, seconds)
    except ScannerAwayError:
        copies.wait(documents, settings.service, waiting)
        return None
    except RefusedFileError as refused:
        dangerous = refused.code in _DANGEROUS
        verdict = Verdict(copies.REFUSED if dangerous else copies.KEPT, code=refused.code)
    except UndecidedError:
        if counted.tries < MOST_TRIES:
            return None
        verdict = Verdict(copies.KEPT)
    copies.write(documents, waiting.name, verdict, box)
    # Of what nobody will open its sender is told first, by the timer.
    if verdict.state != copies.REFUSED:
        copies.end_waiting(documents, settings.service, waiting.name)
    return verdict


def _judged(kind: str, content: bytes, settings: Settings, seconds: int) -> Verdict:
    """`seconds`: for the scanner and the process together. Raises `RefusedFileError`, `ScannerAwayError` or `UndecidedError`."""
    until = time.monotonic() + seconds
    if settings.scanner_url:
        scanner.scan(settings.scanner_url, content, seconds)
    if kind == "txt":
        return Verdict(copies.CLEAN, KINDS[kind].media_type, content)
    if kind in _PAINTED:
        return Verdict(copies.CLEAN, KINDS[kind].media_type, isolation.cleaned(kind, content, until - time.monotonic()))
    if kind not in _SET:
        return Verdict(copies.KEPT)
    checked = isolation.cleaned(kind, content, until - time.monotonic())
    if not settings.office_command:
        return Verdict(copies.KEPT)
    if seconds < LATER:
        raise UndecidedError("it is set as a PDF behind the sender's back")
    made = setting.as_pdf(kind, checked, settings.office_command)
    return Verdict(copies.CLEAN, KINDS["pdf"].media_type, isolation.cleaned("pdf", made, seconds))
