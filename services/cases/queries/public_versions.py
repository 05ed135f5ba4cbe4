"""What the public reads of acts, and what waits to be approved for it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import ActItem, PublicVersion, Recommendation, TextCheck
from services.cases.queries import checks
from services.cases.queries.visibility import find_act
from services.cases.schemas.public_versions import PublicVersionAnswer, VersionText
from shared import audit
from shared.principal import Principal
from shared.typed import filled


@dataclass(frozen=True)
class VersionView:
    """The act with its items, the draft of its public version with its check, and what is shown now."""

    act: Recommendation
    items: list[ActItem]
    draft: PublicVersion | None
    check: TextCheck | None
    shown: PublicVersion | None

    def answer(self) -> PublicVersionAnswer:
        """The same for whoever reads it by the API."""
        return PublicVersionAnswer(
            draft=_text(self.draft), names_check=checks.answer_of(self.check), shown=_text(self.shown)
        )


def read(session: Session, act_id: UUID, principal: Principal) -> VersionView:
    """Of an act in a visible case. The reading is noted. Raises `NotFound`."""
    act, _case = find_act(session, act_id, principal)
    audit.record(session, principal, "public_version.read", "recommendation", act.id)
    items = select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place)
    draft = draft_of(session, act.id)
    return VersionView(
        act=act,
        items=list(session.execute(items).scalars()),
        draft=draft,
        check=checks.current(session, draft.id, draft.content_hash, checks.cases_of(session, act)) if draft else None,
        shown=shown_of(session, [act.id]).get(act.id),
    )


def draft_of(session: Session, act_id: UUID) -> PublicVersion | None:
    """The version of an act that waits to be approved."""
    rows = select(PublicVersion).where(PublicVersion.recommendation_id == act_id, PublicVersion.approved_at.is_(None))
    return session.execute(rows).scalar_one_or_none()


def shown_of(session: Session, act_ids: Collection[UUID]) -> dict[UUID, PublicVersion]:
    """Of each of these acts the newest version that a second person approved."""
    rows = (
        select(PublicVersion)
        .where(PublicVersion.recommendation_id.in_(act_ids), PublicVersion.approved_at.is_not(None))
        .order_by(PublicVersion.approved_at)
    )
    return {one.recommendation_id: one for one in session.execute(rows).scalars()}


def _text(version: PublicVersion | None) -> VersionText | None:
    return filled(VersionText, version, items=tuple(version.items)) if version else None
