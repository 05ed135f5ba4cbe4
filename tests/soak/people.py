"""What is asked, in which proportion: a complaint in each ten, its mailbox, what staff and bodies and the public read."""

import threading
from dataclasses import dataclass, field
from uuid import uuid4

import requests

from deploy.credentials import Credentials
from deploy.story.bodies import Body
from deploy.story.speaking import Api
from deploy.story.words import other_complaint
from tests.soak.load import Ask

INTAKE, CASES, PARTNERS = "/intake/api/v1", "/cases/api/v1", "/partners/api/v1"
#: Each so manieth complaint is sent twice under its key, as by a client that lost the answer.
TWICE = 5


@dataclass
class Complainants:
    """`acknowledged`: the id by Idempotency-Key; `doubled`: keys that were acknowledged with two ids; `unknown`: keys whose sender
    does not know whether they were taken.
    """

    url: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    _sent: int = 0
    _one_by_one: threading.Lock = field(default_factory=threading.Lock)

    def complain(self, session: requests.Session) -> requests.Response:
        key = str(uuid4())
        with self._one_by_one:
            self._sent += 1
            again = self._sent % TWICE == 0
        try:
            answer = self.send(session, key)
        except requests.RequestException:
            self.unknown.append(key)
            raise
        if answer.status_code != requests.codes.created:
            self.unknown.append(key)
        elif again:
            self.send(session, key)
        return answer

    def send(self, session: requests.Session, key: str) -> requests.Response:
        headers = {"Idempotency-Key": key}
        answer = session.post(f"{self.url}{INTAKE}/complaints", json=other_complaint(), headers=headers)
        if answer.status_code == requests.codes.created:
            told = answer.json()
            if self.acknowledged.setdefault(key, told["id"]) != told["id"]:
                self.doubled.append(key)
            self.codes.append(told["receipt_code"])
        return answer

    def read(self, session: requests.Session) -> requests.Response:
        code = {"Receipt-Code": self.codes[-1]} if self.codes else {}
        path = f"{INTAKE}/complaints/mine" if code else "/intake/complain"
        return session.get(self.url + path, headers=code)

    def ask_again(self, session: requests.Session) -> None:
        """What nobody knows of is sent once more under its key, as a client does."""
        self.unknown = [key for key in self.unknown if self.send(session, key).status_code != requests.codes.created]


def kinds(url: str, credentials: Credentials, complainants: Complainants) -> list[tuple[str, Ask]]:
    """Twenty requests, in the order in which they are sent over and over."""

    def reads(path: str, role: str | None = None) -> Ask:
        token = credentials["staff"][role]["token"] if role else None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return lambda session: session.get(url + path, headers=headers)

    body = Body.of_class(url, credentials["partners"], "municipality")
    given = Api(url).post_form("/partners/oauth/token", {"grant_type": "client_credentials"}, body.client)
    machine = {"Authorization": f"Bearer {given['access_token']}"}
    feed = ("feed", lambda session: session.get(f"{url}{PARTNERS}/dispatches", params={"limit": 50}, headers=machine))
    complain, mailbox = ("complaint", complainants.complain), ("mailbox", complainants.read)
    officer = ("officer's list", reads(f"{INTAKE}/complaints", "intake_officer"))
    cases = ("cases", reads(f"{CASES}/cases", "case_officer"))
    register = ("public register", reads(f"{CASES}/public/recommendations"))
    figures = ("public figures", reads(f"{CASES}/public/compliance"))
    form, public = ("page: complain", reads("/intake/complain")), ("page: public", reads("/cases/public"))
    directory = ("directory", reads(f"{PARTNERS}/institutions", "admin"))
    mails = ("messages", reads("/notifications/api/v1/messages", "admin"))
    first = [complain, mailbox, officer, feed, register, form, cases, mailbox, public, figures]
    return [*first, complain, mailbox, officer, feed, register, form, cases, directory, public, mails]
