"""What is recommended to the office, in words: rows of tables, the facts of one item, who issued it, what a file is not."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import issuers
from services.cases.domain.timeliness import Word
from services.cases.incoming.models import IncomingItem
from services.cases.incoming.queries import IncomingView
from services.cases.incoming.schemas.letters import IncomingFigures, IncomingReportAnswer
from services.cases.pages.acting import today
from services.cases.pages.tables import shortened
from shared.errors import Problem
from shared.pages.languages import date_words, datetime_words
from shared.words import language


def issuer_name(key: str) -> str:
    return words.of_pair(issuers(today()).get(key, {"name": key}), "name", language())


@dataclass(frozen=True)
class ItemRow:
    """A row of the list; `late` is for the reply."""

    href: str
    name: str
    title: str
    short: str
    issuer: str
    reply: str
    reply_label: str
    assessed: str
    assessed_label: str
    due: date | None
    due_words: str
    late: bool


def row(view: IncomingView) -> ItemRow:
    item, source = view.item, view.source
    return ItemRow(
        href=url_for("incoming_pages.incoming_item", item_id=item.id),
        name=_("%(number)s, pika %(item)s", number=source.number, item=item.item),
        title=source.title,
        short=shortened(item.text),
        issuer=issuer_name(source.issuer),
        reply=item.reply,
        reply_label=words.label(words.REPLIES, item.reply),
        assessed=item.assessed,
        assessed_label=words.label(words.ASSESSMENTS, item.assessed),
        due=item.reply_due,
        due_words=words.timeliness_words(view.reply),
        late=view.reply.word is Word.LATE,
    )


def facts(view: IncomingView) -> list[dict[str, str]]:
    """What one item is and where it stands, for `p.summary_list`."""
    item, source, shown = view.item, view.source, row(view)
    entries = [
        (_("Kush e dha"), shown.issuer),
        (_("Dita e dokumentit"), date_words(source.issued_on)),
        (_("Dita e marrjes"), date_words(source.received_on)),
        (_("Afati i përgjigjes"), _due(item.reply_due, shown.due_words)),
        (_("Përgjigjja e zyrës"), _on(shown.reply_label, item.answered_on)),
        (_("Zyra thotë"), _claimed(item)),
        (_("Afati i zbatimit"), _due(item.implementation_due, words.timeliness_words(view.implementation))),
        (_("Dhënësi gjeti"), _on(shown.assessed_label, item.implemented_on)),
    ]
    if item.next_check:
        entries.append((_("Dhënësi e shqyrton përsëri"), date_words(item.next_check)))
    return [{"key": key, "value": value} for key, value in entries]


@dataclass(frozen=True)
class FigureRow:
    """How the office does with the items of one issuer; the denominator is their number."""

    issuer: str
    of_items: int
    answered: int
    late: int
    claimed: int
    assessed: int


def figure(figures: IncomingFigures) -> FigureRow:
    return FigureRow(
        issuer=issuer_name(figures.issuer),
        of_items=figures.items,
        answered=figures.answered,
        late=figures.late,
        claimed=figures.claimed.get("implemented", 0),
        assessed=figures.assessed.get("implemented", 0),
    )


@dataclass(frozen=True)
class ReportRow:
    """One entry of what was said of an item."""

    title: str
    when: str
    text: str


def report(entry: IncomingReportAnswer) -> ReportRow:
    if entry.assessed is not None:
        title = _("Dhënësi gjeti: %(word)s", word=words.label(words.ASSESSMENTS, entry.assessed).lower())
    elif entry.position is not None:
        title = _("Zyra u përgjigj")
    else:
        title = _("Zyra tregoi ku është")
    more = [words.label(words.CLAIMS, entry.claimed)] if entry.claimed else []
    more += [_("deri më %(day)s", day=date_words(entry.promised_date))] if entry.promised_date else []
    return ReportRow(title=", ".join([title, *more]), when=datetime_words(entry.at), text=entry.text)


def unreadable(problem: Problem) -> str:
    """Why nothing could be read of a file. The names of its columns stand on the page."""
    if problem.status == 413:
        return _("Skedari është më i madh se 1 MB.")
    return _("Nga ky skedar nuk lexohet dot: CSV në UTF-8 me kolonat e mëposhtme, ose JSON si ai që ruhet nga lista.")


def _claimed(item: IncomingItem) -> str:
    """The office has said something of its progress once it has replied."""
    return words.label(words.CLAIMS, item.claimed) if item.answered_on else str(words.SAID_NOTHING)


def _on(label: str, day: date | None) -> str:
    return f"{label}, {date_words(day)}" if day else label


def _due(day: date | None, lateness: str) -> str:
    if day is None:
        return _("Ende pa datë")
    return date_words(day) if lateness in ("–", "") else f"{date_words(day)} ({lateness})"
