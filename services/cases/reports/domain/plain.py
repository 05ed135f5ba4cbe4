"""Whether words are plain enough for a child: short sentences, few long words. Measures of the office, which no law sets (reports.yaml)."""

import re
from dataclasses import dataclass

from shared.rules import ContentViolation


@dataclass(frozen=True)
class Measure:
    """At most so many words in a sentence, and so many of a hundred words longer than `long` letters."""

    sentence: int
    long_words: int
    long: int


def check(words: str, measure: Measure, field: str) -> None:
    """Raises `ContentViolation` with the first sentence that is too long, or where too many words are."""
    for sentence in re.split(r"(?<=[.!?])\s+", words.strip()):
        if len(_words(sentence)) > measure.sentence:
            raise ContentViolation(f"too long: {sentence[:80]}", code="report.sentence_too_long", field=field)
    said = _words(words)
    if sum(len(one) > measure.long for one in said) * 100 > measure.long_words * len(said):
        raise ContentViolation("too many long words", code="report.words_too_long", field=field)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
