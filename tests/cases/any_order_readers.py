"""What the readers of one obligation say, and what must hold of it at every step of `tests/cases/any_order.py`."""

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from hypothesis.stateful import invariant

from services.cases import words
from services.cases.domain.standing import SHARES
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases import pencil
from tests.cases.bench import Bench
from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence

ENDED = {"implemented", "overtaken", "not_assessable", "elsewhere", "no_information"}


class Look:
    """What the readers of the obligation say at one moment, each asked once."""

    def __init__(self, machine: "Readers") -> None:
        self._machine = machine

    @cached_property
    def one(self) -> Any:
        [one] = self._machine.silence.owed
        return one

    @property
    def state(self) -> str:
        return str(self.one["state"])

    @cached_property
    def ladder(self) -> Any:
        return self._machine.silence.rungs()

    @cached_property
    def figures(self) -> Any:
        return self._machine.figures(None)

    @cached_property
    def is_held(self) -> bool:
        story = self._machine.story
        return bool(story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "suspended")


class Readers:
    """The invariants; what happens to the obligation is told by the machine that has them."""

    bench: Bench
    story: Story
    silence: Silence
    seen: set[str]
    day: date
    arrived: bool
    came_back: bool
    #: The office ended its steps at this body, with a reason.
    turned: bool
    told: int
    #: How often the pencil came to a day, over all runs.
    pencilled: int = 0
    asked: dict[tuple[date, date], Any]

    @invariant()
    def every_reader_says_what_is_so(self) -> None:
        look = Look(self)
        self.seen.add(look.state)
        self.all_readers_say_the_same(look)
        self.nothing_undelivered_is_late(look)
        self.what_was_found_not_done_is_pressed(look)
        self.state_and_days_say_the_same_of_a_promise(look)
        self.the_last_day_is_that_of_the_pencil(look)
        self.the_body_was_told_the_last_day(look)
        self.shares_sum_to_the_whole(look)
        self.what_is_known_of_a_past_day_never_changes()
        self.the_complainant_is_told_what_is_so(look)
        self.a_letter_of_a_rung_says_only_what_is_true(look)

    def all_readers_say_the_same(self, look: Look) -> None:
        state = look.state
        listed = self.story.officer.get(f"/obligations?state={state}").json["items"]
        assert [one["id"] for one in listed] == [look.one["id"]]
        figures = look.figures
        assert self._counted(figures) == {state: 1}
        word = str(words.STATES[state])
        assert word in self._page(f"/staff/obligations/{look.one['id']}"), (state, word)
        assert word in self._page("/staff/obligations")

    def nothing_undelivered_is_late(self, look: Look) -> None:
        if look.state == "asked_again":
            self.who_is_asked_again_by_letter_owes_nothing_before_it_arrives(look)
        if self.arrived:
            return
        assert not look.one["no_reply"]
        assert "late" not in {one["word"] for one in look.one["timeliness"].values()}
        assert not look.ladder["offers"]
        assert self.story.officer.get("/obligations?timeliness=late").json["items"] == []
        figures = look.figures
        assert figures["answered_in_time"]["denominator"] == figures["delivered"]["numerator"] == 0
        assert self.had_arrived or not self.bench.told(catalogue.ObligationOverdue)

    def who_is_asked_again_by_letter_owes_nothing_before_it_arrives(self, look: Look) -> None:
        assert look.one["asked_again_on"] and not look.one["no_reply"]
        assert look.one["timeliness"]["implementation"]["word"] not in {"late", "due_in"}
        assert look.one["reply_due"] is None or look.one["timeliness"]["reply"]["word"] in {"in_time", "late"}
        assert not look.ladder["offers"]
        assert self.story.officer.get("/obligations?timeliness=late").json["items"] == []

    def what_was_found_not_done_is_pressed(self, look: Look) -> None:
        state, ladder = look.state, look.ladder
        pressed = bool(ladder["offers"])
        if state in ENDED | {"not_delivered", "in_process", "awaiting_reply"}:
            due = [one for one in ladder["offers"] if one["on"] <= self.day.isoformat()]
            assert not due or state in {"in_process", "awaiting_reply"}
        if state in {"not", "partly", "promise_broken"} and not ladder["sent"] and not look.is_held and not self.turned:
            assert pressed, f"{state} ends no ladder"

    def state_and_days_say_the_same_of_a_promise(self, look: Look) -> None:
        state, term = look.state, look.one["timeliness"]["implementation"]
        late = term["word"] == "late"
        assert late or state != "promise_broken"
        assert not (late and state in {"in_process", "claimed", "elsewhere"}), state
        shown = self.story.officer.get(f"/obligations/{look.one['id']}").json["why_by"]
        if term["word"] == "due_in":
            for language in ("sq", "en"):
                assert day_words(self.day + timedelta(days=term["days"]), language) in shown[language]

    def the_last_day_is_that_of_the_pencil(self, look: Look) -> None:
        clock = self.story.officer.get(f"/obligations/{look.one['id']}/clock").json
        if look.state not in {"awaiting_reply", "no_reply"} or look.is_held or not self.arrived:
            return
        with suppress(pencil.TooHardError):
            day = pencil.last_day(clock)
            assert look.one["reply_due"] == (day and day.isoformat()), clock["ledger"]
            type(self).pencilled += 1

    def the_body_was_told_the_last_day(self, look: Look) -> None:
        told = [one for one in self.bench.told(catalogue.ObligationClocked) if one["obligation_id"] == look.one["id"]]
        if look.state in {"awaiting_reply", "no_reply"} and self.arrived:
            assert told and told[-1].get("due") == look.one["reply_due"]

    def shares_sum_to_the_whole(self, look: Look) -> None:
        [split] = [one for one in look.figures["splits"] if one["unit"] == "obligations"]
        assert sum(one["numerator"] for one in split["shares"]) == split["denominator"]
        assert [one["key"] for one in split["shares"]] == [one.value for one in SHARES]
        assert split["denominator"] + sum(one["count"] for one in split["beside"]) == 1

    def what_is_known_of_a_past_day_never_changes(self) -> None:
        for (on, known), figures in self.asked.items():
            assert self.figures(on, known) == figures, (on, known)

    def the_complainant_is_told_what_is_so(self, look: Look) -> None:
        told = self.bench.told(catalogue.ObligationStood)
        news, self.told = told[self.told :], len(told)
        assert all(one["place"] == 1 and one["number"] == self.silence.act["number"] for one in told)
        # That a finding was taken back is told before the letter arrives too.
        assert self.had_arrived or all(one["state"] == "not_delivered" and one["corrects"] for one in told)
        if news and news[-1]["next"] == "steps" and not look.is_held:
            ladder = look.ladder
            assert ladder["offers"] or ladder["sent"], news[-1]

    def a_letter_of_a_rung_says_only_what_is_true(self, look: Look) -> None:
        state = look.state
        for letter in self.silence.letters():
            text = self._words_of(letter)
            issued_on = day_words(date.fromisoformat(self.silence.act["issued_on"]), "sq")
            assert not text or issued_on in text
            if look.one["reply"] != "none" and state != "no_reply":
                assert not re.search("nuk kemi marrë përgjigje", text), (state, text)

    # --- how it is asked ---------------------------------------------------------------------------------------------

    @property
    def had_arrived(self) -> bool:
        """Whether it was once told or counted as delivered, be it that it came back since."""
        return self.arrived or self.came_back

    def figures(self, on: date | None, known: date | None = None) -> Any:
        asked = f"?on={on.isoformat()}&known={(known or on).isoformat()}" if on else ""
        answer = self.story.officer.get(f"/compliance{asked}")
        assert answer.status_code == 200, answer.json
        return answer.json["figures"]

    def _counted(self, figures: Any) -> dict[str, int]:
        [split] = [one for one in figures["splits"] if one["unit"] == "obligations"]
        counts = {one["key"]: one["numerator"] for one in split["shares"]}
        counts |= {one["key"]: one["count"] for one in split["beside"]}
        return {key: count for key, count in counts.items() if count}

    def _page(self, path: str) -> str:
        person = self.story.officer
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        answer = person.client.get(f"/cases{path}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def _words_of(self, letter: dict[str, Any]) -> str:
        """Of a reminder its text; of a rung that is an act of its own, the grounds of its draft; of one that is a decision nothing."""
        if letter["act"]:
            return str(self.story.officer.get(f"/recommendations/{letter['act']}").json["grounds"])
        text = self.story.officer.get(f"/rung-letters/{letter['id']}").json["text"]
        return str(text["text"]) if text else ""
