"""What one report about many letters says of each."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import texts
from services.cases.actions.escalations.matter import Matter
from services.cases.data.clock_words import fill
from services.cases.domain.ladder import RungKey
from shared.documents import Documents


def grounds_of(session: Session, documents: Documents, matters: list[Matter], today: date) -> str:
    """The texts under their titles; what all of them end with is said once, at the end of all. Letters that only count as delivered stand apart
    from those whose delivery is known: of these nobody has read on which day the body had them.
    """
    words = [texts.letter_words(session, documents, one, RungKey.ASSEMBLY_REPORT.value, today) for one in matters]
    ends = {one["text"].rsplit("\n\n", 1)[-1] for one in words}
    end = ends.pop() if len(ends) == 1 and len(words) > 1 else ""
    sections = [f"{one['title']}\n\n{one['text'].removesuffix(end).strip()}" for one in words]
    deemed = [one for matter, one in zip(matters, sections, strict=True) if _only_counts(matter)]
    known = [one for matter, one in zip(matters, sections, strict=True) if not _only_counts(matter)]
    heading = str(data.rung_words("report_parts", today)["deemed"][f"text_{matters[0].language}"])
    return "\n\n".join(filter(None, [*known, heading if known and deemed else "", *deemed, end]))


def measures_of(session: Session, matters: list[Matter], measures: Iterable[str], today: date) -> list[str]:
    """The measures, each with the letters for which it is proposed: in a report about several nobody knows otherwise to which it belongs. What is not
    proposed for all of them, who writes the draft takes away.
    """
    parts, language = data.rung_words("report_parts", today), matters[0].language
    if len({matter.act.id for matter in matters}) == 1:
        return list(measures)
    letters = "; ".join(texts.letter_named(session, one, parts["letter"], today) for one in matters)
    return [fill(parts["measure"], "text", language, measure=_ended(one), letters=letters) for one in measures]


def _ended(measure: str) -> str:
    return measure if measure.endswith((".", "!", "?", "”")) else f"{measure}."


def _only_counts(matter: Matter) -> bool:
    return matter.addressee.delivered_on is None and any(one.deemed_on is not None for one in matter.owed)
