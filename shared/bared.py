"""A text as whoever reads it sees it: without what is not seen, each character in its plain form, and where each came from.

HTML entities are what they stand for, tags and invisible characters are gone, letters of full width or of mathematics are letters.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_VEILED = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);)|(?P<line></?(?:br|p|div|li|td|tr|h\d)\b[^<>\n]{0,80}>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,80}>)|(?P<unseen>[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff])"
)
#: How each looks, one for one; of a capital and its small letter, the one that does.
LOOKS = str.maketrans(
    "АаВвЕеКкМмНнОоРрСсТтУуХхІіЈјЅѕҺһԁԛԝΑαΒβΕεΖζΗηΙιΚκΜμΝνΟοΡρΤτΥυΧχıłøđħʼ",
    "AaBbEeKkMmHhOoPpCcTtYyXxIiJjSsHhdqwAaBbEeZzHnIiKkMuNvOoPpTtYuXxilodh'",
)


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
    seen = [(one, start, end) for piece, start, end in _pieces(written) for one in piece]
    return Bared("".join(one[0] for one in seen), tuple(one[1] for one in seen), tuple(one[2] for one in seen))


def _pieces(written: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for match in _VEILED.finditer(written):
        yield from _plain(written, at, match.start())
        at = match.end()
        if match["entity"]:
            yield unicodedata.normalize("NFKC", html.unescape(match.group())), match.start(), at
        elif match["line"]:
            yield " ", match.start(), at
    yield from _plain(written, at, len(written))


def _plain(written: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each character by itself: a mark on a letter stays a mark of its own."""
    for place in range(start, end):
        one = written[place]
        yield (one if one.isascii() else unicodedata.normalize("NFKC", one)), place, place + 1
