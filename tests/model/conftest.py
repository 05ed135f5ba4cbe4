"""The two services of tests/shared, for the replay of what the model does."""

from tests.shared.conftest import settings, sink, source

__all__ = ["settings", "sink", "source"]
