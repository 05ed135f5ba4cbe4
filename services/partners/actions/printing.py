"""A batch of the post book as one file: for each body a sheet with its address, then its letters, each with its enclosures.

What is no PDF and no text of ours is named on the sheet, to be printed on its own. Each body begins on a new leaf, so that a
printer of both sides puts no two bodies on one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.actions import posting
from services.partners.queries import post
from services.partners.queries.copies import rendered
from services.partners.queries.post import ToPrint
from services.partners.schemas.post import PostAnswer
from shared import pdf, typesetting
from shared.declension import declined
from shared.documents import DocumentMissingError, Documents
from shared.principal import Principal
from shared.rules import RuleViolation, refuse

TEMPLATES = Path(data.__file__).parent / "post"


@dataclass
class Bundle:
    """One letter: its pages in order, what they are, and what could not be put among them."""

    title: str
    words: Mapping[str, str]
    parts: list[bytes] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    separately: list[str] = field(default_factory=list)

    def add(self, name: str, content: bytes | None) -> None:
        """`content`: a PDF, or None for what cannot be printed here."""
        try:
            pages = pdf.page_count(content or b"")
        except ValueError:
            self.separately.append(name)
        else:
            self.names.append(self.words["one_page" if pages == 1 else "pages"].format(name=name, count=pages))
            self.parts.append(content or b"")


def print_batch(
    by: Principal, session: Session, documents: Documents, entry_ids: Sequence[UUID], *, now: datetime
) -> bytes:
    """The chosen letters, or all that wait, as one PDF; what of these may not leave is named on top. Raises `NotFound`, and `RuleViolation` (409) where nothing waits, or for each whose
    paper is lost: nobody takes a batch without it for whole.
    """
    batch = post.batch(session, by, entry_ids, domain.local_date(now))
    letters = batch.letters
    if not letters:
        raise RuleViolation("nothing waits to be sent", code="nothing_to_print")
    refuse(_lost(letters, documents))
    today, by_body = domain.local_date(now), groupby(letters, key=lambda one: one.entry.to)
    bodies = [_of_body(list(group), documents, today) for _body, group in by_body]
    printed = pdf.joined([*_left_out(batch.left_out, today), *bodies], new_leaves=True)
    posting.note_printed(by, session, [one.entry for one in letters], now=now)
    return printed


def _left_out(entries: Sequence[PostAnswer], today: date) -> list[bytes]:
    """For the office, on top: which reminders wait and are not in this batch, and why."""
    if not entries:
        return []
    words = data.sheet_words("sq")
    lines = [f"{one.number}, {one.name('sq')}: {words[str(one.stopped)]}" for one in entries]
    text = "\n\n".join([words["left_out_said"], *lines])
    page = {"title": words["left_out"], "text": text, "language": "sq", "sender": words["for_office"], "to": ""}
    return [_set(page, today, "text.typ")]


def _lost(letters: Sequence[ToPrint], documents: Documents) -> Iterator[RuleViolation]:
    for one in letters:
        try:
            rendering = rendered(documents, one.copy)
            papers = [one.letter] if one.letter else [each["document"] for each in rendering.get("attachments", [])]
            for paper in papers:
                documents.get(paper)
            if pdf_of := documents.get_json(one.letter).get("pdf") if one.letter else rendering.get("pdf"):
                documents.get(pdf_of)
        except DocumentMissingError:
            fault = RuleViolation("a part of its paper is not in the store", code="paper_lost")
            fault.of = str(one.entry.id)
            yield fault


def _of_body(letters: Sequence[ToPrint], documents: Documents, today: date) -> bytes:
    """What one body gets; the sheet is in the language of its first letter."""
    rendering, entry = rendered(documents, letters[0].copy), letters[0].entry
    said = str(rendering.get("language", "sq"))
    words = data.sheet_words(said)
    bundles = [_bundle(one, documents, words, today) for one in letters]
    sheet = {
        "sender": rendering["sender"][f"name_{said}"],
        "language": said,
        "name": _called(rendering, entry, said),
        "address": (entry.address or words["no_address"]).split(", "),
        "letters": [
            {
                "title": one.title,
                "contents": "; ".join(one.names),
                "separately": one.separately,
                "settled": ", ".join(map(str, letter.entry.settled_items)),
            }
            for letter, one in zip(letters, bundles, strict=True)
        ],
        "words": words,
    }
    return pdf.joined([_set(sheet, today, "sheet.typ"), *(part for bundle in bundles for part in bundle.parts)])


def _called(rendering: Mapping[str, Any], entry: PostAnswer, language: str) -> str:
    """As one writes to it: in Albanian in the dative, as the letter has it if it is still the same body."""
    name, addressee = entry.name(language), rendering["addressee"]
    if language != "sq":
        return name
    return str(addressee.get("dative_sq") or name) if addressee.get("name_sq") == name else declined(name).dative


def _bundle(letter: ToPrint, documents: Documents, words: Mapping[str, str], today: date) -> Bundle:
    """A reminder goes alone, as it was printed when it was signed (one of before that, set here); an act with what it encloses."""
    rendering, entry = rendered(documents, letter.copy), letter.entry
    if letter.letter is not None:
        bundle = Bundle(f"{words[entry.rung or 'reminder']}: {entry.number}", words)
        text, to = documents.get_json(letter.letter), entry.name(str(rendering.get("language", "sq")))
        pdf_of = text.get("pdf")
        bundle.add(words["letter"], documents.get(pdf_of) if pdf_of else _text(text, rendering, to, today))
        return bundle
    bundle = Bundle(f"{entry.number}: {rendering['title']}", words)
    if "known" in rendering:
        bundle.add(words["letter"], _handed(rendering, documents, entry.name(str(rendering["language"])), today))
        return bundle
    bundle.add(words["letter"], documents.get(rendering["pdf"]) if rendering.get("pdf") else None)
    for name, content in _enclosed(rendering, documents, today):
        bundle.add(name, content)
    return bundle


def _handed(rendering: Mapping[str, Any], documents: Documents, to: str, today: date) -> bytes:
    """A redirected complaint as intake hands it over: a text without a letter of its own."""
    said = str(rendering["language"])
    known = [f"{one[f'name_{said}']}: {one['value']}" for one in _released(rendering, documents)]
    parts = [rendering["grounds"], "\n".join(known), rendering["reply"][f"instructions_{said}"]]
    text = {
        "title": f"{rendering['number']}: {rendering['title']}",
        "text": "\n\n".join(part for part in parts if part),
        "language": said,
    }
    return _text(text, rendering, to, today)


def _released(rendering: Mapping[str, Any], documents: Documents) -> list[dict[str, str]]:
    """What of an identity goes along; nothing, once the office erased the file."""
    try:
        return list(json.loads(documents.get(rendering["released"]))) if rendering["known"] else []
    except DocumentMissingError:
        return []


def _enclosed(rendering: Mapping[str, Any], documents: Documents, today: date) -> Iterator[tuple[str, bytes | None]]:
    """What an act encloses, by its name: the letter that is enclosed as it was sent, a text set as one, a file as it is."""
    for one in rendering.get("attachments", []):
        content = documents.get(one["document"])
        name = str(one.get(f"title_{rendering.get('language', 'sq')}") or one.get("title_sq", ""))
        if content.startswith(b"%PDF-"):
            yield name, content
            continue
        try:
            enclosed = json.loads(content)
        except ValueError:
            yield name, None
            continue
        if enclosed.get("pdf"):
            yield name, documents.get(enclosed["pdf"])
        else:
            yield name, _text(enclosed, rendering, "", today) if "text" in enclosed else None


def _text(text: Mapping[str, Any], rendering: Mapping[str, Any], to: str, today: date) -> bytes:
    said = str(text.get("language", "sq"))
    letter = {
        "title": text["title"],
        "text": text["text"],
        "language": said,
        "sender": rendering["sender"][f"name_{said}"],
        "to": to,
    }
    return _set(letter, today, "text.typ")


def _set(content: Mapping[str, object], today: date, template: str) -> bytes:
    return typesetting.pdf(content, today, TEMPLATES, template)
