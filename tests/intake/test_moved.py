"""How far the work has come, as whoever complained reads it: one table, from the receipt to the end and back."""

import re
from uuid import UUID

import pytest

from services.intake.data.wording import OF_ITEMS
from services.intake.domain.standing import STAGES, standing
from services.intake.models.tables import STATUSES
from shared.events.catalogue import CaseMoved, MailboxFilled, RecommendationWithdrawn
from tests.intake.conftest import ADMISSIBLE, BASE, MUNICIPALITY, PARENT, SCHOOL, delivery
from tests.intake.test_consumers import ACT, CASE, answered, assessed, closed, issued, opened, stood
from tests.intake.test_items_in_words import public
from tests.intake.test_registration import registered


def moved(*complaints, stage, sequence, again=None):
    return delivery(
        CaseMoved,
        CASE,
        sequence,
        case_id=CASE,
        number="C-2026-00001-5",
        stage=stage,
        again=again,
        complaints=complaints,
    )


def box(world, told):
    return world.mine(told["receipt_code"]).get_json()


def status(world, told):
    return box(world, told)["status"]["code"]


@pytest.mark.parametrize("code", sorted(set(STATUSES) - {"in_case", "erased"}))
def test_what_is_in_no_case_stands_as_it_was_decided(code):
    known = {"told_of_letter": True, "was_read": False, "was_reopened": True}
    assert {
        standing(code, stage, **known | {"told_of_letter": told}) for stage in STAGES for told in (True, False)
    } == {code}


@pytest.mark.parametrize(
    ("stage", "with_letter", "without"),
    [
        (None, "in_case", "in_case"),
        ("opened", "in_case", "in_case"),
        ("investigated", "investigated", "investigated"),
        ("found", "found", "found"),
        ("recommended", "recommended", "found"),
        ("monitored", "monitored", "found"),
        ("paused", "paused", "paused"),
    ],
)
def test_the_status_of_a_case_says_what_is_known_of_it(stage, with_letter, without):
    known = {"was_read": True, "was_reopened": False}
    assert standing("in_case", stage, told_of_letter=True, **known) == with_letter
    assert standing("in_case", stage, told_of_letter=False, **known) == without


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (
            "parent",
            ["Çështja u hap", "po hetohet", "vendosim si vazhdojmë", "Kërkuam me shkrim", "Po ndjekim"],
        ),
        ("child", ["E morëm përsipër", "Po shohim çfarë", "vendosim çfarë", "U shkruam zyrave", "nëse e rregullojnë"]),
    ],
)
def test_the_status_follows_the_work_step_by_step_in_the_words_of_its_reader(world, role, words):
    told = world.complain(submitter={"role": role})
    one = UUID(told["id"])
    world.take(opened(one))
    texts = [box(world, told)["status"]["text"]]
    for place, stage in enumerate(("investigated", "found", "recommended", "monitored"), start=2):
        if stage == "recommended":
            world.take(issued(one))
        world.take(moved(one, stage=stage, sequence=place))
        texts.append(box(world, told)["status"]["text"])
    assert [word in text for word, text in zip(words, texts, strict=True)] == [True] * 5, texts
    world.take(closed(one, sequence=6))
    assert status(world, told) == "closed"


@pytest.mark.parametrize(
    ("bodies", "when"), [(1, "fillon kur ta ketë marrë"), (2, "fillon për secilin kur ta ketë marrë")]
)
def test_of_a_letter_is_said_what_can_be_read_and_to_one_body_in_the_singular(world, bodies, when):
    told = world.complain(submitter={"role": "parent"})
    one = UUID(told["id"])
    world.take(opened(one), issued(one, bodies=bodies), moved(one, stage="recommended", sequence=2))
    shown = box(world, told)
    assert "Vetë letrat nuk janë aty" in shown["status"]["text_sq"]
    assert when in shown["messages"][-1]["text"]


@pytest.mark.parametrize(
    ("role", "waits", "read"),
    [
        ("parent", "Tani pret të lexohet", "E kemi lexuar ankesën"),
        ("child", "Tani pret radhën të lexohet", "E lexuam atë që na shkrove"),
    ],
)
def test_that_it_was_read_is_said_from_the_first_opening_on_and_not_before(world, role, waits, read):
    told = world.complain(submitter={"role": role})
    assert waits in box(world, told)["status"]["text"]
    world.opened(told["id"])
    assert read in box(world, told)["status"]["text"]


