"""What may happen to one obligation: a machine of hypothesis that issues, posts, delivers, replies, assesses, escalates, suspends, closes and
reopens through the doors, in any order and on any days. What must hold then stands in `any_order_readers.py`.
"""

from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.any_order_readers import ENDED, Look, Readers
from tests.cases.bench import SEEN, Person, today
from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence, after
from tests.databases import Databases

#: What the body is answered, or an officer enters, in words that matter to nobody here.
WHY = {"reason": "Arsye."}
POSITIONS = ("accepted", "accepted_in_part", "refused", "not_competent", "forwarded", "asks_clarification")
STEPS = {
    "suspend": {"reason": "Pritet vendimi i gjykatës.", "elsewhere": "pending_before_court"},
    "resume": {"elsewhere": "none"},
    "reopen": {"reason": "Fakte të reja."},
    "close": {
        "outcome": "violation_found_recommended",
        "closing_ground": "other",
        "reason": "Zyra e mbylli çështjen.",
    },
}


#: What tells and counts while days pass; none of them may make anything untrue.
OTHERS = (
    timers.tell_days, timers.tell_moot, timers.tell_moot_to_complainants, timers.enter_moot, timers.tell_returned, timers.send_notices_before,
    timers.write_untrue_letters, timers.count_late,
)  # fmt: skip


