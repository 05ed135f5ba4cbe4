"""`python -m deploy.passwords <list>`: make shared/data/passwords.bin and password_parts.bin of a list of breached passwords.

The list has one a line, the most used first. Prints what `breached` and `parts` in shared/data/passwords.yaml then have to say.
"""

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from shared import passwords

#: Of the shorter ones: rarer ones would make half of all words known.
_PARTS = 20_000
_LETTERS = re.compile(r"[^\W\d_]+")


def main(source: str) -> None:
    """Keep what the rule would not refuse for another reason, as sorted beginnings of hashes."""
    lines = Path(source).read_text(encoding="utf-8", errors="replace").splitlines()
    rule = passwords.rule()
    whole = (
        line for line in lines
        if len(line) >= rule.with_second_factor and len(set(passwords.folded(line))) > rule.distinct
    )  # fmt: skip
    _write("passwords.bin", {passwords.prefix_of(line) for line in whole})
    short = (line for line in lines if passwords.SHORTEST_PART <= len(line) < rule.with_second_factor)
    # A password without its digits is what the rule compares; a dictionary keeps their order.
    letters = dict.fromkeys(passwords.prefix_of(line) for line in short if _LETTERS.fullmatch(line))
    _write("password_parts.bin", list(letters)[:_PARTS])


def _write(name: str, prefixes: Iterable[bytes]) -> None:
    content = b"".join(sorted(prefixes))
    (passwords.DATA / name).write_bytes(content)
    entries = len(content) // passwords.PREFIX_BYTES
    sys.stdout.write(f"{name}\nentries: {entries}\nsha256: {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main(sys.argv[1])
