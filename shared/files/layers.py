"""Layers of a PDF (ISO 32000-1, 8.11): which of them its reader does not show when it is opened. What was not shown to whoever sent the
file is not in what is shown of it; the file as it came keeps it.
"""

from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from shared.files.following import at

_DEEPEST = 20


class Layers:
    def __init__(self, catalogue: Any) -> None:
        told = at(catalogue, "/OCProperties", DictionaryObject())
        usual = at(told, "/D", DictionaryObject())
        self._off, self._on = _numbers(usual, "/OFF"), _numbers(usual, "/ON")
        self._usually_off = at(usual, "/BaseState") == "/OFF"

    def _is_off(self, layer: Any) -> bool:
        """Some readers go by what a layer says of itself (`/Usage`) only where a rule (`/AS`) tells them to, and others always: what some did
        not show is not shown.
        """
        number = layer.idnum if isinstance(layer, IndirectObject) else -1
        return number in self._off or (self._usually_off and number not in self._on) or _off_on_screen(layer)

    def hides(self, holder: Any, key: str, depth: int = 0) -> bool:
        """Whether what `holder` names under `key`, a layer or an agreement of several, is off."""
        if not isinstance(holder, DictionaryObject) or key not in holder:
            return False
        group = holder[key]
        if not isinstance(group, DictionaryObject) or depth > _DEEPEST:
            return False
        if at(group, "/Type") != "/OCMD":
            return self._is_off(holder.raw_get(key))
        if "/VE" in group:
            return not self._holds(group["/VE"], group.raw_get("/VE"), depth)
        shown = [not self._is_off(one) for one in _references(group, "/OCGs")]
        if not shown:
            return False
        told = {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}
        return not told.get(str(at(group, "/P", "/AnyOn")), any(shown))

    def _holds(self, said: Any, raw: Any, depth: int) -> bool:
        """A layer, or a list of `/And`, `/Or` or `/Not` and what it is about."""
        if depth > _DEEPEST:
            return False
        if not isinstance(said, ArrayObject):
            return not self._is_off(raw)
        how, *parts = list(said) or [NullObject()]
        found = [self._holds(one.get_object(), one, depth + 1) for one in parts]
        if how == "/Not":
            return not any(found)
        return any(found) if how == "/Or" else all(found)


def _off_on_screen(layer: Any) -> bool:
    said = layer.get_object()
    for key in ("/Usage", "/View"):
        said = at(said, key) if isinstance(said, DictionaryObject) else None
    return isinstance(said, DictionaryObject) and at(said, "/ViewState") == "/OFF"


def _references(holder: Any, key: str) -> list[IndirectObject]:
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return []
    whole: Any = holder[key]
    named = whole if isinstance(whole, ArrayObject) else [holder.raw_get(key)]
    return [one for one in named if isinstance(one, IndirectObject)]


def _numbers(holder: Any, key: str) -> set[int]:
    return {one.idnum for one in _references(holder, key)}
