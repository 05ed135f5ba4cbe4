"""How a fact that is committed in one service takes effect in another: outbox, relay, inbox, consumer."""
