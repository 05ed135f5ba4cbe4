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


#: Nothing where all is well.
Check = Callable[[Settings], Iterator[Fault]]
