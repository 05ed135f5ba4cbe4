"""A wing has its place among the others, and its layers their order."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

LAYERS = {
    "api", "pages", "consumers", "timers", "commands", "actions", "queries", "schemas", "forms", "models", "clients", "data",
    "domain",
}  # fmt: skip


def test_every_wing_is_held_to_the_order_of_the_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [within] = [one for one in contracts if one["name"] == "Inside a wing, imports point downwards"]
    [between] = [one for one in contracts if one["name"].startswith("Inside a service, imports point downwards")]
    placed = {name for layer in between["layers"] for name in re.findall(r"\w+", layer)}
    wings = set()
    for path in ROOT.glob("services/**/*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == "services" and len(parts) > 3 and parts[2] not in LAYERS and parts[3] in LAYERS:
            wings.add(".".join(parts[:3]))
    assert wings
    strangers = sorted(name for wing in wings if (name := wing.rsplit(".", 1)[1]) not in placed)
    assert not strangers, f"give them a place in the order of pyproject.toml: {strangers}"
    loose = sorted(wings - set(within["containers"]))
    assert not loose, f"name them among the containers of pyproject.toml: {loose}"
    assert wings == set(within["containers"])
