"""The list of news: by what it may be narrowed, said once for API, page, feeds and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from services.notifications.outlets.models import PublicAct, PublicActBody
from shared.directory import KnownInstitution
from shared.fields import Text
from shared.lists import Filter, Listing, Reading


def _of_cluster(cluster: str, _reading: Reading) -> ColumnElement[bool]:
    return PublicAct.clusters.contains([{"key": cluster}])


def _to_body(institution: UUID, _reading: Reading) -> ColumnElement[bool]:
    return _to(select(KnownInstitution.id).where(KnownInstitution.id == institution))


def _in_municipality(key: str, _reading: Reading) -> ColumnElement[bool]:
    """To a body that belongs to it by the directory, or to the municipality itself."""
    of = KnownInstitution.record["municipality"].astext == key
    return _to(select(KnownInstitution.id).where(of | (KnownInstitution.key == key)))


def _to(bodies: Select[UUID]) -> ColumnElement[bool]:
    return exists().where(PublicActBody.act_id == PublicAct.id, PublicActBody.institution_id.in_(bodies))


@dataclass(frozen=True, kw_only=True)
class NewsListing(Listing):
    """Acts that became public, the newest first: of a cluster of the Convention, to a body, to the bodies of a municipality."""

    cluster: Annotated[str | None, Text(8), Filter(_of_cluster)] = None
    institution: Annotated[UUID | None, Filter(_to_body)] = None
    municipality: Annotated[str | None, Text(64), Filter(_in_municipality)] = None
