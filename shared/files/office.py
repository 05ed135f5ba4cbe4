"""Word and Excel files, looked into without being shown: a package (ECMA-376-2) whose parts are known by their content types and whose
relationships by theirs, as `office.toml` lists them. What is not listed there is refused.

`checked` gives the file back, written anew and without deleted text, fit for a program that sets it as a PDF; it is no clean copy yet.
"""

import io
import re
import tomllib
import zipfile
from pathlib import Path

from shared.files import markup
from shared.files.markup import Attributes
from shared.files.refused import RefusedFileError

MOST_PARTS, LARGEST_PART, LARGEST_TOGETHER = 2_000, 40 * 1024 * 1024, 60 * 1024 * 1024
_LISTS = tomllib.loads(Path(__file__).with_name("office.toml").read_text())
_MARKUP = {*_LISTS["markup"]["types"]} | {
    f"application/vnd.openxmlformats-officedocument.{name}+xml" for name in _LISTS["markup"]["standard"]
}
_PACKAGES, _INERT = {*_LISTS["packages"]["types"]}, {*_LISTS["inert"]["types"]}
_PICTURES = {kind: tuple(map(bytes.fromhex, begins)) for kind, begins in _LISTS["pictures"].items()}
_STANDARD_OF = _LISTS["relationships"]["standard_of"]
_RELATIONSHIPS = {*_LISTS["relationships"]["others"]} | {
    base + name for base in _STANDARD_OF for name in _LISTS["relationships"]["standard"]
}
_LINKS = {base + "hyperlink" for base in _STANDARD_OF}
_SCHEMES, _FIELDS = {*_LISTS["links"]["schemes"]}, {*_LISTS["fields"]["words"]}
_FORMULAS, _ELEMENTS = {*_LISTS["formulas"]["refused"]}, {*_LISTS["elements"]["refused"]}
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_TYPES = "[content_types].xml"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WORD = re.compile(r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/wordprocessingml/.*")
#: A tracked deletion or move, with the words that somebody took out. Of a paragraph's mark (`rPr`) it holds none.
_TAKEN_OUT = ("del", "moveFrom")
_CELLS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
_LITERAL, _FUNCTION = re.compile(r"\"[^\"]*\"|'[^']*'"), re.compile(r"([A-Z_][A-Z0-9_.]*)\s*\(")
_LINK_OF_FIELD = re.compile(r"HYPERLINK\s*(?:\\[a-z]\s*)*\"?([^\"]*)", re.IGNORECASE)
#: Whose `href` is where a picture comes from, and not where a link leads.
_PAINTED = ("imagedata", "fill", "stroke", "image")


def checked(content: bytes, *, inside: bool = False) -> bytes:
    """`inside`: it stands in another one. Raises `RefusedFileError`, or what `zipfile` and expat raise of a broken one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        parts = _parts(archive)
        types = _Types()
        kept.writestr("[Content_Types].xml", markup.rewritten(parts.pop(_TYPES)[1], types))
        for name, said in parts.values():
            kept.writestr(name, _part(name, types.of(name), said, inside=inside))
    return out.getvalue()


def _parts(archive: zipfile.ZipFile) -> dict[str, tuple[str, bytes]]:
    """Each with its name, by that in small letters: two that differ in nothing else are one part to one program and two to the next."""
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > LARGEST_TOGETHER:
        raise RefusedFileError("file_too_complex")
    found: dict[str, tuple[str, bytes]] = {}
    left = LARGEST_TOGETHER
    for one in entries:
        _check_name(one, found)
        # What the directory says of its length may be a lie: read to the limit, then no further.
        with archive.open(one) as opened:
            said = opened.read(min(LARGEST_PART, left) + 1)
        left -= len(said)
        if len(said) > LARGEST_PART or left < 0:
            raise RefusedFileError("file_too_complex")
        if _EICAR in said:
            raise RefusedFileError("file_infected")
        found[one.filename.lower()] = one.filename, said
    return found


def _check_name(entry: zipfile.ZipInfo, found: dict[str, tuple[str, bytes]]) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise RefusedFileError("file_encrypted")
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or name.lower() in found:
        raise RefusedFileError("file_broken")


def _part(name: str, kind: str, said: bytes, *, inside: bool) -> bytes:
    relationships = name.lower().endswith(".rels")
    if kind in _MARKUP:
        look = _Relationships() if relationships else _Words()
        return markup.rewritten(said, look)
    if relationships:
        raise RefusedFileError("file_broken")
    if kind in _PACKAGES and not inside:
        return checked(said, inside=True)
    if kind in _INERT or (kind in _PICTURES and said.startswith(_PICTURES[kind])):
        return said
    raise RefusedFileError("file_active")


class _Types:
    """`[Content_Types].xml`: what each part says that it is."""

    def __init__(self) -> None:
        self._of_endings: dict[str, str] = {}
        self._of_parts: dict[str, str] = {}

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        del namespace
        kind = _only(attributes, "ContentType").strip().lower()
        if name == "Default":
            self._of_endings[_only(attributes, "Extension").lower()] = kind
        elif name == "Override":
            self._of_parts[_only(attributes, "PartName").lower().removeprefix("/")] = kind
        return True

    def text(self, name: str, said: str) -> None: ...

    def end(self, name: str) -> None: ...

    def of(self, name: str) -> str:
        """Raises `RefusedFileError` for a part of which nothing is said."""
        low = name.lower()
        kind = self._of_parts.get(low) or self._of_endings.get(low.rpartition("/")[2].rpartition(".")[2])
        if kind is None:
            raise RefusedFileError("file_broken")
        return kind


class _Relationships:
    """Of a kind that is known, to a part of the file; to elsewhere only what waits until somebody presses it."""

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        del namespace
        if name != "Relationship":
            return True
        kind, target, mode = (_only(attributes, key) for key in ("Type", "Target", "TargetMode"))
        out = mode not in ("", "Internal") or _leads_out(target)
        if kind not in _RELATIONSHIPS or (out and kind not in _LINKS):
            raise RefusedFileError("file_active")
        _check_link(target)
        return True

    def text(self, name: str, said: str) -> None: ...

    def end(self, name: str) -> None: ...


class _Words:
    """Any other part: its fields and formulas, which may be cut into as many runs as somebody likes, and what it would fetch by itself."""

    def __init__(self) -> None:
        #: The instructions of the fields that are open, outermost first; the first stands outside of all.
        self._fields = [""]
        self._formula = ""
        self._above: list[str] = []

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        above = self._above[-1] if self._above else ""
        self._above.append(name)
        if name in _ELEMENTS:
            raise RefusedFileError("file_active")
        _check_attributes(name, attributes)
        if name == "fldSimple":
            for said in _all(attributes, "instr"):
                _check_field(said)
        elif name == "fldChar":
            for kind in _all(attributes, "fldCharType"):
                self._step(kind)
        elif name in _CELLS:
            self._formula = ""
        return not (name in _TAKEN_OUT and above not in ("rPr", "ctrlPr", "trPr") and _WORD.fullmatch(namespace))

    def _step(self, kind: str) -> None:
        if kind == "begin":
            # What another field would put here is not known: it stands as a sign that no word has.
            self._fields[-1] += "\0"
            self._fields.append("")
        elif kind == "end" and len(self._fields) > 1:
            _check_field(self._fields.pop())

    def text(self, name: str, said: str) -> None:
        if name in ("instrText", "delInstrText"):
            self._fields[-1] += said
        elif name in _CELLS:
            self._formula += said

    def end(self, name: str) -> None:
        self._above.pop()
        if name in _CELLS:
            _check_formula(self._formula)
        if not self._above:
            for said in (self._fields[0].replace("\0", ""), *self._fields[1:]):
                _check_field(said)


def _check_attributes(name: str, attributes: Attributes) -> None:
    links = _all(attributes, "href")
    fetched = _all(attributes, "src") + (links if name in _PAINTED else [])
    if any(map(_leads_out, fetched)):
        raise RefusedFileError("file_active")
    for link in links:
        _check_link(link)


def _all(attributes: Attributes, name: str) -> list[str]:
    return [value for key, value in attributes if key == name]


def _only(attributes: Attributes, name: str) -> str:
    """Empty if it is not there. Raises `RefusedFileError` for one that stands twice, of which programs take this or that."""
    found = _all(attributes, name)
    if len(found) > 1:
        raise RefusedFileError("file_broken")
    return found[0] if found else ""


def _check_field(said: str) -> None:
    said = said.strip()
    word = re.split(r"[\s\\\"]", said, maxsplit=1)[0].upper()
    if said and word not in _FIELDS and not word.startswith("="):
        raise RefusedFileError("file_active")
    if word == "HYPERLINK" and (found := _LINK_OF_FIELD.match(said)):
        _check_link(found.group(1))


def _check_formula(said: str) -> None:
    """Outside of what it quotes, a stroke is a call of another program (`program|topic!item`)."""
    bare = _LITERAL.sub("", said.upper())
    called = {name.removeprefix("_XLFN.").removeprefix("_XLWS.") for name in _FUNCTION.findall(bare)}
    if "|" in bare or called & _FORMULAS:
        raise RefusedFileError("file_active")


def _leads_out(target: str) -> bool:
    return bool(_SCHEME.match(target.strip())) or target.strip().startswith(("//", "\\"))


def _check_link(target: str) -> None:
    target = target.strip()
    scheme = _SCHEME.match(target)
    if target.startswith(("//", "\\")) or (scheme and scheme.group(1).lower() not in _SCHEMES):
        raise RefusedFileError("file_active")
