"""The words of an activity, which are compared with the sealed files before anybody reads them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.partners.activities.domain.life import State
from services.partners.activities.models import Activity
from services.partners.comparing.models import TextCheck
from services.partners.comparing.queries import Text

OF_IT = TextCheck.text_id == Activity.id


def of_activity(found: Activity) -> Text:
    """Both titles and the venue: all else that anybody reads comes out of lists."""
    return Text("activity", found.id, vars(found.words))


def written(session: Session) -> Sequence[Activity]:
    """Planned ones that were changed since they were compared."""
    since = exists().where(OF_IT, TextCheck.offered_at >= Activity.changed_at)
    return _locked(session, Activity.state == State.PLANNED.value, ~since)


def doubtful(session: Session) -> Sequence[Activity]:
    """Ones that anybody reads though no look found nothing in them, and nobody said why: of before they were compared."""
    answered = (TextCheck.stops + TextCheck.asks == 0) | TextCheck.reason.is_not(None)
    clean = exists().where(OF_IT, TextCheck.checked_at.is_not(None), answered)
    return _locked(session, Activity.announced_at.is_not(None), ~clean)


def _locked(session: Session, *where: ColumnElement[bool]) -> Sequence[Activity]:
    rows = select(Activity).where(*where).order_by(Activity.planned_on, Activity.id)
    return session.execute(rows.with_for_update(of=Activity, skip_locked=True)).scalars().all()
