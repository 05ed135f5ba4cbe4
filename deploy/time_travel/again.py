"""Beside the walk: a body on paper whose matter a court had, and which is asked again by a letter that takes its time."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from deploy.story.words import picture
from deploy.time_travel.paper import ADDRESS, BOOK, Owed, book
from services.partners import data as directory

if TYPE_CHECKING:
    from deploy.api import Page
    from deploy.time_travel.walk import Letter, Walk

KEY = "bashkia-mirdite"
#: Days after the first on which its letter is brought, the court takes the matter, the body learns that, the matter comes back, the office
#: looks, and the letter that tells it so is brought.
BROUGHT, TAKES, LEARNS, COMES_BACK, LOOKS, HEARS = 1, 11, 15, 50, 64, 66
#: What was left of the thirty days when the court took the matter on the tenth day after the delivery.
LEFT = 21


class Again:
    letter: "Letter"

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk

    def begin(self) -> None:
        contacts = f"/partners/api/v1/institutions/{directory.institution_id(KEY)}/contacts"
        self.walk.world.post("admin", contacts, {**ADDRESS, "value": "Rruga Shembull 3, Rrëshen"})
        self.letter = self.walk.write_to(KEY, "remedy")
        self.walk.more("It reads on paper alone too, and its letter is brought by hand.")

    def live_through(self, day: int) -> None:
        """What happens with the letter on that day of the walk."""
        does = {
            BROUGHT: self._bring,
            TAKES: self._take,
            LEARNS: self._bring,
            COMES_BACK: self._come_back,
            LOOKS: self._look,
            HEARS: self._hear,
        }.get(day)
        if does is not None:
            does()

    def _bring(self) -> None:
        """What lies in the post book for it is handed over on the same day, with its receipt."""
        walk, today = self.walk, self.walk.world.today.isoformat()
        entries = [{"id": one["id"]} for one in book(walk, "to_post", self.letter.number)]
        walk.expect(f"what lies in the post book for {self.letter.name}", len(entries), 1)
        walk.world.post("case_officer", f"{BOOK}/sendings", {"way": "hand", "day": today, "entries": entries})
        proof = walk.world.post_file("case_officer", f"{BOOK}/proofs", "dëftesa.png", picture(seed=5), "image/png")
        told = {"day": today, "proof": proof["id"], "entries": [one["id"] for one in entries]}
        walk.world.post("case_officer", f"{BOOK}/deliveries", told)

    def _take(self) -> None:
        self._step({"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e mori çështjen."})
        self.walk.say(f"{self.letter.name}: a court takes its matter; it learns that by a letter.")

    def _come_back(self) -> None:
        self._step({"step": "resume", "elsewhere": "none"})
        self.walk.say(
            f"{self.letter.name}: the matter comes back; it is asked again by a letter, and no clock runs yet."
        )

    def _look(self) -> None:
        self.walk.say(f"{self.letter.name}: the letter that asks it again still lies in the post book.")
        said = {(one["state"], one["reply_due"], one["no_reply"]) for one in self._owed()}
        self.walk.expect("where it stands", said, {("asked_again", None, False)})
        refused = self.walk.escalate_refused(self.letter, "reminder")
        self.walk.expect("a reminder", refused["code"], "ladder.not_delivered")
        self.walk.more("It is shown apart as asked again, it is late with nothing, and a reminder is refused.")

    def _hear(self) -> None:
        self._bring()
        self.walk.say(f"{self.letter.name}: that letter was brought today; the days that were left go on.")
        due = {date.fromisoformat(one["reply_due"] or "") for one in self._owed()}
        bare = self.walk.world.today + timedelta(days=LEFT)
        self.walk.expect("the days left", {bare <= one < bare + timedelta(days=5) for one in due}, {True})
        self.walk.explain(self.letter.obligations[0])

    def _step(self, step: dict[str, str]) -> None:
        self.walk.world.post("case_officer", f"/cases/api/v1/cases/{self.letter.case_id}/steps", step)

    def _owed(self) -> list[Owed]:
        path = "/cases/api/v1/obligations"
        page: Page[Owed] = self.walk.world.get("case_officer", path, recommendation=self.letter.act_id)
        return page["items"]
