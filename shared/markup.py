"""What mark-up shows of a text and what it keeps in its source, with the place of each character in what was written.

A page, a mail or a feed shows the same words without their tags, links and stars, or with them, by what reads it. So a text is read as it is
shown, and what only its source has (the address of a link, what a tag or a comment says) stands once more behind the rest, after a blank line.
"""

import html
import html.entities
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LEGACY = "|".join(sorted((one for one in html.entities.html5 if not one.endswith(";")), key=len, reverse=True))
#: What a browser draws of: any other is read both as a tag and as the letters that it is made of.
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "cite",
        "code",
        "col",
        "del",
        "div",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "link",
        "mark",
        "meta",
        "nobr",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)
_TAG = re.compile(r"</?(?P<element>[A-Za-z][\w-]{0,30})(?P<says>[^<>]{0,400})>")
_VEILED = re.compile(
    rf"(?P<entity>&(?:amp;|\#38;|\#[xX]26;)*(?:\#\d{{1,20}};?|\#[xX][0-9a-fA-F]{{1,12}};?|[A-Za-z]{{2,32}}\d?;|(?:{_LEGACY})))"
    r"|(?P<line></?(?:br|p|div|li|td|tr|h\d)\b[^<>]{0,80}>)"
    r"|(?P<escaped>(?:%[c-eC-E][0-9A-Fa-f](?:%[89abAB][0-9A-Fa-f]){1,2}|=[C-E][0-9A-F](?:=[89AB][0-9A-F]){1,2}|\\u00[0-9A-Fa-f]{2}"
    # A letter, a blank or what joins two words, as a link has them; after a figure it is a share: "100%20".
    r"|(?:(?<!\d)|(?<=%[0-9A-Fa-f][0-9A-Fa-f]))%(?:20|2[BDEbde]|5[Ff]|[46][1-9A-Fa-f]|[57][0-9Aa])))"
    rf"|(?P<tag>{_TAG.pattern})|<!--(?P<comment>[^<>]{{0,400}})-->"
    r"|!?\[(?P<label>[^\[\]\n]{0,200})\]\((?P<target>[^()\n]{0,400})\)"
    r"|\[(?P<code>[A-Za-z]{1,8})(?:=(?P<given>[^\]\n]{0,80}))?\](?P<coded>[^\[\]]{0,200})\[/(?P=code)\]"
    # A mark of a footnote, and of Markdown, within a word.
    r"|(?P<noted>(?<=[^\W\d_])(?:[¹²³⁰-⁹]{1,3}|\[\^?\d{1,3}\]|\*{2,3}|__|~~)(?=[^\W\d_])|(?<=[^\W\d_])[*_](?=[^\W\d_]{1,40}[*_](?!\w|[*_])))"
    # Around words: "Ëngjë *llushe*".
    r"|(?<![*_~`])(?P<mark>\*{1,3}|_{1,3}|~~|`)(?=[^\W\d_])(?P<marked>[^*_~`\n]{1,200})(?<=[^\W_])(?P=mark)(?![*_~`])"
    r"|\u202e(?P<turned>[^\u202c\n]{1,400})\u202c?"
    # What is as wide as a letter and blank, within a word: before a capital it is a blank.
    r"|(?P<blank>(?<=[^\W\d_])[\u2800\u3164\uffa0\u1160](?=[a-zà-öø-ÿ]))"
    r"|(?P<unseen>[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff])"
)
#: Letters in a filled circle or square and those of flags; and what is as blank as a space without being one.
_SIGNS = {chr(first + place): chr(ord("A") + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)}
_SIGNS |= dict.fromkeys("\u2800\u3164\uffa0\u1160", "\t")
_BEHIND = "\n\n"

#: Characters with from where to where in what was written they came.
Piece = tuple[str, int, int]


