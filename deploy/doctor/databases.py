"""The database of a service: whether it answers, whose it is, what stands between, what time it has, how far it has come."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

from deploy.doctor.faults import Fault, Seen
from shared import archived, grants
from shared.clock import utc_now
from shared.db import DURABLE, Database, UnsafeDatabaseError
from shared.migrate import config
from shared.pooled import MEND, PREPARED, is_pooled, lost_behind
from shared.settings import Settings
from shared.witness.file import WitnessFile, WitnessUnreadableError
from shared.witness.standing import judge, look

#: Seconds. Tokens, terms and the order of entries bear no more.
SKEW = 2.0
#: Seconds. A server of its own keeps a segment at least each five minutes where it is told so (archive_timeout).
OLD_LOG = 900.0
#: Of PostgreSQL's errors of connection, by SQLSTATE, whose words are not repeated: they name users and hosts.
_REFUSALS = {
    "28P01": ("the password is refused", "give the service the password of its role, or set that of the role anew"),
    "28000": ("the role may not connect", "look at pg_hba.conf and at the role"),
    "3D000": ("there is no such database", "create it (docs/operations.md, Database roles), then `migrate`"),
    "42501": ("the role may not enter this database", "GRANT CONNECT to it (docs/operations.md, Database roles)"),
    "53300": ("all connections are taken", "raise max_connections, or find who holds them in pg_stat_activity"),
    "57P03": ("PostgreSQL is still starting", "wait; its log says how far it is"),
}
_ROLE = "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
_OTHERS = (
    "SELECT count(*) FROM pg_database WHERE datname LIKE 'besa\\_%' AND has_database_privilege(datname, 'CONNECT')"
    " AND datdba <> (SELECT datdba FROM pg_database WHERE datname = current_database())"
)
_RIGHTS = (
    "relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND"
    " (has_table_privilege(oid, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE'))"
)
_MORE = f"SELECT relname FROM pg_class WHERE {_RIGHTS} AND relname <> ALL(%s) ORDER BY relname"  # noqa: S608 - our own words only
_HELD = f"SELECT relname FROM pg_class WHERE {_RIGHTS} AND relname = ANY(%s)"  # noqa: S608 - our own words only
_OWNS = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)"


@contextmanager
def connected(url: str) -> Iterator["psycopg.Connection[Any]"]:
    """Without start-up parameters, which a pooler may refuse."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        yield connection


def database(settings: Settings) -> Iterator[Fault]:
    """Whether it answers, keeps what it acknowledges, and has the newest form."""
    try:
        with connected(settings.database_url) as line:
            off = [name for name in DURABLE if (line.execute(f"SHOW {name}").fetchone() or ("",))[0] == "off"]
            has = line.execute("SELECT to_regclass('alembic_version')").fetchone()
            at = line.execute("SELECT version_num FROM alembic_version").fetchone() if has and has[0] else None
    except psycopg.OperationalError as error:
        yield _unreachable(error)
        return
    if off:
        yield Fault(f"{', '.join(off)} is off", "switch it on; with it off acknowledged work can be lost")
    yield from _alone(settings)
    newest = ScriptDirectory.from_config(config(settings.service, settings.database_url)).get_current_head()
    if at is None or at[0] != newest:
        yield Fault(
            f"it has form {at[0] if at else 'none'}, this release needs {newest}", f"`besa {settings.service} migrate`"
        )


def _alone(settings: Settings) -> Iterator[Fault]:
    if not settings.standby_required:
        return
    database_ = Database(settings.database_url, pool_size=1, waits=settings.waits, standby_required=True)
    try:
        database_.refuse_unsafe()
    except UnsafeDatabaseError as error:
        yield Fault(str(error)[0].lower() + str(error)[1:], "is one connected and named? docs/operations.md, A standby")
    finally:
        database_.dispose()


def role(settings: Settings) -> Iterator[Fault]:
    """Whether the service can do no more than it must."""
    with connected(settings.database_url) as line:
        mighty = line.execute(_ROLE).fetchone()
        others, owns = line.execute(_OTHERS).fetchone(), line.execute(_OWNS).fetchone()
    if mighty and mighty[0]:
        yield Fault(
            "its role may create roles or databases, or is a superuser",
            "ALTER ROLE … NOSUPERUSER NOCREATEDB NOCREATEROLE",
        )
    elif owns and owns[0]:
        yield Fault(
            "its role owns the tables, and could drop its own audit trail",
            "let DATABASE_URL name the role of the work (docs/operations.md, Database roles)",
        )
    elif others and others[0]:
        yield Fault(
            f"its role may enter {others[0]} databases of other services", "REVOKE CONNECT ON DATABASE … FROM PUBLIC"
        )


