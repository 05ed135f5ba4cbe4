"""`python -m tests.model`: the large bounds, and each planted bug with the shortest way to it. `--small` as in CI."""

import sys
import time

from tests.model.bounds import LARGE, MADE_GOOD, PLANTED, PLANTED_DEEP, SMALL, explored


def main(*, small: bool) -> int:
    """Ends with 1 if a promise does not hold, or a planted bug is not found."""
    failed = 0
    for bounds in SMALL if small else SMALL + LARGE:
        began = time.monotonic()
        found = explored(bounds)
        print(f"{bounds.told()}: {found.states:,} states, {time.monotonic() - began:.0f} s", flush=True)
        failed += _told_if(found.wrong is not None, found.told())
    planted = PLANTED if small else PLANTED | PLANTED_DEEP
    for bugs, (bounds, wrong) in planted.items():
        found = explored(bounds, bugs)
        print(f"\nwithout the rule: {bugs} ({bounds.told()})\n{found.told()}", flush=True)
        failed += _told_if(found.wrong != wrong, f"expected: {wrong}")
    print(f"\nmade good by the accounts: {', '.join(MADE_GOOD)}")
    return min(failed, 1)


def _told_if(failed: bool, words: str) -> int:
    if failed:
        print(words, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(small="--small" in sys.argv))
