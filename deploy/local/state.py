"""What an installation under one folder is made of, kept in `state.json` between commands (mode 0600: it holds URLs)."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypedDict

from deploy.servers.processes import Process

DEFAULT_PORT = 8000


@dataclass
class State:
    """`processes` maps a role to what was last started for it, running or not. The two URLs are None for private servers."""

    base_port: int = DEFAULT_PORT
    web_workers: int = 2
    database_url: str | None = None
    broker_url: str | None = None
    databases: dict[str, str] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)


class Asked(TypedDict, total=False):
    """What a start may change in `State`. None, as a member that is left out, leaves it as it is."""

    base_port: int | None
    web_workers: int | None
    database_url: str | None
    broker_url: str | None


@contextmanager
def changing(root: Path, *, new: bool = False) -> Iterator[State]:
    """The state under a lock, written back at the end. Only with `new` may there be none yet."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "state.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = root / "state.json"
        state = State() if new and not path.exists() else read(root)
        try:
            yield state
        finally:
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")
            draft.replace(path)


def read(root: Path) -> State:
    """The state as last written. Raises `FileNotFoundError` if nothing was ever started under `root`."""
    path = root / "state.json"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: nothing was started under {root}")
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["processes"] = {role: Process(**each) for role, each in raw["processes"].items()}
    return State(**raw)
