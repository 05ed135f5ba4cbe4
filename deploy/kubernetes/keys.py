"""`python -m deploy.kubernetes.keys FOLDER | kubectl apply -f -`: the secrets of an installation, each in the namespace of its holder.

They are made once and kept in FOLDER, as elsewhere. What others give is taken from this process's environment: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, MAIL_URL. Where a vault has them the manifests' ExternalSecrets ask it for the same names, and this is not run.
"""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy import SERVICES
from deploy.environment import environment, inherited, load_secrets
from deploy.kubernetes.certificates import issued
from deploy.servers.databases import OWNER
from shared.grants import role_of, roles

#: The database and its owner, in the cluster that each service has to itself.
DATABASE = "besa"
#: Not secret, or composed in the manifests: service/kustomization.yaml and service/running.yaml give them.
ELSEWHERE = {
    "DATABASE_URL", "BROKER_URL", "DOCUMENTS_URL", "AUDIT_HEADS_DIR", "WITNESS_DIR", "PUBLIC_URL", "PROXY_HOPS", "SECURE_COOKIES",
}  # fmt: skip
#: The names under which workers know it.
BROKER = ("rabbitmq.besa-broker", "rabbitmq.besa-broker.svc")
GIVEN = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MAIL_URL")


def made(root: Path, given: dict[str, str]) -> Iterator[dict[str, Any]]:
    """All Secrets. `given` has each of GIVEN."""
    kept = load_secrets(root)
    broker, certificate = _broker_passwords(root), issued(root / "broker-certificate.json", BROKER)
    for service in SERVICES:
        namespace = f"besa-{service}"
        addresses = {"database": "", "broker": "", "public": ""}
        variables = environment(service, root, kept, addresses)
        keys = {name: value for name, value in variables.items() if name not in {*ELSEWHERE, *inherited()}}
        if "MAIL_URL" in keys:
            keys["MAIL_URL"] = given["MAIL_URL"]
        yield _secret(namespace, "keys", keys)
        yield _secret(namespace, "store", {name: given[name] for name in GIVEN if name.startswith("AWS_")})
        yield _secret(namespace, "broker", {"password": broker[service], "ca.crt": certificate["ca.crt"]})
        for role in (OWNER, *roles()):
            user = DATABASE if role == OWNER else role_of(DATABASE, role)
            login = {"username": user, "password": kept["database_passwords"][service][role]}
            yield _secret(namespace, f"role-{role}", login, "kubernetes.io/basic-auth")
    yield from _of_broker(broker)
    own = {name: certificate[name] for name in ("tls.crt", "tls.key")}
    yield _secret("besa-broker", "broker-tls", own, "kubernetes.io/tls")


def _of_broker(passwords: dict[str, str]) -> Iterator[dict[str, Any]]:
    """For the step that declares topology and users, and of its operator in the form that RabbitMQ's own operator reads."""
    yield _secret("besa-broker", "setup", {f"broker_{name}": password for name, password in passwords.items()})
    password = passwords["operator"]
    as_settings = f"default_user = operator\ndefault_pass = {password}\n"
    of_operator = {"username": "operator", "password": password, "default_user.conf": as_settings}
    place = {"host": "rabbitmq.besa-broker.svc", "port": "5672", "provider": "rabbitmq", "type": "rabbitmq"}
    yield _secret("besa-broker", "rabbitmq-operator", of_operator | place)


def _broker_passwords(root: Path) -> dict[str, str]:
    """By user; made once and kept beside the others."""
    path = root / "broker.json"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(
            json.dumps({name: secrets.token_urlsafe(32) for name in ("operator", *SERVICES)}), encoding="utf-8"
        )
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _secret(namespace: str, name: str, data: dict[str, str], kind: str = "Opaque") -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": kind,
        "metadata": {"name": name, "namespace": namespace},
        "stringData": data,
    }


def main() -> int:
    if missing := [name for name in GIVEN if not os.environ.get(name)]:
        sys.stderr.write(f"Not given: {', '.join(missing)}\n")
        return 1
    given = {name: os.environ[name] for name in GIVEN}
    sys.stdout.write(json.dumps({"apiVersion": "v1", "kind": "List", "items": list(made(Path(sys.argv[1]), given))}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
