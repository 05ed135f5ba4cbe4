"""A PDF built anew from its pages: what is painted on them, and what that needs. All else is left behind by not being copied: the
catalogue with its scripts and attachments, links and notes, forms, metadata, earlier versions of the file.

To copy pages into a new file and to save a file again were tried and keep scripts, attachments and what lies inside pictures.
"""

import io
import re
from collections.abc import Iterable
from typing import Any

from pypdf import PdfReader, PdfWriter, Transformation, overwrite_configuration
from pypdf.errors import LimitReachedError
from pypdf.filters import decode_stream_data
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from shared.files import images
from shared.files.refused import RefusedFileError

MOST_PAGES, MOST_OBJECTS, DEEPEST = 500, 100_000, 60
_OF_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_RESOURCES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading")
#: Never copied, wherever they stand: what acts, what lies elsewhere, what tells of who made it, and ways back to the old file.
_LEFT = frozenset(
    [
        "/A",
        "/AA",
        "/AF",
        "/Alternates",
        "/Annots",
        "/DPartRoot",
        "/DR",
        "/EF",
        "/F",
        "/FFilter",
        "/FDecodeParms",
        "/JS",
        "/LastModified",
        "/Launch",
        "/Measure",
        "/Metadata",
        "/Names",
        "/OC",
        "/OPI",
        "/OpenAction",
        "/Parent",
        "/PieceInfo",
        "/PtData",
        "/Ref",
        "/StructParent",
        "/StructParents",
        "/URI",
    ]
)
#: Whose members have names of their own, which may be any: the letters of a drawn font, the inks of a picture.
_NAMING = ("/CharProcs", "/Colorants")
#: A photograph inside the painting itself, where its own metadata would stay.
_INLINE_PHOTOGRAPH = re.compile(rb"/DCT(?:Decode)?\b")
#: Of a note: hidden, and not shown on a screen.
_HIDDEN = 2 | 32
_PHOTOGRAPHS = {"/DCTDecode", "/DCT", "/JPXDecode"}
#: Ways to pack that are undone and done anew, so that nothing stands behind the points; a fax's own (CCITT, JBIG2) stays as it is.
_PACKINGS = {
    "/FlateDecode",
    "/Fl",
    "/LZWDecode",
    "/LZW",
    "/RunLengthDecode",
    "/RL",
    "/ASCII85Decode",
    "/A85",
    "/ASCIIHexDecode",
    "/AHx",
}
#: Three bytes for each point of the largest picture.
overwrite_configuration(zlib_maximum_output_length=3 * images.MOST_PIXELS)
_OTHERS_OF_PICTURES = ("/Filter", "/DecodeParms", "/Length", "/SMaskInData")


def rebuilt(content: bytes) -> bytes:
    """Raises `RefusedFileError`, or what pypdf raises of a broken one."""
    try:
        return _rebuilt(PdfReader(io.BytesIO(content), strict=False))
    except (LimitReachedError, RecursionError) as error:
        raise RefusedFileError("file_too_complex") from error


