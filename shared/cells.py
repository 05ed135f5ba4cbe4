"""Cells of files that people open in a spreadsheet.

One that a spreadsheet would take for a formula stands behind an apostrophe (CWE-1236), which reading takes off again.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def safe_cell(cell: str) -> str:
    """As it is written."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def plain_cell(cell: str) -> str:
    """As it is read."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell
