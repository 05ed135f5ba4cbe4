"""What a page, a form, a tile or a letter paints (ISO 32000-1, 7.8.2), written anew operator by operator: without comments, without what
stands on a layer that is off, and with the pictures in its middle put beside it.
"""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    PdfObject,
    StreamObject,
    read_object,
)

from shared.files.following import SHORT
from shared.files.refused import RefusedFileError

LARGEST_INLINE, _MOST_ENDS = 4 * 1024 * 1024, 100
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]+|%[^\r\n]*|(?P<text>\()|(?P<dict><<|>>)|(?P<hex><[^<>]*>)|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<list>[\[\]])|(?P<number>[-+.\d]+)|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)|."
)
_IN_TEXT = re.compile(rb"[^()\\]+|\\.?|[()]", re.DOTALL)
_COMMENT = re.compile(rb"\((?:[^()\\]|\\.)*\)|(%[^\r\n]*)", re.DOTALL)
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLAIN = re.compile(rb"[!\"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]")
_END = re.compile(rb"[\0\t\n\f\r ]?EI(?=[\0\t\n\f\r ]|$)")
_VALUES = (b"true", b"false", b"null")
_PATHS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"))
_MARKS = frozenset((b"BMC", b"BDC", b"EMC", b"MP", b"DP", b"BX", b"EX"))
_SHOWN = frozenset((b"Tj", b"TJ", b"'", b'"'))
_STATE = frozenset(
    b"w J j M d ri i gs q Q cm m l c v y h re n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* d0 d1 CS cs SC SCN sc scn G g RG rg K k".split()
)
#: Of the operators that set something by its name, of which kind it is; and, of those that set a colour, which of these no longer hold.
_SETS = {b"gs": "/ExtGState", b"Tf": "/Font", b"cs": "/ColorSpace", b"scn": "/Pattern"}
_COLOURS = {
    b"cs": (b"cs", b"scn"),
    b"sc": (b"scn",),
    b"scn": (b"scn",),
    **dict.fromkeys((b"g", b"rg", b"k"), (b"cs", b"scn")),
}
#: How many operands are taken, of those that take any but a list or colours; and by which of them something is named.
_TAKES = {
    **dict.fromkeys(b"w J j M ri i gs Tc Tw Tz TL Tr Ts CS cs g G Tj ' sh".split(), 1),
    **dict.fromkeys(b"m l Tf Td TD d0".split(), 2),
    **dict.fromkeys((b"RG", b"rg", b'"'), 3),
    **dict.fromkeys(b"v y re K k".split(), 4),
    **dict.fromkeys(b"cm c Tm d1".split(), 6),
    **dict.fromkeys(b"SC SCN sc scn".split(), 33),
}
_BY_NAME = frozenset(b"ri gs Tf CS cs SCN scn sh".split())
_NAMES = {
    "/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/F": "/Filter", "/DP": "/DecodeParms",
    "/IM": "/ImageMask", "/D": "/Decode", "/I": "/Interpolate",
}  # fmt: skip


@dataclass
class Painted:
    """`said`: written anew. `used`: of each kind of resource, how often something is painted of or with each, by its name; `letters`: how
    many bytes of text are.
    """

    said: bytes = b""
    used: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    letters: int = 0


@dataclass(frozen=True)
class Named:
    """What the names in it stand for: whether a property is a layer that is off, and whether an object is painted; and under which name a
    picture in the middle is put beside it, None for one that does not end there.
    """

    off: Callable[[str], bool]
    painted: Callable[[str], bool]
    inline: Callable[[StreamObject], str | None]


def painted(said: bytes, named: Named) -> Painted:
    """Raises `RefusedFileError`."""
    return _Painting(said, named).run()


def without_comments(said: bytes) -> bytes:
    """A table of letters (CMap), which is written in the same language."""
    return _COMMENT.sub(lambda found: b" " if found.group(1) is not None else found.group(), said)


def name_of(token: bytes) -> str:
    """`/D#43T` is `/DCT`."""
    return _ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), token).decode("latin-1")


