"""A message to who complained gives no number of a third person; the office's own and those that they told themselves pass."""

import re

import pytest

from tests.intake.test_known_persons import offer_to
from tests.intake.test_name_marks import write_to

STRANGE = (
    "Telefoni i fqinjit është 069 21 23 456.",
    "Shkruani te arta.fqinja@example.com.",
    "Numri i tij: J 12345678 K",
)
OWN = ("Ju telefonuam në +355 69 111 22 33.", "Ju telefonuam në 069 1112233.", "Na thatë për 068 765 43 21.")
PUBLIC = ("Telefononi falas 0800 1111.", "Telefononi 04 2380 300.", "Telefononi 116 111 ose 129.")


@pytest.fixture
def told(world):
    reached = {"role": "parent", "name": "Provë Prova", "contact": {"phone": "+355691112233"}}
    return world.complain(submitter=reached, narrative="Drejtori merrej në 0687654321 dhe nuk përgjigjej.")


@pytest.mark.parametrize("words", STRANGE)
def test_a_number_of_nobody_they_told_of_stops_at_both_doors(world, told, words):
    assert offer_to(world, told, words)["stops"] == 1
    refused = write_to(world, told, words)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_gives_number")
    assert world.rows("SELECT 1 FROM message") == []


@pytest.mark.parametrize("words", [*OWN, *PUBLIC])
def test_their_own_numbers_and_those_of_the_office_and_the_helplines_pass_both_doors(world, told, words):
    assert offer_to(world, told, words)["stops"] == 0
    assert write_to(world, told, words).status_code == 201


def test_what_one_told_is_no_number_for_another(world, told):
    other = world.complain(submitter={"role": "child", "name": "Perlina Shkodrani"}, child=None)
    assert offer_to(world, other, OWN[0])["stops"] == 1
    assert write_to(world, other, OWN[0]).status_code == 422


def test_the_page_says_why_it_was_not_taken(world, told):
    client, at = world.as_staff("intake_officer"), f"/intake/staff/complaints/{told['id']}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(at).text)[1]
    answered = client.post(f"{at}/messages", data={"text": STRANGE[0], "csrf_token": token})
    assert "Mesazhi ka një numër ose adresë" in answered.text and STRANGE[0] in answered.text
    assert world.rows("SELECT 1 FROM message") == []
