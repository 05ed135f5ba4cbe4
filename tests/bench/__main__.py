"""Finds the servers as the tests do, measures, prints. `python -m tests.bench [rounds]`."""

import logging
import os
import sys
import tempfile
from pathlib import Path

from kombu import compression

from shared.audit import write_entries
from shared.db import Database
from shared.settings import Settings
from tests import conftest, runs, servers
from tests.bench import lists, messaging, platform
from tests.databases import Databases, of_workers


def main(rounds: int) -> None:
    logging.disable(logging.WARNING)
    run = runs.begin(conftest._clean_up)
    try:
        server = servers.database_server(run)
        databases = Databases(run, server, "bench")
        broker = servers.broker(run)
        print(f"{os.uname().machine}, {os.cpu_count()} CPUs, Python {sys.version.split()[0]}, {rounds} rounds")
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(
                service="cases", database_url=databases["cases"], broker_url=broker, **of_workers(databases["cases"]), broker_prefix=f"bench.{run.name}.",
                documents_url=f"file://{folder}", document_key=b"k" * 32, secret_key="s" * 32, staff_verify_key="",
            )  # fmt: skip
            measure_messaging(settings, databases, rounds)
            lists.measure(lambda name: Databases(run, server, name), rounds, print)
            platform.measure(rounds, print)
    finally:
        conftest._remove_topology(servers.broker(run), f"bench.{run.name}.")
        runs.end(run, conftest._clean_up)


def measure_messaging(settings: Settings, databases: Databases, rounds: int) -> None:
    source, sink = Database(settings.database_url), Database(databases["intake"])
    source.before_commit.append(write_entries)
    bench = messaging.Bench(settings, source, sink)
    decoders = dict(compression._decoders)
    for figure in messaging.figures(bench, rounds):
        print(figure.line())
    for line in messaging.latency_lines(bench):
        print(line)
    compression._decoders.update(decoders)
    source.dispose()
    sink.dispose()


if __name__ == "__main__":
    if Path.cwd() != Path(__file__).parents[2]:
        sys.exit("run it from the repository's root: make bench")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
