"""`python -m shared.events docs|samples`: print docs/events.md and docs/asyncapi.json, or add missing samples."""

import json
import sys
from pathlib import Path

from shared.events import printed

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "contracts" / "samples"


def main(what: str) -> None:
    if what == "docs":
        (ROOT / "docs" / "events.md").write_text(printed.markdown())
        (ROOT / "docs" / "asyncapi.json").write_text(json.dumps(printed.asyncapi(), indent=1, sort_keys=True) + "\n")
    elif what == "samples":
        SAMPLES.mkdir(exist_ok=True)
        for event in printed.events():
            path = SAMPLES / f"{event.type}.json"
            # A sample is frozen when its version is first published: it is added, never rewritten.
            if not path.exists():
                path.write_text(json.dumps(printed.sample(event), indent=1) + "\n")
    else:
        sys.exit(f"usage: python -m {__spec__.parent if __spec__ else 'shared.events'} docs|samples")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