class _Painting:
    def __init__(self, said: bytes, named: Named) -> None:
        self._said, self._named, self._at = said, named, 0
        self._painted, self._out = Painted(), list[bytes]()
        #: Of each mark that is open, whether it hides what stands in it.
        self._hidden: list[bool] = []
        #: What is set by name, by (operator, name), and what was where the state was kept: it is used if something is painted while it holds.
        self._set: dict[tuple[bytes, str], str] = {}
        self._kept: list[dict[tuple[bytes, str], str]] = []

    def run(self) -> Painted:
        given: list[bytes] = []
        for kind, token in self._tokens():
            if kind != "word" or token in _VALUES:
                given.append(token)
                continue
            if token == b"BI":
                self._inline()
            else:
                self._do(token, given if token in _MARKS or token == b"Do" else _taken(token, given))
            given = []
        self._painted.said = b"".join(self._out)
        return self._painted

    def _tokens(self) -> Iterator[tuple[str, bytes]]:
        """(what it is, as it is written). Goes on from where somebody moved `_at` to meanwhile."""
        while found := _TOKEN.match(self._said, self._at):
            self._at = found.end()
            kind = found.lastgroup
            if kind == "text":
                self._at = self._end_of_text(found.end())
                yield kind, self._said[found.start() : self._at]
            elif kind == "name":
                yield kind, _written(found.group())
            elif kind == "hex":
                yield kind, b"<%s>" % _NOT_HEX.sub(b"", found.group())
            elif kind:
                yield kind, found.group()

    def _end_of_text(self, place: int) -> int:
        deep = 1
        for found in _IN_TEXT.finditer(self._said, place):
            deep += {b"(": 1, b")": -1}.get(found.group(), 0)
            if not deep:
                return found.end()
        raise RefusedFileError("file_broken")

    def _do(self, word: bytes, given: list[bytes]) -> None:
        if word in _MARKS:
            self._mark(word, given)
        elif any(self._hidden):
            self._do_hidden(word, given)
        elif word == b"Do":
            name = name_of(given[-1]) if given else ""
            if self._named.painted(name):
                self._paint("/XObject", name)
                self._write(word, given[-1:])
        elif word in _STATE or word in _PATHS or word in _SHOWN or word == b"sh":
            if word in _STATE:
                self._sets(word, given)
            else:
                self._paint(*(("/Shading", name_of(given[-1])) if word == b"sh" and given else ()))
            if word in _SHOWN:
                self._painted.letters += sum(map(len, given))
            self._write(word, given)

    def _do_hidden(self, word: bytes, given: list[bytes]) -> None:
        """What it sets goes on to hold; what it would paint is left out."""
        if word in _PATHS:
            self._write(b"n", [])
        elif word == b'"' and len(given) > 2:
            self._write(b"Tw", given[-3:-2])
            self._write(b"Tc", given[-2:-1])
            self._write(b"T*", [])
        elif word == b"'":
            self._write(b"T*", [])
        elif word in _STATE:
            self._sets(word, given)
            self._write(word, given)

    def _paint(self, kind: str = "", name: str = "") -> None:
        for (_, held), its in [*self._set.items(), *([((b"", name), kind)] if kind else [])]:
            self._painted.used[its][held] += 1

    def _sets(self, word: bytes, given: list[bytes]) -> None:
        """Those for strokes are the ones for areas in capitals."""
        names = [name_of(one) for one in given if one.startswith(b"/")]
        lower, capital = word.lower(), word.isupper()
        if word == b"q":
            self._kept.append(dict(self._set))
        elif word == b"Q" and self._kept:
            self._set = self._kept.pop()
        gone = _COLOURS.get(lower, (b"Tf",) if word == b"Tf" else ())
        gone = tuple(map(bytes.upper, gone)) if capital else gone
        self._set = {told: kind for told, kind in self._set.items() if told[0] not in gone} if gone else self._set
        if names and (kind := _SETS.get(lower if capital else word)):
            self._set[word, names[-1]] = kind

    def _mark(self, word: bytes, given: list[bytes]) -> None:
        """The marks themselves are left out: they say what is not painted, and point to what is left behind."""
        if word == b"EMC":
            del self._hidden[-1:]
        elif word in (b"BMC", b"BDC"):
            tag, layer = map(name_of, given[-2:]) if word == b"BDC" and len(given) > 1 else ("", "")
            self._hidden.append(tag == "/OC" and self._named.off(layer))

    def _write(self, word: bytes, given: list[bytes]) -> None:
        self._out.append(b" ".join([*given, word]) + b"\n")

    def _inline(self) -> None:
        """A picture in the middle becomes one beside it. It ends where all its points are there: they may look like an end themselves."""
        about: list[bytes] = []
        for kind, token in self._tokens():
            if kind == "word" and token == b"ID":
                break
            about.append(token)
        begin = self._at + 1
        for tried, end in enumerate(_END.finditer(self._said, begin)):
            if tried > _MOST_ENDS or end.start() - begin > LARGEST_INLINE:
                break
            name = self._named.inline(_picture(about, self._said[begin : end.start()]))
            if name is not None:
                self._at = end.end()
                if not any(self._hidden):
                    self._paint("/XObject", name)
                    self._out.append(name.encode() + b" Do\n")
                return
        raise RefusedFileError("file_broken")


def _taken(word: bytes, given: list[bytes]) -> list[bytes]:
    """The operands that it takes, the last ones: what stands before these would be seen by nobody and stay in the file."""
    if word in (b"TJ", b"d"):
        begin = max((place for place, one in enumerate(given) if one == b"["), default=len(given))
        taken = given[begin:]
    else:
        taken = given[-_TAKES[word] :] if word in _TAKES else []
    # Text and names go only where they are shown, and where something is named.
    left = (b"<<", b">>") if word in _SHOWN else (b"(", b"<", b">")
    if word not in _BY_NAME:
        left = (*left, b"/")
    kept = [one for one in taken if not one.startswith(left)]
    return [one for one in kept[:-2] if not one.startswith(b"/")] + kept[-2:]


def _picture(about: list[bytes], packed: bytes) -> StreamObject:
    """Described as a picture of its own is."""
    told = read_object(io.BytesIO(b"<<" + b" ".join(about) + b">>"), None)
    pairs = told.items() if isinstance(told, DictionaryObject) else ()
    described = {NameObject(_NAMES.get(key, key)): _long(value) for key, value in pairs}
    # pypdf unpacks only what is of this class, and that only if it is packed.
    picture = EncodedStreamObject() if "/Filter" in described else StreamObject()
    picture.update({key: value for key, value in described.items() if key in _NAMES.values()})
    picture[NameObject("/Subtype")] = NameObject("/Image")
    picture._data = packed  # noqa: SLF001 - as it is packed; what is public packs it itself
    return picture


def _long(value: PdfObject) -> PdfObject:
    if isinstance(value, ArrayObject):
        return ArrayObject(map(_long, value))
    return NameObject(SHORT.get(str(value), str(value))) if isinstance(value, NameObject) else value


@lru_cache(maxsize=1000)
def _written(name: bytes) -> bytes:
    """As few signs of it by number as can be."""
    plain = name_of(name)[1:].encode("latin-1")
    return b"/" + b"".join(bytes([one]) if _PLAIN.match(bytes([one])) else b"#%02X" % one for one in plain)
