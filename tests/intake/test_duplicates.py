"""Likely duplicates: proposed with the reason from codes only, and never joined by the machine."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from services.intake import data
from services.intake.domain.duplicates import SIGNS, read_likeness
from tests.databases import owning
from tests.intake.conftest import ADMISSIBLE, CHILD, MUNICIPALITY, SCHOOL, WORDS
from tests.intake.office import add_body, get

#: Complaints about other bodies of other places.
MANY = """
    INSERT INTO complaint SELECT other.* FROM complaint one, generate_series(1, 2000) n,
    LATERAL jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'reference', 'A-' || n, 'locator', 'L' || n, 'municipality', 'm' || n % 61,
        'bodies', jsonb_build_array(gen_random_uuid())
    )) other
"""


def told(world, *, days_ago=0, bodies=(), place=False, area=None):
    """A complaint with nothing but these in common with another."""
    made = world.complain(
        bodies=[{"institution_id": str(body)} for body in bodies],
        municipality="bashkia-shembull" if place else None,
        life_area=area,
    )
    with world.database.transaction() as session:
        move = text("UPDATE complaint SET received_at = received_at - :ago WHERE id = :id")
        session.execute(move, {"ago": timedelta(days=days_ago), "id": made["id"]})
    return made


def likely(world, made, role="intake_officer"):
    answer = get(world, f"{made['id']}/likely-duplicates", role)
    assert answer.status_code == 200, answer.get_json()
    return {item["reference"]: [one["code"] for one in item["reasons"]] for item in answer.get_json()["items"]}


def test_a_seeded_set_yields_the_known_pairs_and_no_more(world):
    other_school = add_body(world, "school")
    one = told(world, bodies=[SCHOOL], place=True, area="school")
    near = told(world, bodies=[SCHOOL], days_ago=3)
    same_field = told(world, bodies=[SCHOOL, other_school], area="school", days_ago=100)
    unnamed = told(world, place=True, area="school", days_ago=10)
    for _nothing in (
        told(world, bodies=[SCHOOL], days_ago=30),  # the body alone
        told(world, bodies=[SCHOOL], days_ago=181),  # too long ago
        told(world, place=True, area="school", days_ago=30),  # a town has many schools
        told(world, place=True, days_ago=1),
        told(world, bodies=[other_school], area="school", days_ago=1),
        told(world, area="school"),
        told(world),
    ):
        pass
    assert likely(world, one) == {
        near["reference"]: ["same_body", "within_days"],
        unnamed["reference"]: ["same_place", "same_life_area", "within_days"],
        same_field["reference"]: ["same_body", "same_life_area"],
    }
    assert list(likely(world, one)) == [near["reference"], unnamed["reference"], same_field["reference"]]
    assert one["reference"] in likely(world, near)


def test_bodies_and_rights_of_the_decision_count_too(world):
    one, other = told(world, bodies=[MUNICIPALITY], place=True), told(world, place=True, area="family", days_ago=60)
    for made in (one, other):
        assert world.decide(made["id"], **ADMISSIBLE).status_code == 201
    assert likely(world, one) == {other["reference"]: ["same_body", "same_place", "same_right"]}


def test_how_far_apart_they_lie_is_told(world):
    one = told(world, bodies=[SCHOOL])
    told(world, bodies=[SCHOOL], days_ago=3)
    (found,) = get(world, f"{one['id']}/likely-duplicates").get_json()["items"]
    assert found["reasons"] == [{"code": "same_body"}, {"code": "within_days", "days": 3}]


def test_nothing_is_joined_by_the_machine_and_no_words_are_compared(world):
    one, other = (told(world, bodies=[SCHOOL], place=True) for _ in range(2))
    shown = get(world, f"{one['id']}/likely-duplicates").get_json()
    assert [item["id"] for item in shown["items"]] == [other["id"]]
    assert not [word for word in (CHILD, WORDS) if word in json.dumps(shown, ensure_ascii=False)]
    assert get(world, one["id"]).get_json()["decision"] is None
    assert world.rows("SELECT 1 FROM decision") == []


def test_what_is_joined_already_is_not_proposed_again(world):
    main, one, other = (told(world, bodies=[SCHOOL]) for _ in range(3))
    for made in (one, other):
        world.decide(made["id"], outcome="joined", joined_to=main["id"])
    assert likely(world, main) == likely(world, one) == {}


def test_the_list_is_short(world):
    one = told(world, bodies=[SCHOOL])
    for _ in range(data.likeness().most + 2):
        told(world, bodies=[SCHOOL])
    assert len(likely(world, one)) == data.likeness().most


def test_the_search_reads_indexes_and_not_the_whole_table(world):
    one, engine, seen = told(world, bodies=[SCHOOL], place=True, area="school"), world.database.engine, []
    with world.database.transaction() as session:
        session.execute(text(MANY))

    def note(_connection, _cursor, statement, parameters, *_):
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    likely(world, one)
    event.remove(engine, "before_cursor_execute", note)
    (asked,) = [(statement, parameters) for statement, parameters in seen if "?|" in statement]
    with owning(world.platform.settings.database_url) as owner:
        owner.execute("ANALYZE complaint")
    with engine.connect() as connection:
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {asked[0]}", asked[1]))
    assert "ix_complaint_all_bodies" in plan
    assert "ix_complaint_municipality_received_at_id" in plan


def test_the_numbers_must_leave_something_to_search_by():
    document = data._document("duplicates")
    assert set(read_likeness(document).weights) == set(SIGNS)
    heavy = [sign | {"weight": 2} for sign in document["signs"]]
    with pytest.raises(ValueError, match="share a body or the place"):
        read_likeness({**document, "signs": heavy})
    with pytest.raises(ValueError, match="compared"):
        read_likeness({**document, "signs": document["signs"][1:]})
