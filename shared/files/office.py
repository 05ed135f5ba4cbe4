"""Word and Excel files, looked into without being shown: a package (ECMA-376-2) whose parts are known by their content types and whose
relationships by theirs, as `office.toml` lists them. What is not listed there is refused.

`checked` gives the file back, written anew and without deleted text, fit for a program that sets it as a PDF; it is no clean copy yet.
"""

import io
import re
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import unquote

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
_PRESSED, _TOLD = {*_LISTS["links"]["elements"]}, {*_LISTS["attributes"]["told"]}
_FORMULAS, _ELEMENTS = {*_LISTS["formulas"]["refused"]}, {*_LISTS["elements"]["refused"]}
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_TYPES = "[content_types].xml"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: So no name and no range of cells begins, other than a bare scheme.
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:/|//", re.IGNORECASE)
_WORD = re.compile(r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/wordprocessingml/.*")
#: A tracked deletion or move, with the words that somebody took out. Of a paragraph's mark (`rPr`) it holds none.
_TAKEN_OUT = ("del", "moveFrom")
_CELLS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
#: What a formula quotes: words, and the name of a sheet, which has none of the signs that a place outside of the file needs.
_LITERAL = re.compile(r"\"[^\"]*\"|'(?:[^'\[\]/\\:|*?]|'')*'(?=[!:])")
_FUNCTION = re.compile(r"(?:_XL[A-Z]+\.|COM\.MICROSOFT\.|ORG\.[A-Z]+\.)*([A-Z_][A-Z0-9_.]*)\s*\(")
#: Outside of what it quotes: a call of another program (`program|topic!item`), or a place elsewhere.
_ELSEWHERE = re.compile(r"\||//|\\\\|:[/\\]|['\[][/\\]")
_ESCAPED = re.compile(r"_X([0-9A-F]{4})_")
#: Where it leads, as far as it is written out: whole, or its beginning and what it is put together with.
_LINK_OF_CELL = re.compile(r'HYPERLINK\s*\(\s*(?:"((?:[^"]|"")*)"\s*([,;)&]))?')
_PIECE_OF_FIELD = re.compile(r'\\([a-z*#@!])|"((?:\\.|[^"\\])*)"?|([^\s"]+)', re.IGNORECASE | re.DOTALL)
#: The switches of a link that take a word of their own (a tip, a frame, a place in the file, a format).
_WITH_WORD = {*"olts*#@"}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"'})
#: Whose `href` is where a picture comes from, and not where a link leads.
_PAINTED = ("imagedata", "fill", "stroke", "image")


def checked(content: bytes, *, inside: bool = False) -> bytes:
    """`inside`: it stands in another one. Raises `RefusedFileError`, or what `zipfile` and expat raise of a broken one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        parts = _parts(archive)
        types = _Types()
        kept.writestr("[Content_Types].xml", markup.rewritten(parts.pop(_TYPES)[1], types))
        outside: dict[str, set[str]] = {}
        # What leads out of a part stands beside it, and is read before it.
        made = {
            low: _part(low, types.of(name), said, outside, inside=inside)
            for low, (name, said) in sorted(parts.items(), key=lambda one: not one[0].endswith(".rels"))
        }
        for low, (name, _) in parts.items():
            kept.writestr(name, made[low])
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
        found[_same(one.filename)] = one.filename, said
    return found


def _same(name: str) -> str:
    return unquote(name).lower()


def _check_name(entry: zipfile.ZipInfo, found: dict[str, tuple[str, bytes]]) -> None:
    name, same = entry.filename, _same(entry.filename)
    if entry.flag_bits & 1:
        raise RefusedFileError("file_encrypted")
    if name.startswith("/") or "\\" in name or ".." in same.split("/") or same in found:
        raise RefusedFileError("file_broken")


def _part(low: str, kind: str, said: bytes, outside: dict[str, set[str]], *, inside: bool) -> bytes:
    relationships = low.endswith(".rels")
    if kind in _MARKUP:
        folder, _, own = low.rpartition("/")
        ids = outside.setdefault(low if relationships else f"{folder}/_rels/{own}.rels".lstrip("/"), set())
        return markup.rewritten(said, _Relationships(ids) if relationships else _Words(ids))
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
    """Of a kind that is known, to a part of the file; to elsewhere only what waits until somebody presses it.

    `outside` takes the ids of these: what they say of themselves does not bind who uses them.
    """

    def __init__(self, outside: set[str]) -> None:
        self._outside = outside

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        del namespace
        if name != "Relationship":
            return True
        kind, target, mode = (_only(attributes, key) for key in ("Type", "Target", "TargetMode"))
        out = mode not in ("", "Internal") or _leads_out(target)
        if kind not in _RELATIONSHIPS or (out and kind not in _LINKS):
            raise RefusedFileError("file_active")
        _check_link(target)
        if out:
            self._outside.update(one.strip() for one in _all(attributes, "Id"))
        return True

    def text(self, name: str, said: str) -> None: ...

    def end(self, name: str) -> None: ...


class _Words:
    """Any other part: its fields and formulas, which may be cut into as many runs as somebody likes, and what it would fetch by itself."""

    def __init__(self, outside: set[str]) -> None:
        self._outside = outside
        #: The instructions of the fields that are open, outermost first; the first stands outside of all.
        self._fields = [""]
        self._formula = ""
        self._above: list[str] = []

    def begin(self, namespace: str, name: str, attributes: Attributes) -> bool:
        above = self._above[-1] if self._above else ""
        self._above.append(name)
        if name in _ELEMENTS or self._fetches(name, attributes):
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

    def _fetches(self, name: str, attributes: Attributes) -> bool:
        used = [key for key, value in attributes if value.strip() in self._outside]
        return bool(used) and (name not in _PRESSED or used != ["id"])

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
    for key, value in attributes:
        if key == "href" and name not in _PAINTED:
            _check_link(value)
        elif key in ("src", "href", "althref"):
            if _leads_out(value):
                raise RefusedFileError("file_active")
        elif key.lower() not in _TOLD and f"{name} {key}" not in _TOLD and _ABSOLUTE.match(_bare(value)):
            raise RefusedFileError("file_active")


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
    if word == "HYPERLINK":
        _check_link_of_field(said.translate(_QUOTES)[len(word) :])


def _check_link_of_field(said: str) -> None:
    """Whatever is no switch and no word of one is where it leads; what another field would write there is not known."""
    switch = ""
    for found, quoted, plain in _PIECE_OF_FIELD.findall(said):
        if found:
            switch = found.lower()
            continue
        target = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        if "\0" in target:
            raise RefusedFileError("file_active")
        if switch not in _WITH_WORD or _ABSOLUTE.match(_bare(target)):
            _check_link(target)
        switch = ""


def _check_formula(said: str) -> None:
    said = _visible(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), said.upper())).upper()
    bare = _LITERAL.sub("", said)
    if _ELSEWHERE.search(bare) or _FORMULAS & {*_FUNCTION.findall(bare)}:
        raise RefusedFileError("file_active")
    for target, after in _LINK_OF_CELL.findall(said):
        whole = after in (",", ";", ")")
        if not after or not (whole or target.startswith("#") or _SCHEME.match(target)):
            raise RefusedFileError("file_active")
        _check_link(target)


def _visible(said: str) -> str:
    """Without the signs that nobody sees and that programs skip: `java<tab>script:`."""
    return "".join(filter(str.isprintable, said))


def _bare(target: str) -> str:
    """An address as programs read it, who forgive much."""
    return _visible(unquote(target)).strip().replace("\\", "/")


def _leads_out(target: str) -> bool:
    bare = _bare(target)
    return bool(_SCHEME.match(bare)) or bare.startswith("//") or target.strip().startswith("\\")


def _check_link(target: str) -> None:
    scheme = _SCHEME.match(_bare(target))
    if _leads_out(target) and (not scheme or scheme[1].lower() not in _SCHEMES):
        raise RefusedFileError("file_active")
