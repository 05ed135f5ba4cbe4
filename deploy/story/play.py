"""The order of the story, and what each step must have led to before the next begins."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from deploy import SERVICES
from deploy.api import Act, DraftAddressee, Finding, Made, Measure, NewDraft, Obligation
from deploy.credentials import Credentials, subject_of
from deploy.story import duty, words
from deploy.story.answers import Complaint, Compliance, Mailbox, OpenedFile
from deploy.story.bodies import Body, answer_in_the_portal, answer_over_the_api, ask_for_time
from deploy.story.office import Office
from deploy.story.paper import BY_LINK, ON_PAPER, PaperBody, Post, give_address
from deploy.story.speaking import Api, StoryError, wait_for
from deploy.story.table import NOT_DELIVERED, Row, Table
from services.cases import data as law

Tell = Callable[[str], None]
MUNICIPALITY, AGENCY, POLICE, MINISTRY = "municipality", "agency", "police", "ministry"
LEAST_STATES = 4
#: Who is on call, in this order.
ON_CALL = ("intake_officer", "case_officer")


def play(url: str, credentials: Credentials, tell: Tell) -> Table:
    """Play the story on the installation at `url` with the people and machines of `credentials` (deploy.sample).

    `tell` gets one line per step. Each run begins with a new complaint, so it may be repeated. Returns the table of the
    obligations. Raises `StoryError` with the step that did not come about.
    """
    story = _Story(url, credentials, tell)
    story.wait_until_all_answer()
    story.complain()
    story.decide()
    story.investigate()
    story.recommend()
    story.post()
    story.link()
    story.bodies_answer()
    story.assess()
    story.inform()
    story.publish()
    story.redirect()
    story.alarm()
    story.look_at_messages()
    return story.table()


class _Story:
    """Each step takes up what the steps before it led to: a complaint, its case, the act."""

    complaint: Complaint
    case_id: str
    act: Act
    #: The one that goes by post.
    paper_act: Act

    def __init__(self, url: str, credentials: Credentials, tell: Tell) -> None:
        self.url = url
        self.tell = tell
        self.public = Api(url)
        self.staff = {role: Api.bearer(url, account["token"]) for role, account in credentials["staff"].items()}
        self.office = Office(self.staff)
        partners = credentials["partners"]
        self.municipality, self.agency, self.police, self.ministry = (
            Body.of_class(url, partners, wanted) for wanted in (MUNICIPALITY, AGENCY, POLICE, MINISTRY)
        )
        self.answering = (self.municipality, self.agency, self.police)
        self.by_post, self.unreached = map(PaperBody.of, ON_PAPER)
        self.linked = PaperBody.of(BY_LINK)
        self.responsible = (*self.answering, self.by_post, self.unreached, self.linked)
        self.accounts = {role: account["token"] for role, account in credentials["staff"].items()}
        self.today = datetime.now(ZoneInfo("Europe/Tirane")).date()
        self.complainant = self.public
        self.figures: list[str] = []

    def wait_until_all_answer(self) -> None:
        for service in SERVICES:
            wait_for(f"{service} at {self.url}", partial(self.public.reaches, f"/{service}/readyz"))
        known_at = {
            "cases": ("approver", "/cases/api/v1/cases"),
            "intake": ("intake_officer", "/intake/api/v1/complaints"),
            "partners": ("admin", "/partners/api/v1/institutions"),
            "notifications": ("admin", "/notifications/api/v1/messages"),
        }
        for service, (role, path) in known_at.items():
            wait_for(f"the staff directory at {service}", partial(self.staff[role].reaches, path))
        for body in (*self.answering, self.ministry, self.linked):
            self.office.give_mailbox(body.id)
        for unwired in (self.by_post, self.unreached):
            give_address(self.staff["admin"], unwired)
        self.tell("All four services answer and know the staff; five bodies have a mailbox, two a postal address alone")

    def complain(self) -> None:
        bodies = [body.id for body in self.responsible]
        told = words.complaint(bodies, self.office.key_of(self.municipality.id))
        # The directory reaches intake by events; until then it does not know the bodies.
        self.complaint = self.office.once_known(lambda: self.public.post("/intake/api/v1/complaints", told))
        self.complainant = Api(self.url, {"Receipt-Code": self.complaint["receipt_code"]})
        file = words.picture(seed=200)
        self.complainant.post_file("/intake/api/v1/complaints/mine/files", "rruga.png", file, "image/png")
        self.tell(
            f"Complaint {self.complaint['reference']} for a child, with one picture; the receipt code is shown once"
        )

    def decide(self) -> None:
        path = f"/intake/api/v1/complaints/{self.complaint['id']}"
        opened: OpenedFile = self.staff["intake_officer"].post(f"{path}/openings", {"reason": "admissibility"})
        if opened["identity"]["child"].get("name") != words.CHILD:
            raise StoryError("The opened file does not hold what was complained.")
        decision = {
            "outcome": "admissible",
            "summary": words.SUMMARY,
            "rights": words.RIGHTS,
            "bodies": [body.id for body in self.responsible],
        }
        self.staff["intake_officer"].post(f"{path}/decision", decision)
        self.tell("The intake officer opened the identity with a reason and decided: admissible")

    def investigate(self) -> None:
        case = self.office.case_of(self.complaint["reference"])
        self.case_id = case["id"]
        self.tell(f"Case {case['number']} was opened by the decision")
        self.office.step(self.case_id, step="assign")
        self.office.step(self.case_id, step="investigate")
        findings: list[Finding] = [
            {"right": right, "institution_id": body.id, "result": "violation_found", "text": words.FINDINGS}
            for right in words.RIGHTS
            for body in self.responsible
        ]
        self.office.step(self.case_id, step="record_findings", findings=findings)
        self.tell("The case officer took the case, investigated and recorded findings")

    def recommend(self) -> None:
        self.act = self._issue(words.TITLE, words.ITEMS, self.answering, self.ministry)
        self.tell(
            f"Recommendation {self.act['number']}: drafted by the case officer, approved by another person for exactly this "
            f"content, issued; {len(words.ITEMS)} items to {len(self.answering)} bodies, one more for information"
        )

    def _issue(
        self, title: str, items: Sequence[Measure], to: Sequence[Body | PaperBody], informed: Body | None = None
    ) -> Act:
        due = law.calendar_of(self.today).next_working(self.today + timedelta(days=60)).isoformat()
        addressees: list[DraftAddressee] = [{"institution_id": body.id, "role": "responsible"} for body in to]
        if informed:
            addressees.append({"institution_id": informed.id, "role": "for_information"})
        draft: NewDraft = {
            "kind": "remedy",
            "title": title,
            "grounds": words.GROUNDS,
            "items": [{**item, "due": due} for item in items],
            "addressees": addressees,
        }
        return self.office.recommend(self.case_id, draft)

    def post(self) -> None:
        """Letters to two bodies that no wire reaches: one arrives and is answered on paper, one comes back."""
        bodies = (self.by_post, self.unreached)
        self.paper_act = self._issue(words.NEIGHBOURS_TITLE, words.NEIGHBOURS_ITEMS, bodies)
        post = Post(self.staff["case_officer"], self.office, self.paper_act, self.today)
        entries = post.print(bodies)
        numbers = post.send(list(entries.values()))
        self.tell(
            f"Recommendation {self.paper_act['number']} to two bodies without mailbox, log-in and machine: its {len(entries)} "
            f"letters lay in the post book, were printed in one file and left by registered post, {' and '.join(numbers)}"
        )
        post.arrived(entries[self.by_post.id])
        post.wait_until(self.by_post, "delivered")
        promised = self.today + timedelta(days=40)
        post.answered(self.by_post, promised)
        self.tell(f"{self.by_post.name}: delivered, with the receipt of the post as proof; answered on paper, scanned")
        post.came_back(entries[self.unreached.id])
        post.wait_until(self.unreached, NOT_DELIVERED)
        self.tell(f"{self.unreached.name}: the letter came back, nobody had collected it; no term runs, nobody is late")

    def link(self) -> None:
        """A letter to a body that has a mailbox alone. Whoever looks at the demonstration opens it; the story leaves it as it is."""
        act = self._issue(words.LINKED_TITLE, words.NEIGHBOURS_ITEMS, (self.linked,))

        def mailed() -> bool:
            return [one["link_step"] for one in self.office.act(act["id"])["addressees"]] == ["sent"]

        wait_for(f"the mail with the one-time link to {self.linked.name}", mailed)
        self.tell(
            f"Recommendation {act['number']} to {self.linked.name}, which has a mailbox alone: a mail with a one-time link left, "
            "and the letter is delivered once somebody opens it"
        )

    def bodies_answer(self) -> None:
        number = self.act["number"]
        for body in (*self.answering, self.ministry):
            body.receive(number)
        self.tell("The letters lie in the portal and in the feeds of all four bodies")
        promised = self.today + timedelta(days=30)
        answer_over_the_api(self.municipality, promised)
        self.tell(f"{self.municipality.name}: acknowledged and accepted over the machine API, promised for {promised}")
        answer_in_the_portal(self.agency, number, self.today + timedelta(days=45))
        self.tell(f"{self.agency.name}: refused one item with reasons and accepted the other in part, in the portal")
        ask_for_time(self.police, self.today + timedelta(days=50))
        self.tell(f"{self.police.name}: asked for more time and said nothing else; {self.ministry.name} stays silent")
        self._wait_for_replies()

    def _wait_for_replies(self) -> None:
        expected = {
            self.municipality.id: {"accepted"},
            self.agency.id: {"refused_with_reasons", "accepted_in_part"},
            self.police.id: {"extension_asked"},
        }

        def arrived() -> bool:
            told: dict[str, set[str]] = {}
            for obligation in self.office.obligations(self.act["id"]):
                told.setdefault(obligation["institution_id"], set()).add(obligation["reply"])
            return told == expected

        wait_for("what the bodies answered, in the cases service", arrived)
        wait_for("the claim that one item is implemented", self._claimed)
        self.tell("All answers have reached the case, each at its own obligation")

    def _claimed(self) -> bool:
        return any(o["claimed"] == "implemented" for o in self.office.obligations(self.act["id"]))

    def assess(self) -> None:
        first, second = sorted(
            (o for o in self.office.obligations(self.act["id"]) if o["institution_id"] == self.municipality.id),
            key=lambda o: o["claimed"] != "implemented",
        )
        found = {
            "assessment": "implemented",
            "on": self.today.isoformat(),
            "evidence": [self.office.evidence(first["id"])],
        }
        self.office.assess(first["id"], found)
        works = law.calendar_of(self.today).next_working
        promised = works(self.today + timedelta(days=30))
        next_check = works(promised + timedelta(days=1))
        looked = {
            "assessment": "in_process",
            "promised_date": promised.isoformat(),
            "next_check": next_check.isoformat(),
        }
        self.office.assess(second["id"], looked)
        self.tell(
            f"The case officer verified one item on evidence; the other is in process, next check on {next_check}"
        )

    def inform(self) -> None:
        self.office.inform(self.case_id, words.TO_COMPLAINANT)

        def read() -> bool:
            mailbox: Mailbox = self.complainant.get("/intake/api/v1/complaints/mine")
            return any(message["text"] == words.TO_COMPLAINANT for message in mailbox["messages"])

        wait_for("the office's message in the complainant's mailbox", read)
        mailbox: Mailbox = self.complainant.get("/intake/api/v1/complaints/mine")
        if not mailbox["openings"]:
            raise StoryError("The complainant does not see that the file was opened.")
        self.tell("The complainant reads the answer behind the receipt code, and who opened the file and why")

    def redirect(self) -> None:
        """Another complaint, which is the ministry's to deal with: it gets the office's own words, and no name."""
        told: Complaint = self.public.post("/intake/api/v1/complaints", words.other_complaint())
        path = f"/intake/api/v1/complaints/{told['id']}"
        self.staff["intake_officer"].post(f"{path}/openings", {"reason": "admissibility"})
        decision = {"outcome": "redirected", "redirect_to": self.ministry.id}
        self.staff["intake_officer"].post(f"{path}/decision", decision)
        asked: Made = self.staff["intake_officer"].post(f"{path}/handovers", {"account": words.TO_THE_BODY})
        self.staff["approver"].post(f"{path}/handovers/{asked['id']}/decision", {"approve": True})
        behind = Api(self.url, {"Receipt-Code": told["receipt_code"]})

        def arrived() -> bool:
            mailbox: Mailbox = behind.get("/intake/api/v1/complaints/mine")
            return any(message["kind"] == "handed_over" for message in mailbox["messages"])

        wait_for("word in the mailbox that the redirected complaint was handed over", arrived)
        self.tell(
            f"Complaint {told['reference']} was redirected: {self.ministry.name} has the office's words, and no name"
        )

    def alarm(self) -> None:
        """A child is in danger now: who is on call hears of it at once, and takes it."""
        officers = {role: subject_of(self.accounts[role]) for role in ON_CALL}
        duty.fill(self.staff["admin"], officers, self.today)
        self.tell(f"Duty roster: {len(officers)} officers on call, day and night")
        first = self.staff[ON_CALL[0]]
        reference = duty.raise_alarm(self.public, self.staff["admin"], first)
        self.tell(
            f"Complaint {reference}, a child in danger now: the officer on call was called and took it; calls ended"
        )

    def publish(self) -> None:
        self.office.publish(self.act["id"])
        listed = wait_for(
            "the recommendation in the public register",
            lambda: self.office.in_register(self.public, self.act["number"], self.municipality.id),
        )
        for body in self.answering:
            compliance: Compliance = self.public.get(f"/cases/api/v1/public/institutions/{body.id}/compliance")
            self.figures.append(f"{body.name}: {_sentence(compliance)}")
        together: Compliance = self.public.get("/cases/api/v1/public/compliance")
        self.figures.append(f"All bodies together: {_sentence(together)}")
        # What is too few for the public the office reads whole.
        whole: Compliance = self.staff["case_officer"].get("/cases/api/v1/compliance")
        self.figures.append(f"As who works on cases reads them: {_sentence(whole)}")
        self.tell(f"Recommendation {listed['number']} is public, and so are the figures of each body")

    def look_at_messages(self) -> None:
        """Told, not demanded: whether a mail server answers is no part of the story."""
        states = self.office.messages_about({self.complaint["id"], self.act["id"]})
        counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        self.tell(f"Mails, none of which says what it is about: {counted or 'none'}")

    def table(self) -> Table:
        bodies = {body.id: body for body in self.responsible}
        rows: list[Row] = []
        for act in (self.office.act(self.act["id"]), self.office.act(self.paper_act["id"])):
            found = [_row(act, obligation, bodies[obligation["institution_id"]]) for obligation in act["obligations"]]
            rows += sorted(found, key=lambda row: (row.body_class, row.item))
        table = Table(rows, self.figures)
        owed = len(words.ITEMS) * len(self.answering) + len(words.NEIGHBOURS_ITEMS) * len(ON_PAPER)
        if len(rows) != owed or len(table.not_delivered) != 1 or len(table.states) < LEAST_STATES:
            raise StoryError(f"The story ended with too little:\n{table.text()}")
        return table


def _row(act: Act, obligation: Obligation, body: Body | PaperBody) -> Row:
    place = next(item["place"] for item in act["items"] if item["id"] == obligation["item_id"])
    late = obligation["timeliness"]["reply"]
    return Row(
        act=act["number"],
        item=str(place + 1),
        body=body.name,
        body_class=body.body_class,
        delivery=obligation["delivery"],
        reply=obligation["reply"],
        claimed=obligation["claimed"],
        assessed=obligation["assessed"],
        reply_due=str(obligation["reply_due"] or "–"),
        timeliness=f"{late['word']} ({late['days']} days)" if late["days"] else late["word"],
    )


def _sentence(compliance: Compliance) -> str:
    """Public figures by obligation: "1 of 2 implemented (50 %), …", each with its denominator; of a body no small ones."""
    figures = compliance["figures"]
    shares = next(split["shares"] for split in figures["splits"] if split["unit"] == "obligations")
    first = (figures["delivered"], figures["answered_in_time"], figures["answered_late"])
    parts = [
        f"{share['numerator']} of {share['denominator']} {share['key'].replace('_', ' ')} ({share['percent']:.0f} %)"
        for share in [*first, *(share for share in shares if share["numerator"])]
        if share["percent"] is not None
    ]
    return ", ".join(parts) or "too few to be told"
