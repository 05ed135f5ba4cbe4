"""The duties of protection in the mandate text, each from start to end as people of the office do it on the pages.

Who drafts is the case officer, who approves and sends is the head of section; what a body answers arrives as it does in life.
"""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.cases import data
from services.cases.actions import complaints
from services.cases.models import Recommendation
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.events import catalogue
from shared.events.catalogue import ComplaintDecided, ComplaintReceived
from shared.principal import service
from tests.cases.bench import Bench, soon, today
from tests.cases.pages_world import TYPED_SOURCE, office, said, world

__all__ = ["office", "world"]

WORDS = "Shembull: e drejta për arsim"


@pytest.fixture
def officer(world):
    return world.client("case_officer")


@pytest.fixture
def head(world):
    return world.client("approver")


def body(world, body_class, key=None, above=(), powers=()):
    """A body of the directory beside those of the world; a key that is there already is taken as it is."""
    with world.platform.database.transaction() as session:
        known = session.execute(
            select(KnownInstitution).where(KnownInstitution.key == (key or ""))
        ).scalar_one_or_none()
        if known is not None:
            return known.id
        made = uuid4()
        relations = [{"kind": kind, "to": str(to), "valid_from": None, "valid_to": None} for kind, to in above]
        session.add(
            KnownInstitution(
                id=made,
                key=key or f"shembull-{made.hex[:10]}",
                institution_class=body_class,
                version=1,
                active=True,
                name_sq=f"Organi Shembull {made.hex[:6]}",
                name_en=f"Sample Body {made.hex[:6]}",
                search="organi shembull",
                record={"id": str(made), "relations": relations, "powers": list(powers)},
            )
        )
    return made


def press(world, client, path, data=None):
    """Post a form that is taken; returns where it leads."""
    answer = world.post(client, f"/cases/staff/{path}", data or {})
    assert answer.status_code == 303, said(answer.text)
    return answer.headers["Location"]


def found(world, officer, institution, result="violation_found", case=None, grade=""):
    """A case of the office's own initiative about one body, investigated up to a finding, all on its pages."""
    if case is None:
        opened = press(
            world,
            officer,
            "cases/new",
            {"do": "save", "trigger": "media", "source": "Gazeta Shembull", "title": WORDS, "memo": "Zyra vepron.",
             "rights": "28", "bodies-0-institution_id": str(institution), "places": ""},
        )  # fmt: skip
        case = UUID(opened.rsplit("/", 1)[1])
    press(world, officer, f"cases/{case}/steps/assign", {"assign-assignee": str(world.people["case_officer"])})
    press(world, officer, f"cases/{case}/steps/investigate", {"investigate-title": WORDS})
    finding = {"rights": "28", "institution_id": str(institution), "result": result, "text": "U vërtetua në vend."}
    finding["grade"] = grade
    press(
        world, officer, f"cases/{case}/steps/record_findings", {f"record_findings-{k}": v for k, v in finding.items()}
    )
    return case


def drafted(case, kind, to, role="responsible", **more):
    day = date.fromisoformat(soon())
    due = {"items-0-due-day": str(day.day), "items-0-due-month": str(day.month), "items-0-due-year": str(day.year)}
    orders = data.kind_on(kind, today()).orders
    return {
        "do": "save",
        "kind": kind,
        "title": f"{WORDS} ({kind})",
        "grounds": "Ligji e kërkon.",
        "items-0-text": "Të bëhet ajo që kërkon ligji.",
        **({"items-0-evidence_expected": "Vendimi.", **due} if orders else {}),
        **({"addressees-0-institution_id": str(to), "addressees-0-role": role} if to else {}),
        **more,
    }


def sent(world, officer, head, case, kind, to=None, **more):
    """Drafted by the officer, who can neither approve nor issue it; approved by the head of section, issued by who signs."""
    page = press(world, officer, f"cases/{case}/recommendations/new", drafted(case, kind, to, **more))
    act_id = UUID(page.rsplit("/", 1)[1])
    assert "Miratoje këtë tekst" not in officer.get(page).text and "Lëshoje dhe dërgoje" not in officer.get(page).text
    digest = re.search(r'name="content_hash" value="([0-9a-f]{64})"', head.get(page).text)[1]
    assert world.post(officer, f"{page}/approval", {"content_hash": digest}).status_code == 403
    stale = world.post(head, f"{page}/approval", {"content_hash": "0" * 64})
    assert stale.status_code == 409, "another text than the one that was read"
    assert "Lëshoje dhe dërgoje" not in head.get(page).text
    press(world, head, f"recommendations/{act_id}/approval", {"content_hash": digest})
    signs = head if "Lëshoje dhe dërgoje" in head.get(page).text else world.client("commissioner")
    press(world, signs, f"recommendations/{act_id}/issue", {"content_hash": digest})
    assert ("po u dërgohet institucioneve" in said(signs.get(page).text)) is (to is not None)
    return world.run(lambda session: session.get_one(Recommendation, act_id))


