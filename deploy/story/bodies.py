"""The bodies of the story: machines that read a feed and reply over the API, and people in the portal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from deploy.api import Made
from deploy.credentials import Partner
from deploy.story import words
from deploy.story.answers import Feed, Letter, Token
from deploy.story.speaking import Api, Browser, StoryError, wait_for

FEED_WAIT = 2


@dataclass
class Body:
    """One institution with its machine and its person. `letter` is there once it was received."""

    id: str
    name: str
    body_class: str
    url: str
    client: tuple[str, str]
    log_in: tuple[str, str]
    api: Api | None = None
    letter: Letter = field(init=False, repr=False, compare=False)

    @classmethod
    def of_class(cls, url: str, partners: Sequence[Partner], wanted: str) -> "Body":
        """The first of `partners` (credentials.json) that is of that class. Raises `StoryError`."""
        for partner in partners:
            if partner["class"] == wanted:
                return cls.of(url, partner)
        raise StoryError(f"The credentials have no institution of the class {wanted}.")

    @classmethod
    def of(cls, url: str, partner: Partner) -> "Body":
        """One of the `partners` of credentials.json."""
        person = partner["users"][0]
        return cls(
            id=partner["institution_id"],
            name=partner["name"],
            body_class=partner["class"],
            url=url,
            client=(partner["client_id"], partner["client_secret"]),
            log_in=(person["username"], person["password"]),
        )

    @property
    def machine(self) -> Api:
        """The API with a token of the body's own, fetched once."""
        if self.api is None:
            asked = {"grant_type": "client_credentials"}
            answer: Token = Api(self.url).post_form("/partners/oauth/token", asked, self.client)
            self.api = Api.bearer(self.url, answer["access_token"])
        return self.api

    def receive(self, number: str) -> None:
        """Follow the feed until the act `number` is in it, and fetch the letter."""
        cursor: str | None = None

        def look() -> str | None:
            nonlocal cursor
            page: Feed = self.machine.get("/partners/api/v1/dispatches", after=cursor, limit=200, wait=FEED_WAIT)
            cursor = page["next"] or cursor
            for entry in page["items"]:
                if entry["type"] == "dispatch.available" and entry["number"] == number:
                    return entry["dispatch_id"]
            return None

        dispatch_id = wait_for(f"{number} in the feed of {self.name}", look)
        self.letter = self.machine.get(f"/partners/api/v1/dispatches/{dispatch_id}")

    @property
    def path(self) -> str:
        return f"/partners/api/v1/dispatches/{self.letter['id']}"

    @property
    def items(self) -> list[str]:
        return [item["id"] for item in self.letter["document"]["items"]]


def answer_over_the_api(body: Body, promised: date) -> None:
    """Acknowledge, accept both items with a date, and report the first as implemented, with evidence."""
    body.machine.post(f"{body.path}/acknowledgement", {"document": body.letter["document_digest"]})
    accepted = {"position": "accepted", "claimed": "in_process", "promised_date": promised.isoformat()}
    reply = {"answered_by": words.ANSWERED_BY, "items": [{"item_id": item, **accepted} for item in body.items]}
    body.machine.post(f"{body.path}/replies", reply)
    file: Made = body.machine.post_file("/partners/api/v1/files", "orari.png", words.picture(seed=90), "image/png")
    done = {"item_id": body.items[0], "claimed": "implemented", "evidence": [file["id"]]}
    body.machine.post(f"{body.path}/progress", {"items": [done]})


def answer_in_the_portal(body: Body, number: str, promised: date) -> None:
    """As a person: log in, find the letter in the inbox, fill in the reply form: one item refused, one accepted in part."""
    browser = Browser(body.url)
    username, password = body.log_in
    inbox = browser.send("/partners/login", {"username": username, "password": password})
    link = re.search(rf'href="(/partners/dispatches/[0-9a-f-]+)"[^>]*>\s*{re.escape(number)}', inbox)
    if link is None:
        raise StoryError(f"{number} is not in the inbox of {body.name}.")
    letter = link.group(1)
    if number not in browser.page(letter):
        raise StoryError(f"The page {letter} does not show {number}.")
    filled = {
        "name": words.ANSWERED_BY["name"],
        "function": words.ANSWERED_BY["function"],
        "item_0-position": "refused",
        "item_0-reasons": words.REFUSAL,
        "item_1-position": "accepted_in_part",
        "item_1-reasons": words.IN_PART,
        "item_1-claimed": "in_process",
        "item_1-promised-day": str(promised.day),
        "item_1-promised-month": str(promised.month),
        "item_1-promised-year": str(promised.year),
    }
    browser.send(f"{letter}/reply", filled)


def ask_for_time(body: Body, until: date) -> None:
    """Ask for more time and answer nothing."""
    body.machine.post(f"{body.path}/extension-requests", {"until": until.isoformat(), "reasons": words.MORE_TIME})
