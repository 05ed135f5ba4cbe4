"""A text as whoever reads it sees it: without what is not seen, each character in its plain form, and where each came from.

HTML entities and other escapes are what they stand for, tags and invisible characters are gone, letters of full width or of mathematics
are letters, and a letter that a wrong encoding broke ("ArbÃ«n", "Arb?n") is whole again. A digit in place of a letter stays a digit:
whoever looks for numbers needs it, and whoever reads words reads it as both (intake, `domain.written.lettered`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from shared.markup import Bared, unmarked

#: Latin letters that have no plain form by Unicode's own tables: with a stroke or a hook, and small capitals.
_LATIN = (
    range(0x00C0, 0x02B0),
    range(0x1D00, 0x1D80),
    range(0x2C60, 0x2C80),
    range(0xA720, 0xA800),
    range(0xAB30, 0xAB70),
)
_LATIN_NAME = re.compile(
    r"LATIN (?:(?:SMALL|CAPITAL) )?LETTER (?:SMALL CAPITAL )?(?:(?:BARRED|SCRIPT|DOTLESS|STROKED) )?(?P<letter>[A-Z]|ALPHA|IOTA|UPSILON|SCHWA)(?: WITH .*)?"
)
_SOUNDING = {"alpha": "a", "iota": "i", "upsilon": "u", "schwa": "e"}
#: The letters of Cherokee, Lisu and Armenian that look like Latin ones.
_FAR = (
    "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᏒᏔꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓫꓬꓜօոսհցզյՕՍՏԼӏѵ",
    "ABCDEGHiJKLMPRSTVWZRWABCDEFGHIJKLMNOPRSTUVXYZonuhgqjOUSLlv",
)


def _latin() -> Iterator[tuple[str, str]]:
    for one in (chr(code) for some in _LATIN for code in some):
        named = _LATIN_NAME.fullmatch(unicodedata.name(one, ""))
        if named and unicodedata.normalize("NFKD", one) == one:
            letter = named["letter"].lower()
            yield one, _SOUNDING.get(letter, letter)


#: How each looks, one for one; of a capital and its small letter, the one that does.
LOOKS = (
    {ord(one): ord(letter) for one, letter in _latin()}
    | str.maketrans(*_FAR)
    | str.maketrans(
        "АаВвЕеКкМмНнОоРрСсТтУуХхІіЈјЅѕҺһԁԛԝΑαΒβΕεΖζΗηΙιΚκΜμΝνΟοΡρΤτΥυΧχıłøđħʼ",
        "AaBbEeKkMmHhOoPpCcTtYyXxIiJjSsHhdqwAaBbEeZzHnIiKkMuNvOoPpTtYuXxilodh'",
    )
)
#: What the bytes 80 to BF are in the two encodings for which others are taken.
_LATER_BYTES = {
    bytes([byte]).decode(code, "replace"): byte for code in ("latin-1", "cp1252") for byte in range(0x80, 0xC0)
}
_LATER_BYTES.pop("\ufffd", None)
_FIRST_BYTES = {chr(byte): byte for byte in (0xC2, 0xC3, 0xC4, 0xC5, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xE2)} | {
    "Ă": 0xC3,
    "ã": 0xC3,
}
_LATER = "[" + re.escape("".join(_LATER_BYTES)) + "]"
_FIRST = "[" + "".join(one for one in _FIRST_BYTES if one != "â") + "]"
#: Bytes of UTF-8 that were read as another encoding; `lost`: a letter of which none was left, and those of DOS. In Albanian it is an ë.
_BROKEN = re.compile(
    rf"(?P<bytes>{_FIRST}{_LATER}|â{_LATER}{{2}})|(?P<lost>(?<=[^\W\d_])[\ufffd‰?](?=[^\W\d_])|\ufffd(?=[^\W\d_]))|(?P<cedilla>‡(?=[^\W\d_])|(?<=[^\W\d_])‡)"
)
_MOST_TIMES_BROKEN = 3
_LETTER_O = re.compile(r"(?<=\d)[Oo](?=[\d\s])|(?<!\w)[Oo](?=\d{2})")
#: A group of figures some of which were written or read as letters: `20l`, `4S`, `2O1`.
_MISREAD = re.compile(r"(?<!\w)(?=[OoIlS]{0,2}\d)[\dOoIlS]{2,12}(?!\w)")
READ_AS = str.maketrans("OoIlS", "00115")
_MOST_LAYERS = 4


# One check of a text asks for it half a dozen times. Of 20,000 characters 1.5 MB are kept: so it is few texts.
@lru_cache(maxsize=4)
def bared(written: str) -> Bared:
    """What is seen of a text: what a mark hides may hide another."""
    seen = _mended(written)
    for _layer in range(_MOST_LAYERS):
        under = unmarked(seen.text)
        if under.text == seen.text:
            break
        seen = seen.then(under)
    # An entity may stand for one of the letters of a broken one.
    return seen.then(_mended(seen.text)) if _BROKEN.search(seen.text) else seen


def with_figures(text: str) -> str:
    """The text of the same length, with the figures that letters stand for in groups of figures."""
    return _MISREAD.sub(lambda match: match.group().translate(READ_AS), _LETTER_O.sub("0", text))


def _mended(written: str) -> Bared:
    """The text with its broken letters whole; what was broken again and again is mended as often."""
    if not _BROKEN.search(written):
        return Bared.untouched(written)
    text, starts, ends = written, list(range(len(written))), list(range(1, len(written) + 1))
    for _turn in range(_MOST_TIMES_BROKEN):
        broken = [(match, whole) for match in _BROKEN.finditer(text) if (whole := _whole(match))]
        if not broken:
            break
        for match, whole in reversed(broken):
            start, end = match.span()
            text = text[:start] + whole + text[end:]
            starts[start:end], ends[start:end] = [starts[start]], [ends[end - 1]]
    return Bared(text, tuple(starts), tuple(ends))


def _whole(match: re.Match[str]) -> str:
    """The one character that was broken; none where the bytes are those of something else."""
    if match["cedilla"]:
        return "ç"
    if match["lost"]:
        # "vjen?Po" and "VJEN?" are a question.
        around = match.string[match.start() - 1 : match.end() + 1]
        return "ë" if match.group() != "?" or (around[0].islower() and around[-1].islower()) else ""
    raw = bytes([_FIRST_BYTES[match.group()[0]], *(_LATER_BYTES[one] for one in match.group()[1:])])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return ""
