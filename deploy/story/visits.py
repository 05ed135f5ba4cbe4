"""Visits to walk through: one that was announced and concluded, the one that looks again at it and waits to be concluded, and one that
nobody is told of before it begins. What is written is a sample.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy import sample
from deploy.credentials import Credentials, subject_of
from deploy.story.office import CASES
from deploy.story.speaking import Api, wait_for
from services.cases.visits import data
from services.partners import data as directory

VISITS = f"{CASES}/visits"
SCHOOL_CHECKLIST, HOME_CHECKLIST = "school", "residential"
MUNICIPALITY, *_OTHERS, SCHOOL = sample.ELBASAN
#: What the first visit saw and the second sees of these questions of the school; all others are met both times.
BEFORE = {"sch.01": "partly", "sch.02": "partly", "sch.03": "met", "sch.05": "partly"}
AFTER = {"sch.01": "met", "sch.02": "not_met", "sch.03": "not_met", "sch.05": "partly"}
NOTE = "Shembull: sipas regjistrit dhe asaj që u pa."


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """Make the three with the sample people; nothing where that was done before. Raises `StoryError`."""
    staff = {role: Api.bearer(url, account["token"]) for role, account in credentials["staff"].items()}
    officer = staff["case_officer"]
    wait_for(f"visits at {url}", lambda: officer.reaches(VISITS))
    if officer.get(VISITS, limit=1)["items"]:
        tell("The sample visits are there from an earlier run")
        return
    people = {role: subject_of(account["token"]) for role, account in credentials["staff"].items()}
    # Credentials that were made before there were monitors name none.
    lead, team = people["case_officer"], [people[role] for role in ("monitor",) if role in people]
    first = _visit(officer, SCHOOL, SCHOOL_CHECKLIST, lead, team, kind="full", announced=True)
    number = _fill(officer, first, BEFORE)
    officer.post(f"{VISITS}/{first}/conclusion", {})
    tell(f"Visit {number} of a school, announced: filled in by section, concluded; nothing was missing altogether")
    again = _visit(officer, SCHOOL, SCHOOL_CHECKLIST, lead, team, kind="follow_up", announced=True, follows=first)
    number = _fill(officer, again, AFTER)
    tell(f"Visit {number} looks again: better, the same or worse by question; it waits for somebody to conclude it")
    _visit(officer, MUNICIPALITY, HOME_CHECKLIST, lead, team, kind="thematic", announced=False, days=9)
    tell("One more is prepared and not announced: its team and the commissioner see it, and no number tells of it")


def today() -> date:
    """In Albania."""
    return datetime.now(ZoneInfo("Europe/Tirane")).date()


def _visit(
    officer: Api, body: str, checklist: str, lead: str, team: list[str], *, days: int = 0, **what: object
) -> str:
    """Plan and prepare one; its id."""
    planned_on = (today() + timedelta(days=days)).isoformat()
    people = {"lead": lead, "team": [lead, *team], "planned_on": planned_on}
    asked = {"institution_id": str(directory.institution_id(body)), "basis": "law_8454_19", **people, **what}
    visit: str = officer.post(VISITS, asked)["visit"]["id"]
    version = max(one.version for one in data.checklists() if one.key == checklist and one.in_force(today()))
    prepared = {"checklist": checklist, "checklist_version": version, **people}
    officer.post(f"{VISITS}/{visit}/preparation", prepared, {"If-Match": "*"})
    return visit


def _fill(officer: Api, visit: str, seen: Mapping[str, str]) -> str:
    """Begin it and answer every question, a section at a time; its number."""
    begun: Any = officer.post(f"{VISITS}/{visit}/beginning", {})
    checklist = data.checklist_of(begun["checklist"], begun["checklist_version"])
    for section in checklist.sections:
        answers = [
            {"question": one.key, "value": seen.get(one.key, "met"), "sources": list(one.look)}
            | ({"note": NOTE} if one.key in seen else {})
            for one in section.questions
        ]
        officer.post(f"{VISITS}/{visit}/answers", {"answers": answers})
    return str(begun["visit"]["number"])
