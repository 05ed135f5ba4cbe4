"""The broker: whether it answers, whether the service's queues stand, whether what others say arrives."""

from collections.abc import Iterator

from amqp.exceptions import AccessRefused, AMQPError, NotFound
from kombu import Connection
from kombu.exceptions import KombuError

from deploy.doctor.databases import connected
from deploy.doctor.faults import Fault
from shared.messaging.relay import connect
from shared.messaging.topology import Topology
from shared.settings import Settings

_TOPOLOGY = "run the topology step (`python -m deploy.compose.broker`), or start a worker where it declares it itself"
#: Seconds; each publisher tells its account each minute.
SILENT = 900
_HEARD = "SELECT publisher, extract(epoch FROM now() - heard_at) FROM account_heard ORDER BY publisher"


def broker(settings: Settings) -> Iterator[Fault]:
    """Whether it lets the service in and its queues stand. The embedded way has one in memory, which nobody can look into."""
    if settings.broker_url.startswith("memory:"):
        return
    try:
        with connect(settings.broker_url, settings.waits) as connection:
            connection.connect()
            yield from _queues(connection, settings)
    except AccessRefused:
        yield Fault("it refuses name or password", "give the service the password of its user at the broker")
    except (OSError, AMQPError, KombuError):
        yield Fault(
            "it does not answer",
            "is RabbitMQ up, are host and port in BROKER_URL right? Events wait meanwhile, none is lost",
        )


def _queues(connection: Connection, settings: Settings) -> Iterator[Fault]:
    topology = Topology(settings.broker_prefix)
    for queue in (topology.queue(settings.service), topology.dead_queue(settings.service)):
        channel = connection.channel()
        try:
            queue(channel).queue_declare(passive=True)
        except NotFound:
            yield Fault(f"the queue {queue.name} is missing", _TOPOLOGY)
        else:
            channel.close()


def bindings(settings: Settings) -> Iterator[Fault]:
    """AMQP lets nobody list bindings; what arrives through them tells."""
    with connected(settings.database_url) as line:
        heard = line.execute(_HEARD).fetchall()
    for publisher, seconds in heard:
        if seconds > SILENT:
            yield Fault(
                f"nothing was heard of {publisher} for {seconds / 60:.0f} minutes",
                f"is its worker up? If it is, the binding is gone: {_TOPOLOGY}",
            )
