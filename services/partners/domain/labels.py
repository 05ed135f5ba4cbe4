"""The number by which a letter on paper is followed: that of its label, or of the protocol in which it was handed over."""

import re

from shared.rules import ContentViolation

#: A number has a digit and no word of five letters: what is printed as a proof names nobody. The longest of an item of the post is
#: thirteen signs (UPU S10), of a courier some twenty.
_NUMBER = re.compile(r"(?=.*[0-9])(?!.*[^\W\d_]{5})[A-Za-z0-9][A-Za-z0-9 ./-]{0,39}")
_BETWEEN = re.compile(r"[ ./-]")


def number_of(way: str, typed: str | None) -> str | None:
    """The number as it is kept. One label is written in one way: in capitals, without what people put between its parts."""
    if typed is None or way == "hand":
        return typed
    return _BETWEEN.sub("", typed).upper() or None


def check_number(number: str | None) -> None:
    """Refuses what is no number (422): words would be printed in letters as a proof."""
    if number is not None and not _NUMBER.fullmatch(number):
        message = "a number of a label or of a protocol: digits, with single letters, blanks, points, dashes or slashes"
        raise ContentViolation(message, code="label_form", field="tracking")
