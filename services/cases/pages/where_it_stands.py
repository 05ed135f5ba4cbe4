"""Where a case stands, for whoever is asked about it on the telephone: what is awaited from whom, by when, and what was told last."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import has_arrived
from services.cases.domain.timeliness import Word
from services.cases.models import Obligation
from services.cases.pages.case_rows import Fact
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.cases import CaseView
from shared.pages.languages import date_words
from shared.words import language

TOLD, NOT_TOLD = "complainant.informed", "complainant.not_told"
_OPEN = (Word.DUE_IN, Word.LATE)


def rows(session: Session, view: CaseView, today: date) -> list[Fact]:
    """Of the acts that the reader sees. Nothing where nobody owes anything and nobody was told anything."""
    ids = [act.id for act in view.acts]
    owed = (
        select(Obligation).where(Obligation.recommendation_id.in_(ids)).order_by(Obligation.created_at, Obligation.id)
    )
    found = acts.views(session, list(session.execute(owed).scalars()), today)
    posted = [one for one in found if not has_arrived(one.facts)]
    replies = [one for one in found if one.no_reply or one.reply.word is Word.DUE_IN]
    measures = [one for one in found if one.implementation.word in _OPEN and one not in posted]
    facts = [
        *(Fact(_("Letra nuk ka mbërritur"), line) for line in _by_act(posted, None)),
        *(Fact(_("Pritet përgjigjja"), line) for line in _by_act(replies, "reply_due")),
        *(Fact(_("Pritet zbatimi"), line) for line in _by_act(measures, "implementation_due")),
    ]
    told = [one for one in view.history if one.code == TOLD]
    unread = [one for one in view.history if one.code == NOT_TOLD]
    if unread:
        day = date_words(unread[-1].at)
        facts.append(Fact(_("Ankuesit nuk iu tha dot"), _("%(day)s: kutia e tij është fshirë.", day=day)))
    if told:
        facts.append(Fact(_("Ankuesit i thamë së fundi"), f"{date_words(told[-1].at)}: {told[-1].text or '–'}"))
    return facts


def _by_act(views: Iterable[ObligationView], column: str | None) -> list[str]:
    """A line for each act and last day, with the bodies that it is awaited from."""
    bodies: dict[tuple[str, date | None], dict[str, None]] = {}
    for one in views:
        last: date | None = getattr(one.obligation, column) if column else None
        name = one.institution.name(language()) if one.institution else "–"
        bodies.setdefault((one.act.number or "–", last), {})[name] = None
    return [_line(number, last, "; ".join(names)) for (number, last), names in bodies.items()]


def _line(number: str, last: date | None, names: str) -> str:
    if last is None:
        return _("%(number)s: %(bodies)s", number=number, bodies=names)
    return _("%(number)s, deri më %(day)s: %(bodies)s", number=number, day=date_words(last), bodies=names)
