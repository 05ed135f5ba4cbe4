"""The file of a copy: one page that asks for nothing from outside, and whose content is sealed.

The key comes from the password of whoever takes it along, and the office keeps it among its documents: so what comes back of a copy can be
read by the office and on that copy alone, also where the password was forgotten. A file that is found tells neither whom the office visits
nor when.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from flask import Response, render_template
from markupsafe import Markup

from services.cases.visits import words
from services.cases.visits.domain.checklists import Question
from services.cases.visits.schemas.copies import ITERATIONS, MARK, CopyView, place
from services.cases.visits.schemas.offline import OfflineQuestion, OfflineSection, OfflineVisit, OfflineWord
from services.cases.words import label
from shared import file_parts
from shared.lists import Words
from shared.pages.languages import date_words
from shared.sealing import seal
from shared.typed import dump
from shared.words import language

_PARTS = Path(__file__).parents[2] / "templates" / "cases"


def saved(view: CopyView) -> Response:
    """The file, in the reader's language, under a name that says nothing of the visit."""
    told = json.dumps(dump(_content(view)), ensure_ascii=False).encode()
    script, style = _part("visit_offline.js"), _part("visit_offline.css")
    page = render_template(
        "cases/visit_offline.html",
        script=Markup(script),  # noqa: S704 - a file of ours
        style=Markup(style),  # noqa: S704 - a file of ours
        policy="; ".join(
            [
                "default-src 'none'",
                f"script-src '{_digest(script)}'",
                f"style-src '{_digest(style)}'",
                "form-action 'none'",
                "base-uri 'none'",
                "require-trusted-types-for 'script'",
            ]
        ),
        copy=view.id,
        mark=MARK,
        salt=view.keys.salt,
        iterations=ITERATIONS,
        sealed=b64encode(seal(b64decode(view.keys.key), told, place(view.id, "visit"))).decode(),
    )
    return file_parts.attachment(page.encode(), "text/html", f"besa-{str(view.id)[:8]}", "html")


def _part(name: str) -> str:
    return (_PARTS / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _content(view: CopyView) -> OfflineVisit:
    return OfflineVisit(
        body=view.body.name(language()),
        planned_on=date_words(view.planned_on),
        checklist=words.checklist_name(view.checklist),
        sections=tuple(
            OfflineSection(
                name=one.name.of(language()),
                questions=tuple(_question(view, question) for question in one.questions),
            )
            for one in view.checklist.sections
        ),
        values=_words(words.VALUES),
        sources=_words(words.SOURCES),
        words=_words(words.OFFLINE),
    )


def _question(view: CopyView, question: Question) -> OfflineQuestion:
    shown, stands, before = words.asked(question), view.given.get(question.key), view.before.get(question.key)
    return OfflineQuestion(
        key=question.key,
        text=shown.text,
        child=shown.child,
        critical=question.critical,
        asks_number=question.asks_number,
        about=words.about(shown),
        base=stands.version if stands else 0,
        value=stands.value.value if stands else None,
        number=stands.number if stands else None,
        sources=stands.sources if stands else (),
        before=before.value if before else None,
    )


def _words(table: Mapping[str, Words]) -> tuple[OfflineWord, ...]:
    return tuple(OfflineWord(key=str(key), text=label(table, key)) for key in table)
