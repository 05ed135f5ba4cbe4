"""A name of the file is found with one fault of typing, in any ending, and innocent texts are stopped no more often."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.faults import is_one_fault
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_names_measured import PLACES


def found(text, name="Elira Hoxha"):
    return {hit.severity for hit in places_in(text, [Person(name=name)], PLACES)}


@pytest.mark.parametrize(
    "word",
    ["Hoxhai", "Hoxhaj", "Hoxhha", "Hoxa", "Hohxa", "Hoxhën", "Hoxhsë", "Elirs", "Elia", "Eilra", "Elirra", "Elirëss", "Elitës", "Eliren", "ELIRS"],
)  # fmt: skip
def test_one_fault_in_a_name_is_a_stop(word):
    assert Severity.STOP in found(f"Sipas shkollës nxënësja {word} mungonte.")
    assert Severity.STOP in found(f"Më datë 3 mars u dëgjua {word} në shkollë.")


def test_both_names_with_a_fault_each_are_found_in_small_letters_too():
    assert Severity.STOP in found("më datë 3 mars u dëgjua elirs hoxhha në shkollë.")
    assert found("më datë 3 mars u dëgjua elirs në shkollë.") == {Severity.QUESTION}


@pytest.mark.parametrize(
    ("text", "name"),
    [("Anë e mbanë", "Ana Leka"), ("Elona Topi dhe Erira", "Era Bo"), ("hoxha e shkollës", "Elira Kodra")],
)
def test_a_short_name_and_a_plain_word_have_no_faults(text, name):
    assert Severity.STOP not in found(text, name)


@pytest.mark.parametrize(
    ("one", "other", "so"),
    [
        ("hoxha", "hoxhaj", True), ("hoxha", "oxha", True), ("hoxha", "hoxhi", True), ("hoxha", "hohxa", True), ("hoxha", "ohxha", True),
        ("hoxha", "hoxha", False), ("hoxha", "hoxhija", False), ("hoxha", "hoixi", False), ("elira", "erila", False), ("hoxha", "hoxah", True),
    ],
)  # fmt: skip
def test_what_one_fault_is(one, other, so):
    assert is_one_fault(one, other) is so and is_one_fault(other, one) is so
