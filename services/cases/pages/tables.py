"""What stands in one row of the tables that several pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.domain.obligations import Reply, has_arrived
from services.cases.domain.standing import State
from services.cases.domain.timeliness import Word
from services.cases.models.facts import HasFacts
from services.cases.pages.delivery_rows import NOT_BROUGHT, delivery_words
from services.cases.queries.acts import ObligationView
from shared.words import language

SHORT = 160


@dataclass(frozen=True)
class Facts:
    """The five stored facts, each with its label."""

    delivery: str
    delivery_label: str
    reply: str
    reply_label: str
    claimed: str
    claimed_label: str
    assessed: str
    assessed_label: str
    confirmed: str
    confirmed_label: str


@dataclass(frozen=True)
class ObligationRow(Facts):
    """A row for `obligation_table` and `facts_table`; `late` is for the reply; `done_by`: by when it is to be done, as it is counted."""

    id: UUID
    act_number: str | None
    title: str
    institution: str
    institution_id: UUID
    due: date | None
    due_words: str
    late: bool
    done_by: date | None
    state: str
    state_label: str
    monitoring: bool


@dataclass(frozen=True)
class ItemRows:
    """One item of an act, with a row for each body that owes it."""

    id: UUID
    text: str
    due: date | None
    rows: list[ObligationRow]


def obligation_row(view: ObligationView) -> ObligationRow:
    obligation, fell = view.obligation, view.obligation.fell_on is not None
    facts = facts_of(obligation, said_anything=view.said_anything, reply_label=reply_label(view), fell=fell)
    decided = act_data.told_outcome(obligation.outcome)
    return ObligationRow(
        **(vars(facts) | {"assessed_label": outcome_name(decided) if decided else facts.assessed_label}),
        id=obligation.id,
        act_number=view.act.number,
        title=shortened(view.item.text),
        institution=institution_name(view),
        institution_id=obligation.institution_id,
        due=obligation.last_day,
        due_words=_due_words(view),
        late=view.reply.word is Word.LATE,
        done_by=obligation.implementation_due,
        state=view.state,
        state_label=words.label(words.ACT_STATUSES, view.act.status) if fell else words.label(words.STATES, view.state),
        monitoring=view.monitoring,
    )


def _due_words(view: ObligationView) -> str:
    """How far the last day for the reply is, or why there is none that is counted."""
    one = view.obligation
    if one.fell_on is None and one.answered_on is None and one.reply_due is None:
        if one.clock_closed_on is not None:
            return _("Zyra e mbylli afatin")
        if one.held_since is not None:
            return _("Nuk numërohet tani")
        if one.asked_again_on is not None:
            return str(words.STATES[State.ASKED_AGAIN])
        if one.clock_stands:
            return _("Afati u ndal")
    return words.timeliness_words(view.reply)


def institution_name(view: ObligationView) -> str:
    """A body that the directory does not know yet has no name; its class is known from the letter."""
    if view.institution is None:
        return words.label(words.CLASSES, view.obligation.institution_class)
    return view.institution.name(language())


def reply_label(view: ObligationView) -> str:
    """What it replied. A body that is silent past its term is said to be so, which nobody typed. Of one that has no letter yet nothing is
    said that sounds like silence; nor of one whose term runs, or stands while a court or a prosecutor has the matter or it is asked again by letter.
    """
    obligation = view.obligation
    if obligation.reply != Reply.NONE:
        return words.label(words.REPLIES, obligation.reply)
    if not has_arrived(obligation.facts):
        return str(NOT_BROUGHT if obligation.fell_on is not None else words.NOT_DELIVERED)
    if view.no_reply:
        return str(words.NO_REPLY)
    if obligation.fell_on is not None:
        return words.label(words.REPLIES, obligation.reply)
    stands = obligation.held_since is not None or obligation.asked_again_on is not None
    awaited = obligation.reply_due is not None or stands
    return str(words.NO_REPLY_YET) if awaited else words.label(words.REPLIES, obligation.reply)


def facts_of(row: HasFacts, *, said_anything: bool, reply_label: str, fell: bool = False) -> Facts:
    """A body that never said how far it is has not said "not started". `fell`: the act stands no more."""
    claimed = words.label(words.CLAIMS, row.claimed) if said_anything else words.SAID_NOTHING
    return Facts(
        delivery=row.delivery,
        delivery_label=delivery_words(
            row.delivery, deemed=row.deemed_on is not None, fell=fell, held=row.held_since is not None
        ),
        reply=row.reply,
        reply_label=reply_label,
        claimed=row.claimed,
        claimed_label=str(claimed),
        assessed=row.assessed,
        assessed_label=words.label(words.ASSESSMENTS, row.assessed),
        confirmed=row.confirmed,
        confirmed_label=words.label(words.CONFIRMATIONS, row.confirmed),
    )


def outcome_name(key: str) -> str:
    return words.of_pair(act_data.outcome_entry(key), "name", language())


def shortened(text: str) -> str:
    """The beginning of a long text, cut between words."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    return line[:SHORT].rsplit(" ", 1)[0] + " …"


def by_item(views: Iterable[ObligationView]) -> list[ItemRows]:
    """Obligations of one act under their items, in the order of the letter."""
    items: dict[UUID, ItemRows] = {}
    for view in sorted(views, key=lambda view: view.item.place):
        item = items.setdefault(view.item.id, ItemRows(view.item.id, view.item.text, view.item.due, []))
        item.rows.append(obligation_row(view))
    return list(items.values())
