"""The keys of subscriptions, each for one purpose out of the one secret."""

from dataclasses import dataclass, field

from shared.sealing import derive
from shared.settings import Settings


@dataclass(frozen=True)
class Keys:
    """`address` seals addresses, `mark` recognises them, `link` signs what stands in mails."""

    address: bytes = field(repr=False)
    mark: bytes = field(repr=False)
    link: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        """Raises `RuntimeError` without SUBSCRIPTION_KEY, which every process of notifications has."""
        if settings.subscription_key is None:
            raise RuntimeError("SUBSCRIPTION_KEY is not set")
        parts = (derive(settings.subscription_key, f"besa.subscription.{one}") for one in ("address", "mark", "link"))
        return cls(*parts)
