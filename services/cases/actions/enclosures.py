"""What a letter encloses, as paper: the copy of another letter as it was sent, or a text of ours set as one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.cases.clients import typesetting
from services.cases.data import acts as act_data
from shared.documents import Documents
from shared.events.documents.cases import Enclosure

_TEXT = "text.typ"


def printed(documents: Documents, enclosed: Sequence[Enclosure], language: str, day: date) -> tuple[Enclosure, ...]:
    """A step of others: these enclosures, each with its PDF in the store, so that whoever prints the letter prints all of it."""
    made = ((one, _pdf_of(documents, one, language, day)) for one in enclosed)
    return tuple(replace(one, pdf=pdf) if pdf else one for one, pdf in made)


def papers(documents: Documents, enclosed: Sequence[Enclosure]) -> list[bytes]:
    """The PDFs of these enclosures, in their order; one of before they were printed has none."""
    return [documents.get(one.pdf) for one in enclosed if isinstance(one.pdf, str)]


def _pdf_of(documents: Documents, enclosure: Enclosure, language: str, day: date) -> str | None:
    content = documents.get_json(enclosure.document)
    if isinstance(content.get("pdf"), str):
        return str(content["pdf"])
    if not isinstance(content.get("text"), str):
        # A copy of before letters were printed has neither.
        return None
    spoken = str(content.get("language", language))
    words = act_data.letter_words(spoken, day)
    paper = {"title": content["title"], "text": content["text"], "language": spoken, "sender": words["office"]}
    return documents.put(typesetting.pdf({**paper, "words": words}, day, template=_TEXT))
