"""What all tables of cases share."""

from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, named_metadata


class Base(DeclarativeBase):
    metadata = named_metadata()
    type_annotation_map = COLUMN_TYPES