def decided(world, officer, act, outcome, shown):
    """What others decided is recorded on the page of the obligation, and stands on the page of the act."""
    (owed,) = world.obligations(act)
    on = today()
    day = {"outcome-on-day": on.day, "outcome-on-month": on.month, "outcome-on-year": on.year}
    filled = {
        "outcome-outcome": outcome,
        **{name.replace("assessment", "outcome"): value for name, value in TYPED_SOURCE.items()},
        **day,
    }
    path = f"obligations/{owed.obligation.id}"
    assert world.post(officer, f"/cases/staff/{path}/outcome", {**filled, "outcome-outcome": "moon"}).status_code == 422
    assert world.post(officer, f"/cases/staff/{path}/outcome", {"outcome-outcome": outcome}).status_code == 422
    press(world, officer, f"{path}/outcome", filled)
    assert shown in said(officer.get(f"/cases/staff/{path}").text)


def closed(world, head, case, outcome, shown):
    press(world, head, f"cases/{case}/steps/close", {"close-outcome": outcome})
    page = said(head.get(f"/cases/staff/cases/{case}").text)
    assert "E mbyllur" in page and shown in page


def complaint(world, institution):
    """An admissible complaint about one body, and its case."""
    now, known = utc_now(), {"complaint_id": uuid4(), "reference": f"A-{uuid4().hex[:8]}", "by_child": False}
    received = ComplaintReceived(**known, channel="form", submitter_role="parent", urgency="normal", language="sq")
    decided = ComplaintDecided(
        **known,
        outcome="admissible",
        summary=world.platform.documents.put_json({"summary": "Fëmija nuk ka ndihmës."}),
        rights=("28",),
        bodies=(institution,),
        urgency="normal",
        conflict_with_guardian=False,
    )
    world.run(lambda session: complaints.receive(service("intake"), session, received, now=now))
    world.run(lambda session: complaints.decide(service("intake"), session, decided, now=now))
    page = world.client("approver").get("/cases/staff/cases").text
    row = page.split(received.reference)[0].rsplit('href="/cases/staff/cases/', 1)[1]
    return received.complaint_id, UUID(row.split('"')[0])


def outbox(world, event, **wanted):
    return Bench(world.app, world.platform).told(event, **wanted)


def test_duty_1_a_complaint_is_investigated_and_its_complainant_is_told_the_result(world, officer, head):
    school = world.bodies["school"]
    complaint_id, case = complaint(world, school)
    shown = said(head.get(f"/cases/staff/cases/{case}").text)
    assert "Nga një ankesë" in shown and "Fëmija nuk ka ndihmës." in shown
    found(world, head, school, "resolved_without_recommendation", case=case)
    asked = world.post(officer, f"/cases/staff/cases/{case}/steps/close", {"close-outcome": "no_violation"})
    assert asked.status_code == 403, "an officer does not close"
    message = {"message-complaints": str(complaint_id), "message-text": "Shkolla caktoi ndihmës."}
    press(world, head, f"cases/{case}/messages", message)
    Bench(world.app, world.platform).answer_checks()
    closed(world, head, case, "resolved_without_recommendation", "U zgjidh pa rekomandim")
    (informed,) = outbox(world, catalogue.ComplainantInformed, case_id=case)
    assert world.platform.documents.get_json(informed["message"])["text"] == "Shkolla caktoi ndihmës."
    (ended,) = outbox(world, catalogue.CaseClosed, case_id=case)
    assert (ended["outcome"], ended["complaints"]) == ("resolved_without_recommendation", [str(complaint_id)])


def test_duty_2_the_office_investigates_of_its_own_accord(world, officer, head):
    case = found(world, officer, world.bodies["school"], "violation_not_found")
    page = said(officer.get(f"/cases/staff/cases/{case}").text)
    for part in ("Me nismën e zyrës", "Lajm në media", "Gazeta Shembull", "Zyra vepron.", "Nuk pati shkelje"):
        assert part in page
    closed(world, head, case, "no_violation", "Nuk u gjet shkelje")


