"""What intake does with the events of the other services: once each, in whatever order they come."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.intake.domain.terms import local_day
from shared.events.catalogue import (
    CaseClosed,
    CaseOpened,
    ComplainantInformed,
    InstitutionChanged,
    MessageDelivered,
    MessageFailed,
    ObligationAnswered,
    ObligationAssessed,
    ObligationStood,
    RecommendationIssued,
    StaffChanged,
)
from tests.intake.conftest import BASE, MUNICIPALITY, SCHOOL, delivery
from tests.intake.office import assign, post

CASE, ACT = uuid4(), uuid4()


def opened(*complaints, sequence=1):
    return delivery(CaseOpened, CASE, sequence, case_id=CASE, number="C-2026-00001-5", origin="complaint",
                    complaints=complaints, rights=["28"], bodies=[SCHOOL])  # fmt: skip


def closed(*complaints, sequence=2, outcome="no_violation", **more):
    return delivery(
        CaseClosed,
        CASE,
        sequence,
        case_id=CASE,
        number="C-2026-00001-5",
        outcome=outcome,
        complaints=complaints,
        **more,
    )


def issued(*complaints, bodies=2, kind="remedy", to=(), informed=()):
    addressees = [
        {"institution_id": one, "role": "responsible", "expects": "reply", "rendering": "a" * 64}
        for one in to or [uuid4() for _ in range(bodies)]
    ]
    addressees += [
        {"institution_id": one, "role": "for_information", "expects": "nothing", "rendering": "a" * 64}
        for one in informed
    ]
    return delivery(RecommendationIssued, ACT, recommendation_id=ACT, case_id=CASE, number="R-2026-00001-1", kind=kind,
                    content_hash="b" * 64, items=[{"item_id": uuid4()}], addressees=addressees, complaints=complaints)  # fmt: skip


def assessed(*complaints, assessment="implemented", **more):
    subject = uuid4()
    return delivery(ObligationAssessed, subject, obligation_id=subject, recommendation_id=ACT, item_id=uuid4(),
                    institution_id=SCHOOL, assessment=assessment, assessed_on=local_day(datetime.now(UTC)), complaints=complaints, **more)  # fmt: skip


def answered(*complaints, said="accepted", following="check", institution_id=SCHOOL, place=2, **more):
    subject = uuid4()
    return delivery(ObligationAnswered, subject, obligation_id=subject, recommendation_id=ACT, number="R-2026-00001-1", place=place,
                    institution_id=institution_id, said=said, next=following, complaints=complaints, **more)  # fmt: skip


def stood(*complaints, state="refused", following="weighing", institution_id=SCHOOL, place=2, **more):
    subject = uuid4()
    return delivery(ObligationStood, subject, obligation_id=subject, recommendation_id=ACT, number="R-2026-00001-1", place=place,
                    institution_id=institution_id, state=state, next=following, complaints=complaints, **more)  # fmt: skip


def box(world, told):
    return world.mine(told["receipt_code"]).get_json()


def test_the_story_of_a_case_is_told_in_plain_words(world):
    told = world.complain(submitter={"role": "parent"})
    complaint_id = UUID(told["id"])
    both = issued(complaint_id, to=(SCHOOL, MUNICIPALITY))
    world.take(opened(complaint_id), both, assessed(complaint_id), closed(complaint_id))
    shown = box(world, told)
    assert shown["status"]["code"] == "closed"
    texts = {message["kind"]: message["text"] for message in shown["messages"]}
    assert "C-2026-00001-5" in texts["case_opened"]
    assert "këtyre 2 organeve: Shkolla Shembull; Bashkia Shembull." in texts["act_sent"]
    assert texts["assessed"].startswith("Shkolla Shembull e bëri")
    assert "nuk u gjet shkelje" in texts["case_closed"]
    staff = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("case_officer")).get_json()
    assert staff["case"] == {"id": str(CASE), "number": "C-2026-00001-5", "outcome": "no_violation"}


@pytest.mark.parametrize(
    ("role", "word", "never"), [("child", "nuk e lëmë me kaq", "E mbaruam"), ("parent", "Ne vazhdojmë", "u mbyll")]
)
def test_whoever_complained_reads_that_the_office_goes_on_until_it_does_not(world, role, word, never):
    told = world.complain(submitter={"role": role})
    complaint_id = UUID(told["id"])
    found = "violation_found_recommended"
    world.take(opened(complaint_id), closed(complaint_id, outcome=found, followed=True))
    shown = box(world, told)
    assert shown["status"]["code"] == "followed"
    assert word in shown["status"]["text"]
    assert not [one["text"] for one in shown["messages"] if never in one["text"]]
    world.take(closed(complaint_id, outcome=found, sequence=3))
    assert box(world, told)["status"]["code"] == "closed"


@pytest.mark.parametrize(
    ("role", "language", "says", "never"),
    [
        ("child", "sq", "gjetëm se një e drejtë nuk u respektua", "rekomandim"),
        ("child", "en", "we found that a right was not respected", "recommendation"),
        ("parent", "sq", "u gjet shkelje dhe u dha rekomandim", "nuk u respektua"),
    ],
)
def test_how_a_case_ended_is_told_a_child_in_a_childs_words(world, role, language, says, never):
    told = world.complain(submitter={"role": role}, language=language)
    one = UUID(told["id"])
    world.take(opened(one), closed(one, outcome="violation_found_recommended"))
    [text] = [message["text"] for message in box(world, told)["messages"] if message["kind"] == "case_closed"]
    assert says in text
    assert never not in text


@pytest.mark.parametrize(("role", "some"), [("child", "Zyra tha"), ("parent", "Organi e pranoi")])
def test_a_body_that_nobody_knows_is_called_in_the_words_of_the_reader(world, role, some):
    told = world.complain(submitter={"role": role})
    world.take(answered(UUID(told["id"]), institution_id=uuid4()))
    [message] = box(world, told)["messages"]
    assert some in message["text"]


def test_an_english_sentence_brings_the_article_of_a_body_once(world):
    told, body = world.complain(language="en", submitter={"role": "parent"}), uuid4()
    record = {
        "name_sq": "Bashkia Fier",
        "name_en": "Municipality of Fier",
        "id": str(body),
        "key": "bashkia-fier",
        "seat": None,
    }
    world.take(
        delivery(InstitutionChanged, body, institution_id=body, institution_class="municipality", version=1, active=True,
                 record=world.documents.put_json({**record, "class": "municipality", "relations": [], "powers": []})),
        answered(UUID(told["id"]), institution_id=body),
        stood(UUID(told["id"]), state="promise_broken", following="steps", institution_id=body),
        issued(UUID(told["id"]), to=[body]),
    )  # fmt: skip
    texts = {message["kind"]: message["text"] for message in box(world, told)["messages"]}
    assert "The Municipality of Fier accepted what we asked." in texts["answered"]
    assert "The day by which the Municipality of Fier was to have done" in texts["stood"]
    assert "to this body: Municipality of Fier." in texts["act_sent"]


@pytest.mark.parametrize("event", [opened, issued, assessed, stood, answered])
def test_an_event_that_comes_twice_is_told_once(world, event):
    told = world.complain()
    one = event(UUID(told["id"]))
    world.take(one, one)
    world.take(one)
    assert len(box(world, told)["messages"]) == 1


@pytest.mark.parametrize(
    ("state", "following", "says"),
    [
        ("refused", "weighing", "Po shohim nëse kjo përgjigje"),
        ("refused", "steps", "Vazhdojmë me hapat"),
        ("promise_broken", "steps", "ende nuk e kemi vërtetuar"),
        ("not", "nothing", "kanë mbaruar"),
    ],
)
def test_the_complainant_reads_which_item_it_is_and_what_is_really_done_next(world, state, following, says):
    told = world.complain(submitter={"role": "parent"})
    world.take(stood(UUID(told["id"]), state=state, following=following))
    [message] = box(world, told)["messages"]
    assert message["text"].startswith("Pika 2 e letrës R-2026-00001-1: ")
    assert says in message["text"]
    assert ("Vazhdojmë" in message["text"]) is (following == "steps")


@pytest.mark.parametrize(
    ("said", "following", "says"),
    [
        (
            "accepted",
            "check",
            "e pranoi atë që i kërkuam. Duhet ta bëjë deri më 3 shkurt 2027. Ne do ta kontrollojmë vetë",
        ),
        ("claimed", "check", "thotë se e bëri atë që i kërkuam. Ne do ta kontrollojmë vetë"),
        ("not_competent", "weighing", "nuk është detyrë e vet. Po shohim nëse kjo përgjigje mjafton"),
        ("forwarded", "await", "ia përcolli një organi tjetër. Përgjigjja për këtë pikë ende nuk na ka ardhur"),
        ("asks_clarification", "await", "na kërkoi sqarim për atë që i kërkuam, dhe ne do t’i përgjigjemi. Përgjigjja"),
        ("asks_clarification", "steps", "ne do t’i përgjigjemi. Vazhdojmë me hapat"),
    ],
)
def test_the_complainant_reads_that_a_body_accepted_as_well_as_that_it_refused(world, said, following, says):
    told = world.complain(submitter={"role": "parent"})
    by = date(2027, 2, 3) if said == "accepted" else None
    world.take(answered(UUID(told["id"]), said=said, following=following, by=by))
    [message] = box(world, told)["messages"]
    assert message["text"].startswith("Pika 2 e letrës R-2026-00001-1: Shkolla Shembull")
    assert says in message["text"]


def test_a_finding_is_told_again_only_where_it_says_something_new(world):
    told = world.complain(submitter={"role": "parent"})
    item = {"number": "R-2026-00001-1", "next": "steps"}
    for place in (1, 1, 2, 1):
        world.take(assessed(UUID(told["id"]), assessment="not", place=place, **item))
    world.take(assessed(UUID(told["id"]), assessment="not", place=1, **(item | {"next": "nothing"})))
    texts = [message["text"] for message in box(world, told)["messages"]]
    assert [text.split(" e letrës")[0] for text in texts] == ["Pika 1", "Pika 2", "Pika 1"]
    assert "kanë mbaruar" in texts[-1]


def test_the_complainant_reads_which_letter_went_to_whom_and_what_follows(world):
    told = world.complain(submitter={"role": "parent"})
    world.take(issued(UUID(told["id"]), to=[SCHOOL]))
    [message] = box(world, told)["messages"]
    assert "letrën R-2026-00001-1 për çështjen tuaj dhe po ia dërgon këtij organi: Shkolla Shembull." in message["text"]
    assert "jua shkruajmë këtu." in message["text"]


def test_events_of_a_case_take_effect_in_their_order(world):
    told = world.complain()
    complaint_id = UUID(told["id"])
    world.take(closed(complaint_id, sequence=2))
    assert box(world, told)["status"]["code"] == "received"
    world.take(opened(complaint_id, sequence=1))
    assert box(world, told)["status"]["code"] == "closed"


def test_an_act_may_arrive_before_its_case(world):
    told = world.complain()
    world.take(issued(UUID(told["id"]), bodies=1))
    (message,) = box(world, told)["messages"]
    assert (message["kind"], box(world, told)["status"]["code"]) == ("act_sent", "received")
    world.take(opened(UUID(told["id"])))
    assert box(world, told)["status"]["code"] == "in_case"


def test_what_a_prosecutor_is_asked_is_told_to_nobody(world):
    told = world.complain()
    world.take(issued(UUID(told["id"]), kind="prosecution_referral"))
    assert box(world, told)["messages"] == []


def test_advice_without_an_addressee_is_no_letter_to_a_body(world):
    told = world.complain()
    world.take(issued(UUID(told["id"]), bodies=0, kind="litigation_advice"))
    assert box(world, told)["messages"] == []


def test_each_of_several_complainants_is_told(world):
    told = [world.complain() for _ in range(3)]
    world.take(opened(*(UUID(one["id"]) for one in told[:2]), uuid4()))
    assert [len(box(world, one)["messages"]) for one in told] == [1, 1, 0]
    assert world.rows("SELECT 1 FROM parked_event") == []


def test_what_the_office_writes_in_a_case_lands_in_the_mailbox(world):
    told = world.complain()
    document = world.documents.put(json.dumps({"text": "Duam të të takojmë.", "language": "sq"}).encode())
    event = delivery(
        ComplainantInformed, UUID(told["id"]), complaint_id=UUID(told["id"]), case_id=CASE, message=document
    )
    world.take(event, event)
    (message,) = box(world, told)["messages"]
    assert (message["kind"], message["from"], message["text"]) == ("informed", "office", "Duam të të takojmë.")


def test_what_the_platform_writes_by_itself_is_read_in_the_language_of_the_page(world):
    told = world.complain()
    both = {
        "text": "Po vendos gjykata.",
        "text_sq": "Po vendos gjykata.",
        "text_en": "A court decides.",
        "language": "sq",
    }
    document, of = world.documents.put_json(both), UUID(told["id"])
    world.take(delivery(ComplainantInformed, of, complaint_id=of, case_id=CASE, message=document))
    assert [one["text"] for one in box(world, told)["messages"]] == ["Po vendos gjykata."]
    visit = world.app.test_client()
    visit.post("/intake/mine", data={"code": told["receipt_code"]})
    assert "A court decides." in visit.get("/intake/mine?lang=en").text


def test_a_letter_of_the_office_is_had_by_page_and_api_by_its_reader_and_by_nobody_else(world):
    told, other = world.complain(), world.complain()
    said = {"text": "Këshillë.", "language": "sq", "pdf": world.documents.put(b"%PDF-1.7 letra")}
    plain = {"text": "Pa letër.", "language": "sq"}
    for sequence, words in enumerate((said, plain), start=1):
        document, of = world.documents.put(json.dumps(words).encode()), UUID(told["id"])
        world.take(delivery(ComplainantInformed, of, sequence, complaint_id=of, case_id=CASE, message=document))
    with_letter, without = box(world, told)["messages"]
    assert (with_letter["letter"], without["letter"]) == (True, False)
    path = f"/intake/api/v1/complaints/mine/messages/{with_letter['id']}/letter"
    mine = world.client.get(path, headers={"Receipt-Code": told["receipt_code"]})
    assert (mine.status_code, mine.mimetype, mine.data) == (200, "application/pdf", b"%PDF-1.7 letra")
    assert world.client.get(path, headers={"Receipt-Code": other["receipt_code"]}).status_code == 404
    none = path.replace(with_letter["id"], without["id"])
    assert world.client.get(none, headers={"Receipt-Code": told["receipt_code"]}).status_code == 404
    visit = world.app.test_client()
    visit.post("/intake/mine", data={"code": told["receipt_code"]})
    page, at = visit.get("/intake/mine").text, f"/intake/mine/messages/{with_letter['id']}/letter"
    assert page.count("/letter") == 1 and at in page
    assert visit.get(at).data == b"%PDF-1.7 letra"
    assert visit.get(at).headers["Content-Disposition"] == 'attachment; filename="1.pdf"'
    assert visit.get(at.replace(with_letter["id"], without["id"])).status_code == 404


def test_a_decision_after_the_case_began_does_not_set_it_back(world):
    told = world.complain()
    world.read(told["id"])
    world.take(opened(UUID(told["id"])))
    assign(world, CASE, "case_officer")
    assert post(world, f"{told['id']}/decision", {"outcome": "counselled"}, "case_officer").status_code == 201
    assert box(world, told)["status"]["code"] == "in_case"


def test_an_outcome_without_words_is_not_guessed(world):
    told = world.complain()
    with pytest.raises(KeyError):
        world.take(closed(UUID(told["id"]), sequence=1, outcome="vanished"))
    assert box(world, told)["messages"] == []


def message_event(kind, told, sequence=1, about="complaint"):
    more = {"reason": "refused"} if kind is MessageFailed else {}
    return delivery(kind, UUID(int=9), sequence, message_id=uuid4(), template="x", channel="email", about=about,
                    about_id=UUID(told["id"]), **more)  # fmt: skip


def test_an_officer_sees_that_a_contact_fails_until_it_works(world):
    told = world.complain()

    def failing():
        shown = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("case_officer"))
        return shown.get_json()["contact_failing"]

    world.take(message_event(MessageFailed, told, about="recommendation"))
    assert failing() is False
    world.take(message_event(MessageFailed, told, 2))
    assert failing() is True
    world.take(message_event(MessageDelivered, told, 3))
    assert failing() is False


def test_a_body_of_the_directory_may_be_named_as_soon_as_it_is_known(world):
    body = uuid4()
    record = {
        "id": str(body),
        "key": "zyra-shembull",
        "name_sq": "Zyra Shembull",
        "name_en": "Sample Office",
        "seat": None,
    }
    event = delivery(InstitutionChanged, body, institution_id=body, institution_class="agency", version=1, active=True,
                     record=world.documents.put_json(record))  # fmt: skip
    world.take(event, event)
    assert world.complain(bodies=[{"institution_id": str(body)}])
    assert world.rows("SELECT name_sq FROM known_institution WHERE id = :id", id=body) == [{"name_sq": "Zyra Shembull"}]


def test_who_is_revoked_is_out_with_the_next_request(world):
    told, headers = world.complain(), world.bearer("intake_officer")
    url, staff_id = f"{BASE}/complaints/{told['id']}", world.staff["intake_officer"]
    assert world.client.get(url, headers=headers).status_code == 200
    event = delivery(StaffChanged, staff_id, staff_id=staff_id, roles=["intake_officer"], active=False,
                     sessions_valid_from=datetime.now(UTC))  # fmt: skip
    world.take(event, event)
    assert world.client.get(url, headers=headers).status_code == 401


@pytest.mark.parametrize("said", ["accepted", "accepted_in_part", "claimed"])
@pytest.mark.parametrize("role", ["child", "parent"])
def test_what_a_body_said_after_its_day_is_told_with_that_day_and_asks_for_none_to_come(world, role, said):
    told = world.complain(submitter={"role": role})
    late = answered(UUID(told["id"]), said=said, following="steps", passed=date(2027, 2, 26))
    world.take(opened(UUID(told["id"])), late)
    [text] = [one["text"] for one in box(world, told)["messages"] if one["kind"] == "answered"]
    assert ("26 shkurt 2027" in text, "Duhet ta bëjë" in text, "Duhet ta rregullojë" in text) == (True, False, False)
    assert "kaluar" in text or "Duhej ta kishte rregulluar" in text
