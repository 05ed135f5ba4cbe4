"""Beside the walk: a body that promised a day, and a court that has the matter on that day."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from deploy.api import Draft, Made
from deploy.story.words import picture
from services.partners import data as directory

if TYPE_CHECKING:
    from deploy.time_travel.walk import Letter, Walk

ACTS = "/cases/api/v1/recommendations"
#: Days after the first on which the body answers, the court takes the matter, and the matter comes back; and the day promised.
ANSWERS, TAKES, COMES_BACK, PROMISED = 10, 20, 80, 50


class Measure(TypedDict):
    """`why_by`: why it is to be done by that day, by language."""

    why_by: dict[str, str]


class Promise:
    letter: "Letter"
    key = "bashkia-kavaje"

    def __init__(self, walk: "Walk", first_day: date) -> None:
        self.walk = walk
        self.promised = first_day + timedelta(days=PROMISED)

    def begin(self) -> None:
        self.letter = self.walk.write_to(self.key, "remedy")

    def live_through(self, day: int) -> None:
        """What happens with the promise on that day of the walk."""
        does = {ANSWERS: self._answer, TAKES: self._take, COMES_BACK: self._come_back}.get(day)
        if does is not None:
            does()

    def _answer(self) -> None:
        act, post = f"{ACTS}/{self.letter.act_id}", self.walk.world.post
        scan: Made = self.walk.world.post_file(
            "case_officer", f"{act}/scans", "pergjigja.png", picture(seed=5), "image/png"
        )
        drafted: Draft = self.walk.world.get("case_officer", act)
        said = {"position": "accepted", "claimed": "in_process", "promised_date": self.promised.isoformat()}
        letter = {
            "institution_id": str(directory.institution_id(self.key)),
            "received_on": self.walk.world.today.isoformat(),
            "text": "Shembull: pranohet.",
            "scan_id": scan["id"],
            "items": [{"item_id": item["id"], **said} for item in drafted["items"]],
        }
        post("case_officer", f"{act}/paper-replies", letter)
        self.walk.say(f"{self.letter.name}: it answers on paper and promises both for {self.promised}.")
        self._explain("promised is 2 March 2027.")

    def _take(self) -> None:
        self._step({"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e mori çështjen."})
        self.walk.say(f"{self.letter.name}: a court takes the matter; the promised day stands.")
        self._explain("the days that were left go on.")

    def _come_back(self) -> None:
        self._step({"step": "resume", "elsewhere": "none"})
        self.walk.say(f"{self.letter.name}: the matter comes back, and the promised day has moved.")
        # 60 days later it is 1 May; it and the next day are holidays on a weekend, so that two working days are off for them.
        self._explain("the first working day after it is 5 May 2027.")

    def _step(self, step: dict[str, str]) -> None:
        self.walk.world.post("case_officer", f"/cases/api/v1/cases/{self.letter.case_id}/steps", step)

    def _explain(self, last: str) -> None:
        """Tell why it is to be done by that day; `last`: the words on which it must end, in English."""
        path = f"/cases/api/v1/obligations/{self.letter.obligations[0]}"
        whole: Measure = self.walk.world.get("case_officer", path)
        for language, words in whole["why_by"].items():
            self.walk.tell(f"    {language}: {words}")
        self.walk.expect(f"the end of “{whole['why_by']['en']}”", whole["why_by"]["en"].endswith(last), True)