@pytest.mark.parametrize("lettered", [True, False])
@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("stage", sorted(STAGES, key=str))
def test_the_telephone_says_at_each_stage_what_the_complainant_reads(world, stage, language, lettered):
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    one = UUID(told["id"])
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    world.take(opened(one), *([issued(one)] if lettered else []))
    if stage:
        world.take(moved(one, stage=stage, sequence=2))
    shown = box(world, told)["status"]
    browser = world.as_staff("intake_officer")
    said = browser.get(f"/intake/staff/complaints/{told['id']}?lang={language}").text
    assert shown[f"text_{language}"] in said
    investigates = {"sq": "Zyra e heton te", "en": "The office investigates it"}[language]
    assert (investigates in said) == (stage == "investigated")


STEPS = "Vazhdojmë me hapat e tjerë që lejon ligji ndaj këtij institucioni."
NUMBER = "R-2026-00001-1"
ITEM = f"Pika 2 e letrës {NUMBER}, ku kërkuam të vihet në vend e drejta:"
WAITS = "Letra e zyrës është te institucionet ose në rrugë: te çështja C-2026-00001-5 zyra shikon çfarë i përgjigjen."
ALSO = "Letra u është drejtuar edhe: Bashkia Shembull. Për to nuk ka ende gjë tjetër; nëse letra u ka mbërritur, e di zyra që ndjek çështjen."


