"""With whom the office works, to walk through: three actors, two signed agreements, a meeting with its decisions, and
a consultation of children. What is written is a sample.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from deploy import sample
from deploy.credentials import Credentials
from deploy.story.office import CASES
from deploy.story.speaking import Api, wait_for
from deploy.story.visits import today
from services.intake.consultations import data
from services.partners import data as directory

PARTNERS, CONSULTATIONS = "/partners/api/v1", "/intake/api/v1/consultations"
MUNICIPALITY, *_OTHERS, SCHOOL = sample.ELBASAN
ACTORS: tuple[Mapping[str, str], ...] = (
    {"kind": "organisation", "name_sq": "Shoqata Shembull për Fëmijët", "name_en": "Sample Association for Children"},
    {"kind": "university", "name_sq": "Universiteti Shembull", "name_en": "Sample University"},
    {"kind": "child_council", "name_sq": "Këshilli Shembull i Fëmijëve", "name_en": "Sample Council of Children"},
)


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """Write, sign and send them with the sample people; nothing where that was done before. Raises `StoryError`."""
    staff = {role: Api.bearer(url, account["token"]) for role, account in credentials["staff"].items()}
    officer, approver = staff["case_officer"], staff["approver"]
    wait_for(f"agreements at {url}", lambda: officer.reaches(f"{PARTNERS}/agreements"))
    if officer.get(f"{PARTNERS}/agreements", limit=1)["items"]:
        tell("The sample agreements are there from an earlier run")
        return
    association, university, council = (officer.post(f"{PARTNERS}/actors", dict(one))["id"] for one in ACTORS)
    transport = _signed(officer, approver, _transport(association))
    _signed(officer, approver, _lessons(university, council))
    _once_known(officer, transport["id"])
    officer.post(f"{CASES}/agreements/{transport['id']}/sending", {})
    officer.post(f"{PARTNERS}/meetings", _meeting(transport["id"]))
    _ask_children(officer, approver)
    tell(
        f"Agreement {transport['number']}: what a municipality and a school took on went out as letters, what the office took on stands among what "
        "it owes; a second agreement, a meeting of which one decision is late, and a consultation of children of which one question had too few answers"
    )


def _signed(officer: Api, approver: Api, wanted: Mapping[str, Any]) -> Any:
    """Written by one and noted as signed by another."""
    made: Any = officer.post(f"{PARTNERS}/agreements", dict(wanted))
    signing = {"signed_on": today().isoformat()}
    return approver.post(f"{PARTNERS}/agreements/{made['id']}/signing", signing, {"If-Match": f'"{made["revision"]}"'})


def _ask_children(officer: Api, approver: Api) -> None:
    """Pupils were asked two things, and too few answered the second."""
    questions = ("knows_office", "place_to_play")
    made: Any = officer.post(CONSULTATIONS, {"group": "school", "questions": questions, "municipality": MUNICIPALITY})
    at = f"{CONSULTATIONS}/{made['id']}"
    conditions = [
        {"condition": key, "how": "Shembull: u shkrua para se të pyeteshin."} for key in data.entries("conditions")
    ]
    counts = {("knows_office", "yes"): 7, ("knows_office", "no"): 15, ("place_to_play", "yes"): 6}
    answers = [{"question": question, "answer": answer, "count": count} for (question, answer), count in counts.items()]
    steps: tuple[tuple[Api, str, Mapping[str, object]], ...] = (
        (officer, "capacity", {"conditions": conditions, "most": 30}),
        (approver, "opening", {}),
        (officer, "answers", {"agreed": 22, "guardians": 22, "answers": answers}),
        (officer, "closing", {}),
    )
    for seen, (who, step, body) in enumerate(steps, made["revision"]):
        who.post(f"{at}/{step}", body, {"If-Match": f'"{seen}"'})


def _once_known(officer: Api, agreement: str) -> None:
    """Cases hears of it by an event."""

    def known() -> bool:
        return any(one["id"] == agreement for one in officer.get(f"{CASES}/agreements", limit=100)["items"])

    wait_for(f"agreement {agreement} in cases", known)


def _transport(association: str) -> Mapping[str, Any]:
    body, school = (str(directory.institution_id(key)) for key in (MUNICIPALITY, SCHOOL))
    return {
        "title": "Shembull: rruga e sigurt për në shkollë",
        "clusters": ["5", "8"],
        "until": _in_days(700),
        "bodies": [body, school],
        "actors": [association],
        "clauses": [
            _clause("Bashkia vë një autobus për nxënësit e fshatrave.", 60, "Urdhri i transportit", body),
            _clause("Shkolla cakton një person që i pret nxënësit.", 45, "Urdhri i drejtorit", school),
            _clause("Zyra trajnon shoferët dhe përgjegjësit.", 30, "Lista e trajnimit"),
        ],
    }


def _lessons(university: str, council: str) -> Mapping[str, Any]:
    return {
        "title": "Shembull: orë mësimi për të drejtat",
        "clusters": ["8"],
        "until": _in_days(365),
        "actors": [university, council],
        "clauses": [_clause("Zyra mban dymbëdhjetë orë mësimi me studentët.", 200, "Regjistri i veprimtarive")],
    }


def _meeting(agreement: str) -> Mapping[str, Any]:
    return {
        "held_on": _in_days(-20),
        "title": "Shembull: si mbahet marrëveshja për rrugën e sigurt",
        "clusters": ["5", "8"],
        "bodies": [str(directory.institution_id(MUNICIPALITY))],
        "agreement_id": agreement,
        "decisions": [
            {"text": "Të përgatitet programi i trajnimit.", "function": "case_officer", "due": _in_days(-5)},
            {"text": "Të shihen stacionet e autobusit.", "function": "monitor", "due": _in_days(25)},
        ],
    }


def _clause(text: str, days: int, evidence: str, owed_by: str | None = None) -> Mapping[str, Any]:
    return {"text": text, "due": _in_days(days), "evidence": evidence, "owed_by": owed_by}


def _in_days(days: int) -> str:
    day: date = today() + timedelta(days=days)
    return day.isoformat()