def test_duty_3_the_body_that_violated_the_right_restores_it(world, officer, head):
    school = world.bodies["school"]
    case = found(world, officer, school)
    act = sent(world, officer, head, case, "remedy", school)
    world.delivered(act, addressed="school")
    world.replied(act, position="accepted", reasons="", addressed="school")
    (owed,) = world.obligations(act)
    on = today()
    press(
        world,
        officer,
        f"obligations/{owed.obligation.id}/assessments",
        {"assessment-assessment": "implemented", **TYPED_SOURCE, "assessment-on-day": on.day,
         "assessment-on-month": on.month, "assessment-on-year": on.year},
    )  # fmt: skip
    assert "E zbatuar" in said(officer.get(f"/cases/staff/recommendations/{act.id}").text)
    closed(world, head, case, "violation_found_recommended", "U gjet shkelje dhe u dha rekomandim")


def test_duty_4_its_superior_of_that_day_is_notified_and_no_other_body(world, officer, head):
    school, ministry = world.bodies["school"], world.bodies["ministry"]
    case = found(world, officer, school)
    stranger = drafted(case, "superior_notice", world.bodies["municipality"], "superior")
    refused = world.post(officer, f"/cases/staff/cases/{case}/recommendations/new", stranger)
    assert refused.status_code == 422
    assert "Sot ky nuk është organ epror" in said(refused.text)
    act = sent(world, officer, head, case, "superior_notice", ministry, role="superior")
    world.delivered(act, addressed="ministry")
    world.replied(act, position="accepted", reasons="", addressed="ministry", claimed="implemented")
    assert "E pranoi" in said(officer.get(f"/cases/staff/recommendations/{act.id}").text)
    (owed,) = world.obligations(act)
    path = f"obligations/{owed.obligation.id}/assessments"
    press(world, officer, path, {"assessment-assessment": "not", **TYPED_SOURCE})
    closed(world, head, case, "violation_found_recommended", "U gjet shkelje dhe u dha rekomandim")


def test_duty_5_the_prosecution_is_asked_to_begin_an_investigation_and_only_the_handlers_see_it(world, officer, head):
    prosecution = world.bodies["prosecution"]
    case = found(world, officer, world.bodies["school"])
    act = sent(world, officer, head, case, "prosecution_referral", prosecution)
    world.delivered(act, addressed="prosecution")
    decided(world, officer, act, "investigation_started", "Prokuroria filloi hetimin")
    for role in ("publisher", "auditor", "admin", "intake_officer"):
        reader = world.client(role)
        assert reader.get(f"/cases/staff/recommendations/{act.id}").status_code in {403, 404}, role
        for path in ("/cases/staff/publications", "/cases/staff/cases", "/cases/staff/workload", "/cases/public"):
            assert act.number not in reader.get(path).text, (role, path)
    assert "Vendos për publikimin" not in world.client("publisher").get("/cases/staff/publications").text


def test_duty_6_a_dismissal_is_proposed_and_what_the_public_sees_of_it_names_nobody(world, officer, head):
    ministry = world.bodies["ministry"]
    case = found(world, officer, world.bodies["school"], grade="serious")
    without_power = drafted(case, "dismissal_proposal", world.bodies["municipality"], official_function="drejtor")
    refused = world.post(officer, f"/cases/staff/cases/{case}/recommendations/new", without_power)
    assert refused.status_code == 422 and "nuk e ka në kompetencë shkarkimin" in said(refused.text)
    title = f"Shkarkimi i drejtorit {uuid4().hex[:8]}"
    act = sent(world, officer, head, case, "dismissal_proposal", ministry, title=title, official_function="drejtor")
    world.delivered(act, addressed="ministry")
    decided(world, officer, act, "other_measure", "U mor një masë tjetër")
    decision = {"publication-decision": "publish", "publication-reason": "Me interes publik."}
    press(world, world.client("commissioner"), f"recommendations/{act.id}/publication", decision)
    public = world.client()
    shown = said(public.get(f"/cases/public/recommendations/{act.number}").text)
    assert "Fjalët e këtij akti nuk publikohen" in shown and "Propozim për shkarkimin e një funksionari" in shown
    data = public.get(f"/cases/api/v1/public/recommendations/{act.number}").json
    assert (data["withheld"], data["grounds"], [one["text"] for one in data["items"]]) == (True, "", [""])
    for said_anywhere in (shown, str(data), public.get("/cases/public").text):
        for words in (title, "Ligji e kërkon.", "Të bëhet ajo"):
            assert words not in said_anywhere


