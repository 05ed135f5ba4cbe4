"""Photographs inside a PDF, written anew with what it says of their numbers: which colours they are, what is turned round, what is clear."""

import io
from typing import Any

from PIL import Image
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, StreamObject

from shared.files import images
from shared.files.following import SHORT, at, colours_of, items, packings
from shared.files.refused import RefusedFileError

#: Members that are said anew of what is written.
REPAINTED = ("/ColorSpace", "/Decode", "/BitsPerComponent", "/Width", "/Height")
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
_EXACT = ("/Indexed", "/Separation", "/DeviceN", "/Lab")


def check(value: StreamObject, picture: Image.Image) -> None:
    """Raises `RefusedFileError` for what readers take differently: who sent it may have seen less than the copy would show."""
    colours, space = len(without_alpha(picture).getbands()), at(value, "/ColorSpace")
    inside, decode = at(value, "/SMaskInData", 0), items(value, "/Decode")
    several = packings(value)[-1] == "/JPXDecode" and decode not in ([], [0, 1] * colours)
    without = inside and (inside != 1 or "A" not in picture.getbands() or "/SMask" in value)
    mask = at(value, "/ImageMask")
    if several or without or (mask is not None and mask.value):
        raise RefusedFileError("file_too_complex")
    if (space is not None and colours_of(space) != colours) or len(decode) not in (0, 2 * colours):
        raise RefusedFileError("file_too_complex")


def without_alpha(picture: Image.Image) -> Image.Image:
    return picture.convert(picture.mode.removesuffix("A")) if picture.mode in ("LA", "RGBA") else picture


def is_exact(value: StreamObject) -> bool:
    """Whether its numbers are something else than light: places in a palette, an ink, or such as are clear by a key."""
    return _kind(at(value, "/ColorSpace")) in _EXACT or (isinstance(at(value, "/Mask"), list))


def lossless(picture: Image.Image) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(picture.tobytes())
    return _described(made.flate_encode(), picture)


def photograph(picture: Image.Image, decode: list[float]) -> StreamObject:
    if decode and decode != [0, 1] * (len(decode) // 2):
        table = [
            min(255, max(0, round(255 * low + number * (high - low))))
            for low, high in zip(decode[::2], decode[1::2], strict=True)
            for number in range(256)
        ]
        picture = picture.point(table)
    picture = picture.convert("RGB") if picture.mode == "CMYK" else picture
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=images.QUALITY)
    made = StreamObject()
    made._data = out.getvalue()  # noqa: SLF001 - as it is packed; what is public packs it itself
    made[NameObject("/Filter")] = NameObject("/DCTDecode")
    return _described(made, picture)


def _described(made: StreamObject, picture: Image.Image) -> StreamObject:
    made[NameObject("/Type")], made[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Image")
    made[NameObject("/ColorSpace")] = NameObject(_SPACES[picture.mode])
    for key, number in (("/BitsPerComponent", 8), ("/Width", picture.width), ("/Height", picture.height)):
        made[NameObject(key)] = NumberObject(number)
    return made


def _kind(space: Any) -> str:
    kind = str(space[0].get_object()) if isinstance(space, list) and space else str(space)
    return SHORT.get(kind, kind)
