"""People of the office who publish, and what they bring forth."""

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.notifications.comparing.models import TextCheck
from services.notifications.issues import timers as issues_timers
from services.notifications.library import timers as library_timers
from shared.clock import utc_now
from shared.events.catalogue import TextChecked
from shared.staff import StaffAccount, issue_token
from tests.notifications.conftest import SIGNING

DESK, API, PUBLIC = "/notifications/staff/library", "/notifications/api/v1/library", "/notifications/publications"
OPEN = "/notifications/api/v1/public/publications"
#: Stands in the title, the summary and the file of what is not out.
CANARY = "Zanafilla"


@dataclass
class Librarian:
    """Somebody of the office, by API and in the browser."""

    bench: object
    role: str = "publisher"
    id: UUID = field(default_factory=uuid4)
    #: Where they work: by API, at the desk.
    api: str = API
    desk: str = DESK

    def __post_init__(self):
        with self.bench.platform.database.transaction() as session:
            since = utc_now() - timedelta(hours=1)
            session.add(StaffAccount(id=self.id, roles=[self.role], active=True, sessions_valid_from=since))
        self.token = issue_token(SIGNING, self.id)
        self.client = self.bench.app.test_client()
        self.client.set_cookie("besa_staff", issue_token(SIGNING, self.id, session_id=uuid4()), path="/")

    def call(self, path, body=None, method="POST", seen=None, **more):
        if path.endswith("/approval"):
            compared(self.bench)
            body = body or {}
        headers = {"Authorization": f"Bearer {self.token}"} | ({"If-Match": f'"{seen}"'} if seen else {})
        more |= {"json": body} if body is not None else {}
        answer = self.bench.app.test_client().open(f"{self.api}{path}", method=method, headers=headers, **more)
        if path.endswith("/approval"):
            released(self.bench)
        return answer

    def press(self, path, data, files=False, at=None):
        """A form as its page holds it, sent to `path`."""
        page = self.client.get(f"{self.desk}{at if at is not None else path}").text
        if path.endswith("/approval"):
            compared(self.bench)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        kept = {name: value for name, value in hidden.items() if "revision" in name or name == "csrf_token"}
        kind = {"content_type": "multipart/form-data"} if files else {}
        answer = self.client.post(f"{self.desk}{path}", data={**kept, **data}, **kind)
        if path.endswith("/approval"):
            released(self.bench)
        return answer


def compared(bench, *places, more=0):
    """Intake answers what waits to be compared: every text has these places. Gives what was offered, by kind."""
    for offer in (library_timers.read_files, library_timers.compare_publications, issues_timers.compare_issues):
        offer(bench.platform, utc_now())
    return answered(bench, *places, more=more)


def released(bench, *places, now=None, more=0):
    """What is approved and whose hour has come is compared a last time: it has these places."""
    for _time in range(2):
        for release in (library_timers.release_publications, issues_timers.release_issues):
            release(bench.platform, now or utc_now())
        answered(bench, *places, more=more)


def answered(bench, *places, more=0):
    with bench.platform.database.reading() as session:
        waiting = session.query(TextCheck).where(TextCheck.checked_at.is_(None)).all()
    for one in waiting:
        answer = {"check_id": one.id, "text_id": one.text_id, "kind": one.kind, "content_hash": one.content_hash}
        counts = {f"{what}s": sum(place.severity == what for place in places) for what in ("stop", "question")}
        counts["questions"] += more
        bench.hear(TextChecked, one.text_id, **answer, **counts, places=places)
    return [one.kind for one in waiting]


@pytest.fixture
def writer(bench):
    return Librarian(bench)


@pytest.fixture
def second(bench):
    return Librarian(bench, "commissioner")


def begun(writer, title=CANARY):
    body = {
        "kind": "guide",
        "audience": "child_7_11",
        "topics": ["8"],
        "title": title,
        "summary": f"Çfarë është {title}?",
    }
    answer = writer.call("", body)
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


EASY = ("easy_read", "a.txt", CANARY.encode())


def with_files(writer, publication, words=CANARY, first=EASY, at=1):
    """A text in English, a file in Albanian, plain words in English; returns the revision."""
    seen = at
    writer.call(
        f"/{publication}/texts", {"language": "en", "title": f"{words} in English", "summary": "A guide."}, seen=seen
    )
    for language, form, name, content in (("sq", *first), ("en", "text", "a.txt", words.encode())):
        seen += 1
        file = {"file": (io.BytesIO(content), name)}
        query = {"language": language, "form": form}
        sent = writer.call(f"/{publication}/files", query_string=query, data=file, seen=seen)
        assert sent.status_code == 200, sent.text
    return seen + 1


def published(writer, second, title=CANARY, release_at=None, first=EASY):
    publication = begun(writer, title)
    seen = with_files(writer, publication, title, first)
    if release_at:
        body = {"audience": "child_7_11", "topics": ["8"], "release_at": release_at.isoformat()}
        assert writer.call(f"/{publication}/setting", body, seen=seen).status_code == 200
        seen += 1
    answer = second.call(f"/{publication}/approval", {"read_myself": first is not EASY}, seen=seen)
    assert answer.status_code == 200, answer.text
    return publication


def get(bench, path, **headers):
    return bench.app.test_client().get(path, headers=headers)


def bring_forward(bench, publication, number=1):
    """The hour comes."""
    with bench.platform.database.transaction() as session:
        move = "UPDATE publication_version SET release_at = :now WHERE publication_id = :id AND number = :number"
        session.execute(text(move), {"now": utc_now(), "id": publication, "number": number})
    released(bench)
