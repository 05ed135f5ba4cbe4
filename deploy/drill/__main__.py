"""`python -m deploy.drill`: lose an installation, bring it back, and say what each step took."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from deploy.drill.running import Drill, DrillError


def main() -> int:
    """The exit status: 0, or 1 with what was not as it must be."""
    options = _parser().parse_args()
    options.root.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="drill-", dir=options.root))
    drill = Drill(root, options.gigabytes, _tell)
    try:
        drill.run()
    except DrillError as error:
        sys.stderr.write(f"{error}\nWhat there was lies in {root}\n")
        return 1
    shutil.rmtree(root)
    _tell("All is as it must be: nothing kept was lost, no number was given twice, what was erased stays erased.")
    for step, seconds in drill.times.items():
        _tell(f"  {step:12} {seconds:8.1f} s")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.drill", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=0.0, help="of load, half in the databases, half documents")
    parser.add_argument(
        "--root", type=Path, default=Path("var/drill"), help="where it has room for three times as much"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
