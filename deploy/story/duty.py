"""The duty of the story: two officers on call, and a complaint that cannot wait."""

from collections.abc import Mapping
from datetime import date

from deploy.api import Page
from deploy.story import words
from deploy.story.answers import Complaint, Mail, OnDuty, Roster
from deploy.story.speaking import Api, wait_for

DUTY = "/cases/api/v1/duty"


def fill(keeper: Api, officers: Mapping[str, str], first_day: date) -> None:
    """Put `officers` (account ids by role) on call day and night, in this order, each with a sample address; who is there stays."""
    roster: Roster = keeper.get(DUTY)
    on_call = {shift["person"]["id"] for shift in roster["shifts"]}
    reached = {person["id"] for person in roster["people"] if _reached(person)}
    for place, (role, staff_id) in enumerate(officers.items(), 1):
        if staff_id not in reached:
            keeper.post(f"{DUTY}/contacts/{staff_id}", {"email": f"shembull.{role.replace('_', '.')}@example.org"})
        if staff_id not in on_call:
            shift = {"staff_id": staff_id, "place": place, "first_day": first_day.isoformat()}
            keeper.post(f"{DUTY}/shifts", shift)


def raise_alarm(public: Api, admin: Api, first: Api) -> str:
    """A complaint "in danger now": somebody is called, the first officer opens it, and nobody is called any more; its reference."""
    before, known = _waiting(admin), _calls(admin)
    told: Complaint = public.post("/intake/api/v1/complaints", words.complaint_in_danger())
    # A call names nobody but who is called: what it is about stands in no mail.
    wait_for(f"a call to the duty officer about {told['reference']}", lambda: _calls(admin) - known)
    first.post(f"/intake/api/v1/complaints/{told['id']}/openings", {"reason": "urgent_danger"})
    wait_for(f"the end of the calls about {told['reference']}", lambda: _waiting(admin) <= before)
    return told["reference"]


def _reached(person: OnDuty) -> bool:
    return person["by_email"] or person["by_sms"]


def _calls(admin: Api) -> set[str]:
    """The newest calls, by their mails."""
    page: Page[Mail] = admin.get("/notifications/api/v1/messages", limit=200)
    return {mail["id"] for mail in page["items"] if mail["template"] == "duty_call"}


def _waiting(keeper: Api) -> int:
    """How many complaints wait for a look because of which somebody is called."""
    roster: Roster = keeper.get(DUTY)
    return roster["dangers"]["waiting"]
