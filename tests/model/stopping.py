"""A declaration that stops between its steps, as a process would that is slow there, or dies."""

import threading
from datetime import timedelta

import pytest

from shared.witness import declaring


class DiesError(Exception):
    """It dies here."""


class Declaration:
    """Begun at once; stands still once the epoch is in the file, and again once it is in the database."""

    def __init__(self, guard) -> None:
        self._reached, self._go, self._dies = threading.Semaphore(0), threading.Semaphore(0), False
        self._write, self._placed, self._again = declaring._write_epoch, declaring.placed, declaring.AGAIN
        self._guard = guard
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._wait()

    def go_on(self, *, all_again: bool) -> None:
        """One more step. Without `all_again` all that was published is older than what is sent again at once."""
        with pytest.MonkeyPatch.context() as planted:
            planted.setattr(declaring, "AGAIN", self._again if all_again else timedelta(days=-1))
            self._go.release()
            self._wait()

    def die(self) -> None:
        self._dies = True
        self._go.release()
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _wait(self) -> None:
        assert self._reached.acquire(timeout=20), "it does not come to its next step"

    def _run(self) -> None:
        try:
            with pytest.MonkeyPatch.context() as planted:
                planted.setattr(declaring, "_write_epoch", self._written)
                planted.setattr(declaring, "placed", self._before_the_beat)
                self._guard.declare(by="operator:arta", reason="a walk of the model")
        except DiesError:
            return
        finally:
            self._reached.release()

    def _written(self, *arguments):
        record = self._write(*arguments)
        self._stop()
        return record

    def _before_the_beat(self, *arguments):
        self._stop()
        return self._placed(*arguments)

    def _stop(self) -> None:
        self._reached.release()
        assert self._go.acquire(timeout=60)
        if self._dies:
            raise DiesError
