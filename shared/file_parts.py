"""The file of a form or of a request, taken as `shared.files` says, and what its sender is told where it is refused."""

from collections.abc import Collection, Iterable

from flask import Response
from werkzeug.datastructures import FileStorage

from shared.errors import Problem
from shared.files import taking
from shared.files.copies import Box
from shared.files.refused import CODES
from shared.platform import platform
from shared.uploads import EXTENSIONS, LARGEST, FileRefusedError, Upload


def read(part: FileStorage, taken: Collection[str], *, public: bool = False) -> Upload:
    """Content and media type of one part of a form; `public`: anybody is to have it. Raises `FileRefusedError`."""
    return taking.take(part.filename or "", part.stream.read(LARGEST + 1), taken, platform().settings, public=public)


def single(
    files: Iterable[tuple[str, FileStorage]], texts: Iterable[str], taken: Collection[str], *, public: bool = False
) -> Upload:
    """The one file of a request, in the part `file`. Raises `Problem` 413, 415 or 422."""
    parts = list(files)
    if [name for name, _ in parts] != ["file"] or list(texts):
        raise _invalid("Send one file in the part `file`.")
    try:
        return read(parts[0][1], taken, public=public)
    except FileRefusedError as refused:
        if refused.code == "file_too_large":
            raise Problem(413, "content_too_large") from refused
        if refused.code in ("file_empty", "file_infected"):
            raise _invalid("The file is empty or infected.") from refused
        if refused.code in CODES:
            raise _invalid(refused.code) from refused
        known = ", ".join(sorted(taken))
        raise Problem(415, "unsupported_media_type", detail=f"taken are {known}, by content") from refused


def shown(name: str, as_called: str, box: Box = Box()) -> Response:  # noqa: B008 - it is frozen
    """The clean copy of a file that somebody handed in, by the name of its document. Raises `NotShownError`."""
    here = platform()
    copy = taking.shown(here.documents, here.settings, name, box)
    return attachment(copy.content, copy.media_type, as_called)


def original(name: str, media_type: str, as_called: str, box: Box = Box(), *, beside_copy: bool) -> Response:  # noqa: B008 - it is frozen
    """A file as it came, by break-glass: the caller has asked who may. `beside_copy`: also where a clean copy shows what is in it. Raises
    `NotShownError` for one that nobody may open, or that waits.
    """
    here = platform()
    kept = taking.original(here.documents, here.settings, name, box, beside_copy=beside_copy)
    return attachment(kept, media_type, as_called)


def attachment(content: bytes, media_type: str, name: str, ending: str | None = None) -> Response:
    """Bytes to be saved under a neutral `name`, never shown by the browser itself: no guessing of types, no scripts, no frames. `ending`: of
    what is made here and handed in nowhere.
    """
    response = Response(content, mimetype=media_type)
    ending = ending or EXTENSIONS.get(media_type, "bin")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _invalid(words: str) -> Problem:
    return Problem(422, "invalid_content", errors=[{"pointer": "/file", "code": words}])
