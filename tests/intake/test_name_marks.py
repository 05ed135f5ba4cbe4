"""A full name of any sealed file is recognised in what leaves, and no file but the text's own is opened for it."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from services.intake import timers
from tests.intake.conftest import BASE, CHILD, SCHOOL
from tests.intake.test_comparing import KINDS, offer

FIRST, FAMILY = CHILD.split()
OTHER = "Perlina Shkodrani"


@pytest.fixture
def two(world):
    """Two complaints that have nothing to do with each other."""
    other = world.complain(submitter={"role": "child", "name": OTHER}, child={"name": OTHER, "age": 9})
    return world.complain(), other


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of_case", [True, False], ids=["of another case", "of no complaint"])
def test_a_full_name_of_another_file_stops_a_text_of_every_kind_and_only_its_place_is_told(world, two, kind, of_case):
    mine, _other = two
    found = offer(
        world, [mine["id"]] if of_case else [], "Kthimi", "Edhe Perlinës Shkodrani iu mohua mësimi.", kind=kind
    )
    assert (found["stops"], found["questions"]) == (1, 0)
    assert found["places"] == [{"part": 1, "start": 5, "end": 23, "kind": "name", "severity": "stop"}]
    assert "erlin" not in str(found).lower()


@pytest.mark.parametrize(
    "name",
    ["Perlina Shkodranit", "PERLINA SHKODRANI", "perlinen shkodrani", "Shkodrani Perlina", "Perlina Agron Shkodrani", "PerlinaShkodrani",
     "Per\u00adlina Shko\u200bdrani", "Реrlina Shkodrani", "P-e-r-l-i-n-a Shkodrani", "Perlina&nbsp;Shkodrani"],
)  # fmt: skip
def test_it_is_recognised_in_every_spelling(world, two, name):
    assert offer(world, [two[0]["id"]], f"U dëgjua {name} në shkollë.")["stops"] >= 1


@pytest.mark.parametrize("name", ["Perlina", "Familja Shkodrani", "Perlina Kodra"])
def test_one_name_alone_is_nobody_of_another_file(world, two, name):
    assert offer(world, [two[0]["id"]], f"U dëgjua {name} në shkollë.")["stops"] == 0


def test_who_holds_an_office_is_asked_about_and_what_a_body_is_called_is_said(world, two):
    asked = offer(world, [two[0]["id"]], "Drejtoresha Perlina Shkodrani u përgjigj.")
    assert (asked["stops"], asked["questions"]) == (0, 1)
    with world.database.transaction() as session:
        session.execute(
            sql("UPDATE known_institution SET name_sq = 'Shkolla “Perlina Shkodrani”' WHERE id = :id"), {"id": SCHOOL}
        )
    named = offer(world, [two[0]["id"]], "Në gjimnazin “Perlina Shkodrani” mungon ngrohja.")
    with world.database.transaction() as session:
        session.execute(sql("UPDATE known_institution SET name_sq = 'Shkolla Shembull' WHERE id = :id"), {"id": SCHOOL})
    assert named["stops"] == 0


@pytest.mark.parametrize(
    "rank", ["Drejtues i Parë", "Drejtues", "Komisari", "Inspektori i Parë", "Nënkomisar", "Kapiteni"]
)
def test_an_officer_with_a_rank_is_asked_about(world, two, rank):
    asked = offer(world, [two[0]["id"]], f"U njoftua {rank} Perlina Shkodrani.")
    assert (asked["stops"], asked["questions"]) == (0, 1)


def test_the_first_of_a_class_is_no_officer(world, two):
    assert offer(world, [two[0]["id"]], "Nxënësja e parë Perlina Shkodrani u dëgjua.")["stops"] == 1


def test_the_author_is_told_by_name_though_another_file_holds_the_same(world):
    first, _again = world.complain(), world.complain()
    told = offer(world, [], f"E dashur {CHILD}, të dëgjuam.", kind="message", apart=(UUID(first["id"]),))
    assert told["stops"] == 0


def test_the_author_is_not_told_who_else_complained_elsewhere(world, two):
    told = offer(world, [], f"Edhe {OTHER} u ankua.", kind="message", apart=(UUID(two[0]["id"]),))
    assert told["stops"] == 1


def test_neither_a_name_nor_whose_it_is_can_be_read_from_the_database(world, two):
    rows = world.rows("SELECT mark, owner FROM name_mark")
    assert len(rows) >= 2
    ids = [row["id"].bytes for row in world.rows("SELECT id FROM complaint")]
    for row in rows:
        assert len(row["mark"]) == len(row["owner"]) == 16
        assert row["owner"] not in ids and b"erlin" not in row["mark"]


def test_with_erasure_its_names_are_forgotten(world, two):
    mine, other = two
    arguments = ["erase-complaint", other["id"], "--by", "op-1", "--reason", "asked_by_child"]
    with world.app.app_context():
        assert world.app.test_cli_runner().invoke(args=arguments).exit_code == 0
    assert offer(world, [mine["id"]], f"U dëgjua {OTHER}.")["stops"] == 0
    assert len({row["owner"] for row in world.rows("SELECT owner FROM name_mark")}) == 1


def test_files_of_before_there_were_marks_get_theirs_by_the_clock(world, two):
    mine, _other = two
    with world.database.transaction() as session:
        session.execute(sql("DELETE FROM name_mark"))
        session.execute(sql("UPDATE complaint SET names_marked = false"))
    versions = world.rows("SELECT version FROM complaint ORDER BY id")
    assert offer(world, [mine["id"]], f"U dëgjua {OTHER}.")["stops"] == 0
    timers.mark_names(world.platform, datetime.now(UTC))
    assert offer(world, [mine["id"]], f"U dëgjua {OTHER}.")["stops"] == 1
    assert world.rows("SELECT 1 FROM complaint WHERE NOT names_marked") == []
    assert world.rows("SELECT version FROM complaint ORDER BY id") == versions


def test_a_summary_that_names_a_child_of_another_file_in_full_is_refused(world, two):
    mine, _other = two
    refused = world.decide(
        mine["id"], outcome="admissible", summary=f"Si {OTHER}, edhe një nxënës.", rights=["28.2"], bodies=[str(SCHOOL)]
    )
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person")


@pytest.mark.parametrize(
    "name", ["Çufka Këlliçi", "Papushi Këlliçi", "Fëmija Çufka Këlliçi nga Çërrava", "Babai Papushi Këlliçi.", "Papushit Këlliçi",
             "CUFKA KELLICI", "Këlliçi, Çufka", "Bubi Këlliçi"],
)  # fmt: skip
def test_a_nickname_beside_the_family_name_of_another_file_is_a_full_name_at_every_door(world, two, name):
    world.complain(
        submitter={"role": "parent", "name": "Përparim Këlliçi", "nickname": "papushi"},
        child={"name": "Ëngjëllushe Këlliçi", "nickname": "Çufka, Bubi", "age": 9},
    )
    assert offer(world, [two[0]["id"]], f"U dëgjua {name} në shkollë.")["stops"] == 1
    assert write_to(world, two[0], f"U dëgjua {name} në shkollë.").status_code == 422


def test_a_nickname_beside_another_family_name_is_nobody_of_another_file(world, two):
    world.complain(submitter={"role": "parent"}, child={"name": "Ëngjëllushe Këlliçi", "nickname": "Çufka", "age": 9})
    assert offer(world, [two[0]["id"]], "U dëgjua Çufka Testaku në shkollë. Çufka mungonte.")["stops"] == 0


def write_to(world, complaint, words):
    url = f"{BASE}/complaints/{complaint['id']}/messages"
    return world.client.post(url, json={"text": words}, headers=world.bearer("intake_officer"))


@pytest.mark.parametrize("name", [OTHER, "Perlinës Shkodrani", "PERLINA SHKODRANI"])
def test_a_message_of_the_office_to_who_complained_names_nobody_of_another_file(world, two, name):
    refused = write_to(world, two[0], f"Edhe {name} na shkroi.")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")
    assert refused.get_json()["errors"][0]["pointer"] == "/text" and "erlin" not in refused.text.lower()
    assert world.rows("SELECT 1 FROM message") == []


def test_the_page_says_so_and_keeps_what_was_typed(world, two):
    client, at = world.as_staff("intake_officer"), f"/intake/staff/complaints/{two[0]['id']}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(at).text)[1]
    answered = client.post(f"{at}/messages", data={"text": f"Edhe {OTHER} na shkroi.", "csrf_token": token})
    assert answered.status_code == 422
    assert "Shkruajeni pa emrin e tij" in answered.text and "na shkroi." in answered.text
    assert world.rows("SELECT 1 FROM message") == []


def test_who_complained_is_told_of_whom_their_own_file_holds(world, two):
    assert write_to(world, two[0], f"E dashur {CHILD}, e morëm.").status_code == 201
    knows = world.complain(narrative=f"Goditën edhe {OTHER}, shoqen time.")
    assert write_to(world, knows, f"Çfarë i ndodhi shoqes {OTHER}?").status_code == 201


def test_what_only_the_office_wrote_into_a_file_is_not_known_to_who_complained(world, two):
    noted = {"reason": "admissibility", "note": f"Njësoj si {OTHER}"}
    url = f"{BASE}/complaints/{two[0]['id']}/openings"
    assert world.client.post(url, json=noted, headers=world.bearer("intake_officer")).status_code == 201
    assert write_to(world, two[0], f"Edhe {OTHER} na shkroi.").status_code == 422


def test_of_a_complaint_that_is_joined_one_name_alone_is_enough(world, two):
    mine, other = two
    world.decide(mine["id"], outcome="admissible", summary="Një ngjarje.", rights=["28.2"], bodies=[str(SCHOOL)])
    joined = world.decide(other["id"], outcome="joined", joined_to=mine["id"])
    assert joined.status_code == 201, joined.get_json()
    assert write_to(world, mine, "Edhe Perlina na shkroi.").status_code == 422
    assert write_to(world, mine, f"{FIRST}, edhe dikush tjetër na shkroi. Telefoni ynë: 0800 1111.").status_code == 201
