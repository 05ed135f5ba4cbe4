"""Between a worker and the broker: who speaks `amqps` goes on only with the broker whose certificate it knows, by its name."""

import shutil
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Exchange, Queue

from deploy.kubernetes.certificates import issued
from deploy.servers import rabbitmq
from deploy.servers.processes import free_block
from shared.messaging.relay import connect, connected
from shared.waits import Waits

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    """Of a private node, with a certificate for the name `localhost`."""
    port = free_block(4)
    made = issued(place / "ours", ("localhost",))
    for name, content in made.items():
        (place / name).write_text(content)
    root = place / "node"
    root.mkdir()
    files = ", ".join(f'{{{kind}, "{place}/{name}"}}' for kind, name in (("cacertfile", "ca.crt"), ("certfile", "tls.crt"), ("keyfile", "tls.key")))  # fmt: skip
    (root / "advanced").write_text(
        f'[{{rabbit, [{{ssl_listeners, [{{"127.0.0.1", {port + 3}}}]}}, {{ssl_options, [{files}, {{verify, verify_none}}]}}]}}].\n'
    )
    node = rabbitmq.start(root, port)
    password = (root / "password").read_text()
    yield f"amqps://{rabbitmq.USER}:{password}@localhost:{port + 3}//"
    node.stop()


def test_what_is_said_arrives_behind_the_right_certificate(address: str, place: Path) -> None:
    with connected(f"{address}?ca={place}/ca.crt", Waits()) as broker:
        assert broker.connection.sock.version() == "TLSv1.3"
        channel = broker.channel()
        queue = Queue("said", Exchange("said", "topic"), routing_key="#")(channel)
        queue.declare()
        broker.Producer(channel).publish(b"a word", exchange="said", routing_key="x")
        assert queue.get(no_ack=True).body == b"a word"


@pytest.mark.parametrize("wrong", ["another authority", "the system's own", "another name"])
def test_nobody_else_is_spoken_to(address: str, place: Path, wrong: str) -> None:
    (place / "other.crt").write_text(issued(place / "other", ("localhost",))["ca.crt"])
    url = {
        "another authority": f"{address}?ca={place}/other.crt",
        "the system's own": address,
        "another name": f"{address}?ca={place}/ca.crt".replace("@localhost:", "@127.0.0.1:"),
    }[wrong]
    with connect(url, Waits()) as broker, pytest.raises(ssl.SSLCertVerificationError):
        broker.connect()


def test_a_certificate_is_made_once(place: Path) -> None:
    assert issued(place / "ours", ("localhost",)) == issued(place / "ours", ("localhost",))
    assert (place / "ours").stat().st_mode & 0o077 == 0
