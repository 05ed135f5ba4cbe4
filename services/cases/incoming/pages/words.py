"""What is recommended to the office, in words: rows of tables, the facts of one item, who issued it, what a file is not."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import issuers
from services.cases.domain.timeliness import Word
from services.cases.pages.acting import today
from services.cases.pages.tables import facts_of, shortened
from shared.errors import Problem
from shared.pages.forms import SelectChoice
from shared.pages.languages import date_words, datetime_words
from shared.words import language


def issuer_name(key: str) -> str:
    return words.of_pair(issuers(today()).get(key, {"name": key}), "name", language())


def issuer_choices() -> list[SelectChoice]:
    return [SelectChoice(key, issuer_name(key)) for key in issuers(today())]


def row(view: Any) -> dict[str, Any]:
    """A row of the list; `late` is for the reply."""
    return {
        "href": url_for("incoming_pages.incoming_item", item_id=view.item.id),
        "name": _("%(number)s, pika %(item)s", number=view.source.number, item=view.item.item),
        "title": view.source.title,
        "short": shortened(view.item.text),
        "issuer": issuer_name(view.source.issuer),
        **_facts(view),
        "due": view.item.reply_due,
        "due_words": words.timeliness_words(view.reply),
        "late": view.reply.word is Word.LATE,
    }


def facts(view: Any) -> list[dict[str, str]]:
    """What one item is and where it stands, for `p.summary_list`."""
    item, labels = view.item, _facts(view)
    said = [
        (_("Kush e dha"), issuer_name(view.source.issuer)),
        (_("Dita e dokumentit"), date_words(view.source.issued_on)),
        (_("Dita e marrjes"), date_words(view.source.received_on)),
        (_("Afati i përgjigjes"), _due(item.reply_due, words.timeliness_words(view.reply))),
        (_("Përgjigjja e zyrës"), _on(labels["reply_label"], item.answered_on)),
        (_("Zyra thotë"), labels["claimed_label"]),
        (_("Afati i zbatimit"), _due(item.implementation_due, words.timeliness_words(view.implementation))),
        (_("Dhënësi gjeti"), _on(labels["assessed_label"], item.implemented_on)),
    ]
    if item.next_check:
        said.append((_("Dhënësi e shqyrton përsëri"), date_words(item.next_check)))
    return [{"key": key, "value": value} for key, value in said]


def figure(one: Any) -> dict[str, Any]:
    """How the office does with the items of one issuer; the denominator is their number."""
    return {
        "issuer": issuer_name(one.issuer),
        "items": one.items,
        "answered": one.answered,
        "late": one.late,
        "claimed": one.claimed.get("implemented", 0),
        "assessed": one.assessed.get("implemented", 0),
    }


def report(view: Any) -> dict[str, Any]:
    """One entry of what was said of an item."""
    one = view.report
    if one.assessed is not None:
        said = _("Dhënësi gjeti: %(word)s", word=words.label(words.ASSESSMENTS, one.assessed).lower())
    elif one.position is not None:
        said = _("Zyra u përgjigj")
    else:
        said = _("Zyra tregoi ku është")
    more = [words.label(words.CLAIMS, one.claimed)] if one.claimed else []
    more += [_("deri më %(day)s", day=date_words(one.promised_date))] if one.promised_date else []
    return {"title": ", ".join([said, *more]), "when": datetime_words(one.at), "text": view.text}


def unreadable(problem: Problem) -> str:
    """Why nothing could be read of a file. The names of its columns stand on the page."""
    if problem.status == 413:
        return _("Skedari është më i madh se 1 MB.")
    return _("Nga ky skedar nuk lexohet dot: CSV në UTF-8 me kolonat e mëposhtme, ose JSON si ai që ruhet nga lista.")


def _facts(view: Any) -> dict[str, str]:
    """The stored facts with their labels. The office has said something of its progress once it has replied."""
    return facts_of(view.item, said_anything=view.item.answered_on is not None)


def _on(label: str, day: Any) -> str:
    return f"{label}, {date_words(day)}" if day else label


def _due(day: Any, said: str) -> str:
    if day is None:
        return _("Ende pa datë")
    return date_words(day) if said in ("–", "") else f"{date_words(day)} ({said})"
