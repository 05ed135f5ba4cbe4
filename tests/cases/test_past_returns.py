"""What was known of a past day stays what was known, whatever becomes of the letter afterwards."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from services.cases import timers
from shared import clock
from tests.cases.bench import today
from tests.cases.ladder_world import Silence
from tests.cases.test_delivery import act, arrive, body, deem, leave, post, silence

__all__ = ["act", "body", "silence"]
DAY = timedelta(days=1)


def known_of(silence: Silence, on: date, known: date) -> dict[str, int]:
    """How many obligations stood where."""
    answer = silence.story.officer.get(f"/compliance?on={on}&known={known}")
    assert answer.status_code == 200, answer.json
    [split] = [one for one in answer.json["figures"]["splits"] if one["unit"] == "obligations"]
    counted = {one["key"]: one["numerator"] for one in split["shares"]}
    counted |= {one["key"]: one["count"] for one in split["beside"]}
    late = {one["key"]: one["numerator"] for one in split["shares"] if one["key"] == "no_reply"}
    rates = {name: answer.json["figures"][name]["numerator"] for name in ("answered_in_time", "answered_late")}
    return {key: many for key, many in (counted | late | rates).items() if many}


def test_a_letter_that_came_back_was_silence_by_what_was_known_before(silence):
    first = today()
    leave(silence, first)
    late = first + 45 * DAY
    with silence.on(late):
        deem(silence)
    with silence.on(late + DAY):
        assert known_of(silence, late, late) == {"no_reply": 2}
    with silence.on(late + 2 * DAY):
        post(silence, "returned", reason="unknown", day=late + 2 * DAY)
        assert known_of(silence, late, late) == {"no_reply": 2}
        assert known_of(silence, late, late + 2 * DAY) == {"not_delivered": 2}
    with silence.on(late + 5 * DAY):
        leave(silence, late + 5 * DAY)
        assert known_of(silence, late, late) == {"no_reply": 2}
    with silence.on(late + 50 * DAY):
        deem(silence)
        assert known_of(silence, late, late) == {"no_reply": 2}
        assert known_of(silence, late, late + 2 * DAY) == {"not_delivered": 2}


class AnyFate:
    """Steps of a letter by chance, each through its door; what a rule refuses is refused."""

    def __init__(self, silence: Silence, seed: int) -> None:
        self.silence, self.chance, self.day, self.asked = silence, Random(seed), today(), {}

    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.day += self.chance.randint(1, 20) * DAY
            with self.silence.on(self.day):
                self.chance.choice(self.fates)()
                if self.chance.random() < 0.5:
                    deem(self.silence)
                self.check()
                self.ask()

    @property
    def fates(self):
        return [self.leaves, self.leaves, self.comes_back, self.comes_back, self.arrives, self.waits, self.fails,
                self.is_corrected, self.is_paused, self.is_resumed, self.is_answered, self.is_noticed]  # fmt: skip

    def ask(self) -> None:
        """Of the day before as known then, and of an earlier one as known yesterday: both are over."""
        yesterday = self.day - DAY
        for on in (yesterday, max(yesterday - self.chance.randint(0, 40) * DAY, today())):
            self.asked[on, yesterday] = known_of(self.silence, on, yesterday)

    def check(self) -> None:
        """A few of those that were asked: each later step asks others."""
        for (on, known), figures in self.chance.sample(sorted(self.asked.items(), key=str), min(len(self.asked), 4)):
            assert known_of(self.silence, on, known) == figures, (on, known, self.day)

    def earlier(self) -> date:
        return max(self.day - self.chance.randint(0, 5) * DAY, today())

    def leaves(self) -> None:
        post(self.silence, "sent", way=self.chance.choice(["post", "post", "courier"]), day=self.earlier())

    def comes_back(self) -> None:
        post(self.silence, "returned", reason="unknown", day=self.day)

    def waits(self) -> None:
        post(self.silence, "to_post")

    def arrives(self) -> None:
        arrive(self.silence, self.earlier())

    def fails(self) -> None:
        self.silence.bench.deliver(self.silence.act, self.silence.body, self._noon())

    def _enter(self, kind: str) -> None:
        entered = {"kind": kind, "effective": str(self.earlier()), "reason": "Arsyeja.", "ground": "register_seen"}
        self.silence.story.officer.post(f"/obligations/{self.silence.owed[0]['id']}/clock-entries", entered)

    def is_corrected(self) -> None:
        self._enter("corrected")

    def is_paused(self) -> None:
        self._enter("paused")

    def is_resumed(self) -> None:
        self._enter("resumed")

    def is_answered(self) -> None:
        if self.chance.random() < 0.3:
            item = {"item_id": self.silence.owed[0]["item_id"], "position": "accepted"}
            self.silence.bench.reply(self.silence.act, self.silence.body, item, received_at=self._noon())

    def is_noticed(self) -> None:
        timers.announce_overdue(self.silence.bench.platform, clock.utc_now())

    def _noon(self) -> datetime:
        return datetime.combine(self.day, time(9), UTC)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_becomes_of_a_letter_changes_no_answer_about_what_was_known_before(silence, seed):
    fate = AnyFate(silence, seed)
    fate.live(9)
    assert len(fate.asked) > 5


def test_the_day_with_which_a_corrected_clock_begins_is_the_day_of_the_delivery(silence):
    leave(silence, today())
    found, told = today() + 3 * DAY, today() + 5 * DAY
    with silence.on(told):
        arrive(silence, told)
    with silence.on(told + 2 * DAY):
        before = known_of(silence, told - DAY, told + DAY)
        entry = {
            "kind": "corrected",
            "effective": str(found),
            "reason": "Dëftesa e marrjes.",
            "ground": "register_seen",
        }
        one = silence.owed[0]["id"]
        answer = silence.story.officer.post(f"/obligations/{one}/clock-entries", entry)
        assert answer.status_code == 201, answer.json
        start = silence.story.officer.get(f"/obligations/{one}/clock").json["due"]["start"]
        assert (start, silence.owed[0]["delivered_on"]) == (str(found), str(found))
        assert silence.owed[1]["delivered_on"] == str(found), "one letter has one day of delivery"
        assert known_of(silence, told - DAY, told + DAY) == before == {"not_delivered": 2}
        assert known_of(silence, told - DAY, told + 2 * DAY) == {"awaiting_reply": 2}
