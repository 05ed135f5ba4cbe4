"""The office of the story: what each of its people does over the API, in the role that may do it."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

from deploy.api import Act, Case, Draft, NewDraft, Obligation, Page, PublicAct, PublicVersion
from deploy.story import words
from deploy.story.answers import Institution, Mail
from deploy.story.speaking import POLL, SECONDS, Api, RefusedError, wait_for

T = TypeVar("T")
CASES = "/cases/api/v1"
MAIL_SECONDS = 10
INSTITUTIONS = "/partners/api/v1/institutions"


class Office:
    """The staff, by role."""

    def __init__(self, staff: Mapping[str, Api]) -> None:
        self._staff = staff

    def give_mailbox(self, institution_id: str) -> None:
        """A sample mailbox for a body that has none, so that mails have somewhere to go."""
        body = self._institution(institution_id)
        if not body["mailbox"]:
            mailbox = f"shembull.{body['key']}@example.org"
            self._staff["admin"].patch(f"{INSTITUTIONS}/{institution_id}", {"mailbox": mailbox})

    def key_of(self, institution_id: str) -> str:
        return self._institution(institution_id)["key"]

    def _institution(self, institution_id: str) -> Institution:
        institution: Institution = self._staff["admin"].get(f"{INSTITUTIONS}/{institution_id}")
        return institution

    def once_known(self, work: Callable[[], T]) -> T:
        """What `work` answers, as soon as the service knows the bodies that it names, and intake has compared the text with the
        sealed files (both come to it by events).
        """
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return work()
            except RefusedError as error:
                about_bodies = any(
                    pointer.startswith(("/bodies", "/addressees", "/municipality")) for pointer in error.pointers
                )
                waits = error.code == "check.waiting" or (error.status == 422 and about_bodies)
                if not waits or time.monotonic() > deadline:
                    raise
            time.sleep(POLL)

    def case_of(self, reference: str) -> Case:
        """The case that the complaint opened, as soon as it is there."""

        def look() -> Case | None:
            after = None
            while True:
                page: Page[Case] = self._staff["approver"].get(
                    f"{CASES}/cases", status="opened", after=after, limit=200
                )
                for case in page["items"]:
                    if case["reference"] == reference:
                        return case
                after = page["next"]
                if after is None:
                    return None

        return wait_for(f"a case for complaint {reference}", look)

    def step(self, case_id: str, **step: object) -> None:
        self._staff["case_officer"].post(f"{CASES}/cases/{case_id}/steps", step)

    def recommend(self, case_id: str, draft: NewDraft) -> Act:
        """Draft, approve as somebody else, issue."""
        path = f"{CASES}/cases/{case_id}/recommendations"
        drafted: Draft = self.once_known(lambda: self._staff["case_officer"].post(path, draft))
        act = f"{CASES}/recommendations/{drafted['id']}"
        seen = {"content_hash": drafted["content_hash"]}
        self.once_known(lambda: self._staff["approver"].post(f"{act}/approval", seen))
        wait_for("the approval", lambda: self.act(drafted["id"])["approved_by"])
        issued: Act = self._staff["approver"].post(f"{act}/issue", {})
        return issued

    def act(self, act_id: str) -> Act:
        act: Act = self._staff["case_officer"].get(f"{CASES}/recommendations/{act_id}")
        return act

    def obligations(self, act_id: str) -> list[Obligation]:
        return self.act(act_id)["obligations"]

    def assess(self, obligation_id: str, assessment: Mapping[str, object]) -> None:
        self._staff["case_officer"].post(f"{CASES}/obligations/{obligation_id}/assessments", assessment)

    def evidence(self, obligation_id: str) -> dict[str, str]:
        """The file that the body joined to what it reported last."""
        claims = self._staff["case_officer"].get(f"{CASES}/obligations/{obligation_id}")["claims"]
        return {"kind": "body_file", "ref": claims[-1]["evidence"][0]}

    def inform(self, case_id: str, text: str) -> None:
        self._staff["case_officer"].post(f"{CASES}/cases/{case_id}/complainant-messages", {"text": text})

    def publish(self, act_id: str) -> None:
        """Its public version is written and approved by two people; then the office decides to show it."""
        act, path = self.act(act_id), f"{CASES}/recommendations/{act_id}/public-version"
        version = {"title": act["title"], "grounds": act["grounds"], "items": [one["text"] for one in act["items"]]}
        written = self._staff["case_officer"].post(path, version)
        seen = {"content_hash": written["draft"]["content_hash"]}
        self.once_known(lambda: self._staff["approver"].post(f"{path}/approval", seen))
        wait_for("the approval of the public version", lambda: self._shown(path))
        decision = {"decision": "publish", "reason": words.PUBLISHED_BECAUSE}
        self._staff["commissioner"].post(f"{CASES}/recommendations/{act_id}/publication", decision)

    def _shown(self, path: str) -> object:
        found: PublicVersion = self._staff["approver"].get(path)
        return found["shown"]

    def messages_about(self, ids: set[str]) -> Counter[str]:
        """How many mails about these subjects are in which state, once none waits or a few seconds are over."""
        deadline = time.monotonic() + MAIL_SECONDS
        while True:
            states = self._states_about(ids)
            if not states["waiting"] + states["sending"] or time.monotonic() > deadline:
                return states
            time.sleep(POLL)

    def _states_about(self, ids: set[str]) -> Counter[str]:
        page: Page[Mail] = self._staff["admin"].get("/notifications/api/v1/messages", limit=200)
        return Counter(message["state"] for message in page["items"] if message["about_id"] in ids)

    @staticmethod
    def in_register(public: Api, number: str, institution_id: str) -> PublicAct | None:
        """The public entry of an act, or None while it is not there."""
        after = None
        while True:
            path = f"{CASES}/public/recommendations"
            page: Page[PublicAct] = public.get(path, institution=institution_id, after=after, limit=200)
            for act in page["items"]:
                if act["number"] == number:
                    return act
            after = page["next"]
            if after is None:
                return None