@dataclass(frozen=True)
class Bared:
    """`text` is what is seen; its character `n` came from `starts[n]` to before `ends[n]` of what was written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in what was written a stretch of `text` came, `start` before `end`."""
        return min(self.starts[start:end]), max(self.ends[start:end])

    @classmethod
    def untouched(cls, text: str) -> "Bared":
        """A text of which all is seen as it was written."""
        return cls(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))

    def then(self, seen: "Bared") -> "Bared":
        """What is seen of this text, `seen`, as of what this one came from."""
        spans = [self.span(start, end) for start, end in zip(seen.starts, seen.ends, strict=True)]
        return Bared(seen.text, tuple(start for start, _end in spans), tuple(end for _start, end in spans))


def unmarked(written: str) -> Bared:
    """What is seen of a text once one layer of mark-up is gone; what it hides may be marked up itself."""
    # Most texts have none; to take each of their characters apart was a fifth of what a check for names took.
    if not _VEILED.search(written) and all(one.isascii() or _as_seen(one) == one for one in set(written)):
        return Bared.untouched(written)
    pieces, behind, at = list[Piece](), list(_with_strange_tags(written)), 0
    for match in _VEILED.finditer(written):
        pieces += _plain(written, at, match.start())
        pieces += _shown(match)
        behind += _hidden(match)
        at = match.end()
    pieces += _plain(written, at, len(written))
    unveiled = [(one, start, end) for piece, start, end in (*pieces, *behind) for one in piece]
    starts, ends = (tuple(start for _one, start, _end in unveiled), tuple(end for _one, _start, end in unveiled))
    return Bared("".join(one for one, _start, _end in unveiled), starts, ends)


def _shown(match: re.Match[str]) -> Iterator[Piece]:
    start, end = match.span()
    if match["entity"]:
        yield unicodedata.normalize("NFKC", _unescaped_entity(match.group())), start, end
    elif match["escaped"]:
        yield _unescaped(match.group()), start, end
    elif match["line"]:
        yield "\n", start, end
    elif match["turned"]:
        yield from reversed(list(_plain(match.string, *match.span("turned"))))
    for held in ("label", "coded", "marked"):
        if match[held]:
            yield from _plain(match.string, *match.span(held))


def _hidden(match: re.Match[str]) -> Iterator[Piece]:
    """What only the source says."""
    start = match.start()
    for held in ("says", "comment", "target", "given"):
        if match[held] and match[held].strip(" /"):
            yield _BEHIND, start, start + 1
            yield from _plain(match.string, *match.span(held))


def _with_strange_tags(written: str) -> Iterator[Piece]:
    """The whole text with the letters of what is in brackets and no tag: "Arb<ë>n"."""
    signs = [
        place for match in _TAG.finditer(written) if _is_strange(match) for place in (match.start(), match.end() - 1)
    ]
    if signs:
        yield _BEHIND, 0, 1
    for before, after in pairwise([-1, *signs, len(written)] if signs else ()):
        yield from _plain(written, before + 1, after)


def _is_strange(match: re.Match[str]) -> bool:
    return match["element"].lower() not in _ELEMENTS


def _unescaped_entity(escaped: str) -> str:
    for _turn in range(len(escaped) // len("amp;") + 1):
        escaped = html.unescape(escaped)
    return escaped


def _unescaped(escaped: str) -> str:
    if escaped[0] == "\\":
        return escaped.encode().decode("unicode_escape")
    return urllib.parse.unquote(escaped.replace("=", "%"))


def _plain(written: str, start: int, end: int) -> Iterator[Piece]:
    """Each character by itself: a mark on a letter stays a mark of its own, unless no language of ours has it."""
    for place in range(start, end):
        one = written[place]
        if one.isascii():
            yield one, place, place + 1
        elif seen := _as_seen(one):
            yield seen, place, place + 1


def _as_seen(one: str) -> str:
    """A character as it is seen; of one that is not, nothing."""
    return "" if _is_unseen(one) else unicodedata.normalize("NFKC", _SIGNS.get(one, one))


def _is_unseen(one: str) -> bool:
    category = unicodedata.category(one)
    return category in ("Cf", "Me") or (category == "Mn" and not "\u0300" <= one <= "\u036f")
