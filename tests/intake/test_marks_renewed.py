"""Whoever stands in the words of a file is known by its marks, from the moment when the words arrive until the file is erased."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text as sql

from services.intake import timers
from tests.intake.conftest import CHILD
from tests.intake.files import PDF
from tests.intake.test_comparing import offer
from tests.intake.test_evidence import hand_in
from tests.intake.test_mailbox import write

FRIEND = "Valdete Zogolli"
TEXT = f"U pyet {FRIEND}."
APART = "Valdete (11 vjeç) Zogolli mungonte."


def stops(world, text=TEXT, complaints=()):
    return offer(world, complaints, text)["stops"]


def erase(world, told):
    arguments = ["erase-complaint", told["id"], "--by", "op-1", "--reason", "asked_by_child"]
    with world.app.app_context():
        assert world.app.test_cli_runner().invoke(args=arguments).exit_code == 0


def in_narrative(world):
    return world.complain(narrative=f"Në klasë ishte edhe {FRIEND}, shoqja ime.")


def in_wish(world):
    return world.complain(wanted=f"Të dëgjohet {FRIEND}.")


def in_message(world):
    told = world.complain()
    assert stops(world) == 0
    assert write(world, told["receipt_code"], f"E pa edhe {FRIEND}, shoqja ime.").status_code == 201
    return told


def in_file_name(world):
    told = world.complain()
    assert hand_in(world, told["receipt_code"], PDF, "valdete_zogolli-2.pdf").status_code == 201
    return told


@pytest.mark.parametrize("arrive", [in_narrative, in_wish, in_message, in_file_name])
def test_a_name_that_only_the_words_of_another_file_hold_is_found_at_once_and_until_erasure(world, arrive):
    told = arrive(world)
    assert stops(world) == 1 and stops(world, APART) == 2
    world.complain()
    erase(world, told)
    assert stops(world) == stops(world, APART) == 0
    assert len({row["owner"] for row in world.rows("SELECT owner FROM name_mark")}) == 1


@pytest.mark.parametrize("arrive", [in_narrative, in_wish, in_message, in_file_name])
def test_the_worker_makes_the_marks_of_a_file_of_before_anew_out_of_all_its_words(world, arrive):
    arrive(world)
    kept = world.rows("SELECT mark, owner FROM name_mark ORDER BY mark")
    with world.database.transaction() as session:
        session.execute(sql("DELETE FROM name_mark"))
        session.execute(sql("UPDATE complaint SET names_marked = false"))
    timers.mark_names(world.platform, datetime.now(UTC))
    assert world.rows("SELECT mark, owner FROM name_mark ORDER BY mark") == kept


def test_marks_made_anew_leave_none_of_what_the_file_said_before(world):
    told = in_message(world)
    with world.database.transaction() as session:
        session.execute(sql("UPDATE message SET text_sealed = NULL"))
        session.execute(sql("UPDATE complaint SET names_marked = false"))
    timers.mark_names(world.platform, datetime.now(UTC))
    assert stops(world) == 0 and stops(world, f"U pyet {CHILD}.") == 1
    assert stops(world, complaints=[told["id"]]) == 0


def test_whoever_acts_in_public_is_not_marked_by_what_a_child_wrote(world):
    world.complain(narrative="Drejtori Agim Topi dhe kryetarja Mira Leka nuk na dëgjuan. Banojmë te Rruga Kavajës.")
    for text in ("Z. Agim Topi u përgjigj.", "Ftohet Mira Leka.", "Rruga Kavajës"):
        assert stops(world, text) == 0, text


def test_in_the_case_itself_a_friend_of_whom_only_the_words_tell_is_found_in_parts_too(world):
    told = in_narrative(world)
    assert stops(world, APART, [told["id"]]) == 2
    assert stops(world, "Valdete mungonte.", [told["id"]]) == 0


def test_initials_are_those_of_the_case_itself_and_of_no_other_file(world):
    told = world.complain(submitter={"role": "parent"}, child={"name": "Arbën Hoxhaj", "age": 12})
    for text in ("Fëmija A. Hoxhaj", "Fëmija A.H. mungonte.", "Fëmija A. H. mungonte."):
        assert stops(world, text, [told["id"]]) == 1, text
        assert stops(world, text) == 0, text