def next_step(world, told):
    """What the page says to whoever telephones about the next step, and what the API says of it."""
    page = world.as_staff("intake_officer").get(f"/intake/staff/complaints/{told['id']}").text
    [said] = re.findall(r"Hapi i radhës\s*</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    seen = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("intake_officer")).get_json()
    return " ".join(said.split()), {(one["institution_id"], one["key"]) for one in seen["next_told"]}


@pytest.fixture
def recommended(world):
    """A complaint in whose case a letter went to the school and the municipality."""
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    one = UUID(told["id"])
    world.take(opened(one), issued(one, to=(SCHOOL, MUNICIPALITY)), moved(one, stage="recommended", sequence=2))
    return told


def test_of_letters_of_which_nothing_was_told_the_telephone_says_that_answers_are_awaited(world, recommended):
    said, known = next_step(world, recommended)
    assert said == WAITS
    assert known == {(str(SCHOOL), None), (str(MUNICIPALITY), None)}


def test_of_bodies_that_were_silent_the_telephone_says_the_next_step_that_the_complainant_read(world, recommended):
    one = UUID(recommended["id"])
    silent = {"state": "no_reply", "following": "steps"}
    world.take(stood(one, **silent), stood(one, **silent, institution_id=MUNICIPALITY))
    assert all(STEPS in each["text"] for each in box(world, recommended)["messages"] if each["kind"] == "stood")
    said, known = next_step(world, recommended)
    assert said == f"Shkolla Shembull: {ITEM} {STEPS} Bashkia Shembull: {ITEM} {STEPS}"
    assert known == {(str(SCHOOL), "next_steps"), (str(MUNICIPALITY), "next_steps")}


def test_of_two_bodies_one_of_which_was_silent_the_telephone_says_that_the_letter_went_to_the_other_too(
    world, recommended
):
    world.take(stood(UUID(recommended["id"]), state="no_reply", following="steps"))
    said, _known = next_step(world, recommended)
    assert said == f"Shkolla Shembull: {ITEM} {STEPS} {ALSO}", (
        "whether the letter has reached it nobody has told the intake service"
    )


def test_whoever_only_reads_a_letter_is_not_said_to_owe_an_answer(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    one = UUID(told["id"])
    letter = issued(one, to=(SCHOOL,), informed=(MUNICIPALITY,))
    world.take(opened(one), letter, moved(one, stage="recommended", sequence=2))
    assert next_step(world, told)[1] == {(str(SCHOOL), None)}


def test_the_telephone_names_each_item_with_what_it_asks_for_as_the_complainant_reads_it(world, recommended):
    one, words = (
        UUID(recommended["id"]),
        public(world, "Të regjistrohet.", "Të caktohet ndihmës.", "Të njoftohet prindi."),
    )
    world.take(words, *(stood(one, place=place, state="no_reply", following="steps") for place in (2, 3)))
    said, _known = next_step(world, recommended)
    for place, asked in ((2, "Të caktohet ndihmës."), (3, "Të njoftohet prindi.")):
        named = f"Pika {place} (“{asked}”) e letrës {NUMBER}, ku kërkuam"
        assert f"Shkolla Shembull: {named}" in said
        assert any(named in each["text"] for each in box(world, recommended)["messages"])
    seen = world.client.get(f"{BASE}/complaints/{one}", headers=world.bearer("intake_officer")).get_json()
    assert [(told["number"], told["place"], told["asked"]) for told in seen["next_told"] if told["key"]] == [
        (NUMBER, 2, "Të caktohet ndihmës."), (NUMBER, 3, "Të njoftohet prindi."),
    ]  # fmt: skip
    world.take(public(world, state="withheld", sequence=2))
    assert "Të caktohet" not in next_step(world, recommended)[0], "what the public may not read nobody says aloud"


@pytest.mark.parametrize("stage", ["recommended", "monitored"])
def test_the_telephone_says_what_was_told_last_of_each_item_whatever_the_stage(world, recommended, stage):
    one = UUID(recommended["id"])
    world.take(stood(one, state="no_reply", following="steps"), answered(one, said="accepted"))
    world.take(answered(one, said="accepted", institution_id=MUNICIPALITY), moved(one, stage=stage, sequence=3))
    said, _known = next_step(world, recommended)
    assert STEPS not in said and said.count("Ne do ta kontrollojmë vetë nëse u bë.") == 2, said


def test_of_a_letter_that_counts_no_more_the_telephone_says_nothing(world, recommended):
    one = UUID(recommended["id"])
    world.take(stood(one, state="no_reply", following="steps"))
    fell = delivery(
        RecommendationWithdrawn,
        ACT,
        2,
        recommendation_id=ACT,
        number="R-2026-00001-1",
        kind="remedy",
        reason="facts_changed",
        complaints=[one],
    )
    world.take(fell)
    said, known = next_step(world, recommended)
    assert STEPS not in said and known == set()


def test_what_the_office_wrote_down_itself_was_read_and_the_telephone_says_the_same(world):
    told = world.complain()
    page = f"/intake/staff/complaints/{told['id']}"
    assert "Tani pret të lexohet" in world.as_staff("intake_officer").get(page).text
    on_paper = registered(world, channel="letter").get_json()
    assert status(world, on_paper) == "read"
    assert (
        "E kemi lexuar ankesën" in world.as_staff("intake_officer").get(page.replace(told["id"], on_paper["id"])).text
    )


def test_a_case_that_nobody_works_on_yet_is_told_as_opened_alone(world):
    told = world.complain()
    world.decide(told["id"], outcome="counselled")
    world.take(opened(UUID(told["id"])))
    shown = box(world, told)
    for word in ("po e shohim", "po e lexojmë", "po shqyrtohet", "Filluam"):
        assert word not in str(shown), word


def test_nobody_reads_from_the_status_that_a_prosecutor_was_asked(world):
    told = world.complain()
    one = UUID(told["id"])
    world.take(opened(one), issued(one, kind="prosecution_referral"), moved(one, stage="recommended", sequence=2))
    assert status(world, told) == "found"


@pytest.mark.parametrize(
    ("again", "stage", "role", "says"),
    [
        ("reopened", "opened", "parent", "E rihapëm çështjen C-2026-00001-5"),
        ("reopened", "opened", "child", "Po e shohim përsëri"),
        ("followed_up", "monitored", "parent", "po e ndjekim përsëri"),
        ("followed_up", "monitored", "child", "Po shohim përsëri nëse e rregullojnë"),
    ],
)
def test_that_a_closed_case_is_taken_up_again_is_told_once_and_it_stands_as_open(world, again, stage, role, says):
    told = world.complain(submitter={"role": role})
    one = UUID(told["id"])
    world.take(opened(one), issued(one), closed(one))
    back = moved(one, stage=stage, sequence=3, again=again)
    world.take(back, back)
    shown = box(world, told)
    texts = [message["text"] for message in shown["messages"] if message["kind"] == f"case_{again}"]
    assert len(texts) == 1
    assert says in texts[0]
    assert shown["status"]["code"] == {"opened": "case_reopened"}.get(stage, stage)


@pytest.mark.parametrize(
    ("role", "language", "says", "denies"),
    [
        ("parent", "sq", "Çështja u rihap", "Çështja u hap"),
        ("parent", "en", "has been reopened", "has been opened"),
        ("child", "sq", "E rihapëm këtë", "Kur të fillojmë"),
        ("child", "en", "We have reopened this", "When we start"),
    ],
)
@pytest.mark.parametrize("held", [False, True])
def test_of_a_reopened_case_nobody_reads_that_work_has_not_begun_also_after_a_pause(
    world, role, language, says, denies, held
):
    told, later = (world.complain(submitter={"role": role, "name": PARENT}) for _ in range(2))
    one = UUID(told["id"])
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    world.take(opened(one), moved(one, stage="investigated", sequence=2), closed(one, sequence=3))
    world.take(moved(one, stage="opened", sequence=4, again="reopened"))
    if held:
        world.take(moved(one, stage="paused", sequence=5))
        assert status(world, told) == "paused"
        world.take(moved(one, stage="opened", sequence=6))
    joined = world.decide(later["id"], outcome="joined", joined_to=told["id"], ground="duplicate")
    assert joined.status_code == 201, joined.get_json()
    for each in (told, later):
        text = box(world, each)["status"][f"text_{language}"]
        assert says in text and denies not in text
    page = world.as_staff("intake_officer").get(f"/intake/staff/complaints/{told['id']}?lang={language}").text
    assert {"sq": "Zyra e shqyrton përsëri", "en": "The office looks at it again"}[language] in page
    world.take(moved(one, stage="investigated", sequence=7 if held else 5))
    assert status(world, told) == "investigated"


def test_of_a_matter_that_a_court_has_no_investigation_is_told_when_its_case_is_taken_up_again(world):
    told = world.complain(submitter={"role": "parent"})
    refused = world.decide(told["id"], outcome="inadmissible", ground="pending_before_court")
    assert refused.status_code == 201, refused.get_json()
    one = UUID(told["id"])
    world.take(opened(one), moved(one, stage="investigated", sequence=2))
    assert status(world, told) == "inadmissible"
    world.take(closed(one, sequence=3), moved(one, stage="opened", sequence=4, again="reopened"))
    shown = box(world, told)
    kinds = [message["kind"] for message in shown["messages"]]
    assert (shown["status"]["code"], kinds.count("information_wanted"), "case_reopened" in kinds) == (
        "inadmissible",
        2,
        False,
    )


@pytest.mark.parametrize(
    ("role", "language", "kind", "says"),
    [
        ("parent", "sq", "remedy", "ku kërkuam të vihet në vend e drejta: "),
        ("parent", "en", "remedy", "in which we asked that the right be restored: "),
        ("parent", "sq", "superior_notice", "ku iu drejtuam organit epror: "),
        ("parent", "en", "practice_change", "in which we asked that the practice be changed: "),
        ("child", "sq", "practice_change", "ku kërkuam që të mos bëhet më kështu: "),
        ("child", "en", "remedy", "in which we asked that what happened be put right: "),
        ("child", "sq", "superior_notice", "ku i shkruam zyrës që është mbi të: "),
        ("child", "en", "prosecution_referral", "About item 2 of letter R-2026-00001-1: "),
    ],
)
def test_of_an_item_is_said_what_its_letter_asks_for_to_whoever_was_told_of_the_letter(
    world, role, language, kind, says
):
    told, untold = (world.complain(submitter={"role": role}, language=language) for _ in range(2))
    ids = [UUID(each["id"]) for each in (told, untold)]
    world.take(opened(*ids), issued(ids[0], kind=kind))
    world.take(stood(*ids), answered(*ids), assessed(*ids, number="R-2026-00001-1", place=2))
    for each, word in ((told, says), (untold, "R-2026-00001-1: ")):
        texts = [one["text"] for one in box(world, each)["messages"] if one["kind"] in OF_ITEMS]
        assert len(texts) == 3 and all(word in text for text in texts), texts


def test_who_joins_a_case_under_way_reads_how_far_it_is(world):
    first, second = world.complain(), world.complain()
    world.take(opened(UUID(first["id"])), moved(UUID(first["id"]), stage="investigated", sequence=2))
    joined = world.decide(second["id"], outcome="joined", joined_to=first["id"], ground="duplicate")
    assert joined.status_code == 201, joined.get_json()
    assert status(world, second) == "investigated"


def test_a_letter_in_the_mailbox_is_told_by_the_safe_channel_once(world):
    told = world.complain()
    letter = issued(UUID(told["id"]))
    world.take(opened(UUID(told["id"])))
    assert world.outbox(MailboxFilled) == [], "of a case notifications hears by itself"
    world.take(letter, letter)
    assert world.outbox(MailboxFilled) == [{"complaint_id": told["id"]}]
