"""What the public reads of acts, and what waits to be approved for it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from services.cases.models import ActItem, PublicVersion, Recommendation, TextCheck
from services.cases.queries import checks
from services.cases.queries.visibility import find_act
from services.cases.schemas.public_versions import PublicVersionAnswer, VersionText
from shared import audit
from shared.principal import Principal
from shared.typed import filled


@dataclass(frozen=True)
class VersionView:
    """The act with its items, the draft of its public version with its check, and what was approved last with the newest look at it."""

    act: Recommendation
    items: list[ActItem]
    draft: PublicVersion | None
    check: TextCheck | None
    shown: PublicVersion | None
    shown_check: TextCheck | None

    def answer(self) -> PublicVersionAnswer:
        """The same for whoever reads it by the API."""
        return PublicVersionAnswer(
            draft=_text(self.draft),
            names_check=checks.answer_of(self.check),
            shown=_text(self.shown),
            shown_check=checks.answer_of(self.shown_check),
        )


def read(session: Session, act_id: UUID, principal: Principal) -> VersionView:
    """Of an act in a visible case. The reading is noted. Raises `NotFound`."""
    act, _case = find_act(session, act_id, principal)
    audit.record(session, principal, "public_version.read", "recommendation", act.id)
    items = select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place)
    draft, shown = draft_of(session, act.id), shown_of(session, [act.id]).get(act.id)
    return VersionView(
        act=act,
        items=list(session.execute(items).scalars()),
        draft=draft,
        check=checks.current(session, draft.id, draft.content_hash, checks.cases_of(session, act)) if draft else None,
        shown=shown,
        shown_check=checks.newest(session, shown.id, shown.content_hash) if shown else None,
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


def readable_of(session: Session, act_ids: Collection[UUID]) -> dict[UUID, PublicVersion]:
    """Those of them that name nobody by the newest finished look. An older one is never shown in the place of the newest."""
    newest = shown_of(session, act_ids)
    ids = [one.id for one in newest.values()]
    clean = select(PublicVersion.id).where(PublicVersion.id.in_(ids), readable())
    kept = set(session.execute(clean).scalars())
    return {act: one for act, one in newest.items() if one.id in kept}


def replaced() -> ColumnElement[bool]:
    """A condition on `PublicVersion`: a newer one was approved."""
    later = aliased(PublicVersion)
    return exists().where(
        later.recommendation_id == PublicVersion.recommendation_id, later.approved_at > PublicVersion.approved_at
    )


def readable() -> ColumnElement[bool]:
    """A condition on `PublicVersion`: the public may read it as far as names go."""
    return checks.names_nobody(PublicVersion.id, PublicVersion.content_hash)


def _text(version: PublicVersion | None) -> VersionText | None:
    return filled(VersionText, version, items=tuple(version.items)) if version else None
