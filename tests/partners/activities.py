"""People of the office who plan activities and announce them, by API and in the browser."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from services.partners.activities.timers import compare_activities
from services.partners.comparing.models import TextCheck
from services.partners.domain import local_date
from shared.clock import utc_now
from shared.events.catalogue import ActivityTextChecked
from shared.staff import StaffAccount, issue_token
from tests.partners.bench import SIGNING

API, DESK, PUBLIC = "/partners/api/v1/activities", "/partners/staff/activities", "/partners/activities"
OPEN = "/partners/api/v1/public/activities"


@dataclass
class Person:
    """Somebody of the office."""

    bench: object
    role: str = "case_officer"
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self):
        with self.bench.platform.database.transaction() as session:
            since = datetime.now(UTC) - timedelta(hours=1)
            session.add(StaffAccount(id=self.id, roles=[self.role], active=True, sessions_valid_from=since))
        self.token = issue_token(SIGNING, self.id)
        self.client = self.bench.app.test_client()
        self.client.set_cookie("besa_staff", issue_token(SIGNING, self.id, session_id=uuid4()), path="/")

    def call(self, path="", body=None, method="POST", seen=None, key=None, **more):
        if path.endswith("/announcement") and method == "POST":
            body = body or {}
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"If-Match": f'"{seen}"'} if seen else {}
        headers |= {"Idempotency-Key": key} if key else {}
        more |= {"json": body} if body is not None else {}
        return self.bench.app.test_client().open(f"{API}{path}", method=method, headers=headers, **more)

    def get(self, path="", **more):
        return self.call(path, method="GET", **more)

    def page(self, path=""):
        return self.client.get(f"{DESK}{path}")

    def press(self, path, data, at=None):
        """A form as its page holds it, sent to `path`."""
        page = self.page(path if at is None else at).text
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        kept = {name: value for name, value in hidden.items() if "revision" in name or name == "csrf_token"}
        return self.client.post(f"{DESK}{path}", data={**kept, **data})


def today() -> date:
    return local_date(utc_now())


def day(days: int = 30) -> str:
    """So many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def word() -> str:
    """One that stands nowhere else, so that a list is narrowed to what a test made."""
    return f"Zana{uuid4().hex[:10]}"


def wanted(**more):
    return {
        "kind": "school_lesson",
        "clusters": ["8"],
        "planned_on": day(),
        "title_sq": f"Të drejtat e mia, {word()}",
        "title_en": "My rights",
        **more,
    }


def planned(person, **more):
    answer = person.call(body=wanted(**more))
    assert answer.status_code == 201, answer.text
    return answer.json


def compared(bench, *places, more=0):
    """Intake answers what waits to be compared: every text has these places."""
    compare_activities(bench.platform, utc_now())
    answered(bench, *places, more=more)


def answered(bench, *places, more=0):
    with bench.platform.database.reading() as session:
        waiting = session.query(TextCheck).where(TextCheck.checked_at.is_(None)).all()
    for one in waiting:
        answer = {"check_id": one.id, "text_id": one.text_id, "kind": one.kind, "content_hash": one.content_hash}
        counts = {f"{what}s": sum(place.severity == what for place in places) for what in ("stop", "question")}
        counts["questions"] += more
        bench.hear(ActivityTextChecked, one.text_id, **answer, **counts, places=places)


def step(person, activity, name, body=None, method="POST"):
    """An announcement once its words were compared and name nobody."""
    if (name, method) == ("announcement", "POST"):
        compared(person.bench)
    answer = person.call(f"/{activity['id']}/{name}", body, method, seen=activity["revision"])
    assert answer.status_code == 200, answer.text
    return answer.json


def announced(writer, second, **more):
    return step(second, planned(writer, **more), "announcement")


def typed(body, lead="nobody"):
    """The same as the form of a page has it."""
    year, month, of_month = body["planned_on"].split("-")
    rest = {name: value for name, value in body.items() if name != "planned_on"}
    return {**rest, "planned_on-day": of_month, "planned_on-month": month, "planned_on-year": year, "lead": lead}
