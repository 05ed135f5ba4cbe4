"""The manifests of deploy/kubernetes: where the way in leads, who reaches whom, what a pod may, what no manifest says."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509

from deploy import FRONT_PAGE, SERVICES
from deploy.kubernetes.keys import made as secrets_made
from tests.manifests.kustomized import containers
from tests.manifests.reading import (
    BOTH,
    PRODUCTION,
    TRIAL,
    WORKLOADS,
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


@BOTH
def test_the_gateway_leads_where_that_of_compose_does(made):
    routes = only(made, "HTTPRoute", "besa-edge", "services")["spec"]["rules"]
    nginx = (REPOSITORY / "deploy" / "nginx" / "nginx.conf").read_text()
    site = (REPOSITORY / "deploy" / "nginx" / "site.conf").read_text()
    [led] = re.findall(r"map \$uri \$besa \{ ~\^/\(\?<service>([a-z|]+)\)\(/\|\$\)", nginx)
    [hidden] = re.findall(r"location ~ \^/\(([a-z|]+)\)/metrics\$ \{ return 404; \}", site)
    [front] = re.findall(r"location = / \{ return 302 (\S+); \}", site)
    found = {}
    for rule in routes:
        [match] = rule["matches"]
        backends = [(one["namespace"], one["name"], one["port"]) for one in rule.get("backendRefs", ())]
        found[match["path"]["type"], match["path"]["value"]] = (rule["filters"][0], backends)
    redirect = {"path": {"type": "ReplaceFullPath", "replaceFullPath": front}, "statusCode": 302}
    assert front == FRONT_PAGE
    assert found.pop(("Exact", "/")) == ({"type": "RequestRedirect", "requestRedirect": redirect}, [])
    for service in hidden.split("|"):
        rewrite, backends = found.pop(("Exact", f"/{service}/metrics"))
        assert rewrite["urlRewrite"]["path"]["replaceFullPath"] == "/not-for-the-street"
        assert backends == [(f"besa-{service}", "web", 8000)]
    for service in led.split("|"):
        dropped, backends = found.pop(("PathPrefix", f"/{service}"))
        assert dropped["requestHeaderModifier"]["remove"] == ["X-Forwarded-Host"]
        assert backends == [(f"besa-{service}", "web", 8000)]
        [port] = only(made, "Service", f"besa-{service}", "web")["spec"]["ports"]
        assert port["port"] == 8000
        assert only(made, "ReferenceGrant", f"besa-{service}", "gateway")["spec"]["from"][0]["namespace"] == "besa-edge"
    assert not found


@BOTH
def test_whoever_comes_plain_is_sent_to_https(made):
    route = only(made, "HTTPRoute", "besa-edge", "to-https")["spec"]
    assert route["parentRefs"] == [{"name": "besa", "sectionName": "http"}]
    assert route["rules"][0]["filters"][0]["requestRedirect"]["scheme"] == "https"


@WORKLOADS
def test_a_pod_can_do_nothing_but_its_work(workload):
    here = pod(workload)
    assert here["automountServiceAccountToken"] is False
    assert here["securityContext"]["runAsNonRoot"] is True
    user = re.findall(r"useradd --uid (\d+)", (REPOSITORY / "deploy" / "Dockerfile").read_text())
    assert [str(here["securityContext"]["runAsUser"])] == user
    assert here["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(here)
    assert not [volume for volume in here["volumes"] if "hostPath" in volume]
    for container in containers(workload):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert container["resources"]["requests"].keys() >= {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in here["volumes"]}


@BOTH
def test_every_namespace_is_restricted_and_everything_lies_in_one(made):
    namespaces = {one["metadata"]["name"]: one["metadata"]["labels"] for one in of(made, "Namespace")}
    assert set(namespaces) == {f"besa-{name}" for name in (*SERVICES, "broker", "edge")}
    assert {labels["pod-security.kubernetes.io/enforce"] for labels in namespaces.values()} == {"restricted"}
    assert {one["metadata"].get("namespace") for one in made if one["kind"] != "Namespace"} == set(namespaces)


@pytest.mark.parametrize("workload", of(PRODUCTION, "Deployment"), ids=id_of)
def test_a_process_is_asked_whether_it_lives_where_no_request_can_hold_up_the_answer(workload):
    [container] = containers(workload)
    health = {port["name"]: port["containerPort"] for port in container["ports"]}["health"]
    values = given_to(PRODUCTION, workload)
    assert str(health) == values.get("HEALTH_PORT") or str(health) == values.get("METRICS_PORT")
    assert values["METRICS_HOST"] == "0.0.0.0"  # noqa: S104 - that of the pod, which the policies close
    paths = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {name: (one["path"], one["port"]) for name, one in paths.items()} == {
        "startup": ("/livez", "health"), "liveness": ("/livez", "health"), "readiness": ("/readyz", "health"),
    }  # fmt: skip
    spread = {one["topologyKey"] for one in pod(workload)["topologySpreadConstraints"]}
    assert spread == {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}


@BOTH
def test_a_selector_finds_the_pods_that_it_means(made):
    for workload in of(made, "Deployment"):
        labels = workload["spec"]["template"]["metadata"]["labels"]
        wanted = workload["spec"]["selector"]["matchLabels"]
        assert wanted.items() <= labels.items()
        namespace, name = workload["metadata"]["namespace"], workload["metadata"]["name"]
        assert only(made, "PodDisruptionBudget", namespace, name)["spec"]["selector"]["matchLabels"] == wanted
    for service in of(made, "Service"):
        web = only(made, "Deployment", service["metadata"]["namespace"], "web")
        assert service["spec"]["selector"].items() <= web["spec"]["template"]["metadata"]["labels"].items()


@BOTH
def test_nobody_reaches_anybody_who_is_not_named(made):
    for namespace in of(made, "Namespace"):
        policy = only(made, "NetworkPolicy", namespace["metadata"]["name"], "default-deny")["spec"]
        assert policy == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in of(made, "NetworkPolicy"):
        spec = policy["spec"]
        opened = [*spec.get("ingress", ()), *spec.get("egress", ())]
        if policy["metadata"]["name"] != "street":
            assert all(one.get("ports") and (one.get("from") or one.get("to")) for one in opened), id_of(policy)
        assert "0.0.0.0/0" not in json.dumps(spec)


def test_the_world_is_reached_by_mail_store_and_databases_alone():
    outside = {
        (policy["metadata"]["name"], json.dumps(policy["spec"]["podSelector"], sort_keys=True))
        for policy in of(PRODUCTION, "NetworkPolicy")
        if "ipBlock" in json.dumps(policy["spec"])
    }
    assert {name for name, _ in outside} == {
        "to-mail", "to-store", "database-to-store", "database-to-cluster", "rabbitmq-to-cluster",
    }  # fmt: skip
    [mail] = [one for one in of(PRODUCTION, "NetworkPolicy") if one["metadata"]["name"] == "to-mail"]
    assert mail["metadata"]["namespace"] == "besa-notifications"
    placeholder = "192.0.2.0/24"
    assert placeholder in json.dumps(TRIAL)
    assert placeholder not in json.dumps(PRODUCTION), "an overlay gives each address"


def test_only_workers_reach_the_broker_and_by_tls_alone():
    rules = only(PRODUCTION, "NetworkPolicy", "besa-broker", "rabbitmq")["spec"]["ingress"]

    def let_in(port: int) -> list[str]:
        found = [rule["from"] for rule in rules if {"port": port} in rule["ports"]]
        return [one["podSelector"]["matchLabels"]["app.kubernetes.io/component"] for [one] in found]

    assert (let_in(5671), let_in(5672)) == (["worker"], ["setup"])
    for service in SERVICES:
        [ports] = [
            rule["ports"]
            for rule in only(PRODUCTION, "NetworkPolicy", f"besa-{service}", "worker-to-broker")["spec"]["egress"]
        ]
        assert ports == [{"port": 5671}]


def test_a_worker_knows_the_broker_by_its_authority_and_its_name(tmp_path):
    [broker] = of(PRODUCTION, "RabbitmqCluster")
    made = {
        (one["metadata"]["namespace"], one["metadata"]["name"]): one["stringData"]
        for one in secrets_made(tmp_path, GIVEN)
    }
    certificate = x509.load_pem_x509_certificate(
        made["besa-broker", broker["spec"]["tls"]["secretName"]]["tls.crt"].encode()
    )
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
        x509.DNSName
    )
    for service in SERVICES:
        workload = only(PRODUCTION, "Deployment", f"besa-{service}", "worker")
        address = urlsplit(given_to(PRODUCTION, workload)["BROKER_URL"].replace("$(", "").replace(")", ""))
        assert (address.scheme, address.port, address.hostname in names) == ("amqps", 5671, True)
        authority = parse_qs(address.query)["ca"][0]
        its = workload["spec"]["template"]["spec"]
        [mounted] = [
            one for one in its["containers"][0]["volumeMounts"] if authority.startswith(f"{one['mountPath']}/")
        ]
        [volume] = [one for one in its["volumes"] if one["name"] == mounted["name"]]
        laid = made[f"besa-{service}", volume["secret"]["secretName"]][Path(authority).name]
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(laid.encode()))


@BOTH
def test_metrics_are_asked_of_every_process_under_the_names_that_the_alerts_know(made):
    alerts = (REPOSITORY / "deploy" / "prometheus" / "alerts.yml").read_text()
    parts = set(re.findall(r'absent\(up\{part="([a-z-]+)"\}\)', alerts))
    found = set()
    for workload in of(made, "Deployment"):
        monitor = only(made, "PodMonitor", workload["metadata"]["namespace"], "processes")["spec"]
        [expression] = monitor["selector"]["matchExpressions"]
        labels = workload["spec"]["template"]["metadata"]["labels"]
        assert labels[expression["key"]] in expression["values"]
        [endpoint] = monitor["podMetricsEndpoints"]
        assert (endpoint["port"], endpoint["path"]) == ("health", "/metrics")
        found.add(f"{labels['app.kubernetes.io/name']}-{labels['app.kubernetes.io/component']}")
    assert found == parts


@BOTH
def test_an_image_has_a_version_and_what_prints_has_the_typesetter(made):
    version = re.findall(r'^version = "(.+)"', (REPOSITORY / "pyproject.toml").read_text(), re.MULTILINE)
    for workload in workloads(made):
        for container in containers(workload):
            name, tag = container["image"].rsplit(":", 1)
            assert [tag] == version
            prints = workload["metadata"]["namespace"] in {"besa-cases", "besa-partners"}
            assert name.endswith("besa-letters" if prints else "besa")
    assert ":latest" not in json.dumps(made)


@BOTH
def test_no_password_and_no_key_stands_in_a_manifest(made):
    assert not of(made, "Secret")
    secret = {member for members in secrets_of(PRODUCTION).values() for member in members} - {
        "host", "port", "provider", "type", "username", "AWS_REGION", "default_user.conf",
    }  # fmt: skip
    for configured in of(made, "ConfigMap"):
        assert not secret & set(configured["data"])
    for workload in workloads(made):
        for container in containers(workload):
            assert not [one for one in container.get("env", ()) if one["name"] in secret and "value" in one]
    urls = re.findall(r"[a-z+]+://[^\s\"/@]*:([^\s\"/@]+)@", json.dumps(made))
    assert all(re.fullmatch(r"\$\([A-Z_]+\)", one) for one in urls), "composed where the process starts"
    for secret in of(made, "ExternalSecret"):
        written = secret["spec"].get("target", {}).get("template", {}).get("data", {})
        assert all("{{" in value for name, value in written.items() if "pass" in name or name.endswith(".conf"))
