"""What is told of a letter by which others were turned to says about which item of which earlier letter it is, at mailbox, telephone and API."""

from uuid import UUID

import pytest

from shared.events.catalogue import ObligationStood, RecommendationIssued
from tests.intake.test_consumers import CASE, SCHOOL, box, delivery, issued, uuid4
from tests.intake.test_moved import next_step, recommended

__all__ = ["recommended"]

FURTHER = UUID("00000000-0000-4000-8000-00000000000f")
BEFORE = {"number": "R-2026-00001-1", "place": 2, "item": 1}


def turned(*complaints, kind, about):
    body = {"institution_id": SCHOOL, "role": "responsible", "expects": "reply", "rendering": "a" * 64}
    return delivery(RecommendationIssued, FURTHER, recommendation_id=FURTHER, case_id=CASE, number="R-2026-00002-9", kind=kind,
                    content_hash="b" * 64, items=[{"item_id": uuid4()}], addressees=[body], complaints=complaints, about=about)  # fmt: skip


def ended(*complaints):
    subject = uuid4()
    return delivery(ObligationStood, subject, obligation_id=subject, recommendation_id=FURTHER, number="R-2026-00002-9", place=1,
                    institution_id=SCHOOL, state="no_reply", next="nothing", complaints=complaints)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "asked", "follows"),
    [
        ("superior_notice", "ku iu drejtuam organit epror për", "Hapat tanë ndaj këtij institucioni"),
        ("head_notice", "ku iu drejtuam vetë titullarit të institucionit për", "Me këtë letër drejtuar titullarit"),
        ("oversight_notice", "ku njoftuam organin që mbikëqyr institucionin për", "Ndaj organit që njoftuam"),
        ("assembly_report", "ku i raportuam Kuvendit për", "Ndaj Kuvendit nuk kemi hapa të tjerë për këtë raport"),
    ],
)
def test_a_further_letter_names_the_item_that_it_is_about(world, kind, asked, follows):
    told = world.complain(submitter={"role": "parent"})
    mine = UUID(told["id"])
    elsewhere = {"number": "R-2026-00077-2", "place": 1}
    world.take(issued(mine), turned(mine, kind=kind, about=[BEFORE, elsewhere]), ended(mine))
    _first, sent, stood = (one["text"] for one in box(world, told)["messages"])
    assert "Ajo ka të bëjë me pikën 2 të letrës R-2026-00001-1." in sent
    assert "R-2026-00077-2" not in sent, "of a letter of another case nothing is told"
    assert stood.startswith(f"Pika 1 e letrës R-2026-00002-9, {asked} pikën 2 të letrës R-2026-00001-1: ")
    assert follows in stood


def test_the_telephone_says_it_in_the_same_words(world, recommended):
    mine = UUID(recommended["id"])
    world.take(turned(mine, kind="oversight_notice", about=[BEFORE]), ended(mine))
    said, known = next_step(world, recommended)
    assert "ku njoftuam organin që mbikëqyr institucionin për pikën 2 të letrës R-2026-00001-1: Ndaj organit" in said
    assert (str(SCHOOL), "next_nothing_oversight_notice") in known
