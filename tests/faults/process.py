"""One process of the pair under test: `python -m tests.faults.process writer|relay|consumer [--mutant NAME]`.

The real Relay, EventConsumer and publish in an operating-system process of their own, since only that can be killed.
"""

import argparse
import logging
import os
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from shared.db import Database
from shared.messaging import topology
from shared.settings import Settings
from shared.signals import stop_on_signals
from shared.waits import Waits
from tests.faults import mutants, workload
from tests.faults.history import Place


def settings(service: str, database_url: str, relay_url: str = "") -> Settings:
    """Of what messaging reads; the keys of the rest of a service are of no use here."""
    return Settings(
        service=service,
        database_url=database_url,
        relay_url=relay_url,
        broker_url=os.environ["FAULTS_BROKER"],
        broker_prefix=os.environ["FAULTS_PREFIX"],
        documents_url="file:///nonexistent",
        document_key=b"",
        secret_key="",
        staff_verify_key="",
    )


def write(mutant: str, stop: threading.Event) -> None:
    database, log = Database(os.environ["FAULTS_SOURCE"]), workload.ClientLog(Path(os.environ["FAULTS_LOG"]))
    if mutant == "sync_commit_off":
        workload.in_every_session(database, "SET synchronous_commit = off")
    pace = float(os.environ["FAULTS_PACE"])
    arguments = (database, log, mutants.commit_of(mutant), stop, pace)
    others = [
        threading.Thread(target=workload.write, args=arguments) for _ in range(int(os.environ["FAULTS_WRITERS"]) - 1)
    ]
    for thread in others:
        thread.start()
    workload.write(*arguments)
    for thread in others:
        thread.join()


def relay(mutant: str, stop: threading.Event) -> None:
    answer = float(os.environ.get("FAULTS_CONFIRM_TIMEOUT", Waits.broker_answer))
    here = replace(
        settings("cases", os.environ["FAULTS_SOURCE"], os.environ["FAULTS_RELAY"]), waits=Waits(broker_answer=answer)
    )
    mutants.relay_of(mutant)(here, stop).run()


def consume(mutant: str, stop: threading.Event) -> None:
    heartbeat = float(os.environ.get("FAULTS_HEARTBEAT", Waits.broker_heartbeat))
    url = os.environ["FAULTS_SINK"]
    database, subscriptions = Database(url), workload.sink(_poison())
    if limit := os.environ.get("FAULTS_LOCK_TIMEOUT"):
        workload.in_every_session(database, f"SET lock_timeout = {limit}")
    kind = mutants.consumer_of(mutant)
    here = replace(settings("intake", url), waits=Waits(broker_heartbeat=heartbeat))
    kind(here, database, subscriptions, lambda _name: b"", stop).run()


def _poison() -> set[Place]:
    pairs = [pair.split("/") for pair in os.environ.get("FAULTS_POISON", "").split()]
    return {(UUID(subject), int(sequence)) for subject, sequence in pairs}


ROLES = {"writer": write, "relay": relay, "consumer": consume}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--mutant", choices=("", *mutants.MUTANTS), default="")
    chosen = parser.parse_args()
    topology.DELIVERY_LIMIT = int(os.environ.get("FAULTS_DELIVERY_LIMIT", topology.DELIVERY_LIMIT))
    logging.basicConfig(format=f"%(asctime)s {chosen.role} %(process)d %(name)s %(message)s")
    ROLES[chosen.role](chosen.mutant, stop_on_signals())


if __name__ == "__main__":
    main()
