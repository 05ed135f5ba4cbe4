"""PDF by typst from the wheel: tagged (PDF/UA-1), with its embedded fonts, the same bytes for the same content.

The compiler sees the folder of templates and nothing else: no file beside it, no system font, no package of the network.
What a letter says goes in as data, never as code. Costs 5 to 15 ms per letter.
"""

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock

import typst

#: What the fonts of the wheel can show: Latin, Greek, Cyrillic, punctuation, currencies, arrows and signs.
_IN_FONTS = re.compile(
    "[\n\u0020-\u04ff\u1e00-\u1fff\u2010-\u2029\u2030-\u2040\u20a0-\u20bf\u2116\u2122\u2190-\u22ff\u25a0-\u25ff]"
)
#: The compiler keeps what it worked out of the last letter; two letters at once would share it.
_one_at_a_time = Lock()


#: A picture as large as the page lets it be, whatever its size: the drawing has the shape of the page, the picture stands at its top.
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 230"><image width="160" height="230" '
    'preserveAspectRatio="xMidYMin meet" href="data:{media_type};base64,{content}"/></svg>'
)
#: Room for the coat of arms, whatever its shape.
_SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><image width="100" height="100" '
    'preserveAspectRatio="xMidYMid meet" href="data:{media_type};base64,{content}"/></svg>'
)
#: How a file of each kind begins.
_IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MOST_OF_ARMS = 300_000


def arms_of(path: str) -> str:
    """The coat of arms that the office gives as a file (PNG or JPEG), as a drawing for the head of its letters; nothing where it gives none.
    Raises ValueError for a file that is neither, or too large to stand in every letter.
    """
    if not path:
        return ""
    content = Path(path).read_bytes()
    media_type = next((kind for sign, kind in _IMAGES.items() if content.startswith(sign)), None)
    if media_type is None or len(content) > MOST_OF_ARMS:
        raise ValueError(f"a coat of arms is a PNG or JPEG of at most {MOST_OF_ARMS // 1000} kB")
    return _SQUARE.format(media_type=media_type, content=b64encode(content).decode("ascii"))


def picture_page(
    content: bytes, media_type: str, said: Mapping[str, object], day: date, folder: Path, template: str = "picture.typ"
) -> bytes:
    """A JPEG or PNG as one page; `said` is what the template reads beside it. No file is written: the picture goes in as data. One
    that cannot be read leaves its place empty.
    """
    drawing = _DRAWING.format(media_type=media_type, content=b64encode(content).decode("ascii"))
    return pdf(said, day, folder, template, picture=drawing)


def pdf(
    content: Mapping[str, object],
    day: date,
    folder: Path,
    template: str = "letter.typ",
    *,
    picture: str = "",
    arms: str = "",
) -> bytes:
    """The letter `content` as PDF, dated `day`. `content`: what the template of the folder reads, as JSON; `picture`, `arms`: SVGs that it shows.

    Text of any kind fits: what no font can show becomes an empty box. Raises `typst.TypstError` where template and content
    do not fit.
    """
    letter = json.dumps(_shown(content), ensure_ascii=False, sort_keys=True)
    with _one_at_a_time:
        printed = _compiler(folder).compile(
            folder / template,
            format="pdf",
            sys_inputs={"letter": letter, "picture": picture, "arms": arms},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(day, time(12), UTC),
        )
    if not isinstance(printed, bytes):
        raise TypeError("a PDF is one file")
    return printed


def _shown(content: object) -> object:
    """`content` without what would make the document refuse itself, since PDF/UA has every character shown: invisible
    characters are left out (some turn the direction of what follows), those that no font has become a box.
    """
    if isinstance(content, Mapping):
        return {name: _shown(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_shown(value) for value in content]
    if not isinstance(content, str):
        return content
    seen = (one for one in content.replace("\t", " ") if one == "\n" or unicodedata.category(one)[0] != "C")
    return "".join(one if _IN_FONTS.match(one) else "\N{WHITE SQUARE}" for one in seen)


@cache
def _compiler(folder: Path) -> typst.Compiler:
    """Reading the fonts takes some milliseconds, once per process."""
    # Packages would lie in a folder that is not there, so that an import of one fails instead of being fetched.
    nowhere = folder / "no-packages"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
