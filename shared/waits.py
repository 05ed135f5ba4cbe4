"""How long anything outside is waited for: every limit of the platform, with its default, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from marshmallow import ValidationError


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Seconds. What is waited for longer fails as if it were away: a page and the API answer 503, workers try again.

    A frozen server accepts and never answers, so that its own limits are frozen too: beside each of these stands one of ours, a bit
    longer, so that a server that lives answers first. Together they keep an answer to anybody within 5 s.
    """

    #: Until a connection to PostgreSQL stands, its log-in with it.
    database_connect: float = 3
    #: Until a connection of the pool is free.
    database_pool: float = 2
    #: A statement, by the server.
    database_statement: float = 4
    #: The answer to a statement, by ourselves; then the connection is thrown away.
    database_answer: float = 4.5
    #: A lock, by the server.
    database_lock: float = 3
    #: A transaction in which nothing is asked for, by the server.
    database_idle: float = 30
    #: After an answer that did not come, for so long one request at a time tries again and all others are refused at once.
    database_away: float = 2
    #: The lock of a relay or a timer whose process says nothing, by the server: another one takes over. More than `broker_answer`.
    relay_lock: float = 20
    #: Until a connection to RabbitMQ stands.
    broker_connect: float = 5
    #: Between two signs of life on it; after two of them it is lost.
    broker_heartbeat: float = 10
    #: A confirm, or the answer to anything else that the broker is asked.
    broker_answer: float = 15
    #: Until a connection to an S3 store stands.
    store_connect: float = 2
    #: One request to it.
    store_answer: float = 4
    #: One answer of the provider at which staff log in.
    provider_answer: float = 4
    #: Each answer of the mail server.
    mail_answer: float = 10
    #: All of one answer of the hub of the feeds: mail waits for it.
    hub_answer: float = 1

    @property
    def session_options(self) -> str:
        """The server's part, as PostgreSQL takes it at the beginning of a session, in milliseconds."""
        of_server = {
            "statement_timeout": self.database_statement,
            "lock_timeout": self.database_lock,
            "idle_in_transaction_session_timeout": self.database_idle,
        }
        return " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in of_server.items())


def parse(changes: Sequence[str]) -> Waits:
    """The defaults with `changes` such as "database_answer=6". Raises `marshmallow.ValidationError`."""
    known, given = {field.name for field in fields(Waits)}, {}
    for change in changes:
        name, _, seconds = change.partition("=")
        if name.strip() not in known:
            raise ValidationError(f"there is no wait {name.strip()!r}")
        try:
            given[name.strip()] = float(seconds)
        except ValueError as error:
            raise ValidationError(f"{name.strip()} needs a number of seconds") from error
    waits = Waits(**given)
    if min(vars(waits).values()) <= 0:
        raise ValidationError("a wait is longer than 0 seconds")
    if waits.database_answer <= waits.database_statement or waits.relay_lock <= waits.broker_answer:
        raise ValidationError(
            "database_answer must be more than database_statement, relay_lock more than broker_answer"
        )
    return waits
