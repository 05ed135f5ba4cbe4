"""News as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class NewsBody(Answer):
    institution_id: UUID
    name_sq: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class NewsCluster(Answer):
    """A cluster of the Convention on the Rights of the Child."""

    key: str
    name_sq: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class NewsAfterwards(Answer):
    """What became of an item at a body after it was made public as the last step, as the register's API says it."""

    institution_id: UUID
    number: int
    published_on: date
    word: str
    on: date


@dataclass(frozen=True, kw_only=True)
class NewsAct(Answer):
    """An act that became public. `id` is that of its entries in the feeds; `title`, `grounds` and `items` are in `language`; `url`: where
    the register shows what came of it. `published`: when it became readable; `updated`: when its words changed last.
    """

    id: UUID
    number: str
    kind_sq: str
    kind_en: str
    language: str
    title: str
    grounds: str
    items: tuple[str, ...]
    issued_on: date | None
    bodies: tuple[NewsBody, ...]
    clusters: tuple[NewsCluster, ...]
    afterwards: tuple[NewsAfterwards, ...]
    published: datetime
    updated: datetime
    url: str


@dataclass(frozen=True, kw_only=True)
class NewsList(Answer):
    """One page of news; `licence`: under which it may be used."""

    licence: str
    items: tuple[NewsAct, ...]
    next: str | None
