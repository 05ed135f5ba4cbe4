"""The shape of a real recommendation of the office (Elbasan, 6.5.2019), laid out to be walked through: one case of its own
initiative after a report in the media, five addressees of different kinds, several items. What is written is a sample.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deploy import sample
from deploy.api import Case, Finding, NewCase, NewDraft, Page
from deploy.credentials import Credentials, Partner
from deploy.story.bodies import Body
from deploy.story.office import CASES, Office
from deploy.story.speaking import Api, StoryError, wait_for
from services.cases import data as law
from services.partners import data as directory

#: A case in one of these was left by a run that was killed: it has no letter to walk through.
UNFINISHED = {"opened", "assigned", "under_investigation", "findings_recorded"}
MUNICIPALITY, EDUCATION, POLICE, UNIT, SCHOOL = sample.ELBASAN
TITLE = "Shembull: fëmijët e një fshati të Elbasanit mbetën pa shkollë"
SOURCE = "Shembull: kronikë televizive për protestën e prindërve dhe të fëmijëve në aksin Elbasan–Librazhd"
MEMO = (
    "Mediat treguan se nxënësit e një shkolle 9-vjeçare nuk shkojnë më në mësim, sepse shkolla u bashkua me një tjetër dhe "
    "transport nuk ka. Prindërit dolën në rrugë bashkë me fëmijët. Zyra vepron me nismën e vet (ligji nr. 8454/1999, neni 13)."
)
GROUNDS = (
    "Konventa për të Drejtat e Fëmijës: neni 28 paragrafi 1 (e drejta për arsim), neni 12 paragrafi 1 (e drejta për t'u "
    "dëgjuar) dhe neni 19 paragrafi 1 (mbrojtja nga dhuna). Mësimi u ndërpre pa një zgjidhje tjetër, fëmijët nuk u pyetën, "
    "dhe në protestë nuk u morën masa për sigurinë e tyre."
)
ITEMS = (
    ("Të sigurohet që nxënësit ta vazhdojnë mësimin pa ndërprerje, me transport ose në shkollën e tyre.", 30,
     "Vendimi, orari i mësimit dhe orari i transportit."),
    ("Të dëgjohen fëmijët dhe prindërit para çdo ndryshimi të shkollës.", 45, "Procesverbali i takimit."),
    ("Të merren masa që fëmijët të mos rrezikohen në protesta dhe pranë rrugës.", 60, "Plani i masave me afate."),
)  # fmt: skip
#: What was found about whom.
FINDINGS = (
    ("28.1", MUNICIPALITY, "Bashkia nuk siguroi transportin e nxënësve."),
    ("28.1", EDUCATION, "Drejtoria arsimore vendosi bashkimin e shkollave pa një zgjidhje për nxënësit."),
    ("12.1", SCHOOL, "Shkolla nuk i dëgjoi fëmijët."),
    ("12.1", UNIT, "Njësia administrative nuk i takoi prindërit."),
    ("19.1", POLICE, "Policia nuk kishte plan për fëmijët në protestë."),
)


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """Open the case, investigate it, issue the letter and see it reach all five bodies; nothing where that was done before.

    Nobody answers: the people and machines of the five are in `credentials`. Raises `StoryError`.
    """
    staff = {role: Api.bearer(url, account["token"]) for role, account in credentials["staff"].items()}
    wait_for(f"cases at {url}", lambda: staff["approver"].reaches(f"{CASES}/cases"))
    if _is_there(staff["approver"]):
        tell("The sample recommendation of Elbasan is there from an earlier run")
        return
    office, bodies = Office(staff), _bodies(url, credentials["partners"])
    case: Case = office.once_known(lambda: staff["case_officer"].post(f"{CASES}/cases", _case(bodies)))
    office.step(case["id"], step="assign")
    office.step(case["id"], step="investigate")
    findings: list[Finding] = [
        {"right": right, "institution_id": bodies[key].id, "result": "violation_found", "text": text}
        for right, key, text in FINDINGS
    ]
    office.step(case["id"], step="record_findings", findings=findings)
    act = office.recommend(case["id"], _draft(bodies))
    for body in bodies.values():
        body.receive(act["number"])
    tell(
        f"Sample recommendation {act['number']} in the shape of Elbasan 2019: case {case['number']} of the office's own "
        f"initiative, {len(ITEMS)} items to {len(bodies)} bodies, {len(act['obligations'])} obligations"
    )


def _is_there(approver: Api) -> bool:
    after = None
    while True:
        page: Page[Case] = approver.get(f"{CASES}/cases", after=after, limit=200)
        if any(case["title"] == TITLE and case["status"] not in UNFINISHED for case in page["items"]):
            return True
        after = page["next"]
        if after is None:
            return False


def _bodies(url: str, partners: Sequence[Partner]) -> dict[str, Body]:
    """The five, by their keys in the directory."""
    known = {partner["institution_id"]: partner for partner in partners}
    wanted = {key: str(directory.institution_id(key)) for key in sample.ELBASAN}
    if missing := [key for key, institution_id in wanted.items() if institution_id not in known]:
        raise StoryError(
            f"The credentials have nobody of {', '.join(missing)}: make them again with the sample command."
        )
    return {key: Body.of(url, known[institution_id]) for key, institution_id in wanted.items()}


def _case(bodies: Mapping[str, Body]) -> NewCase:
    return {
        "trigger": {"kind": "media", "source": SOURCE},
        "memo": MEMO,
        "title": TITLE,
        "rights": sorted({right for right, _, _ in FINDINGS}),
        "bodies": [body.id for body in bodies.values()],
        "places": [MUNICIPALITY],
    }


def _working(day: date) -> date:
    return law.calendar_of(day).next_working(day)


def _draft(bodies: Mapping[str, Body]) -> NewDraft:
    today = datetime.now(ZoneInfo("Europe/Tirane")).date()
    return {
        "kind": "remedy",
        "title": TITLE,
        "grounds": GROUNDS,
        "items": [
            {"text": text, "due": _working(today + timedelta(days=days)).isoformat(), "evidence_expected": evidence}
            for text, days, evidence in ITEMS
        ],
        "addressees": [{"institution_id": body.id, "role": "responsible"} for body in bodies.values()],
    }
