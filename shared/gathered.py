"""Short lists beside what they belong to, read in its own statement: what a page shows of one thing costs one question to the database
and not one for each list. For lists of a few dozen rows; a long one has pages (`shared.pagination`).
"""

from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal_column, select


def gathered(read: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
    """The rows of `read`, in its order, as one column: a list of mappings by the names of its columns. Their values are those of JSON, as
    `shared.typed.load` takes them: ids and times are texts.
    """
    rows = read.subquery()
    return select(func.coalesce(func.json_agg(rows.table_valued()), literal_column("'[]'::json"))).scalar_subquery()
