"""Whoever complained reads what an item asks for in the words that the public may read, as long as it may; and otherwise which item of which letter it is."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import PublicActChanged
from tests.intake.conftest import MUNICIPALITY, SCHOOL, delivery
from tests.intake.test_consumers import answered, box, closed, issued, opened, stood

NUMBER = "R-2026-00001-1"
ACT = uuid4()


def left(place, state, following, institution_id=SCHOOL, **more):
    return {"number": "R-2026-00001-1", "place": place, "institution_id": institution_id, "state": state,
            "next": following, **more}  # fmt: skip


def public(world, *items, state="readable", sequence=1):
    """The public reads these items of the letter from now on."""
    said = {"title": "Ndihmësi", "grounds": "", "number": NUMBER, "kind": "Rekomandim", "words_language": "sq"}
    kept = world.platform.documents.put_json({**said, "items": items, "bodies": [], "clusters": []})
    words = {"text_sq": kept, "text_en": kept} if state == "readable" else {}
    return delivery(PublicActChanged, ACT, sequence, act_id=ACT, number=NUMBER, state=state, **words)


def told(world, receipt, kind):
    return [message["text"] for message in box(world, receipt)["messages"] if message["kind"] == kind]


@pytest.fixture
def parent(world):
    return world.complain(submitter={"role": "parent"})


def test_an_item_is_named_by_its_words_once_the_public_may_read_them_and_no_longer(world, parent):
    world.take(opened(one := UUID(parent["id"])), issued(one, to=(SCHOOL,)), stood(one, place=2))
    [before] = told(world, parent, "stood")
    assert before.startswith(
        f"Pika 2 e letrës {NUMBER}, ku kërkuam të vihet në vend e drejta: Shkolla Shembull refuzoi"
    )
    world.take(public(world, "Të regjistrohet fëmija.", "Të caktohet ndihmës mësues."))
    [with_words] = told(world, parent, "stood")
    assert with_words.startswith(f"Pika 2 (“Të caktohet ndihmës mësues.”) e letrës {NUMBER}, ku kërkuam")
    world.take(public(world, state="withheld", sequence=2))
    assert told(world, parent, "stood") == [before]


def test_the_end_of_a_case_and_what_a_body_said_name_it_too(world, parent):
    one, words = UUID(parent["id"]), public(world, "Të regjistrohet.", "Të caktohet ndihmës.", "Të njoftohet prindi.")
    ended = closed(one, outcome="violation_found_recommended", items=[left(3, "refused", "nothing")])
    world.take(opened(one), words, answered(one, place=1), ended)
    assert "Pika 1 (“Të regjistrohet.”)" in told(world, parent, "answered")[0]
    assert "Pika 3 (“Të njoftohet prindi.”)" in told(world, parent, "case_closed")[0]


def test_a_long_item_is_told_by_its_beginning(world, parent):
    world.take(opened(one := UUID(parent["id"])), public(world, "Fillimi " + "fjalë " * 100), stood(one, place=1))
    [text] = told(world, parent, "stood")
    assert "Pika 1 (“Fillimi fjalë" in text
    assert len(text) < 500
    assert " …”)" in text


def test_the_end_of_a_case_names_body_and_item_and_says_what_is_really_done_next(world):
    told = world.complain(submitter={"role": "parent"})
    one = UUID(told["id"])
    items = [
        left(1, "refused", "nothing"),
        left(2, "no_reply", "steps", MUNICIPALITY),
        left(3, "refused", "weighing"),
        left(4, "in_process", "check", said="accepted"),
    ]
    ended = closed(one, outcome="violation_found_recommended", followed=True, items=items)
    world.take(opened(one), issued(one, to=(SCHOOL, MUNICIPALITY)), ended)
    [text] = [message["text"] for message in box(world, told)["messages"] if message["kind"] == "case_followed"]
    first, *lines = text.split("\n\n")
    assert "C-2026-00001-5" in first
    kind = ", ku kërkuam të vihet në vend e drejta:"
    assert lines == [
        f"Pika 1 e letrës R-2026-00001-1{kind} Shkolla Shembull refuzoi ta bëjë atë që i kërkuam. Hapat tanë ndaj këtij institucioni për këtë pikë kanë mbaruar.",
        f"Pika 2 e letrës R-2026-00001-1{kind} Bashkia Shembull nuk na u përgjigj brenda afatit për atë që i kërkuam. Vazhdojmë me hapat e tjerë që lejon ligji ndaj këtij institucioni.",
        f"Pika 3 e letrës R-2026-00001-1{kind} Shkolla Shembull refuzoi ta bëjë atë që i kërkuam. Po shohim nëse kjo përgjigje mjafton, dhe pastaj vendosim nëse vazhdojmë.",
        f"Pika 4 e letrës R-2026-00001-1{kind} Shkolla Shembull e pranoi atë që i kërkuam. Ne do ta kontrollojmë vetë nëse u bë.",
    ]


def test_of_a_long_list_the_end_of_a_case_says_how_many_more_there_are(world):
    told = world.complain(submitter={"role": "child"})
    one, items = UUID(told["id"]), [left(place, "refused", "nothing") for place in range(1, 13)]
    world.take(opened(one), closed(one, outcome="violation_found_recommended", items=items))
    [text] = [message["text"] for message in box(world, told)["messages"] if message["kind"] == "case_closed"]
    assert text.count("Shkolla Shembull") == 10
    assert "Edhe 2 gjëra të tjera nuk janë rregulluar." in text


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("parent", "prandaj kërkesën tonë nuk e mori. Nuk e dërgojmë më."),
        ("child", "Nuk është faji yt. Nuk e dërgojmë më."),
    ],
)
def test_the_end_of_a_case_says_gently_that_a_letter_never_arrived(world, role, words):
    whoever = world.complain(submitter={"role": role})
    one, items = UUID(whoever["id"]), [left(1, "not_delivered", "nothing")]
    world.take(opened(one), closed(one, outcome="violation_found_recommended", items=items))
    [text] = told(world, whoever, "case_closed")
    assert f"Na vjen keq: letra jonë nuk arriti te Shkolla Shembull{',' if role == 'parent' else '.'} {words}" in text
    assert "ende" not in text


@pytest.mark.parametrize(
    ("role", "language", "checks", "because"),
    [
        ("parent", "sq", "Ne nuk e kontrollojmë më vetë nëse Shkolla Shembull e bëri", "sepse për këtë vendos gjykata ose prokuroria"),
        ("parent", "en", "We no longer check ourselves whether Shkolla Shembull (en) did", "because this is for a court or a prosecutor"),
        ("child", "sq", "Ne nuk e shohim më vetë nëse Shkolla Shembull e rregulloi", "sepse për këtë vendos një gjyqtar ose një prokuror"),
        ("child", "en", "We no longer look ourselves whether Shkolla Shembull (en) put", "because a judge or a prosecutor decides"),
    ],
)  # fmt: skip
def test_a_case_closed_for_a_court_says_of_each_item_that_it_is_not_checked_any_more_and_why(
    world, role, language, checks, because
):
    whoever = world.complain(submitter={"role": role}, language=language)
    one = UUID(whoever["id"])
    items = [left(1, "elsewhere", "elsewhere"), left(2, "not", "elsewhere"), left(3, "not_delivered", "elsewhere")]
    world.take(opened(one), closed(one, outcome="pending_before_court", items=items))
    [text] = told(world, whoever, "case_closed")
    _ended, *lines = text.split("\n\n")
    assert checks in lines[0]
    assert all(because in line for line in lines)
    assert not any(word in text for word in ("presim", "We wait", "vazhdojmë", "go on", "nuk e ka marrë ende", "yet"))


@pytest.mark.parametrize(
    ("role", "language", "which", "sorry", "end"),
    [
        ("parent", "sq", "Pikat 1, 2 dhe 4 të letrës R-2026-00001-1; ", "Na vjen keq", "për këto pika kanë mbaruar."),
        ("parent", "en", "Items 1, 2, and 4 of letter R-2026-00001-1; ", "We are sorry", "about these items have ended."),
        ("child", "sq", "Për pikat 1, 2 dhe 4 të letrës R-2026-00001-1; ", "Na vjen keq", "kësaj zyre për këto."),
        ("child", "en", "About items 1, 2, and 4 of letter R-2026-00001-1; ", "We are sorry", "of this office about these."),
    ],
)  # fmt: skip
def test_the_office_is_sorry_once_for_each_body_that_its_letter_did_not_reach(world, role, language, which, sorry, end):
    whoever = world.complain(submitter={"role": role}, language=language)
    one = UUID(whoever["id"])
    items = [
        left(1, "not_delivered", "nothing"),
        left(1, "refused", "nothing", MUNICIPALITY),
        left(2, "not_delivered", "nothing"),
        left(4, "not_delivered", "nothing"),
        {**left(3, "not_delivered", "nothing"), "number": "R-2026-00002-9"},
    ]
    world.take(opened(one), closed(one, outcome="violation_found_recommended", items=items))
    [text] = told(world, whoever, "case_closed")
    _ended, *lines = text.split("\n\n")
    assert len(lines) == 2
    assert text.count(sorry) == 1
    assert lines[0].startswith(which) and "R-2026-00002-9:" in lines[0] and lines[0].endswith(end)
