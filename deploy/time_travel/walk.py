"""The walk: eight letters on one day, and what becomes of the silence that follows them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from babel.dates import format_date

from deploy.api import Act, Case, Draft, DraftItem, Finding, NewCase, NewDraft, Page, PublicAct, Refusal
from deploy.time_travel.again import Again
from deploy.time_travel.answers import Clock, DueRung, Ladder, RungWhole, SentRung, TakenRung
from deploy.time_travel.court import Court
from deploy.time_travel.lost import Lost
from deploy.time_travel.paper import Owed, Paper
from deploy.time_travel.promise import Promise
from deploy.time_travel.world import WalkError, World
from services.cases import data as cases_data
from services.cases import words
from services.partners import data as directory

Tell = Callable[[str], None]
CASES = "/cases/api/v1"
#: A Monday; nothing hangs on it.
BEGIN = date(2027, 1, 11)
#: By then the last rung was sent, or the walk has failed.
MOST_DAYS = 400
MUNICIPALITY, DIRECTORATE, SUPERIOR, ASSEMBLY, OVERSIGHT = "bashkia-fier", "drap-korce", "akap", "kuvendi", "ild"
WAY, COUNCIL, SECOND_SUPERIOR = "municipal_council", "keshilli-bashkiak-fier", "ministria-e-arsimit"
LADDER = ("reminder", "second_reminder", "hierarchical_superior", "assembly_report", "publication")
MEASURES = (
    ("Të caktohet ndihmësi për nxënësin.", "Urdhri i caktimit"),
    ("Të njoftohet prindi me shkrim.", "Kopja e njoftimit"),
)


@dataclass
class Letter:
    """One act to one body, and the rungs that were sent after it."""

    key: str
    name: str
    case_id: str
    act_id: str
    number: str
    obligations: list[str]
    sent: list[SentRung] = field(default_factory=list)


class Walk:
    notice: Letter

    def __init__(self, world: World, tell: Tell) -> None:
        self.world, self.tell = world, tell
        self.names = {entry.key: entry.name_sq for entry in directory.institutions()}
        self.silent: list[Letter] = []
        self.shown: set[tuple[str, str]] = set()
        self.paper, self.court = Paper(self), Court(self)
        self.promise, self.lost, self.again = Promise(self, BEGIN), Lost(self), Again(self)

    def go(self) -> None:
        """The whole walk. Raises `WalkError` at the first thing that is not as it must be."""
        self.begin()
        day = BEGIN
        while any(not letter.sent or letter.sent[-1]["rung"] != LADDER[-1] for letter in self.silent):
            day += timedelta(days=1)
            if (day - BEGIN).days > MOST_DAYS:
                raise WalkError(f"after {MOST_DAYS} days not every rung was sent")
            self.world.go_to(day)
            self.live_through()
            self.paper.live_through((day - BEGIN).days)
            self.court.live_through((day - BEGIN).days)
            self.promise.live_through((day - BEGIN).days)
            self.lost.live_through((day - BEGIN).days)
            self.again.live_through((day - BEGIN).days)
        self.check_end()

    # --- the first day --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        self.world.go_to(BEGIN)
        self.world.employ("case_officer", "approver", "commissioner", "publisher", "admin")
        self.world.load_directory()
        for key in (
            MUNICIPALITY,
            COUNCIL,
            DIRECTORATE,
            SUPERIOR,
            SECOND_SUPERIOR,
            ASSEMBLY,
            OVERSIGHT,
            Court.key,
            Promise.key,
        ):
            self.world.connect(key)
        self.say(
            "Eight letters leave. Five are delivered the same day, three have to go on paper; all bodies but one will be silent."
        )
        self.silent = [self.write_to(MUNICIPALITY, "remedy"), self.write_to(DIRECTORATE, "remedy")]
        self.notice = self.write_to(OVERSIGHT, "judicial_notice", judicial_matter="judge")
        self.paper.begin()
        self.court.begin()
        self.promise.begin()
        self.lost.begin()
        self.again.begin()
        for letter in self.silent:
            refused = self.escalate_refused(letter, "reminder")
            self.more(f"A reminder to {letter.name} today is refused: {refused['detail']}.")

    def write_to(self, key: str, kind: str, **more: str) -> Letter:
        """A case about a body, findings, and an act that one person writes, another approves and the commissioner signs."""
        body = str(directory.institution_id(key))
        opened: NewCase = {
            "trigger": {"kind": "media", "source": "Gazeta Shembull"},
            "memo": "Zyra vendosi të veprojë me nismën e vet.",
            "title": "Shembull: një nxënës pa ndihmës",
            "rights": ["28"],
            "bodies": [body],
            "places": [],
        }
        case: Case = self.world.post("approver", f"{CASES}/cases", opened)
        finding: Finding = {"right": "28", "institution_id": body, "result": "violation_found", "text": "Nuk u veprua."}
        for step in (
            {"step": "assign"},
            {"step": "investigate"},
            {"step": "record_findings", "findings": [finding]},
        ):
            self.world.post("case_officer", f"{CASES}/cases/{case['id']}/steps", step)
        due = (BEGIN + timedelta(days=60)).isoformat()
        items: list[DraftItem] = [{"text": said, "evidence_expected": shown, "due": due} for said, shown in MEASURES]
        if not cases_data.kind_on(kind, self.world.today).orders:
            items = [{"text": said} for said, _shown in MEASURES]
        draft: NewDraft = {
            "kind": kind,
            "title": "Shembull: të sigurohet ndihmësi",
            "grounds": "E drejta për arsim nuk u respektua.",
            "items": items,
            "addressees": [{"institution_id": body, "role": "responsible"}],
        }
        drafted: Draft = self.world.post(
            "case_officer", f"{CASES}/cases/{case['id']}/recommendations", {**draft, **more}
        )
        act = self.approve_and_issue(drafted["id"], "approver", "commissioner")
        obligations = [obligation["id"] for obligation in act["obligations"]]
        letter = Letter(key, self.names[key], case["id"], act["id"], act["number"], obligations)
        self.more(f"{act['number']} ({self.kind(kind)}) to {letter.name}")
        self.explain(obligations[0])
        return letter

    # --- a day ----------------------------------------------------------------------------------------------------

    def live_through(self) -> None:
        """Whatever is due today about the two silent bodies is read and sent by whom it is for."""
        mine = {letter.act_id: letter for letter in self.silent}
        due = {one["id"]: one for role in ("commissioner", "publisher") for one in self.due(role)}
        for rung in sorted(due.values(), key=lambda one: (one["number"], LADDER.index(one["rung"]))):
            letter = mine.get(rung["recommendation_id"])
            if letter is not None and self.still_waits(rung):
                self.send(letter, rung)
        self.check_oversight()

    def due(self, role: str) -> list[DueRung]:
        page: Page[DueRung] = self.world.get(role, f"{CASES}/rung-letters", limit=200)
        return page["items"]

    def still_waits(self, rung: DueRung) -> bool:
        """What was sent before on the same day may have dropped it."""
        return self.whole(rung)["state"] == "waiting"

    def whole(self, rung: DueRung) -> RungWhole:
        whole: RungWhole = self.world.get("commissioner", f"{CASES}/rung-letters/{rung['id']}")
        return whole

    def send(self, letter: Letter, rung: DueRung) -> None:
        today = self.world.today.isoformat()
        if rung["due_on"] != today:
            raise WalkError(f"{rung['rung']} to {letter.name} was due on {rung['due_on']} and is seen on {today}")
        self.say(f"{letter.name}: {self.rung(rung['rung'])} is due; it may be sent by: {self.role(rung['sent_by'])}")
        why = self.whole(rung)["why"]
        for language in ("sq", "en"):
            self.tell(f"    {language}: {why[language]}")
        self.explain(rung["obligations"][0])
        self.check_order(letter, rung["rung"])
        if rung["no_superior"]:
            self.more(
                f"It has no superior on this day; lawful instead: {'; '.join(map(self.way, rung['alternatives']))}"
            )
            refused = self.escalate_refused(letter, rung["rung"])
            self.more(f"To send it all the same is refused: {refused['detail']}.")
            act = self.take_way(letter, rung)
            self.more(
                f"The head of the section chose this way: {self.way(WAY)}; it is an act of its own, with a term for the reply."
            )
            self.send_act(act)
        elif rung["act"]:
            self.send_act(rung["act"])
        else:
            if rung["text"]:
                self.quote(rung["text"]["title"], rung["text"]["text"])
            self.escalate(letter, rung, **({"seen": rung["seen"]} if rung["seen"] else {}))
            self.more("It was sent.")
        letter.sent = self.rungs(letter)["sent"]

    def send_act(self, act_id: str) -> None:
        issued = self.approve_and_issue(act_id, "approver", "commissioner")
        to = issued["addressees"][0]["name_sq"]
        self.quote(f"{self.kind(issued['kind'])} to {to}: {issued['title']}", issued["grounds"])
        self.more("It encloses: " + "; ".join(one["title_en"] for one in issued["attachments"]))
        self.more(f"{issued['number']} was approved by the head of the section and issued by the commissioner.")
        self.explain(issued["obligations"][0]["id"])

    def take_way(self, letter: Letter, rung: DueRung) -> str:
        """The lawful way in the place of a superior, drafted; its issue sends it."""
        path = f"{CASES}/obligations/{letter.obligations[0]}/escalations"
        taken: TakenRung = self.world.post(rung["sent_by"], path, {"rung": rung["rung"], "alternative": WAY})
        if taken["state"] != "drafted" or taken["act"] is None:
            raise WalkError(f"{WAY} for {letter.name} was {taken['state']} and not drafted")
        return taken["act"]

    def escalate(self, letter: Letter, rung: DueRung, **more: str) -> None:
        path = f"{CASES}/obligations/{letter.obligations[0]}/escalations"
        taken: TakenRung = self.world.post(rung["sent_by"], path, {"rung": rung["rung"], **more})
        if taken["state"] != "sent":
            raise WalkError(f"{rung['rung']} to {letter.name} was {taken['state']} and not sent")

    def escalate_refused(self, letter: Letter, rung: str, role: str = "commissioner") -> Refusal:
        return self.world.refused(role, f"{CASES}/obligations/{letter.obligations[0]}/escalations", {"rung": rung})

    def approve_and_issue(self, act_id: str, approves: str, issues: str) -> Act:
        path = f"{CASES}/recommendations/{act_id}"
        draft: Draft = self.world.get(approves, path)
        self.world.post(approves, f"{path}/approval", {"content_hash": draft["content_hash"]})
        self.world.post(issues, f"{path}/issue")
        issued: Act = self.world.get(issues, path)
        return issued

    def rungs(self, letter: Letter) -> Ladder:
        ladder: Ladder = self.world.get("commissioner", f"{CASES}/obligations/{letter.obligations[0]}/rungs")
        return ladder

    # --- what must hold -------------------------------------------------------------------------------------------

    def check_order(self, letter: Letter, rung: str) -> None:
        """What comes later on the ladder is refused while this one is open."""
        for later in LADDER[LADDER.index(rung) + 2 :]:
            refused = self.escalate_refused(letter, later)
            if refused["code"] not in {"ladder.out_of_order", "ladder.term_runs", "ladder.no_superior"}:
                raise WalkError(f"{later} before {rung} is refused with {refused['code']}")

    def check_oversight(self) -> None:
        ladder = self.rungs(self.notice)
        if not ladder["never_pressed"] or ladder["offers"] or ladder["drafts"] or ladder["sent"]:
            raise WalkError("the ladder has a rung for a body of judicial oversight")

    def check_end(self) -> None:
        """Each silent body went up every rung, each of its own kind; the notice to the oversight stays where it was."""
        self.paper.check_end()
        self.court.check_end()
        self.lost.check_end()
        municipality, directorate = self.silent
        for letter in self.silent:
            rungs = list(dict.fromkeys(one["rung"] for one in letter.sent))
            self.expect(f"the rungs of {letter.name}", rungs, list(LADDER))
            public: PublicAct = self.world.get("commissioner", f"{CASES}/public/recommendations/{letter.number}")
            self.expect(f"{letter.number} in the public register", public["number"], letter.number)
        ways = [(one["alternative"], one["to"]) for one in municipality.sent if one["rung"] == "hierarchical_superior"]
        council = str(directory.institution_id(COUNCIL))
        self.expect("the way taken for the municipality", ways, [(WAY, council)])
        above = [one["to"] for one in directorate.sent if one["rung"] == "hierarchical_superior"]
        superiors = [str(directory.institution_id(key)) for key in (SUPERIOR, SECOND_SUPERIOR)]
        self.expect("the superiors of the directorate, one after the other", above, superiors)
        reports = [one["to"] for letter in self.silent for one in letter.sent if one["rung"] == "assembly_report"]
        self.expect("the reports to the Assembly", reports, [str(directory.institution_id(ASSEMBLY))] * 2)
        pressed = {self.escalate_refused(self.notice, rung)["code"] for rung in LADDER}
        self.expect("every rung against the judicial oversight", pressed, {"ladder.never_pressed"})
        self.say(
            f"Both bodies went up every rung. {self.notice.number} to {self.notice.name} stays where it was: no rung, ever."
        )
        beside = (self.paper, self.court, self.promise, self.lost, self.again)
        for letter in (*self.silent, *(one.letter for one in beside)):
            self.more(f"{letter.name}: {self.stands(letter)}")

    @staticmethod
    def expect(what: str, found: object, wanted: object) -> None:
        if found != wanted:
            raise WalkError(f"{what}: {found} instead of {wanted}")

    # --- words ----------------------------------------------------------------------------------------------------

    def rung(self, code: str) -> str:
        return self.world.words(words.RUNGS, code)

    def step(self, sent: SentRung) -> str:
        """What was sent: of a body without a superior the way that was taken."""
        return self.way(sent["alternative"]) if sent["alternative"] else self.rung(sent["rung"])

    def role(self, code: str) -> str:
        return self.world.words(words.STAFF_ROLES, code)

    def kind(self, code: str) -> str:
        return str(cases_data.kind_entry(code, self.world.today)["name_en"])

    def way(self, code: str) -> str:
        return str(cases_data.alternative_entries(self.world.today)[code]["name_en"])

    def owed(self, letter: Letter) -> list[Owed]:
        page: Page[Owed] = self.world.get("case_officer", f"{CASES}/obligations", recommendation=letter.act_id)
        return page["items"]

    def stands(self, letter: Letter) -> str:
        """In one sentence how a letter stands today: what is said of its items, the last day, and what was sent after it."""
        owed = self.owed(letter)
        states = dict.fromkeys(self.world.words(words.STATES, one["state"]) for one in owed)
        last = next((one["reply_due"] for one in owed if one["reply_due"]), None)
        sent = dict.fromkeys(self.step(one) for one in self.rungs(letter)["sent"])
        due = f"the last day for the reply was {last}" if last else "no day for a reply is counted"
        return f"{', '.join(states)}; {due}; sent after it: {', '.join(sent) or 'nothing'}."

    # --- telling --------------------------------------------------------------------------------------------------

    def say(self, line: str) -> None:
        """A line with its day."""
        self.tell("")
        days = (self.world.today - BEGIN).days
        written = format_date(self.world.today, "EEEE d MMMM y", locale="en")
        self.tell(f"{written} (day {days}) — {line}")

    def more(self, line: str) -> None:
        self.tell(f"  {line}")

    def quote(self, title: str, words: str) -> None:
        self.more(f"“{title}”")
        for line in words.splitlines():
            if line.strip():
                self.tell(f"    | {line}")

    def explain(self, obligation_id: str) -> None:
        """Why its last day is that day, in both languages; once for each day that it has been."""
        course: Clock = self.world.get("commissioner", f"{CASES}/obligations/{obligation_id}/clock")
        last = (course["due"] and course["due"]["day"]) or "none"
        if (obligation_id, last) in self.shown:
            self.more(f"The last day was {last}, explained above.")
            return
        self.shown.add((obligation_id, last))
        for language in ("sq", "en"):
            for sentence in course["words"][language]:
                self.tell(f"    {language}: {sentence}")
