"""Installs the command `besa` into a virtual environment, and nothing else: the code stays where it is.

A build backend of PEP 660 in the tree, since each of the ready ones would have to be fetched, locked and trusted for what is
one line that points at this folder and one that names the command.
"""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_WHEEL = "Wheel-Version: 1.0\nGenerator: besa\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build_editable(wheel_directory: str, _settings: object = None, _metadata_directory: str | None = None) -> str:
    """Write the wheel into `wheel_directory`; returns its name."""
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stem = f"{project['name']}-{project['version']}"
    commands = "".join(f"{name} = {place}\n" for name, place in project["scripts"].items())
    files = {
        f"{project['name']}.pth": f"{_ROOT}\n",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n",
        f"{stem}.dist-info/WHEEL": _WHEEL,
        f"{stem}.dist-info/entry_points.txt": f"[console_scripts]\n{commands}",
    }
    record = f"{stem}.dist-info/RECORD"
    listed = [f"{name},{_digest(content)},{len(content.encode())}\n" for name, content in files.items()]
    files[record] = "".join([*listed, f"{record},,\n"])
    name = f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name


#: An image copies the folder and installs it the same way.
build_wheel = build_editable


def _digest(content: str) -> str:
    raw = hashlib.sha256(content.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
