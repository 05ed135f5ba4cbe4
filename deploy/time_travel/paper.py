"""Beside the walk: a letter to a body that has a postal address and no other way, until it is with the body."""

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from deploy.api import Page
from deploy.story.words import picture
from services.partners import data as directory

if TYPE_CHECKING:
    from deploy.time_travel.walk import Letter, Walk

BOOK = "/partners/api/v1/post-book"
KEY = "bashkia-kukes"
ADDRESS = {"kind": "postal", "purpose": "recommendations", "value": "Rruga Shembull 1, Kukës"}
#: Days after the first on which the office looks, sends, and hears that the letter arrived.
LOOKS, SENDS, HEARS = 45, 60, 67
ARRIVED_BEFORE = timedelta(days=3)


class PostEntry(TypedDict):
    id: str
    state: str
    number: str


class Owed(TypedDict):
    id: str
    state: str
    delivery: str
    reply_due: str | None
    no_reply: bool


def book(walk: "Walk", state: str, number: str) -> list[PostEntry]:
    """What the post book holds in that state of the letter of that number."""
    page: Page[PostEntry] = walk.world.get("case_officer", BOOK, state=state)
    return [one for one in page["items"] if one["number"] == number]


class Paper:
    letter: "Letter"

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk

    def begin(self) -> None:
        contacts = f"/partners/api/v1/institutions/{directory.institution_id(KEY)}/contacts"
        self.walk.world.post("admin", contacts, ADDRESS)
        self.letter = self.walk.write_to(KEY, "remedy")
        self.walk.more("It has no way by wire: its letter lies in the post book, and no clock runs.")
        self.walk.expect("the post book", [one["number"] for one in self._book("to_post")], [self.letter.number])

    def live_through(self, day: int) -> None:
        """What happens with the letter on that day of the walk."""
        does = {LOOKS: self._look, SENDS: self._send, HEARS: self._hear}.get(day)
        if does is not None:
            does()

    def check_end(self) -> None:
        self.walk.expect("what waits in the post book", self._book("to_post"), [])
        self.walk.expect("the letter on paper", {one["delivery"] for one in self._owed()}, {"delivered"})

    def _look(self) -> None:
        self.walk.say(f"{self.letter.name}: its letter still lies in the post book.")
        refused = self.walk.escalate_refused(self.letter, "reminder")
        self.walk.expect("a reminder about it", refused["code"], "ladder.not_delivered")
        said = {(one["reply_due"], one["no_reply"]) for one in self._owed()}
        self.walk.expect("what is said of it", said, {(None, False)})
        self.walk.more("Nobody is late: a reminder is refused, and no list names it as silent.")

    def _send(self) -> None:
        ids = [{"id": one["id"], "tracking": "RR000000001AL"} for one in self._book("to_post")]
        today = self.walk.world.today.isoformat()
        self.walk.world.post("case_officer", f"{BOOK}/sendings", {"way": "post", "day": today, "entries": ids})
        self.walk.say(f"{self.letter.name}: the letter left by registered post.")
        self.walk.explain(self.letter.obligations[0])

    def _hear(self) -> None:
        ids = [one["id"] for one in self._book("sent")]
        day = (self.walk.world.today - ARRIVED_BEFORE).isoformat()
        proof = self.walk.world.post_file(
            "case_officer", f"{BOOK}/proofs", "fletemarrja.png", picture(seed=3), "image/png"
        )
        told = {"day": day, "proof": proof["id"], "entries": ids}
        self.walk.world.post("case_officer", f"{BOOK}/deliveries", told)
        self.walk.say(f"{self.letter.name}: the receipt came back; the letter was delivered on {day}.")
        self.walk.expect("the last days of its items", len({one["reply_due"] for one in self._owed()}), 1)
        self.walk.explain(self.letter.obligations[0])

    def _book(self, state: str) -> list[PostEntry]:
        return book(self.walk, state, self.letter.number)

    def _owed(self) -> list[Owed]:
        path = "/cases/api/v1/obligations"
        page: Page[Owed] = self.walk.world.get("case_officer", path, recommendation=self.letter.act_id)
        return page["items"]
