"""The data files, read with libyaml where PyYAML was built with it: ten times as fast, and each process reads them as it starts."""

from pathlib import Path
from typing import Any

import yaml

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a file holds: plain values alone. Raises `yaml.YAMLError` where it is no YAML, `OSError` where it is not there."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (both loaders are safe ones)
