"""The rows of a whole test database: found, taken away, copied and laid back, past every trigger and role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

#: Bytes from which a table is truncated. Below it rows are deleted: to truncate makes new files of a table and each of its
#: indexes, and takes a hundred times as long; above it what was deleted would slow down each look at the table.
LARGE = 2**20


@dataclass(frozen=True)
class Rows:
    """Rows of some tables as PostgreSQL writes them, and how far the counters of the database had come."""

    tables: Mapping[str, Sequence[str]]
    counters: Mapping[str, int]


NONE = Rows({}, {})


class Tables:
    """The tables of one database, seen by an administrator in autocommit. What the migrations filled is left alone."""

    def __init__(self, admin: psycopg.Connection, filled: Iterable[str] = ()) -> None:
        self._admin = admin
        self._left = frozenset(filled)
        self._names: list[tuple[str, str]] = []
        self._look: Composable = SQL("SELECT '' WHERE false")
        self._columns: dict[str, Composable] = {}

    def filled(self) -> list[str]:
        """Tables with rows, as schema.name; the partitions of a table count as the table."""
        names = self._admin.execute(_NAMES).fetchall()
        if names != self._names:
            self._names = names
            part = SQL("SELECT {name} WHERE EXISTS (SELECT 1 FROM {table})")
            parts = [
                part.format(name=Literal(f"{schema}.{name}"), table=Identifier(schema, name)) for schema, name in names
            ]
            # As text: it is then known again by the server, which has planned it before.
            self._look = SQL(SQL(" UNION ALL ").join(parts).as_string())
        return [name for (name,) in self._admin.execute(self._look) if name not in self._left]

    def copied(self) -> Rows:
        if not (names := self.filled()):
            return NONE
        part = SQL("ARRAY(SELECT one::text FROM {} AS one)")
        found = self._admin.execute(
            SQL("SELECT {}").format(SQL(", ").join(part.format(_table(name)) for name in names))
        )
        counters = dict(self._admin.execute(_COUNTERS).fetchall())
        return Rows(dict(zip(names, found.fetchone() or (), strict=True)), counters)

    def lay(self, rows: Rows) -> None:
        """Let these be the rows and no others."""
        full = self.filled()
        statements = [*self._taking_away(full), *(self._laying(name, rows.tables[name]) for name in rows.tables)]
        if not statements:
            return
        with self._admin.transaction():
            self._admin.execute(SQL("; ").join(statements))
            self._admin.execute(_RESTART, [[_table(name).as_string() for name in full]])
            for name, last in rows.counters.items():
                self._admin.execute("SELECT setval(%s, %s)", [name, last])

    def _taking_away(self, names: Sequence[str]) -> list[Composed]:
        if not names:
            return []
        sizes = SQL(", ").join(SQL("({})").format(_size(name)) for name in names)
        large = self._admin.execute(SQL("SELECT {}").format(sizes)).fetchone() or ()
        return [
            SQL("TRUNCATE {} CASCADE" if size > LARGE else "DELETE FROM {}").format(_table(name))
            for name, size in zip(names, large, strict=True)
        ]

    def _laying(self, name: str, rows: Sequence[str]) -> Composed:
        # OFFSET keeps the row from being read anew for each of its columns.
        return SQL(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {members} FROM "
            "(SELECT unnest({rows}::text[])::{table} AS one OFFSET 0) AS laid"
        ).format(
            table=_table(name),
            columns=SQL(", ").join(self._columns_of(name)),
            members=SQL(", ").join(SQL("(one).{}").format(column) for column in self._columns_of(name)),
            rows=Literal(list(rows)),
        )

    def _columns_of(self, name: str) -> list[Identifier]:
        """But for those that the database itself reckons from the others."""
        if name not in self._columns:
            found = self._admin.execute(_COLUMNS, [_table(name).as_string()])
            self._columns[name] = [Identifier(column) for (column,) in found]
        return self._columns[name]


_NAMES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema)'
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_COUNTERS = """
SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL
"""
#: What counts the rows of these tables begins anew, as in a database that was just made.
_RESTART = """
SELECT setval(s.seqrelid::regclass, s.seqstart, false) FROM pg_sequence s
JOIN pg_depend d ON d.objid = s.seqrelid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
WHERE d.refobjid = ANY(SELECT name::regclass::oid FROM unnest(%s::text[]) AS name)
"""


def _table(name: str) -> Identifier:
    return Identifier(*name.split("."))


def _size(name: str) -> Composable:
    """Bytes of a table, or of all partitions of one that has none itself."""
    return SQL(
        "SELECT pg_relation_size({name}) + coalesce(sum(pg_relation_size(relid)), 0) FROM pg_partition_tree({name})"
    ).format(name=Literal(name))
