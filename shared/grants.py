"""The roles of one service in its database, and what each may do there: shared/sql/grants.yaml.

The role that owns the tables is used by `migrate` alone. The others are named after it, `besa_cases_app` of `besa_cases`, own nothing,
and have what is granted here: no DDL, no TRUNCATE, and no change of what was told once.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import cast

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from shared.yaml_files import read_yaml

#: Role, kind of object, rights as SQL says them, names.
Declared = Mapping[str, Mapping[str, Mapping[str, list[str]]]]
_PATH = Path(__file__).parent / "sql" / "grants.yaml"


class NoRoleError(Exception):
    """A role of the service is missing on the server: only an administrator can make it."""


@cache
def _declared() -> Mapping[str, Declared]:
    return cast(Mapping[str, Declared], read_yaml(_PATH))


def roles() -> tuple[str, ...]:
    """What runs with a role of its own, besides `migrate`."""
    return tuple(_declared()["every"])


def role_of(owner: str, role: str) -> str:
    """The name of a role in PostgreSQL."""
    return f"{owner}_{role}"


def rights(service: str, role: str, kind: str) -> dict[str, str]:
    """Name to rights, of the `tables`, `sequences` or `functions` of one service."""
    parts = (_declared()[part].get(role, {}).get(kind, {}) for part in ("every", service))
    return {name: granted for part in parts for granted, names in part.items() for name in names}


def demand_roles(owner: psycopg.Connection) -> None:
    """Raise `NoRoleError` if a role is missing."""
    for role in roles():
        name = role_of(owner.info.user, role)
        if not owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount:
            raise NoRoleError(
                f'The role {name} is missing on the server: docs/operations.md, "Database roles", says how to make it.'
            )


def grant(owner: psycopg.Connection, service: str) -> None:
    """Give each role what is declared, and nothing else. In one transaction, so that running processes see no gap.

    Needs the role that owns the tables. Tables and columns that a later migration makes are left out.
    """
    with owner.transaction():
        owner.execute(_CLOSED)
        for role in roles():
            owner.execute(SQL(_ENTRY).format(Identifier(role_of(owner.info.user, role))))
            for granted in _granted(owner, service, role):
                owner.execute(granted)


#: Nobody has anything by being somebody.
_CLOSED = """
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
"""
_ENTRY = """
GRANT USAGE ON SCHEMA public TO {0};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {0};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {0};
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {0};
"""
_COLUMNS = re.compile(r"\(([^)]*)\)")
_KINDS = {
    "tables": ("TABLE", "to_regclass"),
    "sequences": ("SEQUENCE", "to_regclass"),
    "functions": ("FUNCTION", "to_regprocedure"),
}


def _granted(owner: psycopg.Connection, service: str, role: str) -> Iterator[Composed]:
    to = Identifier(role_of(owner.info.user, role))
    for kind, (word, lookup) in _KINDS.items():
        for name, granted in rights(service, role, kind).items():
            if owner.execute(SQL("SELECT {}(%s)").format(SQL(lookup)), [f"public.{name}"]).fetchone() != (None,):
                there = _without_later_columns(owner, name, granted) if kind == "tables" else granted
                # Names and rights are our own, from the file beside this one.
                yield SQL("GRANT {} ON {} public.{} TO {}").format(SQL(there), SQL(word), SQL(name), to)


def _without_later_columns(owner: psycopg.Connection, table: str, granted: str) -> str:
    if "(" not in granted:
        return granted
    found = owner.execute("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s)", [f"public.{table}"])
    there = {name for (name,) in found}
    return _COLUMNS.sub(lambda listed: f"({', '.join(one for one in listed[1].split(', ') if one in there)})", granted)