def _rebuilt(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise RefusedFileError("file_encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise RefusedFileError("file_too_complex")
    if not reader.pages:
        raise RefusedFileError("file_broken")
    writer = PdfWriter()
    copy = _Copy(writer)
    for page in reader.pages:
        _add(writer, copy, page)
    # The name of the library says nothing of the sender; it is left out all the same.
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, copy: "_Copy", page: Any) -> None:
    box = page.mediabox
    new = writer.add_blank_page(float(box.width) or 1, float(box.height) or 1)
    for key in _OF_PAGE:
        if (value := _inherited(page, key)) is not None:
            new[NameObject(key)] = copy.of(value)
    resources = copy.resources(_inherited(page, "/Resources"))
    painted = page.get_contents()
    said = painted.get_data() if painted is not None else b""
    for number, (name, placed) in enumerate(_notes(copy, page)):
        resources.setdefault(NameObject("/XObject"), DictionaryObject())[NameObject(f"/BesaNote{number}")] = name
        said = b"q\n" + said + b"\nQ\n" if number == 0 else said
        said += b"q %s cm /BesaNote%d Do Q\n" % (placed, number)
    stream = DecodedStreamObject()
    stream.set_data(_checked(said))
    new[NameObject("/Resources")] = resources
    new[NameObject("/Contents")] = _added(writer, stream.flate_encode())


def _checked(painted: bytes) -> bytes:
    if _INLINE_PHOTOGRAPH.search(painted):
        raise RefusedFileError("file_too_complex")
    return painted


def _inherited(page: Any, key: str) -> Any:
    node, seen = page, 0
    while node is not None and seen < DEEPEST:
        if key in node:
            return node[key]
        node, seen = _at(node, "/Parent"), seen + 1
    return None


def _notes(copy: "_Copy", page: Any) -> Iterable[tuple[IndirectObject, bytes]]:
    """What stamps, notes and filled fields look like, with where it is painted: a form that was filled in must not come out empty."""
    for note in _items(page, "/Annots"):
        if not isinstance(note, DictionaryObject) or _at(note, "/Subtype") == "/Popup":
            continue
        if int(_at(note, "/F", 0)) & _HIDDEN:
            continue
        look = _look(note)
        if look is None or "/Rect" not in note:
            continue
        placed = _placed(look, [float(edge) for edge in _items(note, "/Rect")])
        if placed:
            yield copy.form(look), placed


def _look(note: DictionaryObject) -> StreamObject | None:
    look = _at(_at(note, "/AP", DictionaryObject()), "/N")
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = _at(look, _at(note, "/AS", "/Off"))
    return look if isinstance(look, StreamObject) else None


def _at(holder: Any, key: str, otherwise: Any = None) -> Any:
    """A member, followed to where it stands: `get` of pypdf gives the reference, and who hides something writes references."""
    return holder[key] if key in holder else otherwise  # noqa: SIM401 - as it says


def _items(holder: Any, key: str) -> list[Any]:
    """Those of a list, each followed to where it stands; a single one is a list of it."""
    value = _at(holder, key)
    if value is None:
        return []
    return [one.get_object() for one in value] if isinstance(value, ArrayObject) else [value]


def _placed(look: StreamObject, rect: list[float]) -> bytes | None:
    """The matrix that puts a look into its rectangle (ISO 32000-1, 12.5.5)."""
    box = [float(edge) for edge in _items(look, "/BBox")]
    if len(box) != 4 or len(rect) != 4:
        return None
    matrix = [float(one) for one in _items(look, "/Matrix")] or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    turn = Transformation(tuple(matrix))  # type: ignore[arg-type]  # six numbers
    corners = [turn.apply_on((x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    if right <= left or high <= low:
        return None
    wide = (max(rect[0], rect[2]) - min(rect[0], rect[2])) / (right - left)
    tall = (max(rect[1], rect[3]) - min(rect[1], rect[3])) / (high - low)
    x, y = min(rect[0], rect[2]) - left * wide, min(rect[1], rect[3]) - low * tall
    return b"%.5f 0 0 %.5f %.5f %.5f" % (wide, tall, x, y)


class _Copy:
    """Copies of objects of one file in another; each once, however often it is named."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[int, IndirectObject] = {}
        self._count = 0

    def resources(self, given: Any) -> DictionaryObject:
        given = given.get_object() if given is not None else None
        kept = DictionaryObject()
        for kind in _RESOURCES:
            named = _at(given, kind) if isinstance(given, DictionaryObject) else None
            if isinstance(named, DictionaryObject):
                kept[NameObject(kind)] = self._names(named, 2)
        return kept

    def _names(self, named: DictionaryObject, depth: int) -> DictionaryObject:
        pairs = ((name, self.of(named.raw_get(name), depth)) for name in named)
        return DictionaryObject({NameObject(name): one for name, one in pairs if one is not None})

    def form(self, look: StreamObject) -> IndirectObject:
        made = self._stream(look, 1)
        made[NameObject("/Type")], made[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        return _added(self._writer, made)

    def of(self, value: Any, depth: int = 0) -> Any:
        """A copy, or None for what is not copied. Raises `RefusedFileError` beyond a number of objects."""
        self._count += 1
        if self._count > MOST_OBJECTS or depth > DEEPEST:
            raise RefusedFileError("file_too_complex")
        if isinstance(value, IndirectObject):
            return self._named(value, depth)
        if isinstance(value, StreamObject):
            return self._stream(value, depth)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, depth)
        if isinstance(value, ArrayObject):
            return ArrayObject(
                [one if (one := self.of(each, depth + 1)) is not None else NullObject() for each in value]
            )
        plain = (NameObject, NumberObject, FloatObject, TextStringObject, ByteStringObject, NullObject)
        return value.clone(self._writer) if isinstance(value, plain) or hasattr(value, "value") else None

    def _named(self, value: IndirectObject, depth: int) -> IndirectObject | None:
        if (known := self._known.get(value.idnum)) is not None:
            return known
        source = value.get_object()
        if source is None or (
            isinstance(source, DictionaryObject) and _at(source, "/Type") in ("/Page", "/Pages", "/Catalog")
        ):
            return None
        # The place is kept first: what names itself ends there.
        place = self._known[value.idnum] = _added(self._writer, NullObject())
        made = self.of(source, depth + 1)
        self._writer._replace_object(place, made if made is not None else NullObject())  # noqa: SLF001 - pypdf has no public name for it
        return place

    def _dictionary(self, value: DictionaryObject, depth: int, without: Iterable[str] = ()) -> DictionaryObject:
        kept = DictionaryObject()
        for key in value:
            if key in _LEFT or key in without:
                continue
            if key == "/Resources":
                one = self.resources(value[key])
            elif key in _NAMING and isinstance(named := value[key], DictionaryObject):
                one = self._names(named, depth + 1)
            else:
                one = self.of(value.raw_get(key), depth + 1)
            if one is not None:
                kept[NameObject(key)] = one
        return kept

    def _stream(self, value: StreamObject, depth: int) -> StreamObject:
        if _at(value, "/Subtype") == "/PS":
            raise RefusedFileError("file_active")
        if _at(value, "/Subtype") == "/Image":
            return self._picture(value, depth)
        made = DecodedStreamObject()
        made.update(self._dictionary(value, depth, ("/Filter", "/DecodeParms", "/Length")))
        made.set_data(
            _checked(value.get_data())
            if _at(value, "/Subtype") == "/Form" or "/PatternType" in value
            else value.get_data()
        )
        return made.flate_encode()

    def _points(self, value: StreamObject, depth: int, *, plain: bool) -> StreamObject:
        """A picture of raw points, or of those of a fax: no place for anything else."""
        if plain:
            made = DecodedStreamObject()
            made.update(self._dictionary(value, depth, _OTHERS_OF_PICTURES))
            made.set_data(value.get_data())
            return made.flate_encode()
        packed = StreamObject()
        packed.update(self._dictionary(value, depth))
        _pack(packed, _raw(value))
        return packed

    def _picture(self, value: StreamObject, depth: int) -> StreamObject:
        if int(_at(value, "/Width", 0)) * int(_at(value, "/Height", 0)) > images.MOST_PIXELS:
            raise RefusedFileError("file_too_complex")
        packed = _items(value, "/Filter")
        made = StreamObject()
        if not set(packed) & _PHOTOGRAPHS:
            return self._points(value, depth, plain=set(packed) <= _PACKINGS)
        picture = images.opened(_packed(value), "JPEG", "JPEG2000")
        picture = picture.convert("L" if picture.mode.startswith("L") else "RGB")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=images.QUALITY)
        repainted = ("/ColorSpace", "/Decode", "/BitsPerComponent", "/Width", "/Height")
        # A palette or a separation needs its own space; what has as many colours as its pixels may be named anew.
        made.update(self._dictionary(value, depth, (*_OTHERS_OF_PICTURES, *repainted)))
        made[NameObject("/ColorSpace")] = NameObject("/DeviceGray" if picture.mode == "L" else "/DeviceRGB")
        for key, number in (("/BitsPerComponent", 8), ("/Width", picture.width), ("/Height", picture.height)):
            made[NameObject(key)] = NumberObject(number)
        made[NameObject("/Filter")] = NameObject("/DCTDecode")
        _pack(made, out.getvalue())
        return made


def _packed(value: StreamObject) -> bytes:
    """The bytes of a photograph as its own format has them, without what else they were packed in."""
    *outer, last = _items(value, "/Filter")
    if last not in _PHOTOGRAPHS or not set(outer) <= _PACKINGS:
        raise RefusedFileError("file_too_complex")
    packed = DecodedStreamObject()
    packed[NameObject("/Filter")] = ArrayObject(outer)
    _pack(packed, _raw(value))
    return bytes(decode_stream_data(packed)) if outer else _raw(value)


def _added(writer: PdfWriter, made: PdfObject) -> IndirectObject:
    return writer._add_object(made)  # noqa: SLF001 - pypdf has no public name for it


def _raw(value: StreamObject) -> bytes:
    return bytes(value._data)  # noqa: SLF001 - what is packed is public only unpacked


def _pack(made: StreamObject, content: bytes) -> None:
    made._data = content  # noqa: SLF001 - as it is packed; what is public packs it itself