class AnyOrder(Readers, RuleBasedStateMachine):
    """One case, one act, one item, one municipality."""

    databases: Databases

    @initialize()
    def begin(self) -> None:
        bench = self.bench
        self.databases.empty()
        bench.empty()
        people = bench.person("case_officer"), bench.person("approver")
        self.story = Story(bench, bench.admit(), *people).with_findings()
        self.body = bench.body()
        self.world = ExitStack()
        self.silence = Silence(self.story, self.body, {}, bench.person("commissioner"), bench.person("publisher"))
        self.day = today()
        self.arrived = self.came_back = self.assessed_not = self.turned = False
        self.told = 0
        self.asked: dict[tuple[date, date], Any] = {}
        self.travel(0)
        act = self.story.draft(self.body, items=1)
        self.story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
        issued = self.story.signatory(act).post(f"/recommendations/{act['id']}/issue")
        assert issued.status_code == 200, issued.json
        self.silence.act = issued.json

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    # --- what happens -------------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 45))
    def travel(self, days: int) -> None:
        self.world.close()
        self.day += timedelta(days=days)
        self.world.enter_context(self.silence.on(self.day))

    @rule()
    def the_timers_run(self) -> None:
        timers.deem_delivered(self.bench.platform, clock.utc_now())
        timers.announce_overdue(self.bench.platform, clock.utc_now())
        for timer in OTHERS:
            timer(self.bench.platform, clock.utc_now())
        # A letter that was sent and counts as delivered is one, until it comes back.
        self.arrived = self.arrived or Look(self).one["deemed_on"] is not None
        self.silence.draft()

    @rule(days=st.integers(0, 3))
    def it_is_posted(self, days: int) -> None:
        day = self.day - timedelta(days=days)
        self._dispatch(catalogue.DispatchPosted, step="sent", way="post", day=day, at=self._noon())

    @rule()
    def it_is_delivered(self) -> None:
        self.bench.deliver(self.silence.act, self.body, self._noon())
        self.arrived = True

    @rule()
    def it_is_brought_on_paper(self) -> None:
        """By hand, to who reads no portal: what is decided later is told by letter."""
        self._dispatch(catalogue.DispatchDelivered, channel="paper", way="hand", at=self._noon())
        self.arrived = True

    @rule(leaves=st.booleans(), arrives=st.booleans())
    def what_was_decided_is_told_by_letter(self, leaves: bool, arrives: bool) -> None:
        timers.write_finding_letters(self.bench.platform, clock.utc_now())
        written = [one["letter"] for one in self.bench.told(catalogue.DecisionWritten)]
        dropped = {one["letter"] for one in self.bench.told(catalogue.DecisionDropped)}
        for letter in written if leaves else ():
            if letter in dropped:
                continue
            way = {"way": "hand", "letter": letter}
            self._dispatch(catalogue.DispatchPosted, step="sent", day=self.day, at=self._noon(), **way)
            if arrives:
                self._dispatch(catalogue.DispatchDelivered, channel="paper", at=self._noon(), **way)

    @rule()
    def it_comes_back(self) -> None:
        self._dispatch(catalogue.DispatchPosted, step="returned", reason="unknown", day=self.day, at=self._noon())
        self.came_back = self.came_back or self.arrived
        self.arrived = Look(self).state != "not_delivered"

    @rule()
    def it_fails(self) -> None:
        self._dispatch(catalogue.DispatchFailed, reason="no_channel", at=self._noon())

    @rule(way=st.sampled_from(["wire", "paper"]))
    def the_delivery_was_recorded_by_mistake(self, way: str) -> None:
        """Of the act itself: what moves a clock afterwards has letters of its own."""
        if not self.arrived or Look(self).one["reply"] != "none":
            return
        self._dispatch(catalogue.DispatchPosted, step="to_post", at=self._noon(), mistaken=True)
        self.came_back = True
        self.arrived = Look(self).state != "not_delivered"

    @rule(kind=st.sampled_from(["paused", "resumed", "closed", "reopened"]), until=st.none() | st.integers(1, 30))
    def an_officer_enters(self, kind: str, until: int | None) -> None:
        more = {"until": str(self.day + timedelta(days=until))} if until and kind == "paused" else {}
        self._act("clock-entries", {"kind": kind, "effective": str(self.day), **WHY, **more})

    @rule(granted=st.booleans(), days=st.integers(1, 60))
    def more_time_is_asked_for(self, granted: bool, days: int) -> None:
        if not self.arrived:
            return
        request, until = uuid4(), self.day + timedelta(days=days)
        asked = {"request_id": request, "dispatch_id": uuid4(), "until": until}
        reasons = self.bench.platform.documents.put_json({"reasons": "Na duhet kohë."})
        whose = {"recommendation_id": self.silence.act["id"], "institution_id": self.body.id}
        self.bench.hear(catalogue.ExtensionRequested, request, **asked, **whose, reasons=reasons)
        self._act(
            "extensions",
            {"granted": granted, "until": str(until) if granted else None, "request_id": str(request), **WHY},
        )

    @rule()
    def what_the_body_asked_is_answered(self) -> None:
        self._act("clarifications", {"text": "Pika kërkon një vendim të këshillit."})

    @rule(accept=st.booleans())
    def the_body_called_another_competent(self, accept: bool) -> None:
        self._act("readdressing", {"accept": accept, **WHY})

    @rule()
    def the_office_turns_from_the_body(self) -> None:
        self.turned = self._act("ladder-end", WHY, by=self.silence.commissioner) or self.turned

    @rule(
        position=st.sampled_from(POSITIONS),
        promised=st.none() | st.integers(1, 60),
        by_post=st.booleans(),
        reasons=st.booleans(),
        done=st.booleans(),
    )
    def the_body_replies(self, position: str, promised: int | None, by_post: bool, reasons: bool, done: bool) -> None:
        [owed] = self.silence.owed
        item = {"item_id": owed["item_id"], "position": position, "has_reasons": reasons}
        if promised and position.startswith("accepted"):
            item["promised_date"] = self.day + timedelta(days=promised)
        if done and position.startswith("accepted"):
            item["claimed"] = "implemented"
        self.bench.reply(
            self.silence.act, self.body, item, received_at=self._noon(), channel="paper" if by_post else "portal"
        )
        self.arrived = True

    @rule(
        word=st.sampled_from(
            ["in_process", "implemented", "partly", "not", "overtaken", "not_assessable", "not_assessed"]
        )
    )
    def the_office_assesses(self, word: str) -> None:
        more: dict[str, Any] = {
            "in_process": {"promised_date": str(after(self.day, 20)), "next_check": str(after(self.day, 10))},
            "implemented": {"on": self.day.isoformat(), "evidence": [SEEN]},
            "partly": {"evidence": [SEEN], "reason": "Vetëm një pjesë."},
            "not": {"evidence": [SEEN], "reason": "Nuk u bë."},
            "overtaken": {"reason": "Shkolla u mbyll."},
            "not_assessable": {"unassessable": "no_information", "reason": "Nuk u dha informacion."},
            "not_assessed": {"reason": "U shënua gabim."},
        }[word]
        self._act("assessments", {"assessment": word, **more})

    @rule()
    def the_reply_is_found_poor(self) -> None:
        self._act("insufficiency", {"reason": "Arsyet nuk mjaftojnë."})

    @rule(rung=st.sampled_from(["reminder", "second_reminder"]), leaves=st.booleans())
    def a_rung_is_sent(self, rung: str, leaves: bool) -> None:
        before = Look(self).state
        answer = self.silence.send(self.story.officer, rung, arrives=leaves)
        assert answer.status_code != 201 or self.arrived, "a reminder of a letter that never arrived"
        assert answer.status_code != 201 or before not in ENDED

    @rule(step=st.sampled_from(sorted(STEPS)))
    def the_case_takes_a_step(self, step: str) -> None:
        answer = self.story.approver.post(f"/cases/{self.story.case_id}/steps", {"step": step, **STEPS[step]})
        assert answer.status_code in {200, 403, 409, 422}, answer.json

    @rule(before=st.integers(0, 60))
    def a_journalist_asks(self, before: int) -> None:
        """Of a day as it was known yesterday, which is over."""
        yesterday = self.day - timedelta(days=1)
        asked = max(yesterday - timedelta(days=before), today()), yesterday
        if yesterday >= today():
            self.asked.setdefault(asked, self.figures(*asked))

    def _act(self, name: str, body: dict[str, Any], by: Person | None = None) -> bool:
        """Whether it was let through."""
        answer = (by or self.story.officer).post(f"/obligations/{Look(self).one['id']}/{name}", body)
        assert answer.status_code in {200, 201, 409, 422}, answer.json
        return answer.status_code < 300

    def _dispatch(self, event: Any, **content: Any) -> None:
        dispatch = uuid4()
        self.bench.hear(
            event,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=self.silence.act["id"],
            institution_id=self.body.id,
            **content,
        )

    def _noon(self) -> datetime:
        return datetime.combine(self.day, time(10), UTC)
