"""The bodies of the story that no wire reaches: their letters go through the post book, and what they say comes on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deploy.api import Act, Made
from deploy.story import words
from deploy.story.answers import BodyContact, PostRecorded
from deploy.story.office import CASES, INSTITUTIONS, Office
from deploy.story.speaking import Api, StoryError, wait_for
from services.partners import data as directory

BOOK = "/partners/api/v1/post-book"
#: Of the first the letter arrives, that of the second comes back. Nobody of them has a log-in, a machine or a mailbox.
ON_PAPER = ("bashkia-has", "bashkia-kukes")
#: Has a mailbox and nothing else: its letter is opened by a one-time link.
BY_LINK = "bashkia-kruje"


@dataclass(frozen=True)
class PaperBody:
    """One institution without a log-in and a machine."""

    id: str
    name: str
    body_class: str

    @classmethod
    def of(cls, key: str) -> "PaperBody":
        """The one with that key in the directory."""
        entry = next(entry for entry in directory.institutions() if entry.key == key)
        return cls(str(directory.institution_id(key)), entry.name_sq, entry.institution_class)


class Post:
    """The post book, kept by the case officer: the letters of one act to `bodies`."""

    def __init__(self, keeper: Api, office: Office, act: Act, today: date) -> None:
        self.keeper, self.office, self.act, self.today = keeper, office, act, today

    def print(self, bodies: Sequence[PaperBody]) -> dict[str, str]:
        """Print the letters to `bodies` into one file; the id of each in the book, by body. Raises `StoryError`."""
        entries = {
            body.id: wait_for(f"the letter to {body.name} in the post book", self._entry(body)) for body in bodies
        }
        batch = self.keeper.download(f"{BOOK}/batch", entries=",".join(entries.values()))
        if not batch.startswith(b"%PDF"):
            raise StoryError("The printed batch of the post book is no PDF.")
        return entries

    def send(self, entries: Sequence[str]) -> list[str]:
        """By registered post, today; the tracking number of each."""
        numbers = [f"RR{UUID(entry).int % 10**9:09}AL" for entry in entries]
        sent = [{"id": entry, "tracking": number} for entry, number in zip(entries, numbers, strict=True)]
        self.keeper.post(f"{BOOK}/sendings", {"way": "post", "day": self.today.isoformat(), "entries": sent})
        return numbers

    def arrived(self, entry: str) -> None:
        """With the file that shows it."""
        proof: Made = self.keeper.post_file(f"{BOOK}/proofs", "fletemarrja.png", words.picture(seed=150), "image/png")
        told = {"day": self.today.isoformat(), "proof": proof["id"], "entries": [entry]}
        self._recorded("deliveries", told, "delivered")

    def came_back(self, entry: str) -> None:
        """And is not sent anew."""
        told = {"day": self.today.isoformat(), "reason": "not_collected", "again": False, "entries": [entry]}
        self._recorded("returns", told, "returned")

    def wait_until(self, body: PaperBody, delivery: str) -> None:
        """Until the case knows it of every item of the body."""

        def known() -> bool:
            owed = self.office.obligations(self.act["id"])
            return {one["delivery"] for one in owed if one["institution_id"] == body.id} == {delivery}

        wait_for(f"the letter to {body.name} as {delivery} in the cases service", known)

    def answered(self, body: PaperBody, promised: date) -> None:
        """A reply on paper: its scan, and what it says of each item."""
        act = f"{CASES}/recommendations/{self.act['id']}"
        scan: Made = self.keeper.post_file(f"{act}/scans", "pergjigja.png", words.picture(seed=30), "image/png")
        said = {"position": "accepted", "claimed": "in_process", "promised_date": promised.isoformat()}
        letter = {
            "institution_id": body.id,
            "received_on": self.today.isoformat(),
            "text": words.ON_PAPER,
            "scan_id": scan["id"],
            "items": [{"item_id": item["id"], **said} for item in self.act["items"]],
        }
        self.keeper.post(f"{act}/paper-replies", letter)

    def _entry(self, body: PaperBody) -> Callable[[], str | None]:
        def look() -> str | None:
            waiting: PostRecorded = self.keeper.get(BOOK, state="to_post", institution=body.id, limit=200)
            mine = (one["id"] for one in waiting["items"] if one["recommendation_id"] == self.act["id"])
            return next(mine, None)

        return look

    def _recorded(self, what: str, told: Mapping[str, object], state: str) -> None:
        recorded: PostRecorded = self.keeper.post(f"{BOOK}/{what}", told)
        for entry in recorded["items"]:
            if entry["state"] != state:
                raise StoryError(f"A letter of the post book is {entry['state']} and not {state}.")


def give_address(office: Api, body: PaperBody) -> None:
    """A sample postal address for a body that has none."""
    path = f"{INSTITUTIONS}/{body.id}/contacts"
    known: list[BodyContact] = office.get(path)["contacts"]
    if not any(contact["kind"] == "postal" for contact in known):
        address = {"kind": "postal", "purpose": "recommendations", "value": f"Rruga Shembull 1, {body.name}"}
        office.post(path, address)
