"""What a letter recounts, in words: the acts of inquiry and the findings of its case, as one addressee may read them.

Words of the office, days, numbers and norms alone: what an officer wrote of a finding stays in the file, and names are in none of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.cases.data import acts as act_data
from services.cases.domain.bodies import Role
from services.cases.models import ActAddressee, Recommendation
from services.cases.queries import recounted
from services.cases.queries.recounted import Asked, Violated, Visited
from shared.clock_words import day_words
from shared.english import in_sentences
from shared.events.documents.cases import BothWords


@dataclass(frozen=True)
class Recounted:
    """One sentence each, in both languages; empty where there is nothing to recount."""

    inquiry: tuple[BothWords, ...] = ()
    findings: tuple[BothWords, ...] = ()


def recount(
    session: Session, act: Recommendation, addressee: ActAddressee, parts: Collection[str], day: date
) -> Recounted:
    """What the letter of that day says of it in those of its `parts`. Who is only informed is told what is asked of the others, and no more."""
    if addressee.role == Role.FOR_INFORMATION:
        return Recounted()
    done = recounted.inquiries(session, act, addressee.institution_id, day) if "inquiry" in parts else []
    found = recounted.violations(session, act, addressee, day) if "findings" in parts else []
    return worded(done, found, day)


def worded(done: Sequence[Asked | Visited], found: Sequence[Violated], day: date) -> Recounted:
    """The sentences of these."""
    said = ("sq", act_data.letter_words("sq", day)), ("en", act_data.letter_words("en", day))
    inquiry = [BothWords(**{language: _done(one, language, words) for language, words in said}) for one in done]
    findings = [BothWords(**{language: _found(one, language, words, day) for language, words in said}) for one in found]
    return Recounted(tuple(inquiry), tuple(dict.fromkeys(findings)))


def _done(one: Asked | Visited, language: str, words: dict[str, str]) -> str:
    on = day_words(one.day, language)
    if isinstance(one, Visited):
        return words["visited"].format(day=on, number=one.number)
    protocol = words["protocol"].format(protocol=one.protocol)
    letter = protocol[:1].lower() + protocol[1:] if one.protocol else one.number
    asked = words["asked"].format(letter=letter, day=on)
    if not one.replied:
        # Nobody is told that they did not answer while they still may.
        return f"{asked} {words['asked_silent']}" if one.silent else asked
    replied = "asked_replied" if len(one.replied) == 1 else "asked_replied_often"
    days = [day_words(day, language) for day in one.replied]
    listed = words["and_day"].join(filter(None, [", ".join(days[:-1]), *days[-1:]]))
    return f"{asked} {words[replied].format(days=listed)}"


def _found(one: Violated, language: str, words: dict[str, str], day: date) -> str:
    norm, graded = act_data.norm_words(one.right, language, day), f"_{one.grade}" if one.grade else ""
    if one.by_addressee:
        return words[f"found_you{graded}"].format(norm=norm)
    if one.body is None:
        return words[f"found_nobody{graded}"].format(norm=norm)
    name = one.body.name(language)
    return words[f"found_body{graded}"].format(norm=norm, body=name, **in_sentences("body", name, language))
