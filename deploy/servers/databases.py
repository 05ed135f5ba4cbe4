"""One database per service on a PostgreSQL server, a role that owns it and roles that work in it; none enters another's database."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy.engine import make_url

from deploy import SERVICES
from shared.grants import role_of, roles

#: The key of the password of the role that owns a service's tables, beside those of `shared.grants.roles`.
OWNER = "owner"
#: By role.
Passwords = Mapping[str, str]


@contextmanager
def administer(admin_url: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection, since CREATE DATABASE cannot run in a transaction."""
    plain = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        yield connection


@dataclass(frozen=True)
class Addresses:
    """URLs of one service's database: `migrate` as the role that owns its tables, the others by role."""

    migrate: str
    by_role: Mapping[str, str]

    @property
    def app(self) -> str:
        return self.by_role["app"]

    @property
    def of_workers(self) -> dict[str, str]:
        """The variables by which relay and sealer are told their roles; no web process is."""
        return {"RELAY_URL": self.by_role["relay"], "SEALER_URL": self.by_role["sealer"]}


def create_databases(admin_url: str, passwords: Mapping[str, Passwords], prefix: str = "besa_") -> dict[str, Addresses]:
    """Make what is missing, set the passwords, close the databases that are nobody's, and return the URLs by service.

    `passwords` has an entry per service, each as `new_passwords` makes it. Safe to repeat; data is never touched.
    """
    with administer(admin_url) as admin:
        close_common_databases(admin)
        for service, secret in passwords.items():
            name = f"{prefix}{service}"
            create_roles(admin, name, secret)
            if not _exists(admin, "pg_database", "datname", name):
                create_database(admin, name, owner=name)
            open_to_roles(admin, name, owner=name)
            with administer(_in_database(admin_url, name)) as inside:
                close_inside(inside, owner=name)
    return {service: addresses_of(admin_url, f"{prefix}{service}", secret) for service, secret in passwords.items()}


def new_passwords() -> dict[str, dict[str, str]]:
    return {service: {role: secrets.token_urlsafe(24) for role in (OWNER, *roles())} for service in SERVICES}


def addresses_of(admin_url: str, owner: str, passwords: Passwords, database: str | None = None) -> Addresses:
    """On the server of `admin_url`, in the database of the owner's name unless another is named."""
    within = database or owner
    by_role = {role: url_of(admin_url, role_of(owner, role), passwords[role], within) for role in roles()}
    return Addresses(url_of(admin_url, owner, passwords[OWNER], within), by_role)


def url_of(admin_url: str, role: str, password: str, database: str | None = None) -> str:
    """The same server as `admin_url`, as `role`, in the database of that name unless another is named."""
    url = make_url(admin_url).set(drivername="postgresql+psycopg", username=role, password=password)
    return url.set(database=database or role).render_as_string(hide_password=False)


def create_roles(admin: psycopg.Connection, owner: str, passwords: Passwords) -> None:
    """The role that owns a service's tables, and those that work with them."""
    create_role(admin, owner, passwords[OWNER])
    for role in roles():
        create_role(admin, role_of(owner, role), passwords[role])


def _in_database(admin_url: str, name: str) -> str:
    return make_url(admin_url).set(database=name).render_as_string(hide_password=False)


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


def open_to_roles(admin: psycopg.Connection, name: str, *, owner: str) -> None:
    """Let the roles of the service that `owner` is of enter the database `name`; what they do there `migrate` grants."""
    for role in roles():
        admin.execute(
            SQL("GRANT CONNECT ON DATABASE {} TO {}").format(Identifier(name), Identifier(role_of(owner, role)))
        )


def close_common_databases(admin: psycopg.Connection) -> None:
    """Nobody but an administrator has business in the databases that every server has.

    An administrator who does not own them is warned by PostgreSQL, and they stay as they are.
    """
    for name in ("postgres", "template1"):
        admin.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))


#: What any role may do by itself: write objects that no grant covers, run code of its own, end the work of others of its name.
_CLOSED = """
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), pg_terminate_backend(integer, bigint),
    pg_cancel_backend(integer) FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO {};
"""


def close_inside(inside: psycopg.Connection, *, owner: str) -> None:
    """Within the database of a service. Only a superuser can; elsewhere it stays as PostgreSQL leaves it."""
    if _is_superuser(inside):
        inside.execute(SQL(_CLOSED).format(Identifier(owner)))


def drop_database(admin: psycopg.Connection, name: str) -> None:
    """With whoever is connected to it."""
    admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _is_superuser(admin: psycopg.Connection) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _exists(admin: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    query = SQL("SELECT 1 FROM {} WHERE {} = %s").format(Identifier(catalogue), Identifier(column))
    return admin.execute(query, [name]).fetchone() is not None
