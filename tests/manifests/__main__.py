"""`python -m tests.manifests CRDS`: what kustomize makes of deploy/kubernetes, judged strictly. `make kubernetes` runs it.

Kinds of Kubernetes itself by kubernetes-validate, where a warning fails; those of operators by their definitions in the folder
CRDS, where a member that they do not know fails. Kinds of which that folder has none are named, and no others may be without.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from tests.manifests.kustomized import ROOT, Manifest, built

OVERLAYS = ("overlays/production", "overlays/trial", "components/recovery", "components/pooler")
#: Groups of operators whose definitions may be lacking: then nothing here says whether their manifests are right.
WITHOUT = {"external-secrets.io", "monitoring.coreos.com", "gateway.networking.k8s.io", "barmancloud.cnpg.io"}
#: The plugin for backups was taken out of CloudNativePG, and its settings have the form that they had there.
BORROWED = ("spec", "backup", "barmanObjectStore")


def main() -> int:
    definitions = {(crd["spec"]["group"], crd["spec"]["names"]["kind"]): crd for crd in _definitions(Path(sys.argv[1]))}
    program = shutil.which(os.environ.get("KUSTOMIZE", "kustomize"))
    if not program:
        sys.stdout.write("kustomize is not here: judged is what tests/manifests/kustomized.py puts together\n")
    faults = [fault for overlay in OVERLAYS for fault in _judged(program, overlay, definitions)]
    sys.stdout.write("".join(f"FAULT {fault}\n" for fault in faults))
    return 1 if faults else 0


def _definitions(folder: Path) -> Iterator[Manifest]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        sys.exit(f"no definitions are in {folder}")
    for file in files:
        yield from yaml.safe_load_all(file.read_text(encoding="utf-8"))


def _judged(program: str | None, overlay: str, definitions: dict[tuple[str, str], Manifest]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = _whole(overlay, Path(temporary))
        made = ours = built(folder)
        if program:
            ran = subprocess.run([program, "build", str(folder)], capture_output=True, text=True, check=False)
            if ran.returncode or ran.stderr:
                yield f"{overlay}: {ran.stderr.strip()}"
                return
            made = list(yaml.safe_load_all(ran.stdout))
        if _plain(made) != _plain(ours):
            yield f"{overlay}: what the tests read is not what kustomize makes"
        of_cluster = [one for one in made if _group(one) not in WITHOUT | {group for group, _ in definitions}]
        yield from _by_kubernetes(of_cluster, Path(temporary) / "of-cluster.yaml", overlay)
    unjudged: Counter[str] = Counter()
    for one in made:
        if one not in of_cluster:
            definition = definitions.get((_group(one), one["kind"]))
            if definition:
                yield from by_definition(one, schema_of(definition, one), overlay)
            else:
                unjudged[one["kind"]] += 1
        if one["kind"] == "ObjectStore" and ("postgresql.cnpg.io", "Cluster") in definitions:
            schema = schema_of(definitions["postgresql.cnpg.io", "Cluster"])
            for part in BORROWED:
                schema = schema["properties"][part]
            yield from by_definition(one["spec"]["configuration"], schema, f"{overlay} ObjectStore")
    judged = len(made) - unjudged.total()
    sys.stdout.write(f"{overlay}: {judged} of {len(made)} judged; no definition for {dict(sorted(unjudged.items()))}\n")


def _whole(overlay: str, temporary: Path) -> Path:
    """The folder to build: a component is laid over production."""
    if not overlay.startswith("components/"):
        return ROOT / overlay
    over = {"resources": [ROOT / "overlays" / "production"], "components": [ROOT / overlay]}
    said = {key: [os.path.relpath(one.resolve(), temporary.resolve()) for one in paths] for key, paths in over.items()}
    (temporary / "kustomization.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    return temporary


def _group(one: Manifest) -> str:
    return str(one["apiVersion"]).rpartition("/")[0]


def _plain(made: list[Manifest]) -> list[str]:
    """Without the hashes that kustomize gives the names of ConfigMaps."""
    names = {one["metadata"]["name"] for one in made if one["kind"] == "ConfigMap"}
    texts = [json.dumps(one, sort_keys=True) for one in made]
    for name in names:
        plain = name if name.count("-") == 0 else name.rpartition("-")[0]
        texts = [text.replace(name, plain) for text in texts]
    return sorted(texts)


def _by_kubernetes(made: list[Manifest], file: Path, overlay: str) -> Iterator[str]:
    file.write_text(yaml.safe_dump_all(made), encoding="utf-8")
    program = str(Path(sys.executable).with_name("kubernetes-validate"))
    ran = subprocess.run([program, "--strict", str(file)], capture_output=True, text=True, check=False)
    lines = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
    yield from (f"{overlay}: {line}" for line in lines if not line.startswith("INFO"))
    passed = sum(line.startswith("INFO") for line in lines)
    if ran.returncode or passed != len(made):
        yield f"{overlay}: kubernetes-validate passed {passed} of {len(made)} and ended with {ran.returncode}"


def schema_of(definition: Manifest, one: Manifest | None = None) -> Manifest:
    """That of the version which `one` names, or of the one that is stored; strict."""
    versions = {version["name"]: version for version in definition["spec"]["versions"]}
    named = one["apiVersion"].rpartition("/")[2] if one else ""
    [stored] = [version for version in versions.values() if version["storage"]]
    schema = versions.get(named, stored)["schema"]["openAPIV3Schema"]
    schema["properties"]["metadata"] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return _strict(schema)


def _strict(schema: Any) -> Any:
    """Nothing but what is declared, as a cluster would have it with strict validation."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    declared = isinstance(schema.get("properties"), dict) and "type" in schema
    if declared and not schema.get("x-kubernetes-preserve-unknown-fields"):
        strict.setdefault("additionalProperties", False)
    return strict


def by_definition(one: Manifest, schema: Manifest, where: str) -> Iterator[str]:
    for error in jsonschema.Draft202012Validator(schema).iter_errors(one):
        name = one.get("metadata", {}).get("name", "")
        yield f"{where}: {one.get('kind', '')}/{name} {error.json_path}: {error.message}"


if __name__ == "__main__":
    sys.exit(main())
