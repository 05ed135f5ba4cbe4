"""Pictures written anew from their pixels alone. `save` of Pillow would keep the comment of a JPEG: a new picture has nothing to keep."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageOps, Jpeg2KImagePlugin, MpoImagePlugin, TiffImagePlugin

from shared.files.refused import RefusedFileError

#: A telephone's largest picture has 50 million points as it leaves the camera; 150 MB when opened.
MOST_PIXELS = 50_000_000
QUALITY = 90
_PLAIN = {"1": "L", "L": "L", "LA": "LA", "RGB": "RGB", "RGBA": "RGBA"}

# Half of a picture is no picture; and what Pillow warns of at first, it refuses only at twice as much.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
# It loads its readers when it first needs one, and in a confined process nothing can be loaded any more.
Image.preinit()
LOADED = (Jpeg2KImagePlugin, MpoImagePlugin, TiffImagePlugin)


def as_jpeg(content: bytes) -> bytes:
    """Turned as it is meant to be seen, without metadata. Raises `RefusedFileError`, or what Pillow raises of a broken one."""
    return _written(opened(content, "JPEG"), "JPEG", quality=QUALITY)


def as_png(content: bytes) -> bytes:
    """As `as_jpeg`."""
    return _written(opened(content, "PNG"), "PNG")


def opened(content: bytes, *formats: str) -> Image.Image:
    """A picture of nothing but its pixels, in grey, RGB, or these with transparency; CMYK becomes RGB."""
    with _read(content, formats) as read:
        turned = ImageOps.exif_transpose(read)
        mode = _PLAIN.get(turned.mode) or ("RGBA" if "transparency" in turned.info else "RGB")
        pixels = turned.convert(mode)
        return Image.frombytes(mode, pixels.size, pixels.tobytes())


def as_packed(content: bytes) -> Image.Image:
    """The numbers of a photograph as a PDF takes them: of as many colours, not turned; what is none of these becomes RGB."""
    with _read(content, ("JPEG", "JPEG2000")) as read:
        picture = read.convert(_PLAIN.get(read.mode) or ("CMYK" if read.mode == "CMYK" else "RGB"))
        # Pillow takes those of four colours for negatives, which a PDF says by itself.
        turned = ImageChops.invert(picture) if (picture.mode, read.format) == ("CMYK", "JPEG") else picture
        return Image.frombytes(turned.mode, turned.size, turned.tobytes())


@contextmanager
def _read(content: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(content), formats=formats) as read:
            yield read
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFileError("file_too_complex") from error


def _written(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
