"""The manifests of deploy/kubernetes hold to the roles, the settings and the databases that the code has."""

import json
import re
from pathlib import Path

import pytest
import yaml

import tests.manifests.__main__ as judge
from deploy import SERVICES
from deploy.kubernetes.keys import made as secrets_made
from deploy.local.roles import OWN, USUAL
from deploy.servers import databases
from shared.settings import load
from shared.worker import OWN_ROLES
from tests.contracts.test_settings import PROCESS, read_by_settings
from tests.manifests.kustomized import ROOT, UnknownToBuilderError, built, containers
from tests.manifests.reading import (
    BOTH,
    PRODUCTION,
    TRIAL,
    WORKLOADS,
    composing,
    given_to,
    id_of,
    of,
    only,
    pod,
    secrets_of,
    workloads,
)

REPOSITORY = Path(__file__).parents[2]
GIVEN = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "MAIL_URL": "smtp://mail.example.org"}
#: Read by the store's library.
OF_STORE = {"AWS_REGION", "AWS_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


@BOTH
def test_every_role_of_one_machine_has_its_place_and_nothing_else_runs(made):
    roles = {f"{service}.web" for service in SERVICES if of(made, "Deployment", f"besa-{service}", "web")}
    for service in SERVICES:
        [container] = pod(only(made, "Deployment", f"besa-{service}", "worker"))["containers"]
        assert container["args"] == ["worker"], "all parts in one process"
        roles.add(f"{service}.worker")
    places = {"postgres": "Cluster", "rabbitmq": "RabbitmqCluster", "router": "Gateway"}
    assert roles | {role for role, kind in places.items() if of(made, kind)} == set(USUAL)
    assert len(of(made, "Cluster")) == len(SERVICES)
    assert {id_of(one).split("/", 1)[1] for one in workloads(made)} == {
        "Deployment/web", "Deployment/worker", "Job/migrate", "Job/setup",
    }  # fmt: skip


@WORKLOADS
def test_a_process_is_told_nothing_that_nothing_reads(workload):
    values = given_to(PRODUCTION, workload)
    assert set(values) <= read_by_settings() | PROCESS | OF_STORE | composing(values)


@WORKLOADS
def test_what_is_composed_of_others_stands_behind_them(workload):
    for container in containers(workload):
        names = [one["name"] for one in container.get("env", ())]
        for place, one in enumerate(container.get("env", ())):
            assert set(re.findall(r"\$\(([A-Z_]+)\)", one.get("value", ""))) <= set(names[:place]), one["name"]


def filled(name, values, workload, laid):
    """The value of a variable as Kubernetes would fill it in. Those that it is composed of are filled in already."""
    namespace, value = workload["metadata"]["namespace"], values[name]
    if value.startswith("secret "):
        return laid[namespace, value.removeprefix("secret ")][name]
    if value.startswith("{"):
        asked = json.loads(value).get("secretKeyRef")
        label = workload["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]
        return laid[namespace, asked["name"]][asked["key"]] if asked else label
    for other in composing({name: value}):
        value = value.replace(f"$({other})", values[other])
    return value


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("kind", ["web", "worker", "migrate"])
def test_a_process_starts_with_what_it_is_given(service, kind, tmp_path, monkeypatch):
    """The settings are read as they would be there, with the secrets that would lie there."""
    workload = only(PRODUCTION, "Job" if kind == "migrate" else "Deployment", f"besa-{service}", kind)
    values = given_to(PRODUCTION, workload)
    laid = {
        (one["metadata"]["namespace"], one["metadata"]["name"]): one["stringData"]
        for one in secrets_made(tmp_path, GIVEN)
    }
    for name in read_by_settings() | OF_STORE:
        monkeypatch.delenv(name, raising=False)
    for name in values:
        values[name] = filled(name, values, workload, laid)
        monkeypatch.setenv(name, values[name])
    assert values["SERVICE"] == service
    settings = load(service)
    assert settings.secure_cookies
    assert settings.hsts_seconds
    assert settings.documents_url.startswith("s3://"), "one store for all"
    own = {"RELAY_URL": settings.relay_url, "SEALER_URL": settings.sealer_url, "MIGRATE_URL": settings.migrate_url}
    told = {"web": set(), "worker": {variable for variable, _ in OWN_ROLES.values()}, "migrate": {"MIGRATE_URL"}}[kind]
    assert {name for name in own if name in values} == told
    assert told == set(OWN["worker"]) or kind != "worker"
    urls = {name: value for name, value in values.items() if name.endswith("_URL") and "postgresql" in value}
    assert all("$(" not in value and "sslmode=verify-full" in value for value in urls.values())
    assert (f"{service}:" in values["BROKER_URL"]) == (kind == "worker"), (
        "the others are told no password of the broker"
    )


def test_the_secrets_that_are_asked_for_are_those_that_a_person_can_make(tmp_path):
    made = {
        (one["metadata"]["namespace"], one["metadata"]["name"]): set(one["stringData"])
        for one in secrets_made(tmp_path, GIVEN)
    }
    asked = {at: members for at, members in secrets_of(PRODUCTION).items() if at[1] != "backup-store"}
    assert made == asked
    assert not of(TRIAL, "ExternalSecret")
    assert not of(TRIAL, "ObjectStore"), "nothing there asks for the credentials of backups"


def test_secrets_stay_the_same_when_they_are_made_again(tmp_path):
    assert list(secrets_made(tmp_path, GIVEN)) == list(secrets_made(tmp_path, GIVEN))


@pytest.mark.parametrize(
    ("variable", "owner"),
    {"STAFF_SIGNING_KEY": "cases", "SEALING_KEY": "intake", "RECEIPT_PEPPER": "intake", "MAIL_URL": "notifications",
     "SUBSCRIPTION_KEY": "notifications"}.items(),
)  # fmt: skip
def test_the_key_of_one_service_is_asked_for_in_its_namespace_alone(variable, owner):
    holders = {namespace for (namespace, _), members in secrets_of(PRODUCTION).items() if variable in members}
    assert holders == {f"besa-{owner}"}


def test_a_role_of_the_database_is_told_to_who_works_as_it_and_to_nobody_else():
    told = {
        (workload["metadata"]["name"], one["valueFrom"]["secretKeyRef"]["name"])
        for workload in workloads(PRODUCTION)
        for container in containers(workload)
        for one in container.get("env", ())
        if "secretKeyRef" in one.get("valueFrom", {})
    }
    assert told == {
        ("web", "role-app"), ("worker", "role-app"), ("migrate", "role-app"),
        ("worker", "role-relay"), ("worker", "role-sealer"), ("worker", "broker"), ("migrate", "role-owner"),
    }  # fmt: skip


def test_the_database_begins_as_it_does_on_one_machine():
    closed = [one.strip() for one in databases._CLOSED.format("besa").replace("\n    ", " ").split(";") if one.strip()]
    for cluster in of(PRODUCTION, "Cluster"):
        begun = cluster["spec"]["bootstrap"]["initdb"]
        assert begun["postInitApplicationSQL"][-len(closed) :] == closed
        roles = {one["name"] for one in cluster["spec"]["managed"]["roles"]}
        assert roles == {f"besa_{role}" for role in databases.roles()}
        assert set(begun["postInitSQL"]) >= {f"CREATE ROLE {role}" for role in roles}
        assert all(role in begun["postInitApplicationSQL"][1] for role in roles)


def test_the_servers_are_those_of_compose_with_the_same_care_for_what_people_write():
    compose = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]
    [broker] = of(PRODUCTION, "RabbitmqCluster")
    assert broker["spec"]["image"] == compose["rabbitmq"]["image"]
    given = dict(one.split("=") for one in compose["postgres"]["command"] if "=" in one)
    assert given.pop("max_slot_wal_keep_size"), (
        "for `besa backup keep`, which the operator's own archive stands for there"
    )
    for cluster in of(PRODUCTION, "Cluster"):
        assert cluster["spec"]["postgresql"]["parameters"] == given
        assert f"postgres:{cluster['spec']['imageCatalogRef']['major']}" == compose["postgres"]["image"]


def test_what_is_lost_with_one_machine_is_nothing():
    [broker] = of(PRODUCTION, "RabbitmqCluster")
    assert broker["spec"]["replicas"] == 3
    assert "pause_minority" in broker["spec"]["rabbitmq"]["additionalConfig"]
    folders = set()
    for cluster in of(PRODUCTION, "Cluster"):
        synchronous = cluster["spec"]["postgresql"]["synchronous"]
        assert cluster["spec"]["instances"] == 3
        assert (synchronous["method"], synchronous["number"], synchronous["dataDurability"]) == ("any", 1, "required")
        [plugin] = cluster["spec"]["plugins"]
        assert plugin["isWALArchiver"], "every instant can be gone back to"
        folders.add(plugin["parameters"]["serverName"])
    assert folders == set(SERVICES), "one bucket, and no two clusters in one folder of it"
    assert len(of(PRODUCTION, "ScheduledBackup")) == len(SERVICES)
    for service in SERVICES:
        assert only(PRODUCTION, "HorizontalPodAutoscaler", f"besa-{service}", "web")["spec"]["minReplicas"] == 2
        assert only(PRODUCTION, "Deployment", f"besa-{service}", "worker")["spec"]["replicas"] == 2
    budgets = {id_of(one) for one in of(PRODUCTION, "PodDisruptionBudget")}
    wanted = {f"besa-{service}/PodDisruptionBudget/{kind}" for service in SERVICES for kind in ("web", "worker")}
    assert budgets == wanted | {"besa-broker/PodDisruptionBudget/rabbitmq"}


def test_a_recovery_brings_all_four_to_one_instant_and_writes_over_no_log():
    made = built(ROOT / "components" / "recovery", PRODUCTION)
    instants = {one["spec"]["bootstrap"]["recovery"]["recoveryTarget"]["targetTime"] for one in of(made, "Cluster")}
    assert len(instants) == 1
    for one in of(made, "Cluster"):
        [before] = one["spec"]["externalClusters"]
        read = before["plugin"]["parameters"]["serverName"]
        assert one["metadata"]["namespace"] == f"besa-{read}"
        assert one["spec"]["plugins"][0]["parameters"]["serverName"] == f"{read}-2"
        assert set(one["spec"]["bootstrap"]) == {"recovery"}


def test_every_file_is_used():
    said = list(ROOT.rglob("kustomization.yaml"))
    named = {file.resolve() for file in said}
    for file in said:
        content = yaml.safe_load(file.read_text())
        paths = [*content["resources"], *content.get("components", ())] if "resources" in content else []
        paths += [patch["path"] for patch in content.get("patches", ()) if "path" in patch]
        named |= {(file.parent / path).resolve() for path in paths}
    assert {file.resolve() for file in ROOT.rglob("*.yaml")} <= named


@pytest.mark.parametrize(
    "said", ["generators: []", "patches: [{target: {kind: Job}, patch: '[{op: replace, path: /spec/x, value: 1}]'}]"]
)
def test_what_the_builder_of_these_tests_does_not_know_it_refuses(said, tmp_path):
    (tmp_path / "job.yaml").write_text("{kind: Job, metadata: {name: a}, spec: {template: {spec: {containers: []}}}}")
    (tmp_path / "kustomization.yaml").write_text("resources: [job.yaml]\n" + said)
    with pytest.raises(UnknownToBuilderError):
        built(tmp_path)


def definition(**members):
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": members}}}
    return {"spec": {"versions": [{"name": "v1", "storage": True, "schema": {"openAPIV3Schema": schema}}]}}


@pytest.mark.parametrize(
    ("spec", "said"),
    [({"instances": 3}, ""), ({"instances": "three"}, "is not of type"), ({"instancez": 3}, "Additional properties")],
)
def test_a_member_that_an_operator_does_not_know_is_a_fault(spec, said):
    one = {"spec": spec, "metadata": {"name": "a", "labels": {}}, "apiVersion": "example.org/v1", "kind": "Cluster"}
    known = definition(instances={"type": "integer"})
    known["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"] |= {"apiVersion": {}, "kind": {}}
    faults = list(judge.by_definition(one, judge.schema_of(known, one), "here"))
    assert len(faults) == bool(said)
    assert said in "".join(faults)
