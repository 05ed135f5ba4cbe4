"""Data sets as values: what the catalogue and every description of a table say of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.domain.both_languages import Words


@dataclass(frozen=True)
class Column:
    """`type`: a datatype of CSVW (string, date, integer, decimal, anyURI)."""

    name: str
    type: str
    title: Words


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """`name`: as it stands in addresses; `series`: the key of what it is a part of, none of a set by itself. `first`, `last`: the days that it
    speaks of; `known`: as known on which. `method`: where it is said how it is counted, within the installation.
    """

    name: str
    series: str | None
    title: Words
    text: Words
    frequency: str
    theme: str
    method: str
    first: date
    last: date
    known: date
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """`root`: the address of the installation. `series`: title and text of each, by key."""

    root: str
    title: Words
    text: Words
    publisher: Words
    sets: tuple[DataSet, ...]
    series: Mapping[str, tuple[Words, Words]]

    @property
    def base(self) -> str:
        """Beneath which the files lie."""
        return f"{self.root}/cases/api/v1/open-data"

    @property
    def page(self) -> str:
        return f"{self.root}/cases/open-data"
