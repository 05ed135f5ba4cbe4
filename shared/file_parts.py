"""The file of a form or of a request, examined as uploads.py says, and what its sender is told where it is refused."""

from collections.abc import Collection, Iterable

from flask import Response
from werkzeug.datastructures import FileStorage

from shared.errors import Problem
from shared.uploads import EXTENSIONS, LARGEST, FileRefusedError, Upload, examine, given_name

#: Of a file of which nobody knows what it is.
OCTETS = "application/octet-stream"


def read(part: FileStorage, taken: Collection[str]) -> Upload:
    """Content and media type of one part of a form. Raises `FileRefusedError`."""
    content = part.stream.read(LARGEST + 1)
    name = part.filename or ""
    return Upload(content, examine(name, content, taken).media_type, given_name(name))


def single(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str], taken: Collection[str]) -> Upload:
    """The one file of a request, in the part `file`. Raises `Problem` 413, 415 or 422."""
    parts = list(files)
    if [name for name, _ in parts] != ["file"] or list(texts):
        raise _invalid("Send one file in the part `file`.")
    try:
        return read(parts[0][1], taken)
    except FileRefusedError as refused:
        if refused.code == "file_too_large":
            raise Problem(413, "content_too_large") from refused
        if refused.code in ("file_empty", "file_infected"):
            raise _invalid("The file is empty or infected.") from refused
        known = ", ".join(sorted(taken))
        raise Problem(415, "unsupported_media_type", detail=f"taken are {known}, by content") from refused


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Bytes to be saved under a neutral `name`, never shown by the browser itself."""
    response = Response(content, mimetype=media_type)
    ending = EXTENSIONS.get(media_type, "bin")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _invalid(words: str) -> Problem:
    return Problem(422, "invalid_content", errors=[{"pointer": "/file", "code": words}])
