"""XML read and written anew, event by event: what is looked at is what a program would read, however it was spelt.

Nothing is defined in it (no document type, no entities), and no encoding but UTF-8 and UTF-16 is read.
"""

from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from shared.files.refused import RefusedFileError

DEEPEST = 400
_ENCODINGS = (None, "utf-8", "utf-16", "us-ascii")
#: `xml.sax.saxutils` knows them too, and loads all that speaks HTTP.
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


#: By their names without prefix, so that two of different namespaces stand under one.
Attributes = list[tuple[str, str]]


class Look(Protocol):
    """Who looks at what is read. Each may raise `RefusedFileError`."""

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        """False: the element is left out with all that is in it."""

    def text(self, name: str, said: str) -> None:
        """A piece of what stands directly in an element."""

    def end(self, name: str) -> None: ...


def rewritten(said: bytes, look: Look) -> bytes:
    """Without comments and processing instructions. Raises `RefusedFileError`, and `ExpatError` of what is no XML."""
    return _Rewriting(look).run(said)


class _Rewriting:
    def __init__(self, look: Look) -> None:
        self._look = look
        self._out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self._open: list[str] = []
        self._declared: list[str] = []
        self._left_out = 0

    def run(self, said: bytes) -> bytes:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = parser.ordered_attributes = parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._defines
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(said, True)
        return "".join(self._out).encode()

    @staticmethod
    def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding and encoding.lower()) not in _ENCODINGS:
            raise RefusedFileError("file_active")

    @staticmethod
    def _defines(*_: object) -> None:
        raise RefusedFileError("file_active")

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._declared.append(f" xmlns{':' + prefix if prefix else ''}={_quoted(uri or '')}")

    def _begin(self, full: str, given: list[str]) -> None:
        namespace, name, shown = _names(full)
        declared, self._declared = self._declared, []
        self._open.append(name)
        if len(self._open) > DEEPEST:
            raise RefusedFileError("file_too_complex")
        pairs = list(zip(given[::2], given[1::2], strict=True))
        kept = self._look.begin(namespace, name, [(_names(key)[1], value) for key, value in pairs])
        if self._left_out or not kept:
            self._left_out += 1
            return
        self._out.append("".join([f"<{shown}", *declared, *_attributes(pairs), ">"]))

    def _text(self, said: str) -> None:
        self._look.text(self._open[-1], said)
        if not self._left_out:
            self._out.append(said.translate(_TEXT))

    def _end(self, full: str) -> None:
        _, name, shown = _names(full)
        self._look.end(name)
        self._open.pop()
        if self._left_out:
            self._left_out -= 1
        else:
            self._out.append(f"</{shown}>")


def _names(full: str) -> tuple[str, str, str]:
    """(namespace, name, as it is written): "namespace name prefix", without what is not there."""
    namespace, name, prefix = [*full.split(" "), "", ""][:3] if " " in full else ("", full, "")
    return namespace, name, f"{prefix}:{name}" if prefix else name


def _attributes(pairs: list[tuple[str, str]]) -> Iterator[str]:
    return (f" {_names(key)[2]}={_quoted(value)}" for key, value in pairs)


def _quoted(value: str) -> str:
    return f'"{value.translate(_VALUE)}"'
