"""As much of kustomize as deploy/kubernetes uses, so that tests read what a cluster would be given on machines without that program.

`make kubernetes` compares what this makes with what the program itself makes.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]

ROOT = Path(__file__).parents[2] / "deploy" / "kubernetes"
KNOWN = {
    "apiVersion", "kind", "resources", "components", "namespace", "labels", "configMapGenerator", "patches", "images",
}  # fmt: skip
#: By what the members of a list are told apart where one is laid over another; other lists are replaced.
MEMBERS = {"containers": "name", "env": "name", "volumes": "name", "volumeMounts": "mountPath"}


class UnknownToBuilderError(Exception):
    """A kustomization uses what this does not do."""


def built(folder: Path, given: list[Manifest] | None = None) -> list[Manifest]:
    """What `kustomize build` prints, without the hashes in the names of ConfigMaps. `given` is what a component is laid over."""
    [said] = _loaded((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    if unknown := said.keys() - KNOWN:
        raise UnknownToBuilderError(f"{folder}: {sorted(unknown)}")
    made = list(given or [])
    for name in said.get("resources", ()):
        path = (folder / name).resolve()
        made += built(path) if path.is_dir() else _read(path)
    for generator in said.get("configMapGenerator", ()):
        _generate(made, generator)
    for name in said.get("components", ()):
        made = built((folder / name).resolve(), made)
    for patch in said.get("patches", ()):
        text = patch["patch"] if "patch" in patch else (folder / patch["path"]).read_text(encoding="utf-8")
        [laid] = _loaded(text)
        made = [one for before in made for one in _patched(before, patch["target"], laid)]
    for one in made:
        _transform(one, said)
    return made


def _read(path: Path) -> list[Manifest]:
    return [one for one in _loaded(path.read_text(encoding="utf-8")) if one]


def _loaded(text: str) -> list[Any]:
    """Every worker reads the manifests as it collects the tests: with libyaml where PyYAML was built with it."""
    return list(yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _generate(made: list[Manifest], generator: Manifest) -> None:
    data = dict(literal.split("=", 1) for literal in generator["literals"])
    if generator.get("behavior") == "merge":
        [there] = [one for one in made if one["kind"] == "ConfigMap" and one["metadata"]["name"] == generator["name"]]
        there["data"] |= data
    else:
        made.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": generator["name"]}, "data": data})


def _transform(one: Manifest, said: Manifest) -> None:
    if "namespace" in said:
        one["metadata"]["name" if one["kind"] == "Namespace" else "namespace"] = said["namespace"]
    for labels in said.get("labels", ()):
        for there in (one, one["spec"]["template"]) if one["kind"] in {"Deployment", "Job"} else (one,):
            there["metadata"].setdefault("labels", {}).update(labels["pairs"])
    for image in said.get("images", ()):
        for container in containers(one):
            name, tag = container["image"].rsplit(":", 1)
            if name == image["name"]:
                container["image"] = f"{image.get('newName', name)}:{image.get('newTag', tag)}"


def containers(one: Manifest) -> list[Manifest]:
    """Of a workload; of anything else there are none."""
    if one["kind"] not in {"Deployment", "Job"}:
        return []
    pod = one["spec"]["template"]["spec"]
    return [*pod.get("initContainers", ()), *pod["containers"]]


def _patched(one: Manifest, target: Manifest, patch: Any) -> Iterator[Manifest]:
    meta = one["metadata"]
    fits = (
        one["kind"] == target["kind"]
        and re.fullmatch(target.get("name", ".*"), meta["name"])
        and target.get("namespace", meta.get("namespace")) == meta.get("namespace")
    )
    if not fits:
        yield one
    elif isinstance(patch, list):
        changed = deepcopy(one)
        for step in patch:
            _step(changed, step)
        yield changed
    elif patch.get("$patch") != "delete":
        changed = _laid(one, {name: value for name, value in patch.items() if name not in {"apiVersion", "kind"}})
        changed["metadata"]["name"] = meta["name"]
        yield changed


def _step(one: Any, step: Manifest) -> None:
    *way, last = [int(part) if part.isdigit() else part for part in step["path"].strip("/").split("/")]
    for part in way:
        one = one[part]
    if step["op"] == "remove":
        del one[last]
    elif last == "-":
        one.append(deepcopy(step["value"]))
    elif step["op"] == "replace" and last not in (one if isinstance(one, dict) else range(len(one))):
        raise UnknownToBuilderError(f"nothing is there to be replaced: {step['path']}")
    else:
        one[last] = deepcopy(step["value"])


def _laid(there: Any, patch: Any, name: str = "") -> Any:
    if isinstance(there, dict) and isinstance(patch, dict):
        both = {key: _laid(there.get(key), value, key) for key, value in patch.items() if value is not None}
        return {**{key: value for key, value in there.items() if key not in patch}, **both}
    if isinstance(there, list) and isinstance(patch, list) and name in MEMBERS:
        key = MEMBERS[name]
        old = {one[key]: one for one in there}
        new = {one[key]: one for one in patch}
        # What is new comes first, as kustomize has it.
        first = [deepcopy(one) for at, one in new.items() if at not in old]
        return first + [_laid(one, new[at]) if at in new else one for at, one in old.items()]
    return deepcopy(patch)
