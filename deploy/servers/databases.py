"""One database and one role per service on a PostgreSQL server, so that no service can open another's database."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy.engine import make_url

from deploy import SERVICES


@contextmanager
def administer(admin_url: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection, since CREATE DATABASE cannot run in a transaction."""
    plain = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        yield connection


def create_databases(admin_url: str, passwords: Mapping[str, str], prefix: str = "besa_") -> dict[str, str]:
    """Make what is missing, set the passwords, and return the URL of each service's database.

    `passwords` has one entry per service. Safe to repeat; data is never touched.
    """
    with administer(admin_url) as admin:
        for service, password in passwords.items():
            role = f"{prefix}{service}"
            create_role(admin, role, password)
            if not _exists(admin, "pg_database", "datname", role):
                create_database(admin, role, owner=role)
    return {service: url_of(admin_url, f"{prefix}{service}", password) for service, password in passwords.items()}


def new_passwords() -> dict[str, str]:
    return {service: secrets.token_urlsafe(24) for service in SERVICES}


def url_of(admin_url: str, role: str, password: str, database: str | None = None) -> str:
    """The same server as `admin_url`, as `role`, in the database of that name unless another is named."""
    url = make_url(admin_url).set(drivername="postgresql+psycopg", username=role, password=password)
    return url.set(database=database or role).render_as_string(hide_password=False)


def create_role(admin: psycopg.Connection, role: str, password: str) -> None:
    exists = _exists(admin, "pg_roles", "rolname", role)
    verb = SQL("ALTER ROLE") if exists else SQL("CREATE ROLE")
    settings = SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD")
    if not _is_superuser(admin):
        # Only a superuser may name these three, and only they could have been given away.
        settings = SQL("LOGIN NOCREATEDB NOCREATEROLE PASSWORD")
    admin.execute(SQL("{} {} {} {}").format(verb, Identifier(role), settings, Literal(password)))
    if not exists and not _is_superuser(admin):
        # An administrator who is no superuser must be a member of a role to make it an owner.
        admin.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(role)))


def create_database(admin: psycopg.Connection, name: str, *, owner: str, template: str = "template0") -> None:
    admin.execute(
        SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
            Identifier(name), Identifier(owner), Identifier(template)
        )
    )
    admin.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))


def drop_database(admin: psycopg.Connection, name: str) -> None:
    """With whoever is connected to it."""
    admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _is_superuser(admin: psycopg.Connection) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _exists(admin: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    query = SQL("SELECT 1 FROM {} WHERE {} = %s").format(Identifier(catalogue), Identifier(column))
    return admin.execute(query, [name]).fetchone() is not None
