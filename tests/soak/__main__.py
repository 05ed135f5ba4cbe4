"""`python -m tests.soak --minutes 30 --rate 20`: every process on its own, under a steady load, the story played over and over.

Ends with 1 if an answer was 5xx but 503 with Retry-After, if anything acknowledged is missing or there twice, if an event is unaccounted
for, or if a story broke.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.servers.processes import free_block
from tests.soak.running import Soak

HERE = Path(__file__).parents[2]
#: An account speaks of what is older than a minute, and each publisher tells one a minute.
ACCOUNTS = 150
#: Seconds beside slow clients, and as many without.
SLOW = 60


def main() -> int:
    """The exit status."""
    options = _parser().parse_args()
    root = Path(tempfile.mkdtemp(prefix="soak-"))
    root.chmod(0o711)
    try:
        up = _run("deploy.local", "up", "--root", str(root), "--base-port", str(free_block(9)), "--json")
        told = json.loads(up.stdout)
        soak = Soak(told["url"], json.loads(Path(told["credentials"]).read_text("utf-8")), told["databases"])
        _tell(f"{options.rate:g} requests a second for {options.minutes:g} minutes at {told['url']}")
        soak.run(options.rate, options.minutes * 60)
        slow = soak.beside_slow_clients(options.rate, SLOW, options.slow) if options.slow else []
        faults = soak.faults()
        time.sleep(ACCOUNTS)
        reconciled = _run("deploy.besa", "--root", str(root), "reconcile", check=False)
    finally:
        _run("deploy.local", "down", "--root", str(root), check=False)
    faults["reconcile says otherwise"] = int(reconciled.returncode != 0)
    for line in [*soak.report(faults), *slow, *reconciled.stdout.splitlines()[-1:]]:
        _tell(line)
    if not any(faults.values()):
        shutil.rmtree(root)
        return 0
    _tell(f"What there was lies in {root}")
    return 1


def _run(module: str, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=HERE, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"{module} {' '.join(words)}: {done.stderr.strip()}")
    return done


def _tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--slow", type=int, default=40, help="so many slow clients for a minute at the end; 0: none")
    return parser


if __name__ == "__main__":
    sys.exit(main())
