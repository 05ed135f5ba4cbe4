"""`python -m deploy.passwords <list>`: make shared/data/passwords.bin of a list of breached passwords, one a line.

Prints what `breached` in shared/data/passwords.yaml then has to say.
"""

import hashlib
import sys
from pathlib import Path

from shared import passwords


def main(source: str) -> None:
    """Keep what the rule would not refuse for another reason, as sorted beginnings of hashes."""
    rule, kept = passwords.rule(), set[bytes]()
    for line in Path(source).read_text(encoding="utf-8", errors="replace").splitlines():
        if len(line) >= rule.with_second_factor and len(set(passwords.folded(line))) > rule.distinct:
            kept.add(passwords.prefix_of(line))
    content = b"".join(sorted(kept))
    (passwords.DATA / "passwords.bin").write_bytes(content)
    sys.stdout.write(f"entries: {len(kept)}\nsha256: {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main(sys.argv[1])
