"""gunicorn for every service. Web workers hold no broker connection, so a fork has nothing to break."""

import gc
import os
import sys

from prometheus_client import multiprocess

from shared.pooled import PooledError, demand_limits
from shared.server_log import ServerLog
from shared.settings import SERVES_WEB
from shared.worker import serve_health

os.environ[SERVES_WEB] = "true"

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# The service is read once, before the workers part: they share what it takes of memory, and one that is renewed is there at once.
preload_app = True
# Without it one worker can hold most keep-alive connections, which halves the throughput.
reuse_port = True
timeout = 60
graceful_timeout = 20
keepalive = 30
max_requests = 20000
max_requests_jitter = 2000
control_socket_disable = True
# The access log would hold paths and addresses; our own log has the route's template.
accesslog = None
errorlog = "-"
logger_class = ServerLog
loglevel = "warning"


def when_ready(server: object) -> None:
    """Before the first worker: what was asked of the database at start leaves no connection that two processes would share, and
    was made until now stays, since a collection of garbage would write its marks into it and so copy it into each worker. It ends in one
    sentence behind a pooler that loses the limits of our sessions.
    """
    platform = server.app.wsgi().extensions["besa"]  # type: ignore[attr-defined]  # gunicorn types its hooks as it likes
    try:
        demand_limits(platform.settings.database_url, platform.settings.waits)
    except PooledError as error:
        sys.exit(f"Error: {error}")
    platform.engine.dispose()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """The keys of documents; health on HEALTH_PORT, in a thread of its own: were all threads of this process to wait, it would still say
    that it lives.
    """
    platform = worker.app.wsgi().extensions["besa"]  # type: ignore[attr-defined]  # as above
    platform.documents.begin()
    serve_health(platform, "HEALTH_PORT")


def child_exit(_server: object, worker: object) -> None:
    """Keep the counters of a worker that ended, and let go of its gauges."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined]  # the stubs do not know multiprocess mode
