"""A text as whoever reads it sees it: without what is not seen, each character in its plain form, and where each came from.

HTML entities and other escapes are what they stand for, tags and invisible characters are gone, letters of full width or of mathematics
are letters, and a letter that a wrong encoding broke ("ArbÃ«n", "Arb?n") is whole again. A digit in place of a letter stays a digit:
whoever looks for numbers needs it, and whoever reads words reads it as both (intake, `domain.written.lettered`).
"""

import html
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass

_VEILED = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);)|(?P<line></?(?:br|p|div|li|td|tr|h\d)\b[^<>\n]{0,80}>)"
    r"|(?P<escaped>(?:%[c-eC-E][0-9A-Fa-f](?:%[89abAB][0-9A-Fa-f]){1,2}|=[C-E][0-9A-F](?:=[89AB][0-9A-F]){1,2}|\\u00[0-9A-Fa-f]{2}))"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,400}>|<!--[^<>]{0,400}-->)"
    # A mark of a footnote, and of Markdown, within a word.
    r"|(?P<noted>(?<=[^\W\d_])(?:[¹²³⁰-⁹]{1,3}|\[\d{1,3}\]|\*{2,3}|__|~~)(?=[^\W\d_])|(?<=[^\W\d_])[*_](?=[^\W\d_]{1,40}[*_](?!\w|[*_])))"
    # What is as wide as a letter and blank, within a word: before a capital it is a blank.
    r"|(?P<blank>(?<=[^\W\d_])[\u2800\u3164\uffa0\u1160](?=[a-zà-öø-ÿ]))"
    r"|(?P<unseen>[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff])"
)
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
#: Letters in a filled circle or square and those of flags; and what is as blank as a space without being one.
_SIGNS = {chr(first + place): chr(ord("A") + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)}
_SIGNS |= dict.fromkeys("\u2800\u3164\uffa0\u1160", "\t")


@dataclass(frozen=True)
class Bared:
    """`text` is what is seen; its character `n` came from `starts[n]` to before `ends[n]` of what was written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in what was written a stretch of `text` came, `start` before `end`."""
        return self.starts[start], self.ends[end - 1]


def bared(written: str) -> Bared:
    """What is seen of a text."""
    whole = _mended(written)
    unveiled = [(one, start, end) for piece, start, end in _pieces(whole.text) for one in piece]
    # An entity may stand for one of the letters of a broken one.
    again = _mended("".join(one for one, _start, _end in unveiled))
    spans = [(unveiled[start][1], unveiled[end - 1][2]) for start, end in zip(again.starts, again.ends, strict=True)]
    found = [whole.span(start, end) for start, end in spans]
    return Bared(again.text, tuple(start for start, _end in found), tuple(end for _start, end in found))


def with_figures(text: str) -> str:
    """The text of the same length, with the figures that letters stand for in groups of figures."""
    return _MISREAD.sub(lambda match: match.group().translate(READ_AS), _LETTER_O.sub("0", text))


def _mended(written: str) -> Bared:
    """The text with its broken letters whole; what was broken again and again is mended as often."""
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


def _pieces(written: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for match in _VEILED.finditer(written):
        yield from _plain(written, at, match.start())
        at = match.end()
        if match["entity"]:
            yield unicodedata.normalize("NFKC", html.unescape(match.group())), match.start(), at
        elif match["escaped"]:
            yield _unescaped(match.group()), match.start(), at
        elif match["line"]:
            yield "\n", match.start(), at
    yield from _plain(written, at, len(written))


def _unescaped(escaped: str) -> str:
    if escaped[0] == "\\":
        return escaped.encode().decode("unicode_escape")
    return urllib.parse.unquote(escaped.replace("=", "%"))


def _plain(written: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each character by itself: a mark on a letter stays a mark of its own, unless no language of ours has it."""
    for place in range(start, end):
        one = written[place]
        if one.isascii():
            yield one, place, place + 1
        elif not _is_unseen(one):
            yield unicodedata.normalize("NFKC", _SIGNS.get(one, one)), place, place + 1


def _is_unseen(one: str) -> bool:
    category = unicodedata.category(one)
    return category in ("Cf", "Me") or (category == "Mn" and not "\u0300" <= one <= "\u036f")
