"""What all tables of cases share."""

from functools import reduce
from operator import add

from sqlalchemy import Computed, Text, column, func, literal
from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, named_metadata
from shared.folding import folded_column


class Base(DeclarativeBase):
    metadata = named_metadata()
    type_annotation_map = COLUMN_TYPES


def named(*columns: str) -> Computed:
    """The words of these columns, folded: the database keeps it, so that no writer can forget to."""
    words = [func.coalesce(column(name, Text), literal("", Text)) + " " for name in columns]
    return Computed(folded_column(reduce(add, words)), persisted=True)
