"""A body that stays silent, and a day that can be any: what the tests of the ladder share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.cases import data, timers
from services.cases.domain.ladder import REMINDERS
from shared import clock
from shared.staff import issue_token
from tests.cases.bench import SIGNING, Bench, Body, Person
from tests.cases.conftest import Story


@dataclass
class Silence:
    """An act that was issued and delivered, and the body that says nothing on it."""

    story: Story
    body: Body
    act: dict[str, Any]
    commissioner: Person
    publisher: Person

    @property
    def bench(self) -> Bench:
        return self.story.bench

    @property
    def owed(self) -> list[dict[str, Any]]:
        return self.story.obligations(self.act, self.body)

    @property
    def people(self) -> tuple[Person, ...]:
        return self.story.officer, self.story.approver, self.commissioner, self.publisher

    def send(self, person: Person, rung: str, place: int = 0, *, arrives: bool = True, **more: Any) -> Any:
        """Send a rung, a reminder once it was read; it reaches its body at once, unless it is said not to."""
        path = f"/obligations/{self.owed[place]['id']}/escalations"
        answer = person.post(path, {"rung": rung, **more})
        if answer.status_code == 201 and rung in REMINDERS:
            assert answer.json["state"] == "drafted"
            seen = person.get(f"/rung-letters/{answer.json['letter']}").json["seen"]
            answer = person.post(path, {"rung": rung, "seen": seen, **more})
        if arrives and answer.status_code == 201 and rung in REMINDERS:
            self.bench.remind(answer.json["letter"])
        return answer

    def rungs(self, place: int = 0) -> Any:
        return self.story.officer.get(f"/obligations/{self.owed[place]['id']}/rungs").json

    def letters(self, person: Person | None = None) -> list[dict[str, Any]]:
        answer = (person or self.story.officer).get("/rung-letters")
        assert answer.status_code == 200, answer.json
        return list(answer.json["items"])

    def draft(self) -> list[dict[str, Any]]:
        """The timer has run; what waits to be sent."""
        timers.draft_rungs(self.bench.platform, clock.utc_now())
        return self.letters()

    def issue(
        self, act_id: str, approves: Person | None = None, issues: Person | None = None, *, arrives: bool = True
    ) -> dict[str, Any]:
        approves, issues = approves or self.story.approver, issues or self.commissioner
        seen = approves.get(f"/recommendations/{act_id}").json["content_hash"]
        approved = approves.post(f"/recommendations/{act_id}/approval", {"content_hash": seen})
        assert approved.status_code == 200, approved.json
        issued = issues.post(f"/recommendations/{act_id}/issue")
        assert issued.status_code == 200, issued.json
        for addressee in issued.json["addressees"] if arrives else ():
            self.bench.deliver(issued.json, Body(UUID(addressee["institution_id"]), ""), clock.utc_now())
        return dict(issued.json)

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """It is that day; the sessions of all are of it."""
        clock.travel_to(datetime.combine(day, time(9), UTC))
        try:
            for person in self.people:
                person.token = issue_token(SIGNING, person.id)
            yield
        finally:
            clock.travel_to(None)
            for person in self.people:
                person.token = issue_token(SIGNING, person.id)


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def after(day: str | date, days: int = 1) -> date:
    """So many days after a date, which may be one as the API writes it, or the first working day from there on."""
    reached = (day_of(day) if isinstance(day, str) else day) + timedelta(days=days)
    return data.calendar_of(reached).next_working(reached)


def before(day: date) -> date:
    """The day before, on which what falls due on `day` is not due yet."""
    return day - timedelta(days=1)
