"""What a service listens to. Refuses at import what the catalogue does not list."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from shared.events.envelope import Event, Received

E = TypeVar("E", bound=Event)
Handler = Callable[[Session, Received[E]], None]


class Subscriptions:
    """The handlers of one service, by event type."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.handlers: dict[str, Handler[Any]] = {}

    def on(self, event: type[E]) -> Callable[[Handler[E]], Handler[E]]:
        """Register the decorated function for `event`. Raises `TypeError` if the catalogue does not name this service."""
        if self.service not in event.consumers:
            raise TypeError(f"the catalogue does not list {self.service} as a consumer of {event.type}")

        def register(handler: Handler[E]) -> Handler[E]:
            if event.type in self.handlers:
                raise TypeError(f"{self.service} handles {event.type} twice")
            self.handlers[event.type] = handler
            return handler

        return register