def workers(settings: Settings) -> Iterator[Fault]:
    """The roles of relay and sealer, where this process is told them: whether they enter, and are not the app's."""
    for variable, role_, url in (
        ("RELAY_URL", "relay", settings.relay_url),
        ("SEALER_URL", "sealer", settings.sealer_url),
    ):
        if url:
            yield from _worker(settings, variable, role_, url)


def _worker(settings: Settings, variable: str, role_: str, url: str) -> Iterator[Fault]:
    declared = grants.rights(settings.service, role_, "tables")
    try:
        with connected(url) as line:
            more = [name for (name,) in line.execute(_MORE, [list(declared)])]
            held = {name for (name,) in line.execute(_HELD, [list(declared)])}
    except psycopg.OperationalError as error:
        yield _unreachable(error, variable)
        return
    if more:
        yield Fault(
            f"the role of {variable} may do more than its work, with {more[0]} among others",
            f"let it name the role {role_} (docs/operations.md, Database roles)",
        )
    elif held != set(declared):
        yield Fault(
            f"the role of {variable} lacks rights", f"`besa {settings.service} migrate` grants what each role may"
        )


def pooler(settings: Settings) -> Iterator[Fault]:
    """Whether one stands between that keeps no lock and hears no NOTIFY, or before web processes one that loses their limits."""
    if is_pooled(settings.database_url, settings.waits):
        yield Fault(
            "a pooler in transaction mode stands between: locks and LISTEN do not hold",
            "give relay, consumer, timers and migrate a direct address, or let it pool sessions",
        )
    if settings.pooled_url and (lost := lost_behind(settings.pooled_url, settings.waits)):
        yield Fault(f"DATABASE_URL leads web processes to a pooler that loses {lost}", MEND[lost == PREPARED])


def clock(settings: Settings) -> Iterator[Fault]:
    """Our clock beside that of the database's server."""
    with connected(settings.database_url) as line:
        start, ours = time.monotonic(), utc_now()
        theirs = (line.execute("SELECT clock_timestamp()").fetchone() or (ours,))[0]
        took = time.monotonic() - start
    skew = abs((theirs - ours).total_seconds())
    if skew > SKEW + took:
        yield Fault(
            f"it differs from the database's by {skew:.0f} s",
            "let both machines take their time from the same servers (NTP)",
        )


def witness(settings: Settings) -> Iterator[Fault]:
    """Whether the file that witnesses the database can be used, and what it says."""
    file = WitnessFile(settings.witness_dir, settings.service)
    try:
        record = file.read()
    except WitnessUnreadableError:
        yield Fault(
            "its file cannot be read", "see DatabaseSetBack in the runbook; mount the right folder before anything else"
        )
        return
    with connected(settings.database_url) as line:
        verdict = judge(record, look(line, record), settings.installation)
    if not verdict.serves and not verdict.raises:
        yield Fault(
            verdict.sentence.rstrip("."),
            f"`besa {settings.service} restore status`, and DatabaseSetBack in the runbook",
        )


def log(settings: Settings) -> Iterator[Fault | Seen]:
    """How old the newest log is that lies outside the cluster: what a total loss would take with it."""
    with connected(settings.database_url) as line:
        found = archived.read(line.execute(archived.ASK, (archived.PREFIX,)).fetchone())
    if found is None:
        yield Seen("nobody keeps it, a total loss takes all since the last backup: docs/operations.md, Backups")
    elif found.seconds is None:
        yield Fault("the server is to keep it and has kept none yet", "look at archive_command and at the server's log")
    elif found.seconds > OLD_LOG:
        yield Fault(f"the newest that is kept is {found.seconds:.0f} s old", "see LogNotKept in the runbook")
    else:
        yield Seen(f"well: the newest that is kept is {found.seconds:.0f} s old")


def _unreachable(error: psycopg.OperationalError, variable: str = "DATABASE_URL") -> Fault:
    # The state of a refused log-in is not handed on by libpq; its words are looked at and not printed.
    said = str(error)
    state = error.sqlstate or ("28P01" if "password authentication failed" in said else "3D000" if "does not exist" in said
                               else "42501" if "permission denied" in said else "")  # fmt: skip
    what, do = _REFUSALS.get(state, ("it does not answer", f"is PostgreSQL up, are host and port in {variable} right?"))
    return Fault(what if variable == "DATABASE_URL" else f"{variable}: {what}", do)
