"""Commitments in words: rows of tables, the facts of one, what was said of it, and the picture of figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.cases import words as of_cases
from services.cases.commitments import words
from services.cases.commitments.domain.words import SAID_NOTHING, Fact
from services.cases.commitments.forms import AsOfForm
from services.cases.commitments.schemas.commitments import (
    AsOfQuery,
    CommitmentLineAnswer,
    OwedByAnswer,
    PublicWordAnswer,
    WordAnswer,
)
from services.cases.commitments.schemas.figures import CommitmentCountsAnswer, DocumentCountsAnswer
from services.cases.data.acts import evidence_entries
from services.cases.domain.obligations import Assessed
from services.cases.domain.timeliness import Timeliness
from services.cases.domain.timeliness import Word as Late
from services.cases.forms.refusals import with_legal
from services.cases.gaps.pages.words import article_names, cluster_text
from services.cases.incoming.pages.words import issuer_name
from services.cases.pages.acting import today
from services.cases.pages.tables import shortened
from services.cases.schemas.obligations import SourceAnswer, TimelinessAnswer
from shared.pages.languages import date_words, datetime_words
from shared.rules import ContentViolation
from shared.typed import load
from shared.words import language

A = TypeVar("A")
#: The words of the office in the order in which a picture tells them, each with its colour; of none a number is hidden.
_COLOURS: Mapping[Assessed, str] = {
    Assessed.IMPLEMENTED: "#00703c",
    Assessed.PARTLY: "#2f6f8f",
    Assessed.IN_PROCESS: "#1d70b8",
    Assessed.NOT: "#d4351c",
    Assessed.OVERTAKEN: "#505a5f",
    Assessed.NOT_ASSESSABLE: "#4c2c92",
    Assessed.NOT_ASSESSED: "#b1b4b6",
}
#: Of one bar, in units that are pixels on a telephone.
WIDTH, HEIGHT = 340, 44


@dataclass(frozen=True)
class CommitmentRow:
    """A row of a list. `name`: where in its document."""

    href: str
    name: str
    short: str
    claimed: str
    assessed: str
    assessed_label: str
    due: date | None
    due_words: str
    late: bool


def row(line: CommitmentLineAnswer, href: str) -> CommitmentRow:
    return CommitmentRow(
        href=href,
        name=f"{line.number}, {place(line)}",
        short=shortened(line.text(language())),
        claimed=words.word(Fact.CLAIMED, line.claimed or SAID_NOTHING),
        assessed=line.assessed,
        assessed_label=words.word(Fact.ASSESSED, line.assessed),
        due=line.due,
        due_words=of_cases.timeliness_words(_timeliness(line.timeliness)),
        late=line.timeliness.word == Late.LATE,
    )


def place(line: CommitmentLineAnswer) -> str:
    """Where in its document it stands."""
    if line.paragraph:
        return _("paragrafi %(number)s", number=line.paragraph)
    return _("pika %(item)s", item=line.item)


def facts(line: CommitmentLineAnswer) -> list[dict[str, object]]:
    """What one commitment is, for `p.summary_list`."""
    shown = row(line, "")
    due = f"{date_words(line.due)}. {shown.due_words}" if line.due else _("Pa afat")
    names = article_names()
    entries: list[tuple[str, object]] = [
        (_("Kush e kërkon"), issuer_name(line.issuer)),
        (_("Dokumenti"), f"{line.title} ({line.number}), {date_words(line.issued_on)}"),
        (_("Ku"), place(line)),
        (_("Institucionet përgjegjëse"), "; ".join(owed_by(one) for one in line.bodies) or "–"),
        (_("Nenet e Konventës"), "; ".join(f"{code} {names.get(code, '')}".strip() for code in line.rights)),
        (_("Grupet e Konventës"), cluster_text(line.clusters)),
        (_("Deri kur"), due),
    ]
    return [{"key": key, "value": value} for key, value in entries]


def owed_by(one: OwedByAnswer) -> str:
    name = one.name_en if language() == "en" else one.name_sq
    if name is not None:
        return name
    return _("të gjitha: %(kind)s", kind=of_cases.label(of_cases.CLASSES, one.key))


def _timeliness(told: TimelinessAnswer) -> Timeliness:
    return Timeliness(Late(told.word), told.days)


@dataclass(frozen=True)
class SourceShown:
    """What a finding rests on; `href`: where it is opened, none of what is no page."""

    text: str
    href: str | None


@dataclass(frozen=True)
class WordShown:
    """One entry of what was said. `ends`: how it was decided, or that it waits."""

    id: UUID | None
    fact: str
    title: str
    when: str
    text: str | None
    source: str | None
    sources: Sequence[SourceShown]
    ends: str
    waits: bool


def said(one: WordAnswer, people: Mapping[UUID, str]) -> WordShown:
    """For the office, which sees who wrote it and what became of it."""
    wrote = people.get(one.by, "–")
    ends = str(words.WAITS)
    if one.decision is not None and one.decided_by is not None and one.decided_at is not None:
        ends = f"{words.DECISIONS[one.decision]}: {people.get(one.decided_by, '–')}, {datetime_words(one.decided_at)}"
    return WordShown(
        id=one.id,
        fact=one.fact,
        title=_title(one),
        when=_("%(name)s, %(when)s", name=wrote, when=datetime_words(one.at)),
        text=one.text,
        source=one.source,
        sources=[_source(source) for source in one.evidence],
        ends=f"{ends}. {one.reason}" if one.reason else ends,
        waits=one.decision is None,
    )


def told(one: PublicWordAnswer) -> WordShown:
    """For anybody."""
    return WordShown(
        id=None,
        fact=one.fact,
        title=_title(one),
        when=date_words(one.since),
        text=one.text,
        source=one.source,
        sources=[_source(source) for source in one.sources],
        ends="",
        waits=False,
    )


def _title(one: WordAnswer | PublicWordAnswer) -> str:
    parts = [f"{words.FACTS[one.fact]}: {words.word(one.fact, one.word).lower()}", date_words(one.since)]
    if one.done_on:
        parts.append(_("u zbatua më %(day)s", day=date_words(one.done_on)))
    if one.promised_date:
        parts.append(_("deri më %(day)s", day=date_words(one.promised_date)))
    if one.next_check:
        parts.append(_("kontrollohet përsëri më %(day)s", day=date_words(one.next_check)))
    if one.unassessable:
        parts.append(of_cases.label(of_cases.UNASSESSABLE, one.unassessable).lower())
    return ", ".join(parts)


def _source(one: SourceAnswer) -> SourceShown:
    name = of_cases.of_pair(evidence_entries(today())[one.kind], "name", language())
    if one.address:
        seen = _("parë më %(day)s", day=date_words(one.seen_on)) if one.seen_on else ""
        return SourceShown(f"{name}: {one.address} ({seen})" if seen else f"{name}: {one.address}", one.address)
    kind, _colon, ref = one.ref.partition(":")
    if kind == "indicator":
        return SourceShown(f"{name}: {ref}", url_for("indicator_pages.indicator", key=ref))
    if kind == "gap":
        return SourceShown(name, url_for("gaps_pages.gap", gap_id=ref))
    if kind == "act":
        return SourceShown(name, url_for("recommendations_pages.recommendation", act_id=ref))
    return SourceShown(f"{name}: {ref}", None)


@dataclass(frozen=True)
class Part:
    x: float
    width: float
    colour: str
    count: int
    label: str

    @property
    def is_light(self) -> bool:
        return self.colour == _COLOURS[Assessed.NOT_ASSESSED]


@dataclass(frozen=True)
class Bar:
    """What the office found of one document, as a bar; `y`: where it stands on the drawing."""

    name: str
    y: int
    parts: Sequence[Part]


def bars(counts: Iterable[CommitmentCountsAnswer]) -> list[Bar]:
    return [Bar(_name(one), place * HEIGHT, list(_parts(one))) for place, one in enumerate(counts)]


def _parts(counts: CommitmentCountsAnswer) -> Iterable[Part]:
    x = 0.0
    for word, colour in _COLOURS.items():
        if count := counts.assessed.get(word, 0):
            width = WIDTH * count / counts.total
            yield Part(x, width, colour, count, words.word(Fact.ASSESSED, word))
            x += width


def legend() -> list[tuple[str, str]]:
    return [(colour, words.word(Fact.ASSESSED, word)) for word, colour in _COLOURS.items()]


def _name(one: CommitmentCountsAnswer) -> str:
    return one.key if isinstance(one, DocumentCountsAnswer) else f"{one.key}. {one.name(language())}"


def counted(one: CommitmentCountsAnswer, href: str | None, called: str = "") -> list[object]:
    """A row of the table of figures: its name, all, what the State says, what the office found, and both against each other."""
    name: object = {"text": _name(one), "href": href} if href else called
    numbers = [
        one.total,
        one.claimed.get("implemented", 0),
        one.contradicted,
        one.late,
        *(one.assessed.get(word, 0) for word in _COLOURS),
    ]
    return [name, *({"text": number, "numeric": True} for number in numbers)]


def head(first: str) -> list[object]:
    """The head of that table."""
    columns = [
        _("Zotime"),
        _("Shteti: e zbatoi"),
        _("Shteti thotë po, zyra gjeti ndryshe"),
        _("Me vonesë"),
        *(_("Zyra: %(word)s", word=words.word(Fact.ASSESSED, word).lower()) for word in _COLOURS),
    ]
    return [first, *({"text": one, "numeric": True} for one in columns)]


def text(line: CommitmentLineAnswer) -> str:
    """What is asked, in the language of whoever reads."""
    return line.text(language())


class _AsOf(Protocol):
    @property
    def on(self) -> date: ...

    @property
    def known(self) -> date: ...


def days(answer: _AsOf) -> AsOfForm:
    """The form in which another day is asked for."""
    return AsOfForm(formdata=None, data={"on": answer.on, "known": answer.known})


def as_asked(read: Callable[[AsOfQuery], A]) -> tuple[A, str | None]:
    """What is read on the day, and as known on the day, that the address asks for; today's, with a refusal, where there is no such day."""
    names = ("on", "known")
    try:
        asked = load(AsOfQuery, {name: request.args[name] for name in names if request.args.get(name, "").strip()})
        return read(asked), None
    except ValidationError:
        return read(AsOfQuery()), _("Adresa kërkon diçka që kjo faqe nuk e njeh.")
    except ContentViolation as error:
        return read(AsOfQuery()), with_legal(error)
