"""Importing any module does no work: no environment, no connection, no thread, no file written."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for package in ("shared", "services")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and path.name != "__main__.py"
)
PROGRAM = """
import importlib, sys, threading
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
def watch(event, arguments):
    if event in ("socket.connect", "subprocess.Popen", "os.mkdir", "os.putenv"):
        raise RuntimeError(f"importing did {event}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise RuntimeError(f"importing opened {arguments[0]} for writing")
sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
    if threading.active_count() > 1:
        raise RuntimeError(f"importing {name} started a thread")
"""


@pytest.mark.parametrize(
    "package", ["shared", *sorted({m.split(".")[1] for m in MODULES if m.startswith("services.")})]
)
def test_importing_does_no_work(package):
    prefix = "shared" if package == "shared" else f"services.{package}"
    modules = [name for name in MODULES if name == prefix or name.startswith(f"{prefix}.")]
    assert modules
    command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), *modules]
    ran = subprocess.run(command, env={}, capture_output=True, text=True, check=False, cwd="/")
    assert ran.returncode == 0, ran.stderr
