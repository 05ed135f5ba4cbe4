"""components/pooler: web processes go through PgBouncer, and nobody else does."""

import re
from dataclasses import fields
from urllib.parse import urlsplit

import pytest

import tests.manifests.__main__ as judge
from deploy import SERVICES
from deploy.kubernetes.keys import made as secrets_made
from shared.settings import SERVES_WEB, load
from shared.waits import Waits
from tests.contracts.test_settings import read_by_settings
from tests.deploy.test_kubernetes import GIVEN, OF_STORE, filled
from tests.manifests.kustomized import ROOT, built
from tests.manifests.reading import PRODUCTION, given_to, id_of, of, only, pod, workloads

POOLED = built(ROOT / "components" / "pooler", PRODUCTION)


def host(url: str) -> str | None:
    return urlsplit(url.replace("$(DATABASE_PASSWORD)", "x")).hostname


@pytest.mark.parametrize("service", SERVICES)
def test_web_goes_through_the_pooler_and_past_it_with_one_role_and_all_else_as_before(service):
    pooler = only(POOLED, "Pooler", f"besa-{service}", "database-pooled")
    assert (
        pooler["spec"]["cluster"]["name"] == only(POOLED, "Cluster", f"besa-{service}", "database")["metadata"]["name"]
    )
    before, web = (given_to(made, only(made, "Deployment", f"besa-{service}", "web")) for made in (PRODUCTION, POOLED))
    assert host(web["DATABASE_URL"]) == "database-pooled"
    assert web["DIRECT_DATABASE_URL"] == before["DATABASE_URL"]
    assert web["DATABASE_URL"] == before["DATABASE_URL"].replace("@database-rw:", "@database-pooled:")
    for kind, name in (("Deployment", "worker"), ("Job", "migrate")):
        was, now = (given_to(made, only(made, kind, f"besa-{service}", name)) for made in (PRODUCTION, POOLED))
        assert now == was, "neither locks nor LISTEN hold behind it"


@pytest.mark.parametrize("service", SERVICES)
def test_a_web_process_reads_both_addresses_with_its_password_in_them(service, tmp_path, monkeypatch):
    """Kubernetes fills in only what stands before."""
    workload = only(POOLED, "Deployment", f"besa-{service}", "web")
    names = [one["name"] for one in pod(workload)["containers"][0]["env"]]
    for variable in ("DATABASE_URL", "DIRECT_DATABASE_URL"):
        assert names.index("DATABASE_PASSWORD") < names.index(variable)
    laid = {
        (one["metadata"]["namespace"], one["metadata"]["name"]): one["stringData"]
        for one in secrets_made(tmp_path, GIVEN)
    }
    values = given_to(POOLED, workload)
    for name in read_by_settings() | OF_STORE:
        monkeypatch.delenv(name, raising=False)
    for name in values:
        values[name] = filled(name, values, workload, laid)
        monkeypatch.setenv(name, values[name])
    password = laid[f"besa-{service}", "role-app"]["password"]
    command = load(service)
    monkeypatch.setenv(SERVES_WEB, "true")
    found = [urlsplit(url) for url in (command.database_url, command.pooled_url, load(service).database_url)]
    assert [url.hostname for url in found] == ["database-rw", "database-pooled", "database-pooled"]
    assert {url.password for url in found} == {password}


def test_the_pooler_is_one_that_a_web_process_starts_behind():
    """What shared/pooled.py demands: the limits of a session at the role, prepared statements carried along."""
    waits = {one.name: one.default for one in fields(Waits)}
    limits = {
        "statement_timeout": waits["database_statement"],
        "lock_timeout": waits["database_lock"],
        "idle_in_transaction_session_timeout": waits["database_idle"],
    }
    for cluster in of(POOLED, "Cluster"):
        said = "\n".join(cluster["spec"]["bootstrap"]["initdb"]["postInitSQL"])
        found = dict(re.findall(r"ALTER ROLE besa_app SET (\w+) = '(\d+)s'", said))
        assert found == {name: str(int(seconds)) for name, seconds in limits.items()}
        assert said.index("CREATE ROLE besa_app") < said.index("ALTER ROLE besa_app")
        assert cluster["spec"]["certificates"]["serverAltDNSNames"] == ["database-pooled"], "sslmode=verify-full"
    assert len(of(POOLED, "Pooler")) == len(SERVICES)
    for pooler in of(POOLED, "Pooler"):
        said = pooler["spec"]["pgbouncer"]
        assert said["poolMode"] == "transaction"
        assert "options" in said["parameters"]["ignore_startup_parameters"].split(",")
        assert int(said["parameters"]["max_prepared_statements"]) > 0
        connections = pooler["spec"]["instances"] * int(said["parameters"]["default_pool_size"])
        most = of(POOLED, "Cluster")[0]["spec"]["postgresql"]["parameters"]["max_connections"]
        assert connections < int(most) / 2, "workers and migrate come past it"


@pytest.mark.parametrize("service", SERVICES)
def test_web_reaches_the_pooler_and_the_pooler_the_database_and_policies_let_nobody_else(service):
    namespace = f"besa-{service}"
    policies = {one["metadata"]["name"]: one["spec"] for one in of(POOLED, "NetworkPolicy", namespace)}
    pooler = only(POOLED, "Pooler", namespace, "database-pooled")["spec"]["template"]["metadata"]["labels"]
    assert policies["pooler"]["podSelector"]["matchLabels"].items() <= pooler.items()
    [web] = policies["web-to-pooler"]["egress"][0]["to"]
    assert web["podSelector"]["matchLabels"].items() <= pooler.items()
    first = policies["pooler"]["ingress"][0]
    assert first == {"from": [{"podSelector": policies["web-to-pooler"]["podSelector"]}], "ports": [{"port": 5432}]}
    assert policies["pooler"]["egress"][0]["to"] == [{"podSelector": policies["database-from-pooler"]["podSelector"]}]
    [entered] = policies["database-from-pooler"]["ingress"][0]["from"]
    assert entered["podSelector"]["matchLabels"].items() <= pooler.items()


def test_nothing_else_changes():
    new = {id_of(one) for one in POOLED} - {id_of(one) for one in PRODUCTION}
    kinds = {one.split("/", 1)[1] for one in new}
    assert kinds == {
        "Pooler/database-pooled", "PodDisruptionBudget/database-pooled", "NetworkPolicy/web-to-pooler", "NetworkPolicy/pooler",
        "NetworkPolicy/database-from-pooler", "NetworkPolicy/pooler-to-cluster",
    }  # fmt: skip
    assert [id_of(one) for one in workloads(POOLED)] == [id_of(one) for one in workloads(PRODUCTION)]
    assert "components/pooler" in judge.OVERLAYS
