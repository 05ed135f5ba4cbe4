"""What every check gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True)
class Fault:
    """`wrong`: what was seen; `remedy`: what to do. Each is part of one line."""

    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.remedy}"


@dataclass(frozen=True)
class Seen:
    """What is worth a line and is no fault."""

    words: str

    def __str__(self) -> str:
        return self.words


#: Nothing where all is well and there is no more to say.
Check = Callable[[Settings], Iterator[Fault | Seen]]
