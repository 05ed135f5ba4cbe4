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
from uuid import UUID

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from services.cases.queries.situations import institutions
from services.cases.visits import words
from services.cases.visits.domain.checklists import Question
from services.cases.visits.models import Visit, VisitAnswer, VisitCopy
from services.cases.visits.queries import answers
from services.cases.visits.queries.copies import checklist_in
from services.cases.visits.schemas.copies import (
    MARK,
    CopyKeys,
    OfflineQuestion,
    OfflineSection,
    OfflineVisit,
    OfflineWord,
)
from services.cases.words import label
from shared.documents import Documents
from shared.lists import Words
from shared.pages.languages import date_words
from shared.sealing import seal
from shared.typed import dump
from shared.words import language

#: Of PBKDF2-HMAC-SHA256, which is what every browser has without a library; by OWASP's cheat sheet.
ITERATIONS = 600_000
_PARTS = Path(__file__).parents[2] / "templates" / "cases"


def place(copy_id: UUID, what: str) -> str:
    """To what a sealed value is bound: `visit`, what a copy tells, or `answers`, what it brings back."""
    return f"besa.visit-copy|{copy_id}|{what}"


def file_of(session: Session, documents: Documents, visit: Visit, copy: VisitCopy) -> str:
    """The file as HTML, in the reader's language, with what stands now."""
    keys = documents.read(CopyKeys, copy.keys)
    told = json.dumps(dump(_content(session, visit, copy)), ensure_ascii=False).encode()
    script, style = _part("visit_offline.js"), _part("visit_offline.css")
    return render_template(
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
        copy=copy.id,
        mark=MARK,
        salt=keys.salt,
        iterations=ITERATIONS,
        sealed=b64encode(seal(b64decode(keys.key), told, place(copy.id, "visit"))).decode(),
    )


def file_name(copy_id: UUID) -> str:
    """What the file is called, without its ending: nothing of the visit."""
    return f"besa-{str(copy_id)[:8]}"


def _part(name: str) -> str:
    return (_PARTS / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _content(session: Session, visit: Visit, copy: VisitCopy) -> OfflineVisit:
    checklist, given = checklist_in(copy), answers.latest(session, visit.id)
    body = institutions(session, [visit.institution_id])[visit.institution_id]
    return OfflineVisit(
        body=body.name(language()),
        planned_on=date_words(visit.planned_on),
        checklist=words.checklist_name(checklist),
        sections=tuple(
            OfflineSection(
                name=one.name.of(language()),
                questions=tuple(_question(question, given.get(question.key)) for question in one.questions),
            )
            for one in checklist.sections
        ),
        values=_words(words.VALUES),
        sources=_words(words.SOURCES),
        words=_words(words.OFFLINE),
    )


def _question(question: Question, stands: VisitAnswer | None) -> OfflineQuestion:
    shown = words.asked(question)
    return OfflineQuestion(
        key=question.key,
        text=shown.text,
        child=shown.child,
        critical=question.critical,
        asks_number=question.asks_number,
        about=words.about(shown),
        base=stands.version if stands else 0,
        value=stands.value if stands else None,
        number=stands.number if stands else None,
        sources=tuple(stands.sources) if stands else (),
    )


def _words(table: Mapping[str, Words]) -> tuple[OfflineWord, ...]:
    return tuple(OfflineWord(key=str(key), text=label(table, key)) for key in table)
