"""Where one field of a form ends and the next begins: read one after the other, what stands on both sides may be one name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.intake.domain.hits import Hit, Severity, without_doubles

#: A blank line: what begins a field begins a sentence too.
_BETWEEN = "\n\n"
#: Of each side so many words are read, and what touches the nearest of them counts: a name has seldom more parts.
_WORDS, _NEAREST = 6, 3


@dataclass(frozen=True)
class Seam:
    """`text` is the end of part number `left` from `begins` on, `_BETWEEN`, and the beginning of part number `right`."""

    text: str
    left: int
    right: int
    begins: int
    ends: int

    def places(self, hit: Hit) -> Iterator[tuple[int, Hit]]:
        """A hit in `text` as hits in the parts, if it stands near enough to where they meet."""
        cut = self.ends - self.begins
        near_left, near_right = _tail(self.text[:cut], _NEAREST), cut + _head(self.text[cut:], _NEAREST)
        if hit.end <= near_left or hit.start >= near_right:
            return
        if hit.start < cut:
            yield self.left, replace(hit, start=hit.start + self.begins, end=min(hit.end, cut) + self.begins)
        if hit.end > cut + len(_BETWEEN):
            after = cut + len(_BETWEEN)
            yield self.right, replace(hit, start=max(hit.start, after) - after, end=hit.end - after)


def seams_of(texts: Sequence[str]) -> Iterator[Seam]:
    """Between each two parts that say something and have nothing but empty ones between them."""
    told = [number for number, text in enumerate(texts) if text.strip()]
    for left, right in pairwise(told):
        begins = _tail(texts[left], _WORDS)
        text = texts[left][begins:] + _BETWEEN + texts[right][: _head(texts[right], _WORDS)]
        yield Seam(text, left, right, begins, len(texts[left]))


@dataclass(frozen=True)
class Whole:
    """All parts of a text one after the other; `begins`: where each does."""

    text: str
    begins: Sequence[int]
    parts: Sequence[str]


def one_after_another(texts: Sequence[str]) -> Whole:
    """Parts that say something, with the end of a line between them: a number may go on in the next field, and in the one after."""
    begins, at = [], 0
    for text in texts:
        begins.append(at)
        at += len(text) + 1 if text.strip() else 0
    return Whole("\n".join(text for text in texts if text.strip()), begins, texts)


def places_over(whole: Whole, hits: Iterable[Hit]) -> Iterator[tuple[int, Hit]]:
    """(number of the part, hit) in each part that a hit stands in, if it stands in more than one; without the blanks at its ends."""
    for hit in hits:
        over = []
        for number, (begins, text) in enumerate(zip(whole.begins, whole.parts, strict=True)):
            start, end = max(hit.start - begins, 0), min(hit.end - begins, len(text))
            if text.strip() and start < end:
                said = text[start:end]
                start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
                over.append((number, replace(hit, start=start, end=end)))
        if len(over) > 1:
            yield from over


def with_seams(hits: Sequence[Sequence[Hit]], seams: Sequence[Seam]) -> list[list[Hit]]:
    """The hits of each part, with the stops that only its neighbours show. `hits`: of the parts, then of the seams."""
    parts = [list(places) for places in hits[: len(hits) - len(seams)]]
    for seam, places in zip(seams, hits[len(parts) :], strict=True):
        for hit in (one for one in places if one.severity is Severity.STOP):
            for number, place in seam.places(hit):
                if not any(_frees(one, place) for one in parts[number]):
                    parts[number].append(place)
    return [without_doubles(places) for places in parts]


def _frees(one: Hit, place: Hit) -> bool:
    return one.severity is Severity.RELEASED and one.start < place.end and place.start < one.end


def _tail(text: str, words: int) -> int:
    """Where the last so many words begin."""
    cut = text.rsplit(None, words)
    return text.find(cut[1], len(cut[0])) if len(cut) > words else 0


def _head(text: str, words: int) -> int:
    """Where the first so many words end."""
    cut = text.split(None, words)
    return len(text) - len(cut[words]) if len(cut) > words else len(text)
