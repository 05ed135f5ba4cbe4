"""Pictures written anew from their pixels alone. `save` of Pillow would keep the comment of a JPEG: a new picture has nothing to keep."""

import io
import warnings

from PIL import Image, ImageOps, Jpeg2KImagePlugin, MpoImagePlugin, TiffImagePlugin

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
    try:
        with Image.open(io.BytesIO(content), formats=formats) as read:
            turned = ImageOps.exif_transpose(read)
            mode = _PLAIN.get(turned.mode) or ("RGBA" if "transparency" in turned.info else "RGB")
            pixels = turned.convert(mode)
            return Image.frombytes(mode, pixels.size, pixels.tobytes())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFileError("file_too_complex") from error


def _written(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
