"""What became of the letters that tell bodies on paper of decisions about an act, and what is to be told by the next."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import ActAddressee, Obligation, PaperNotice, ToldLetter
from services.cases.pages.told_words import sentence
from services.cases.queries.acts import ActView
from shared.words import language


def told(session: Session, view: ActView) -> list[str]:
    """A sentence for each letter, in the order in which they were written, and for each body that is to get the next."""
    names = {one.institution_id: one.name(language()) for one in view.addressees}
    wired = {one.institution_id for one in view.addressees if one.reads_portal}
    written = (
        select(ToldLetter)
        .where(ToldLetter.recommendation_id == view.act.id)
        .order_by(ToldLetter.written_at, ToldLetter.id)
    )
    letters = [
        sentence(one, names[one.institution_id], wired=one.institution_id in wired)
        for one in session.execute(written).scalars()
    ]
    waiting = (
        select(ActAddressee.institution_id)
        .join(
            Obligation,
            (Obligation.recommendation_id == ActAddressee.recommendation_id)
            & (Obligation.institution_id == ActAddressee.institution_id),
        )
        .join(PaperNotice, PaperNotice.obligation_id == Obligation.id)
        .where(
            ActAddressee.recommendation_id == view.act.id, ActAddressee.reads_paper(), PaperNotice.settled_at.is_(None)
        )
        .distinct()
    )
    to_come = sorted(names[one] for one in session.execute(waiting).scalars())
    next_day = _("Çfarë gjeti zyra njoftohet me letër ditën e ardhshme të punës: %(body)s.")
    return [*letters, *(next_day % {"body": one} for one in to_come)]
