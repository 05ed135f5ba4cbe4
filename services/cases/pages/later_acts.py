"""The acts that were issued because of another, for whoever withdraws that one: what becomes of each."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.pages.delivery_rows import told_of_withdrawal
from services.cases.queries.acts import ActView
from services.cases.queries.earlier_matters import LaterAct, later_acts
from shared.words import language


@dataclass(frozen=True)
class LaterRow:
    """`href`: of the act; `becomes`: what it is after the other is withdrawn."""

    title: str
    href: str
    becomes: str


@dataclass(frozen=True)
class Falling:
    """What an act would leave behind: who learns of it, and the acts that were issued because of it, in the order of their numbers."""

    told: str
    later: list[LaterRow]


def falling(session: Session, view: ActView) -> Falling:
    """Of an act that somebody may withdraw."""
    told = told_of_withdrawal(view.addressees)
    return Falling(told, [_row(one) for one in later_acts(session, view.act.id)])


def _row(one: LaterAct) -> LaterRow:
    bodies = ", ".join(addressee.name(language()) for addressee in one.addressees)
    title = _("%(number)s, %(bodies)s", number=one.act.number or "", bodies=bodies)
    becomes = (
        _(
            "mbetet i lëshuar, por askush nuk shtyhet më për të; përgjegjësi i çështjes merr detyrën ta tërheqë ose të shënojë pse mbetet."
        )
        if one.rests_on_it_alone
        else _("vazhdon për pjesën që mbështetet në akte të tjera.")
    )
    return LaterRow(title, url_for("recommendations_pages.recommendation", act_id=one.act.id), becomes)
