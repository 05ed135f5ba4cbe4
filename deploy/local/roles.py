"""The processes of one installation: their names, ports, commands and environments."""

import shutil
import sys
from pathlib import Path

from deploy import SERVICES
from deploy.environment import environment, inherited, load_secrets
from deploy.local.state import State
from deploy.servers import postgres, rabbitmq
from deploy.servers.databases import Addresses, addresses_of
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import LOOPBACK
from deploy.servers.rabbitmq import RabbitServer

REPOSITORY = Path(__file__).resolve().parents[2]
SERVERS = ("postgres", "rabbitmq")
#: Flask commands: the parts of a worker (the sealer runs with the timers), each a process that can be killed alone.
PARTS = ("relay", "consume", "timers")


def _roles(*kinds: str) -> tuple[str, ...]:
    return (*SERVERS, *(f"{service}.{kind}" for service in SERVICES for kind in kinds), "router")


#: What runs where nothing else is asked for, as in compose: the parts of a worker share what a service takes of memory.
USUAL = _roles("web", "worker")
#: Every part on its own.
APART = _roles("web", *PARTS)
#: All that can be named, in the order in which they start.
ROLES = _roles("web", "worker", *PARTS)
APPLICATION_ROLES = ROLES[len(SERVERS) :]
#: The roles in the database that a process is told besides that of the app.
OWN = {"relay": ("RELAY_URL",), "timers": ("SEALER_URL",), "worker": ("RELAY_URL", "SEALER_URL")}
#: Offsets from the base port, on which the router listens. RabbitMQ takes three.
FIRST_WEB, POSTGRES, RABBITMQ = 1, 5, 6


def postgres_of(root: Path, state: State) -> PostgresServer:
    return PostgresServer(root / "postgres", state.base_port + POSTGRES)


def rabbitmq_of(root: Path, state: State) -> RabbitServer:
    return RabbitServer(root / "rabbitmq", state.base_port + RABBITMQ)


def public_url(state: State) -> str:
    return f"http://{LOOPBACK}:{state.base_port}"


def broker_url(root: Path, state: State) -> str:
    return state.broker_url or rabbitmq_of(root, state).url


def admin_url(root: Path, state: State) -> str:
    return state.database_url or postgres_of(root, state).admin_url


def log_of(role: str, root: Path) -> Path:
    return root / "logs" / f"{role}.log"


def web_port(service: str, state: State) -> int:
    return state.base_port + FIRST_WEB + SERVICES.index(service)


def command(role: str, root: Path, state: State) -> list[str]:
    """What to execute for that role. For the two servers their folder is prepared on the way."""
    if role == "postgres":
        server = postgres_of(root, state)
        return postgres.prepare(server.root, server.port)
    if role == "rabbitmq":
        node = rabbitmq_of(root, state)
        return rabbitmq.prepare(node.root, node.port)
    if role == "router":
        upstreams = [f"{service}={web_port(service, state)}" for service in SERVICES]
        return [sys.executable, "-m", "deploy.local.router", str(state.base_port), *upstreams]
    service, kind = role.split(".")
    if kind == "web":
        configuration = REPOSITORY / "deploy" / "gunicorn.conf.py"
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            str(configuration),
            f"services.{service}.app:create_app()",
        ]
    return flask(service, kind)


def flask(service: str, *words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", f"services.{service}.app", *words]


def variables(role: str, root: Path, state: State) -> dict[str, str]:
    """The whole environment of that role's process."""
    if role == "postgres":
        return dict(postgres.ENVIRONMENT)
    if role == "rabbitmq":
        node = rabbitmq_of(root, state)
        return rabbitmq.environment(node.root, node.port)
    if role == "router":
        return inherited()
    service = role.split(".", maxsplit=1)[0]
    given = variables_of(service, root, state)
    if role.endswith(".web"):
        return given | _web(role, service, root, state)
    of_workers = _addresses(service, root, state).of_workers
    return given | {own: of_workers[own] for own in OWN.get(role.split(".")[1], ())}


def variables_of(service: str, root: Path, state: State) -> dict[str, str]:
    """What the environment of every process of that service has in common."""
    addresses = {
        "database": state.databases[service],
        "broker": broker_url(root, state),
        "public": public_url(state),
        "proxy_hops": "1",
    }
    return environment(service, root, load_secrets(root), addresses) | {"PYTHONUNBUFFERED": "1"}


def variables_of_migrate(service: str, root: Path, state: State) -> dict[str, str]:
    """The environment of the one command that works as the role that owns the tables."""
    return variables_of(service, root, state) | {"MIGRATE_URL": _addresses(service, root, state).migrate}


def variables_of_command(service: str, root: Path, state: State) -> dict[str, str]:
    """The environment of any other command that a person gives: a worker's, and what the doctor looks at."""
    return variables_of(service, root, state) | _addresses(service, root, state).of_workers


def _addresses(service: str, root: Path, state: State) -> Addresses:
    passwords = load_secrets(root)["database_passwords"][service]
    return addresses_of(admin_url(root, state), f"besa_{service}", passwords)


def _web(role: str, service: str, root: Path, state: State) -> dict[str, str]:
    """What deploy/gunicorn.conf.py reads. The workers add up their metrics in files, which must not outlive them."""
    folder = root / "metrics" / role
    if (before := state.processes.get(role)) is None or not before.alive:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "BIND": f"{LOOPBACK}:{web_port(service, state)}",
        "WEB_CONCURRENCY": str(state.web_workers),
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
