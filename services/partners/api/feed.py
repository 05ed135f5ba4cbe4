"""Waiting for something new, in short transactions of its own: a waiting request holds a thread, but no connection."""

import threading
import time

from services.partners.actions import machines
from services.partners.api import callers
from services.partners.queries import feed, wall
from services.partners.schemas import dispatches as schemas
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import Platform, platform
from shared.principal import Principal

POLL_SECONDS = 0.2
#: Of the four threads that a web process has, two go on answering whatever happens here.
MOST_WAITING = 2
_places = threading.BoundedSemaphore(MOST_WAITING)


def follow(by: Principal, query: schemas.FeedQuery) -> schemas.Feed:
    """What is new after the cursor; waits up to `wait` seconds for it. Raises `Problem` 429 when too many wait."""
    here = platform()
    page = _read(here, by, query, came_back=True)
    if page.items or not query.wait:
        return page
    if not _places.acquire(blocking=False):
        raise Problem(429, "too_many_waiting", headers={"Retry-After": "5"})
    try:
        return _wait(here, by, query)
    finally:
        _places.release()


def _wait(here: Platform, by: Principal, query: schemas.FeedQuery) -> schemas.Feed:
    end = time.monotonic() + query.wait
    while True:
        time.sleep(POLL_SECONDS)
        page = _read(here, by, query)
        if not callers.may_still("dispatch:read"):
            raise Problem(401, "not_signed_in")
        if page.items or time.monotonic() >= end:
            return page


def _read(here: Platform, by: Principal, query: schemas.FeedQuery, *, came_back: bool = False) -> schemas.Feed:
    with here.database.transaction() as session:
        own = wall.own(session, by)
        page = feed.read(own, here.cursors, query.after, query.limit)
        if came_back and query.after is not None:
            machines.note_read(by, session, feed.place_of(own, here.cursors, query.after), now=utc_now())
        return page
