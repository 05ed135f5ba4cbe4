"""What may be told to somebody who telephones about a complaint and knows its number.

The number stands on letters and is no secret, and nobody is known by a voice: whoever asks may be the one who must not know
(Convention on the Rights of the Child, articles 3 and 16; the office's practice). So where a complaint stands is told only to who says a second
thing that no letter to a body says: the day on which it was sent, with the place that it is about or, where it names none, the way by which it
came. Whoever has the code of the complaint needs nobody to tell them.
"""

from enum import StrEnum


class Telling(StrEnum):
    """`state`: where it stands and what comes next; `nothing`: not even that there is such a complaint."""

    STATE = "state"
    NOTHING = "nothing"
    ERASED = "erased"


def may_be_told(*, in_conflict: bool, erased: bool) -> Telling:
    """`in_conflict`: somebody near the child must not know of it, be it a guardian, who complained, or who represents."""
    if in_conflict:
        return Telling.NOTHING
    return Telling.ERASED if erased else Telling.STATE
