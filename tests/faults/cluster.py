"""Three nodes of RabbitMQ as one broker, each a process that may be killed alone."""

import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.servers import rabbitmq
from deploy.servers.processes import free_block, spawn
from deploy.servers.rabbitmq import EPMD, RabbitServer

NAMES = ("a", "b", "c")
#: Ports of one node.
BLOCK = 3


@dataclass(frozen=True)
class Cluster:
    """Under `root` a folder for each node; all share the epmd of the first one."""

    root: Path
    nodes: tuple[RabbitServer, ...]

    @property
    def url(self) -> str:
        """Of whichever node answers."""
        return ";".join(node.url for node in self.nodes)

    def start(self, *nodes: RabbitServer) -> None:
        """Together: each waits for the others at its first start."""
        for node in nodes:
            argv = rabbitmq.prepare(node.root, node.port)
            with (node.root / "rabbitmq.conf").open("a", encoding="ascii") as file:
                file.writelines(f"{line}\n" for line in self._joined())
            spawn(argv, log=node.root / "log", env=self.environment(node))
        for node in nodes:
            assert node.wait(120), f"the node under {node.root} did not start"

    def environment(self, node: RabbitServer) -> dict[str, str]:
        name = f"besa_{node.root.name}@localhost"
        own = {"RABBITMQ_NODENAME": name, "ERL_EPMD_PORT": str(self.nodes[0].port + EPMD)}
        # Their schedulers would spin, three on a machine of two cores.
        return (
            rabbitmq.environment(node.root, node.port)
            | own
            | {"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none -kernel inet_dist_use_interface {127,0,0,1}"}
        )

    def leader(self, queue: str) -> RabbitServer:
        """Of a queue, the node that leads it."""
        said = self._ctl("list_queues", "name", "leader", "--no-table-headers")
        leads = dict(line.split("\t") for line in said.splitlines())[queue]
        return next(node for node in self.nodes if leads == f"besa_{node.root.name}@localhost")

    def members(self, queue: str) -> int:
        """How many nodes hold that queue and are there."""
        said = self._ctl("list_queues", "name", "online", "--no-table-headers")
        return dict(line.split("\t", 1) for line in said.splitlines())[queue].count("@")

    def end(self) -> None:
        for node in self.nodes:
            node.kill9()
            node.stop()

    def _joined(self) -> list[str]:
        named = [
            f"cluster_formation.classic_config.nodes.{n} = besa_{name}@localhost" for n, name in enumerate(NAMES, 1)
        ]
        return [
            "cluster_formation.peer_discovery_backend = classic_config",
            *named,
            f"cluster_formation.target_cluster_size_hint = {len(NAMES)}",
            "cluster_partition_handling = pause_minority",
        ]

    def _ctl(self, *arguments: str) -> str:
        """By a node that is there."""
        node = next(each for each in self.nodes if rabbitmq.opens_channel(each.url))
        binaries = next(Path(place) for place in rabbitmq.PLACES if Path(place, "rabbitmqctl").exists())
        env = self.environment(node) | {"RABBITMQ_CTL_ERL_ARGS": "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"}
        command = [binaries / "rabbitmqctl", "-q", *arguments]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True, timeout=120).stdout


def begin(root: Path) -> Cluster:
    """Three new nodes, joined."""
    first = free_block(BLOCK * len(NAMES))
    nodes = tuple(RabbitServer(root / name, first + BLOCK * n) for n, name in enumerate(NAMES))
    cookie, password = secrets.token_hex(16), secrets.token_urlsafe(24)
    for node in nodes:
        (node.root / "home").mkdir(parents=True)
        for path, secret in ((node.root / "home" / ".erlang.cookie", cookie), (node.root / "password", password)):
            path.touch(mode=0o600)
            path.write_text(secret, encoding="ascii")
            path.chmod(0o400)
    cluster = Cluster(root, nodes)
    cluster.start(*nodes)
    return cluster
