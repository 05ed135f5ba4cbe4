"""Waiting for something new, in short transactions of its own: a waiting request holds a thread, but no connection."""

import threading
import time
from typing import Any

from services.partners.api import callers
from services.partners.queries import feed, wall
from services.partners.queries.feed import FeedPage
from services.partners.queries.wall import Partner
from shared.errors import Problem
from shared.platform import Platform, platform

POLL_SECONDS = 0.2
#: Of the four threads that a web process has, two go on answering whatever happens here.
MOST_WAITING = 2
_places = threading.BoundedSemaphore(MOST_WAITING)


def follow(partner: Partner, query: dict[str, Any]) -> FeedPage:
    """What is new after the cursor; waits up to `wait` seconds for it. Raises `Problem` 429 when too many wait."""
    here = platform()
    found = _read(here, partner, query)
    if found.items or not query["wait"]:
        return found
    if not _places.acquire(blocking=False):
        raise Problem(429, "too_many_waiting", headers={"Retry-After": "5"})
    try:
        return _wait(here, partner, query)
    finally:
        _places.release()


def _wait(here: Platform, partner: Partner, query: dict[str, Any]) -> FeedPage:
    end = time.monotonic() + query["wait"]
    while True:
        time.sleep(POLL_SECONDS)
        found = _read(here, partner, query)
        if not callers.may_still("dispatch:read"):
            raise Problem(401, "not_signed_in")
        if found.items or time.monotonic() >= end:
            return found


def _read(here: Platform, partner: Partner, query: dict[str, Any]) -> FeedPage:
    with here.database.transaction() as session:
        return feed.read(wall.own(session, partner), here.cursors, query["after"], query["limit"])
