"""The places of which figures speak: the country, its counties, and bodies of the directory with what they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.indicators import data
from services.cases.indicators.domain.cards import Level
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.rules import ContentViolation

NATION = "al"


@dataclass(frozen=True)
class Area:
    """`county`: in which it lies, none of the country and of a county itself."""

    key: str
    name_sq: str
    name_en: str
    county: str | None = None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


_COUNTRY = Area(NATION, "Shqipëria", "Albania")


def named(session: Session, keys: Iterable[str]) -> Mapping[str, Area]:
    """By key; what is not known any more is called by its key."""
    wanted = set(keys)
    found = {key: Area(key, key, key) for key in wanted} | {NATION: _COUNTRY} | _counties()
    rows = select(KnownInstitution).where(KnownInstitution.key.in_(wanted - {NATION}))
    for body in session.execute(rows).scalars():
        found[body.key] = _of(body)
    return found


def of_level(session: Session, level: Level) -> list[Area]:
    """Every place of a level that there is today, by name; none of institutions, of which nobody says which there should be."""
    if level is Level.NATION:
        return [_COUNTRY]
    if level is Level.COUNTY:
        return sorted(_counties().values(), key=lambda one: one.name_sq)
    if level is Level.INSTITUTION:
        return []
    rows = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY, KnownInstitution.active)
    return [_of(body) for body in session.execute(rows.order_by(KnownInstitution.name_sq)).scalars()]


def municipalities_of(session: Session, county: str) -> list[UUID]:
    """The bodies of the municipalities of a county."""
    here = (KnownInstitution.institution_class == MUNICIPALITY, KnownInstitution.active)
    rows = select(KnownInstitution.id).where(*here, KnownInstitution.record["county"].astext == county)
    return list(session.execute(rows.order_by(KnownInstitution.name_sq)).scalars())


def level_of(body: KnownInstitution) -> Level:
    """Of which place a body speaks: a municipality of its own, any other of itself."""
    return Level.MUNICIPALITY if body.institution_class == MUNICIPALITY else Level.INSTITUTION


def find(session: Session, key: str) -> tuple[Level, Area]:
    """The place of that key, and how large it is. Raises `ContentViolation` where there is none."""
    if key == NATION:
        return Level.NATION, _COUNTRY
    if key in (counties := _counties()):
        return Level.COUNTY, counties[key]
    body = session.execute(select(KnownInstitution).where(KnownInstitution.key == key)).scalar()
    if body is None:
        raise ContentViolation("no such place", code="figure.area_unknown", field="area")
    return level_of(body), _of(body)


def offered(session: Session, levels: Iterable[Level]) -> list[Area]:
    """The places to choose from, from the largest; institutions are named and not chosen."""
    return [area for level in levels for area in of_level(session, level)]


def _counties() -> dict[str, Area]:
    return {key: Area(key, one["name_sq"], one["name_en"]) for key, one in data.county_names().items()}


def _of(body: KnownInstitution) -> Area:
    return Area(body.key, body.name_sq, body.name_en, body.record.get("county"))
