"""Members of a PDF's objects, followed to where they stand: `get` of pypdf gives the reference, and who hides something writes references."""

from typing import Any

from pypdf.generic import ArrayObject, StreamObject

from shared.files.refused import RefusedFileError

#: Ways to pack that are undone and done anew, so that nothing stands behind what is packed.
PACKINGS = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
PHOTOGRAPHS = {"/DCTDecode", "/JPXDecode"}
FAXES = {"/CCITTFaxDecode", "/JBIG2Decode"}
#: What a picture in the middle of a painting may write shorter (ISO 32000-1, 8.9.7), and a reader takes elsewhere too.
SHORT = {
    "/Fl": "/FlateDecode", "/LZW": "/LZWDecode", "/RL": "/RunLengthDecode", "/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode",
    "/DCT": "/DCTDecode", "/CCF": "/CCITTFaxDecode", "/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed",
}  # fmt: skip


def at(holder: Any, key: str, otherwise: Any = None) -> Any:
    return holder[key] if key in holder else otherwise  # noqa: SIM401 - as it says above


def items(holder: Any, key: str) -> list[Any]:
    """Those of a list; a single one is a list of it."""
    value = at(holder, key)
    if value is None:
        return []
    return [one.get_object() for one in value] if isinstance(value, ArrayObject) else [value]


def unpacked(value: StreamObject) -> bytes:
    """Raises `RefusedFileError` for what is packed as a picture is, or in a way that nobody knows: it would go out as it came."""
    if not set(packings(value)) <= PACKINGS:
        raise RefusedFileError("file_too_complex")
    return bytes(value.get_data())


def packings(value: StreamObject) -> list[str]:
    """In what it is packed, outermost first, by their long names."""
    return [SHORT.get(str(one), str(one)) for one in items(value, "/Filter")]


def colours_of(space: Any) -> int | None:
    """Of how many numbers a point is; None where that is not said."""
    known = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
    if not isinstance(space, ArrayObject):
        return known.get(SHORT.get(str(space), str(space)))
    if not space:
        return None
    kind, *rest = (one.get_object() for one in space)
    if kind == "/ICCBased" and rest:
        return int(at(rest[0], "/N", 0)) or None
    if kind == "/DeviceN" and rest:
        return len(rest[0])
    several = {"/Indexed": 1, "/Separation": 1, "/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
    return several.get(SHORT.get(str(kind), str(kind)))