def test_duty_6_the_assembly_may_be_asked_too(world, officer, head):
    assembly = body(world, "assembly")
    case = found(world, officer, world.bodies["ministry"], grade="serious")
    act = sent(world, officer, head, case, "dismissal_proposal", assembly, official_function="ministër")
    owed = world.obligations(act)[0].obligation
    page = officer.get(f"/cases/staff/obligations/{owed.id}").text
    assert 'name="outcome-outcome"' not in page and "Letra nuk i ka mbërritur ende" in page
    world.delivered(act, addressed=assembly)
    decided(world, officer, act, "dismissed", "Funksionari u shkarkua")
    assert [one.obligation.outcome for one in world.obligations(act)] == ["dismissed"]


def test_duty_7_a_violation_by_the_judiciary_is_made_known_to_the_competent_body_and_never_to_a_court(
    world, officer, head
):
    ild, court = body(world, "judicial_oversight", key="ild"), body(world, "court")
    case = found(world, officer, world.bodies["school"])
    path = f"/cases/staff/cases/{case}/recommendations/new"
    without = world.post(officer, path, drafted(case, "judicial_notice", ild))
    assert without.status_code == 422, "whom it concerns is asked for"
    to_court = world.post(officer, path, drafted(case, "judicial_notice", court, judicial_matter="judge"))
    assert to_court.status_code == 422 and "Një gjykate nuk i drejtohet asnjë akt" in said(to_court.text)
    ordering = {"items-0-evidence_expected": "Vendimi.", "judicial_matter": "judge"}
    ordered = said(world.post(officer, path, drafted(case, "judicial_notice", ild, **ordering)).text)
    assert "Ky lloj akti nuk urdhëron: nuk kërkon prova se u bë. Lëreni bosh." in ordered
    offered = said(officer.get(f"{path}?kind=judicial_notice").text)
    assert "Çfarë kërkohet" in offered and "Deri kur duhet zbatuar" not in offered and "tregonte se u bë" not in offered
    assert "Deri kur duhet zbatuar" in said(officer.get(path).text)
    act = sent(world, officer, head, case, "judicial_notice", ild, judicial_matter="judge")
    page = said(officer.get(f"/cases/staff/recommendations/{act.id}").text)
    assert "Kush preket Sjellja e një gjyqtari" in page
    world.delivered(act, addressed=ild)
    decided(world, officer, act, "proceeding_opened", "Organi kompetent nisi shqyrtimin")
    assert "Vendos për publikimin" not in head.get(f"/cases/staff/recommendations/{act.id}").text


def test_duty_8_the_injured_person_is_advised_to_sue_through_the_mailbox(world, officer, head):
    school = world.bodies["school"]
    complaint_id, case = complaint(world, school)
    found(world, head, school, case=case)
    path = f"/cases/staff/cases/{case}/recommendations/new"
    nobody = world.post(officer, path, drafted(case, "litigation_advice", None))
    assert nobody.status_code == 422 and "Zgjidhni personin e dëmtuar." in said(nobody.text)
    press(
        world, officer, f"cases/{case}/file/party", {"party-role": "injured", "party-who": f"complaint:{complaint_id}"}
    )
    party = re.search(r'value="([0-9a-f-]{36})"[^>]*>I dëmtuar, ', officer.get(path).text)[1]
    act = sent(world, officer, head, case, "litigation_advice", injured_party=party)
    page = said(officer.get(f"/cases/staff/recommendations/{act.id}").text)
    assert "Personit të dëmtuar, në kutinë e tij." in page
    told = {"advice-word": "sued", "advice-court": "Gjykata Administrative Shembull"}
    press(world, officer, f"recommendations/{act.id}/advice-result", told)
    assert "Paraqiti padi, Gjykata Administrative Shembull" in said(
        officer.get(f"/cases/staff/recommendations/{act.id}").text
    )
    day = dict(
        zip(
            ("posted-on-day", "posted-on-month", "posted-on-year"),
            (today().day, today().month, today().year),
            strict=True,
        )
    )
    by_hand = {"posted-label": "RR 1 AL", "posted-addressed_by_hand": "y"}
    press(world, officer, f"recommendations/{act.id}/advice-posted", {**day, **by_hand})
    history = said(officer.get(f"/cases/staff/cases/{case}").text)
    assert "Këshilla u nis me postë" in history and "adresa u shkrua me dorë, nga dosja e hapur" in history
    (informed,) = outbox(world, catalogue.ComplainantInformed, case_id=case)
    assert act.number in world.platform.documents.get_json(informed["message"])["text"]
    assert world.obligations(act) == []
    closed(world, head, case, "violation_found_recommended", "U gjet shkelje dhe u dha rekomandim")
