"""How often the database is asked. What is fetched with one question more costs every reader of every complaint."""

import pytest

from tests.intake.conftest import ADMISSIBLE, BASE, complaint
from tests.statements import asked


def asks(world, path: str) -> int:
    """With a session that was used in this minute."""
    address, by = f"{BASE}{path}", world.bearer("intake_officer")
    world.client.get(address, headers=by)
    with asked(world.database) as statements:
        assert world.client.get(address, headers=by).status_code == 200
    return len(statements)


def test_a_complaint_is_read_with_one_statement_between_the_session_and_the_trail(world):
    told = world.complain()
    assert asks(world, f"/complaints/{told['id']}") == 3


def test_so_is_one_with_all_that_may_belong_to_it(world):
    told, other = world.complain(), world.complain()
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert world.decide(other["id"], outcome="joined", joined_to=told["id"]).status_code == 201
    read = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("intake_officer")).get_json()
    assert (len(read["decisions"]), len(read["openings"]), len(read["joined"])) == (1, 1, 1)
    assert asks(world, f"/complaints/{told['id']}") == 3


@pytest.mark.parametrize("filters", ["", "&first_look=waiting", "&status=received"])
def test_a_list_is_read_with_one_statement_however_long_it_is(world, filters):
    for _ in range(3):
        world.complain()
    assert asks(world, f"/complaints?limit=2{filters}") == 2


def test_a_complaint_is_taken_in_with_a_dozen(world):
    world.complain()
    with asked(world.database) as statements:
        assert world.client.post(f"{BASE}/complaints", json=complaint()).status_code == 201
    assert len(statements) <= 12
