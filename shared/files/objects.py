"""Copies of the objects of one PDF in another: what is painted, and what that needs. All else is left behind by not being copied."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from pypdf import PdfWriter
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

from shared.files import faxes, images, painting, photographs
from shared.files.following import FAXES, PACKINGS, PHOTOGRAPHS, at, colours_of, items, packings, unpacked
from shared.files.known import KNOWN, RESOURCES, STREAMS
from shared.files.layers import Layers
from shared.files.painting import Named, Painted
from shared.files.refused import RefusedFileError

MOST_OBJECTS, DEEPEST = 100_000, 60
#: Spaces that stand for a device's own: without their profile they would stand for themselves.
_INSTEAD = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_DEVICES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_NOTHING = DictionaryObject()
_WORDS = (TextStringObject, ByteStringObject)


class Copy:
    """Each object once, however often it is named; what is painted apart from what is not, so that nothing is taken for the other."""

    def __init__(self, writer: PdfWriter, layers: Layers) -> None:
        self._writer, self._layers = writer, layers
        self._known: dict[tuple[int, str], IndirectObject] = {}
        self._shared: dict[int, IndirectObject] = {}
        #: Pictures in the middle of what is painted, by the names under which they are put beside it.
        self._inlines: dict[str, IndirectObject] = {}
        self._count = 0
        #: Of the streams of the new file that paint, what they do, by `id`.
        self.painted: dict[int, Painted] = {}

    def resources(self, given: Any, does: Painted) -> DictionaryObject:
        """Those of `given` that it uses: what else a dictionary holds, which several pages may share, is seen by nobody."""
        kept = DictionaryObject()
        for key, kind in RESOURCES.items():
            named = at(given, key) if isinstance(given, DictionaryObject) else None
            if isinstance(named, DictionaryObject):
                used = [name for name in does.used[key] if name in named and name not in _INSTEAD]
                kept[NameObject(key)] = self._names(named, used, 2, given, kind)
        if inline := does.used["/XObject"].keys() & self._inlines:
            inside = kept.setdefault(NameObject("/XObject"), DictionaryObject())
            inside.update({NameObject(name): self._inlines[name] for name in inline})
        return kept

    def _names(
        self, named: DictionaryObject, which: Iterable[str], depth: int, around: Any, kind: str
    ) -> DictionaryObject:
        kept = DictionaryObject()
        for name in which:
            if self._layers.hides(at(named, name), "/OC"):
                continue
            if (one := self.of(named.raw_get(name), depth, around, kind)) is not None:
                kept[NameObject(name)] = one
        return kept

    def content(self, said: bytes, given: Any) -> Painted:
        """What is painted, with the names that it has in `given`."""
        given = given if isinstance(given, DictionaryObject) else _NOTHING
        properties, objects = at(given, "/Properties", _NOTHING), at(given, "/XObject", _NOTHING)
        named = Named(
            off=partial(self._layers.hides, properties),
            painted=lambda name: name in objects and not self._layers.hides(at(objects, name), "/OC"),
            inline=partial(self._inline, given),
        )
        return painting.painted(said, named)

    def stream(self, painted: Painted) -> StreamObject:
        made = DecodedStreamObject()
        made.set_data(painted.said)
        packed = made.flate_encode()
        self.painted[id(packed)] = painted
        return packed

    def _inline(self, given: Any, picture: StreamObject) -> str | None:
        own = at(at(given, "/ColorSpace", _NOTHING), str(at(picture, "/ColorSpace")))
        if own is not None:
            picture[NameObject("/ColorSpace")] = own
        if not set(packings(picture)) <= PACKINGS | PHOTOGRAPHS | FAXES:
            raise RefusedFileError("file_too_complex")
        try:
            if set(packings(picture)) <= PACKINGS and len(unpacked(picture)) < (size_of(picture) or 0):
                return None
            made = self._picture(picture, 1)
        except RefusedFileError:
            raise
        except Exception:  # noqa: BLE001 - it does not end here
            return None
        name = f"/BesaInline{len(self._inlines)}"
        self._inlines[name] = added(self._writer, made)
        return name

    def form(self, look: StreamObject, around: Any) -> IndirectObject:
        made = self._stream(look, 1, around, "object")
        made[NameObject("/Type")], made[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        return added(self._writer, made)

    def of(self, value: Any, depth: int = 0, around: Any = None, kind: str = "") -> Any:
        """A copy, or None for what is not copied. `around`: the resources of what names it; `kind`: as what it is named. Raises
        `RefusedFileError` beyond a number of objects.
        """
        self._count += 1
        if self._count > MOST_OBJECTS or depth > DEEPEST:
            raise RefusedFileError("file_too_complex")
        if isinstance(value, IndirectObject):
            return self._named(value, depth, around, kind)
        if isinstance(value, StreamObject):
            return self._stream(value, depth, around, kind) if kind in STREAMS else None
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, depth, (), around, kind) if kind in KNOWN else None
        if isinstance(value, ArrayObject):
            return self._array(value, depth, around, kind)
        # Words are left behind too, but those without which letters are not found: what a page shows stands in what it paints.
        plain = (NameObject, NumberObject, FloatObject, NullObject, *(_WORDS if kind == "word" else ()))
        return value.clone(self._writer) if isinstance(value, plain) or hasattr(value, "value") else None

    def _array(self, value: ArrayObject, depth: int, around: Any, kind: str) -> Any:
        if len(value) == 2 and value[0].get_object() == "/ICCBased":
            return self._without_profile(value[1].get_object(), depth, around)
        if len(value) == 4 and value[0].get_object() == "/Indexed" and isinstance(value[3].get_object(), _WORDS):
            return ArrayObject([*self._array(ArrayObject(value[:3]), depth, around, kind), value[3].get_object()])
        return ArrayObject(
            [one if (one := self.of(each, depth + 1, around, kind)) is not None else NullObject() for each in value]
        )

    def _without_profile(self, profile: Any, depth: int, around: Any) -> Any:
        """A profile tells who made it, and has room for more: the space that it says stands for it, or that of as many colours."""
        other = at(profile, "/Alternate")
        if isinstance(other, ArrayObject) and other and other[0].get_object() != "/ICCBased":
            return self._array(other, depth + 1, around, "space")
        if (name := _DEVICES.get(int(at(profile, "/N", 0)))) is None:
            raise RefusedFileError("file_broken")
        return NameObject(name)

    def _named(self, value: IndirectObject, depth: int, around: Any, kind: str) -> IndirectObject | None:
        if (known := self._known.get((value.idnum, kind))) is not None:
            return known
        if (source := value.get_object()) is None:
            return None
        # The place is kept first: what names itself ends there.
        place = self._known[value.idnum, kind] = added(self._writer, NullObject())
        made = self.of(source, depth + 1, around, kind)
        self._writer._replace_object(place, made if made is not None else NullObject())  # noqa: SLF001 - pypdf has no public name for it
        return place

    def _dictionary(
        self, value: DictionaryObject, depth: int, without: Iterable[str], around: Any, kind: str
    ) -> DictionaryObject:
        kept = DictionaryObject()
        inside = at(value, "/Resources", around)
        for key, its in KNOWN[kind].items():
            if key not in value or key in without:
                continue
            one: Any
            if its == "pieces":
                one = self._globals(value.raw_get(key))
            # Whose members have names of their own, which may be any: the letters of a drawn font, the inks of a picture.
            elif key in ("/CharProcs", "/Colorants") and isinstance(named := value[key], DictionaryObject):
                one = self._names(named, named, depth + 1, inside, its)
            else:
                one = self.of(value[key] if its == "word" else value.raw_get(key), depth + 1, around, its)
            if one is not None:
                kept[NameObject(key)] = one
        if "/CharProcs" in kept:
            kept[NameObject("/Resources")] = _together(at(kept, "/CharProcs"))
        return kept

    def _globals(self, value: Any) -> IndirectObject:
        """What the pictures of a scanner share."""
        number = value.idnum if isinstance(value, IndirectObject) else id(value)
        if number not in self._shared:
            made = DecodedStreamObject()
            shared = value.get_object()
            made.set_data(faxes.without_words(unpacked(shared)) if isinstance(shared, StreamObject) else b"")
            self._shared[number] = added(self._writer, made.flate_encode())
        return self._shared[number]

    def _stream(self, value: StreamObject, depth: int, around: Any, kind: str) -> StreamObject:
        if at(value, "/Subtype") == "/PS":
            raise RefusedFileError("file_active")
        if kind == "object" and at(value, "/Subtype") == "/Image":
            return self._picture(value, depth)
        about = self._dictionary(value, depth, (), around, "form" if kind == "object" else kind)
        if kind in ("object", "letter", "pattern"):
            given = at(value, "/Resources", around)
            does = self.content(unpacked(value), given)
            made = self.stream(does)
            made.update(about)
            made[NameObject("/Resources")] = self.resources(given, does)
            return made
        plain = DecodedStreamObject()
        plain.update(about)
        said = unpacked(value)
        plain.set_data(painting.without_comments(said) if kind == "table" or at(value, "/FunctionType") == 4 else said)
        return plain.flate_encode()

    def _picture(self, value: StreamObject, depth: int) -> StreamObject:
        if int(at(value, "/Width", 0)) * int(at(value, "/Height", 0)) > images.MOST_PIXELS:
            raise RefusedFileError("file_too_complex")
        packed = packings(value)
        if set(packed) & PHOTOGRAPHS:
            return self._photograph(value, depth)
        if packed and packed[-1] in FAXES and set(packed[:-1]) <= PACKINGS:
            # As it is packed, for it has no room for anything else, but for the pieces of JBIG2 and behind its end.
            fax, said, told = StreamObject(), _undone(value, packed[:-1]), items(value, "/DecodeParms")
            fax.update(self._dictionary(value, depth, (), None, "image"))
            fax[NameObject("/Filter")] = NameObject(packed[-1])
            how = told[-1] if told and isinstance(told[-1], DictionaryObject) else _NOTHING
            if how:
                fax[NameObject("/DecodeParms")] = self.of(how, depth + 1, None, "fax")
            jbig = packed[-1] == "/JBIG2Decode"
            pack(fax, faxes.without_words(said) if jbig else faxes.until_its_end(said, int(at(how, "/K", 0))))
            return fax
        made = DecodedStreamObject()
        made.update(self._dictionary(value, depth, (), None, "image"))
        made.set_data(unpacked(value)[: size_of(value)])
        return made.flate_encode()

    def _photograph(self, value: StreamObject, depth: int) -> StreamObject:
        picture = images.as_packed(_packed(value))
        photographs.check(value, picture)
        made = StreamObject()
        made.update(self._dictionary(value, depth, photographs.REPAINTED, None, "image"))
        if at(value, "/SMaskInData", 0):
            made[NameObject("/SMask")] = added(self._writer, photographs.lossless(picture.getchannel("A")))
        picture = photographs.without_alpha(picture)
        if photographs.is_exact(value):
            # Numbers that stand for something else, or that hide what has them, do not bear to be changed.
            painted = photographs.lossless(picture)
            for key in ("/ColorSpace", "/Decode"):
                if key in value:
                    painted[NameObject(key)] = self.of(value.raw_get(key), depth + 1, None, "space")
        else:
            painted = photographs.photograph(picture, [float(one) for one in items(value, "/Decode")])
        painted.update(made)
        return painted


def _together(letters: DictionaryObject) -> DictionaryObject:
    """What the letters of a drawn font use: a reader seeks it with the font, and not with the letter."""
    kept = DictionaryObject()
    for name in letters:
        for kind, used in at(letters[name], "/Resources", _NOTHING).items():
            kept.setdefault(NameObject(kind), DictionaryObject()).update(used)
    return kept


def size_of(picture: StreamObject) -> int | None:
    """In bytes, of all its points; None where it is not said of how many numbers a point is."""
    wide, tall = int(at(picture, "/Width", 0)), int(at(picture, "/Height", 0))
    mask = at(picture, "/ImageMask")
    colours = 1 if mask is not None and mask.value else colours_of(at(picture, "/ColorSpace"))
    if colours is None:
        return None
    return (wide * colours * int(at(picture, "/BitsPerComponent", 1)) + 7) // 8 * tall


def _packed(value: StreamObject) -> bytes:
    """The bytes of a photograph as its own format has them, without what else they were packed in."""
    *outer, last = packings(value)
    if last not in PHOTOGRAPHS or not set(outer) <= PACKINGS:
        raise RefusedFileError("file_too_complex")
    return _undone(value, outer)


def _undone(value: StreamObject, outer: list[str]) -> bytes:
    """Without the ways to pack that lie around the last."""
    packed = DecodedStreamObject()
    packed[NameObject("/Filter")] = ArrayObject(map(NameObject, outer))
    pack(packed, _raw(value))
    return bytes(decode_stream_data(packed)) if outer else _raw(value)


def added(writer: PdfWriter, made: PdfObject) -> IndirectObject:
    return writer._add_object(made)  # noqa: SLF001 - pypdf has no public name for it


def without_orphans(writer: PdfWriter) -> None:
    """An object that nothing leads to would be written all the same."""
    left: list[Any] = [writer.root_object]
    seen = set[int]()
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if one.idnum not in seen:
                seen.add(one.idnum)
                left.append(one.get_object())
        elif isinstance(one, DictionaryObject | ArrayObject):
            left.extend(one.values() if isinstance(one, DictionaryObject) else one)
    objects: list[PdfObject | None] = writer._objects  # noqa: SLF001 - pypdf has no public name for it
    root = writer.root_object.indirect_reference
    for number in range(1, len(objects) + 1):
        if number not in seen and (root is None or number != root.idnum):
            objects[number - 1] = None


def _raw(value: StreamObject) -> bytes:
    return bytes(value._data)  # noqa: SLF001 - what is packed is public only unpacked


def pack(made: StreamObject, content: bytes) -> None:
    made._data = content  # noqa: SLF001 - as it is packed; what is public packs it itself
