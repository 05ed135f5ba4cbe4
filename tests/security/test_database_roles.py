"""What each service's roles are refused by the database, however their process was taken over: statements as data, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from deploy import SERVICES
from shared.grants import rights, roles
from shared.yaml_files import read_yaml
from tests.databases import as_owner, as_role

TRIES = read_yaml(Path(__file__).with_name("role_tries.yaml"))
#: What is the app's alone: every table that no other role of the service is given.
TABLES_OF_WORK = {
    service: sorted(
        set(rights(service, "app", "tables"))
        - set(rights(service, "relay", "tables"))
        - set(rights(service, "sealer", "tables"))
    )
    for service in SERVICES
}
PAIRS = [(service, role) for service in SERVICES for role in roles()]


@pytest.fixture(params=PAIRS, ids="-".join)
def line(request, databases) -> Iterator[tuple[psycopg.Connection, str, dict[str, str]]]:
    """A connection as that role, its service, and the names that the tries speak of; `does` is what the role is for."""
    service, role = request.param
    url = as_role(databases[service], role)
    other = next(one for one in SERVICES if one != service)
    names = {
        "role": make_url(url).username,
        "owner": make_url(as_owner(url)).username,
        "other": make_url(databases[other]).username,
        "database": make_url(url).database,
        "does": role,
    }
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        yield connection, service, names


#: No right, or an extension that is not on this server.
REFUSED = {"42501", "0A000"}
NOT_IN_A_TRANSACTION = "25001"


def outcome(connection: psycopg.Connection, sql: str) -> str:
    """The SQLSTATE with which it is refused. Whatever is not is taken back."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(sql)
    except psycopg.Error as error:
        return outright(connection, sql) if error.sqlstate == NOT_IN_A_TRANSACTION else error.sqlstate or "lost"
    return "passed"


def outright(connection: psycopg.Connection, sql: str) -> str:
    with pytest.raises(psycopg.Error) as refused:
        connection.execute(sql)
    return refused.value.sqlstate or "lost"


def test_nothing_beyond_its_work_is_allowed_to_any_role(line):
    connection, service, names = line
    tries = [*TRIES["every"], *TRIES["roles"][names["does"]], *TRIES[service]]
    tries += [f"SELECT * FROM {table}" for table in TABLES_OF_WORK[service]] if names["does"] != "app" else []
    assert len(tries) > 80
    found = {sql: outcome(connection, sql.format(**names)) for sql in tries}
    assert {sql: state for sql, state in found.items() if state not in REFUSED} == {}


def test_each_role_does_its_work(line):
    """So that what is refused above is refused for want of a right, and not because nothing works."""
    connection, _, names = line
    found = {sql: outcome(connection, sql.format(**names)) for sql in TRIES["work"][names["does"]]}
    assert {sql: state for sql, state in found.items() if state != "passed"} == {}


def test_no_role_owns_anything_and_none_is_a_member_of_another(line):
    connection, _, names = line
    owned = "SELECT count(*) FROM pg_shdepend JOIN pg_roles r ON r.oid = refobjid WHERE deptype = 'o' AND rolname = %(role)s"
    member = "SELECT count(*) FROM pg_auth_members JOIN pg_roles r ON r.oid = member WHERE rolname = %(role)s"
    above = "SELECT count(*) FROM pg_roles WHERE rolname = %(role)s AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
    assert [connection.execute(asked, names).fetchone() for asked in (owned, member, above)] == [(0,)] * 3


def test_no_role_enters_another_services_database(line, databases):
    connection, service, _ = line
    for other in SERVICES:
        if other != service:
            place = make_url(databases[other]).database
            where = {"host": connection.info.host, "port": connection.info.port, "password": connection.info.password}
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(user=connection.info.user, dbname=place, **where)
