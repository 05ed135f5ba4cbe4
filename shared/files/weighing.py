"""How much a PDF has its reader paint: a form may paint others, and each of these others again, so that a small file never ends."""

from collections.abc import Iterable
from typing import Any

from shared.files.following import at
from shared.files.painting import Painted
from shared.files.refused import RefusedFileError

#: Bytes of painting, each as often as it is painted.
HEAVIEST = 200 * 1024 * 1024


def weigh(pages: Iterable[Any], painted: dict[int, Painted]) -> None:
    """Raises `RefusedFileError`."""
    scale = _Scale(painted)
    if sum(scale.of(page["/Contents"], page["/Resources"]) for page in pages) > HEAVIEST:
        raise RefusedFileError("file_too_complex")


class _Scale:
    def __init__(self, painted: dict[int, Painted]) -> None:
        self._painted = painted
        #: None while it is weighed: what paints itself has no weight.
        self._known: dict[int, int | None] = {}

    def of(self, stream: Any, resources: Any) -> int:
        does = self._painted.get(id(stream))
        if does is None:
            return 1
        if id(stream) not in self._known:
            self._known[id(stream)] = None
            self._known[id(stream)] = self._weighed(does, resources)
        weight = self._known[id(stream)]
        if weight is None:
            raise RefusedFileError("file_too_complex")
        return weight

    def _weighed(self, does: Painted, resources: Any) -> int:
        weight = len(does.said)
        for kind in ("/XObject", "/Pattern"):
            inside = at(resources, kind, {})
            weight += sum(often * self._inside(at(inside, name)) for name, often in does.used[kind].items())
        fonts = at(resources, "/Font", {}) if does.letters else {}
        drawn = [at(fonts[name], "/CharProcs", {}) for name in fonts]
        heaviest = max((self._inside(letters[one]) for letters in drawn for one in letters), default=0)
        return weight + does.letters * heaviest

    def _inside(self, stream: Any) -> int:
        return 0 if stream is None else self.of(stream, at(stream, "/Resources", {}))
