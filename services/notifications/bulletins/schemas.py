"""What is answered to a mail program that ends a subscription."""

from dataclasses import dataclass

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class EndedAnswer(Answer):
    """`ended`: nothing is sent any more; also where it had ended before."""

    ended: bool
