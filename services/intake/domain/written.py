"""The words of a text as a hand or a keyboard wrote them, and how they are compared: without marks, in one alphabet.

`ë` is `e`, `ç` is `c`, `w` stands for `ë` where a keyboard has none; a Cyrillic or Greek letter is the Latin one that it looks like,
and in a word that has no Latin letter also the one that it sounds like.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product

from services.intake.domain.semitic import LETTERS
from shared.bared import LOOKS

#: A mark on a letter, and what is not seen: soft hyphen, joiners, direction marks.
_UNSEEN = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
#: What stands on or beside a letter in the scripts between Hebrew and Khmer: points and signs of vowels.
_SIGNS = "".join(chr(code) for code in range(0x0591, 0x1CFB) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_{_UNSEEN}]|[{_UNSEEN}{_SIGNS}])*")
_OPENS = re.compile(r"(?:(?<!\b[^\W\d_])[.]|[!?…:;]|\n\s*\n|\n\s*[•\-–*]|\n\s*\d+[.)])[\s\"„“”«»'(\[]*\Z")
_NEAR = 6
#: How many texts are kept taken apart: those of one request, or of one comparison of a text with many files. A long one, of 3,000 words, takes
#: 0.6 MB.
TEXTS = 32
#: Between letters that stand apart: `A r b e n`, `A.r.b.e.n`, `A | r | b | e | n`.
_BETWEEN_LETTERS = re.compile(r"(?:[^\w\n]|_){1,3}")
#: Between pieces of a word: `Ar ben`, `Ar.ben`, `Ar|ben`, `Ar..ben`, `Ar - ben`, `Hox'haj`, `Hox(haj`.
_BLANK = re.compile(r"[^\S\n]{1,4}")
_BETWEEN_PIECES = re.compile(r"[^\S\n]{1,4}|[\"“”„«»!?)]{1,2}|(?:[^\w\s,;:!?\"“”„«»)]|_){1,3}| [\-–—] ")
#: At the end of a line or a page, which may have its number; and where a line that ended was joined to the next.
_BROKEN = re.compile(
    r"[-‐‑–][^\S\n]{1,3}|[-‐‑–\u00ad\\]?[ \t]*\r?\n\s*(?:[>*•+]\s{0,3})?|[-‐‑–]|[-‐‑–][ \t]*\n\s*[-–—]?[ \t]*\d{1,4}[ \t]*[-–—]?[ \t]*\n\s*"
)
_CAMEL = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ])")
_MOST_PIECES = 4
#: A vowel that is drawn out: "Eliii". Of others three may stand together: Xhelal, Xhelalllarët.
_NUMERAL = re.compile(r"[IVXLCM]+")
_DRAWN = re.compile(r"([aeiouyë])\1{2,}", re.IGNORECASE)
#: Written from its end: "arilE".
_TURNED = re.compile(r"[a-zà-öø-ÿ]{3,}[A-ZÀ-ÖØ-Þ]")
_FEWEST_LETTERS, _FEWEST_SMALL_LETTERS, _FEWEST_BROKEN = 3, 4, 3
#: What stands for a letter in a word, and which ones it looks like.
_FIGURES = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    "$": "s",
    "!": "il",
    "€": "e",
}
_FIGURED = re.compile(r"(?<![\w@$€])(?![^\W\d_]+(?![\w@$€!]))(?:[^\W_]|[@$€]|!(?=[^\W\d_]))+(?<!\d\d\d)(?![\w@$€])")
_ADDRESS = re.compile(r"[^\W_]{3}@[^\W_]{3}")
_MOST_FIGURES, _FEWEST_BESIDE = 4, 2
_SOUNDS = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхцчшѓќљњџјѕ", ["a", "b", "v", "g", "d", "e", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "c", "sh", "gj", "q", "l", "nj", "xh", "j", "x"], strict=True))
    | dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "ks", "o", "p", "r", "s", "s", "t", "i", "f", "h", "ps", "o"], strict=True))
    | {"ж": "zh", "ы": "i", "ь": "", "ю": "ju", "я": "ja", "э": "e", "є": "e"}
)  # fmt: skip

#: Two Greek letters that write one sound of Albanian, where Greek has no letter for it.
_GREEK_PAIRS = {"μπ": "β", "ντ": "д", "γκ": "г", "τζ": "џ", "τσ": "ц", "ου": "у", "αι": "аj", "σχ": "ш"}


@dataclass(frozen=True)
class Word:
    """One word. `spellings`: as it may be compared; `capital`: it begins with one; `loud`: all capitals; `opens`: a sentence,
    a line of a list or a heading begins with it, where anything has a capital.
    """

    start: int
    end: int
    spellings: tuple[str, ...]
    capital: bool
    loud: bool
    opens: bool


def words(text: str) -> list[Word]:
    """The words of `text`, in their order, with their places in it."""
    return list(_words(text))


# Each look at a text begins with its words, and one text is looked at a dozen times.
@lru_cache(maxsize=TEXTS)
def _words(text: str) -> tuple[Word, ...]:
    begins = len(text) - len(text.lstrip())
    found = ((match.start(), match.end(), match.group()) for match in _WORD.finditer(text))
    return tuple(
        Word(
            start,
            end,
            spellings(written),
            written[0].isupper(),
            len(written) > 1 and written.isupper(),
            start <= begins or _opens(text, start),
        )
        for start, end, written in found
    )


def _opens(text: str, start: int) -> bool:
    # Behind a letter and a blank nothing opens: so it is before most words.
    if text[start - 1] == " " and text[start - 2].isalpha():
        return False
    return _OPENS.search(text[max(0, start - _NEAR) : start]) is not None


# A text says the same words again and again, and each pass over it asks anew: this was half of what a check took.
@lru_cache(maxsize=20_000)
def spellings(word: str) -> tuple[str, ...]:
    """One word as it is compared: small letters without marks. Of one with letters of another alphabet, both as they look and as they
    sound; the last is what is meant: among Latin letters the look.
    """
    if _DRAWN.search(word) and not _NUMERAL.fullmatch(word):
        return spellings(_DRAWN.sub(r"\1", word))
    if _TURNED.fullmatch(word):
        return spellings(word[::-1])
    if word.isascii():
        return (word.lower().replace("w", "e"),)
    seen, sounds = folded(word.translate(LOOKS)), folded(_plain(word).translate(_SOUNDS))
    mixed = any("a" <= letter <= "z" for letter in _plain(word))
    paired = _plain(word)
    for pair, letter in _GREEK_PAIRS.items():
        paired = paired.replace(pair, letter)
    # Beta is read `v`, and stands for `b` all the same.
    greek = [folded(paired.translate(table)) for table in (_SOUNDS | {ord("β"): "b"}, _SOUNDS)]
    return tuple(dict.fromkeys((*greek, sounds, seen) if mixed else (seen, *greek, sounds)))


def folded(word: str) -> str:
    """Small letters without marks, and `e` for the `w` that stands for `ë`."""
    return _plain(word).replace("w", "e")


def tokens(name: str) -> list[str]:
    """The parts of a name as it stands in the file, each as it is compared."""
    return [spellings(match.group())[-1] for match in _WORD.finditer(name)]


def joined(text: str, found: Sequence[Word], plain: Collection[str] = ()) -> Iterator[Word]:
    """What stands in two pieces or more: broken at the end of a line, hyphenated, written apart, or with something between letters.
    `plain`: two words that are both among these are two words.
    """
    for place, first in enumerate(found):
        grown, common = first, _is_plain(first, plain)
        for following in found[place + 1 : place + _MOST_PIECES]:
            gap = text[grown.end : following.start]
            if not _may_join(gap, first, following):
                break
            common = common and not gap.strip(" \r\n") and not following.capital and _is_plain(following, plain)
            grown = _grown(grown, following)
            if not common or _is_syllables(text[first.start : following.end]):
                yield grown
    yield from _spaced(text, found)


def lettered(text: str) -> Iterator[Word]:
    """Words in which figures or signs stand for letters, with what they then are: `El1ra`, `H0xhaj`, `@rben`. A number among letters, of
    which three figures stand together, is none.
    """
    for match in _FIGURED.finditer(text):
        written = match.group()
        letters = sum(one.isalpha() for one in written)
        figures = [one for one in written if one in _FIGURES]
        others = any(one.isdecimal() and one not in _FIGURES for one in written)
        if not figures or others or len(figures) > _MOST_FIGURES or letters < max(_FEWEST_BESIDE, len(figures)):
            continue
        if _ADDRESS.search(written):
            continue
        ways = ["".join(way) for way in product(*(_FIGURES.get(one, one) for one in written))]
        spelt = tuple(dict.fromkeys(spelling for way in ways for spelling in spellings(way)))
        yield Word(match.start(), match.end(), spelt, not written[0].islower(), loud=False, opens=False)


def glued(text: str, found: Sequence[Word]) -> Iterator[Word]:
    """The parts of words that hold capitals: `nxënësiArbënHoxhaj`."""
    for word in found:
        written = text[word.start : word.end]
        if written[1:].islower():
            continue
        cuts = [0, *(match.start() for match in _CAMEL.finditer(written)), len(written)]
        for start, end in pairwise(cuts if len(cuts) > 2 else ()):
            piece = written[start:end]
            yield Word(
                word.start + start, word.start + end, spellings(piece), piece[0].isupper(), loud=False, opens=False
            )


def _is_syllables(text: str) -> bool:
    """`Ma ri së`: three pieces or more of two letters at most are no words."""
    pieces = text.split()
    return len(pieces) > 2 and all(len(piece) <= 2 for piece in pieces)


def _is_plain(word: Word, plain: Collection[str]) -> bool:
    return word.spellings[-1] in plain


def _may_join(gap: str, first: Word, following: Word) -> bool:
    broken = _BROKEN.fullmatch(gap) is not None
    hyphen = gap[:1] in {"-", "‐", "‑", "–"}
    if broken:
        # Without a hyphen only after a capital, or in pieces that are no articles: "e" at the end of a line and "lira" on the next are two words.
        both_long = min(one.end - one.start for one in (first, following)) >= _FEWEST_BROKEN
        alike = (
            first.loud == following.loud and first.capital == following.capital and (first.loud or not first.capital)
        )
        return (
            hyphen or (both_long and alike) or (first.capital and first.end - first.start > 1 and not following.capital)
        )
    if following.capital and _BLANK.fullmatch(gap):
        return first.capital and first.end - first.start > 1
    return first.capital and _BETWEEN_PIECES.fullmatch(gap) is not None


def _grown(first: Word, following: Word) -> Word:
    both = tuple(one + other for one in first.spellings for other in following.spellings)
    return replace(first, end=following.end, spellings=both, loud=first.loud and following.loud)


def _spaced(text: str, found: Sequence[Word]) -> Iterator[Word]:
    """Three letters or more that begin with a capital, or four, each alone; the two parts of a name may run into each other."""
    run: list[Word] = []
    for word in [*found, None]:
        alone = word is not None and word.end - word.start == 1
        if alone and word and (not run or _BETWEEN_LETTERS.fullmatch(text[run[-1].end : word.start])):
            run.append(word)
            continue
        # "ai i L u l z i m": an article of one letter may stand before or after.
        for some in (run, run[1:], run[:-1], run[1:-1]):
            if len(some) >= (_FEWEST_LETTERS if some[:1] and some[0].capital else _FEWEST_SMALL_LETTERS):
                spelt = {"".join(one.spellings[way] for one in some): None for way in (0, -1)}
                yield Word(some[0].start, some[-1].end, tuple(spelt), some[0].capital, loud=False, opens=some[0].opens)
        run = [word] if alone and word else []


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold()).translate(LETTERS)
    return "".join(one for one in decomposed if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
