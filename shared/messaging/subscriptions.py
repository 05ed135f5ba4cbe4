"""What a service listens to. Refuses at import what the catalogue does not list."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from shared.events.envelope import Event, Received

Handler = Callable[[Session, Received], None]


class Subscriptions:
    """The handlers of one service, by event type."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.handlers: dict[str, Handler] = {}

    def on(self, event: type[Event]) -> Callable[[Handler], Handler]:
        """Register the decorated function for `event`. Raises `TypeError` if the catalogue does not name this service."""
        if self.service not in event.consumers:
            raise TypeError(f"the catalogue does not list {self.service} as a consumer of {event.type}")

        def register(handler: Handler) -> Handler:
            if event.type in self.handlers:
                raise TypeError(f"{self.service} handles {event.type} twice")
            self.handlers[event.type] = handler
            return handler

        return register
