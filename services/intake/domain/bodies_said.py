"""Whether a text says a body of the directory that bears somebody's name, or may name a child who is called as the body is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from services.intake.domain.declension import forms
from services.intake.domain.hits import Severity
from services.intake.domain.institutions import is_quoted, kind_ahead
from services.intake.domain.marks import Candidate
from services.intake.domain.said import ARTICLES
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, tokens, words


def beside_bodies(candidate: Candidate, text: str, bodies: Sequence[Sequence[str]], speech: Speech) -> Candidate | None:
    """What is left of a candidate beside what the bodies are called, each by its words: nothing of one that is said with the word for
    what the body is, as the directory has it ("Shkollës “Sami Frashëri”"); a question of one that stands without it. Of what is called a
    person's, and of two words that stand apart, a body says nothing.
    """
    found = words(text)
    place = next((number for number, word in enumerate(found) if word.start == candidate.places[0][1]), None)
    borne = list(_borne(candidate, bodies))
    if place is None or not borne:
        return candidate
    if any(_is_said(text, found, place, body, at, speech.acting) for body, at in borne):
        return None
    called = place > 0 and found[place - 1].spellings[0] in speech.persons
    return candidate if called else replace(candidate, severity=Severity.QUESTION)


def _borne(candidate: Candidate, bodies: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[str], int]]:
    """Each body in whose name both words stand side by side, and at which of its words they begin."""
    if candidate.apart or not candidate.names:
        return
    one, other = candidate.names
    for body in bodies:
        for at, (first, last) in enumerate(pairwise(body)):
            if any(_is_form(a, first) for a in one) and any(_is_form(b, last) for b in other):
                yield body, at


def _is_said(
    text: str, found: Sequence[Word], place: int, body: Sequence[str], at: int, acting: Collection[str]
) -> bool:
    """Whether the body's own words stand around the name, from the first of them to it, or of an English one from it to the last; or at
    least the first of them, with other words for the kind of such a body.
    """
    start = found[place].start
    if at == 0:
        after = found[place + 2 : place + len(body)]
        return len(body) > 2 and [word.spellings[0] for word in after] == list(body[2:])
    if any(_is_form(one, body[0]) for one in kind_ahead(text, start, acting)):
        return True
    before = found[max(0, place - at) : place]
    alike = len(before) == at and all(
        any(_is_form(one, part) for one in word.spellings) for word, part in zip(before, body[:at], strict=True)
    )
    return alike and (is_quoted(text, start) or not _is_owned(found, place - at, acting))


def _is_owned(found: Sequence[Word], place: int, acting: Collection[str]) -> bool:
    """Whether somebody of it is told of: "Mësuesi i shkollës Agim Topi" may be the teacher's name."""
    if place < 2 or found[place - 1].spellings[0] not in ARTICLES:
        return False
    return any(one in acting for one in found[place - 2].spellings)


def _is_form(spelling: str, token: str) -> bool:
    if token in ARTICLES:
        return spelling in ARTICLES
    return spelling[0] == token[0] and spelling in forms(token)


def names_of(bodies: Collection[str]) -> list[list[str]]:
    """The words of each name, as they are compared."""
    return [tokens(name) for name in bodies]
