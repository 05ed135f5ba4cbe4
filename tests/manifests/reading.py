"""What stands in manifests: whom they name, what a process is given, what is asked of a vault."""

import json
import re

import pytest

from tests.manifests.kustomized import ROOT, built, containers

PRODUCTION, TRIAL = (built(ROOT / "overlays" / name) for name in ("production", "trial"))
#: For a test of each.
BOTH = pytest.mark.parametrize("made", [PRODUCTION, TRIAL], ids=["production", "trial"])


def of(made, kind, namespace=None, name=None):
    return [
        one
        for one in made
        if one["kind"] == kind
        and namespace in {None, one["metadata"].get("namespace")}
        and name in {None, one["metadata"]["name"]}
    ]


def only(made, kind, namespace, name):
    [one] = of(made, kind, namespace, name)
    return one


def workloads(made):
    return of(made, "Deployment") + of(made, "Job")


def pod(workload):
    return workload["spec"]["template"]["spec"]


def id_of(one):
    return f"{one['metadata'].get('namespace', '')}/{one['kind']}/{one['metadata']['name']}"


def given_to(made, workload):
    """Name to value of what the process of a workload is given; of what comes from a secret the name of that stands for the value."""
    [container] = containers(workload)
    namespace, secrets = workload["metadata"]["namespace"], secrets_of(made)
    values = {}
    for source in container.get("envFrom", ()):
        if "configMapRef" in source:
            values |= only(made, "ConfigMap", namespace, source["configMapRef"]["name"])["data"]
        else:
            name = source["secretRef"]["name"]
            values |= dict.fromkeys(secrets[namespace, name], f"secret {name}")
    for one in container.get("env", ()):
        values[one["name"]] = one.get("value") or json.dumps(one["valueFrom"])
    return values


def secrets_of(made):
    """(namespace, name) to the members of each secret that is asked for."""
    return {
        (one["metadata"]["namespace"], one["metadata"]["name"]): set(
            one["spec"].get("target", {}).get("template", {}).get("data", ())
        )
        or {member["secretKey"] for member in one["spec"]["data"]}
        for one in of(made, "ExternalSecret")
    }


def composing(values):
    """What only serves to compose another variable."""
    return {name for value in values.values() for name in re.findall(r"\$\(([A-Z_]+)\)", value)}


WORKLOADS = pytest.mark.parametrize("workload", workloads(PRODUCTION), ids=id_of)
