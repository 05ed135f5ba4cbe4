"""Beside the walk: a case that goes to court in the middle, and comes back."""

from typing import TYPE_CHECKING

from deploy.time_travel.paper import Owed

if TYPE_CHECKING:
    from deploy.api import Page
    from deploy.time_travel.walk import Letter, Walk

#: Days after the first on which the court takes the matter, the office looks, and the matter comes back.
TAKES, LOOKS, COMES_BACK = 20, 70, 80


class Court:
    letter: "Letter"
    key = "bashkia-lushnje"

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk

    def begin(self) -> None:
        self.letter = self.walk.write_to(self.key, "remedy")

    def live_through(self, day: int) -> None:
        """What happens with the case on that day of the walk."""
        does = {TAKES: self._take, LOOKS: self._look, COMES_BACK: self._come_back}.get(day)
        if does is not None:
            does()

    def check_end(self) -> None:
        self.walk.expect("where the letter stands that a court had", {one["no_reply"] for one in self._owed()}, {True})

    def _take(self) -> None:
        before = self._owed()[0]["reply_due"]
        self._step({"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e mori çështjen."})
        self.walk.say(
            f"{self.letter.name}: a court takes the matter; the last day was {before}, and every clock stands."
        )
        self.walk.expect("its last day", {one["reply_due"] for one in self._owed()}, {None})
        self.walk.explain(self.letter.obligations[0])

    def _look(self) -> None:
        self.walk.say(f"{self.letter.name}: the first last day is long over, and nobody is late.")
        refused = self.walk.escalate_refused(self.letter, "reminder")
        self.walk.expect("a reminder", refused["code"], "ladder.held")
        self.walk.expect("what is said of it", {one["no_reply"] for one in self._owed()}, {False})
        self.walk.more("No reminder, no notice, no report to the Assembly goes out while a court has the matter.")

    def _come_back(self) -> None:
        self._step({"step": "resume", "elsewhere": "none"})
        self.walk.say(f"{self.letter.name}: the matter comes back, and the clock goes on where it stood.")
        self.walk.explain(self.letter.obligations[0])

    def _step(self, step: dict[str, str]) -> None:
        self.walk.world.post("case_officer", f"/cases/api/v1/cases/{self.letter.case_id}/steps", step)

    def _owed(self) -> list[Owed]:
        path = "/cases/api/v1/obligations"
        page: Page[Owed] = self.walk.world.get("case_officer", path, recommendation=self.letter.act_id)
        return page["items"]
