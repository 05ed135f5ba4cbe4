"""Beside the walk: a body whose letter never arrives. It comes back twice, and the office closes the case on that ground."""

from typing import TYPE_CHECKING

from deploy.time_travel.paper import ADDRESS, BOOK, book
from services.partners import data as directory

if TYPE_CHECKING:
    from deploy.time_travel.walk import Letter, Walk

KEY = "bashkia-has"
#: Days after the first on which the letter leaves, comes back, leaves again, comes back for good; the office looks, and closes.
LEAVES, BACK, AGAIN, BACK_FOR_GOOD, LOOKS, CLOSES = 2, 14, 16, 30, 78, 91
CLOSING = {
    "step": "close",
    "outcome": "violation_found_recommended",
    "closing_ground": "not_delivered",
    "reason": "Letra u kthye dy herë nga posta dhe adresë tjetër nuk ka.",
}


class Lost:
    letter: "Letter"

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk

    def begin(self) -> None:
        contacts = f"/partners/api/v1/institutions/{directory.institution_id(KEY)}/contacts"
        self.walk.world.post("admin", contacts, {**ADDRESS, "value": "Rruga Shembull 2, Krumë"})
        self.letter = self.walk.write_to(KEY, "remedy")
        self.walk.more("It has no way by wire either: its letter lies in the post book.")

    def live_through(self, day: int) -> None:
        """What happens with the letter on that day of the walk."""
        does = {
            LEAVES: self._leave,
            BACK: self._come_back,
            AGAIN: self._leave,
            BACK_FOR_GOOD: self._come_back_for_good,
            LOOKS: self._look,
            CLOSES: self._close,
        }.get(day)
        if does is not None:
            does()

    def check_end(self) -> None:
        self.walk.expect("the letter that never arrived", self._said(), {("failed", None, False)})
        self.walk.expect("what was sent after it", self.walk.rungs(self.letter)["sent"], [])

    def _leave(self) -> None:
        ids = [{"id": one["id"], "tracking": "RR000000002AL"} for one in book(self.walk, "to_post", self.letter.number)]
        today = self.walk.world.today.isoformat()
        self.walk.world.post("case_officer", f"{BOOK}/sendings", {"way": "post", "day": today, "entries": ids})
        self.walk.say(f"{self.letter.name}: the letter left by registered post.")

    def _come_back(self) -> None:
        self._return("moved", again=True)
        self.walk.say(f"{self.letter.name}: the letter came back (moved away); it waits to be sent once more.")
        self.walk.expect("its last day", self._said(), {("to_post", None, False)})
        self.walk.more("No day is counted any more: what does not arrive begins no term.")

    def _come_back_for_good(self) -> None:
        self._return("unknown", again=False)
        self.walk.say(f"{self.letter.name}: the letter came back again (unknown there), and there is no other address.")
        self.walk.expect("how it was delivered", self._said(), {("failed", None, False)})

    def _look(self) -> None:
        self.walk.say(f"{self.letter.name}: two months and more have passed, and nobody is late.")
        refused = self.walk.escalate_refused(self.letter, "reminder")
        self.walk.expect("a reminder about it", refused["code"], "ladder.not_delivered")
        self.walk.more(f"A reminder is refused: {refused['detail']}.")

    def _close(self) -> None:
        steps = f"/cases/api/v1/cases/{self.letter.case_id}/steps"
        bare = {name: value for name, value in CLOSING.items() if name in {"step", "outcome"}}
        refused = self.walk.world.refused("approver", steps, bare)
        self.walk.expect("to close over it without that ground", refused["code"], "case.letter_undelivered")
        self.walk.world.post("approver", steps, CLOSING)
        self.walk.say(
            f"{self.letter.name}: the head of the section closes the case: the letter could not be delivered."
        )
        self.walk.more("The body stands nowhere as silent; the act stays in the record as not delivered.")

    def _return(self, reason: str, *, again: bool) -> None:
        ids = [one["id"] for one in book(self.walk, "sent", self.letter.number)]
        told = {"day": self.walk.world.today.isoformat(), "reason": reason, "again": again, "entries": ids}
        self.walk.world.post("case_officer", f"{BOOK}/returns", told)

    def _said(self) -> set[tuple[str, str | None, bool]]:
        return {(one["delivery"], one["reply_due"], one["no_reply"]) for one in self.walk.owed(self.letter)}
