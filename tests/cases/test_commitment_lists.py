"""By what commitments are narrowed, through every door that lists them."""

import pytest

from services.cases.data import taxonomy
from tests.cases.bench import today
from tests.cases.commitments_world import a_row, brought, counts, finding, write
from tests.cases.test_pages_visits import Browser


@pytest.fixture
def world(bench):
    """Two commitments that differ in everything, the second of which is found not to be kept and has a word that waits."""
    officer, approver = bench.person("case_officer"), bench.person("approver")
    ministry = bench.body("ministry")
    first, second = brought(
        approver,
        a_row(),
        a_row(item="9", number="A/HRC/42/4", issuer="upr", rights="35", text_sq="Trafikimi.", bodies=ministry.key),
    )
    counts(officer, approver, second, finding())
    write(officer, second, finding("partly"))
    return officer, first, second, ministry


QUERIES = (
    "/commitments?q=trafikimi", "/commitments?q=A%2FHRC", "/commitments?issuer=upr", "/commitments?cluster={cluster}",
    "/commitments?assessed=not", "/commitments?document={document}", "/commitments?institution={ministry}",
)  # fmt: skip


def filled(query, second, ministry):
    [cluster] = taxonomy.clusters(["35"], today())
    return query.format(cluster=cluster, document=second["document_id"], ministry=ministry.id)


@pytest.mark.parametrize("query", [*QUERIES, "/commitments?waiting=yes"])
def test_the_office_finds_the_one_that_it_asks_for(world, query):
    officer, first, second, ministry = world
    query = filled(query, second, ministry)
    assert [one["id"] for one in officer.get(query).json["items"]] == [second["id"]]
    page = Browser(officer).get(f"/cases/staff{query}").text
    assert (second["id"] in page, first["id"] in page) == (True, False)


@pytest.mark.parametrize("query", QUERIES)
def test_so_does_anybody(bench, world, query):
    _officer, first, second, ministry = world
    client, query = bench.app.test_client(), filled(query, second, ministry)
    found = client.get(f"/cases/api/v1/public{query}").json["items"]
    assert [one["id"] for one in found] == [second["id"]]
    page = client.get(f"/cases/public{query}").text
    assert (second["id"] in page, first["id"] in page) == (True, False)


def test_each_filter_is_one_of_the_list(world):
    officer, first, _second, _ministry = world
    for query in ("q=lindjes", "issuer=un_crc", "cluster=4", "assessed=not_assessed"):
        assert [one["id"] for one in officer.get(f"/commitments?{query}").json["items"]] == [first["id"]], query
    assert officer.get("/commitments?waiting=no").status_code == 422
    assert officer.get("/commitments?institution=x").status_code == 422


def test_a_body_owes_what_all_of_its_class_owe(bench, world):
    officer, first, _second, _ministry = world
    town = bench.body("municipality")
    assert [one["id"] for one in officer.get(f"/commitments?institution={town.id}").json["items"]] == [first["id"]]


def test_each_is_read_at_its_own_address(bench, world):
    officer, first, _second, _ministry = world
    client, one = bench.app.test_client(), first["id"]
    assert officer.get(f"/commitments/{one}").status_code == 200
    assert Browser(officer).get(f"/cases/staff/commitments/{one}").status_code == 200
    assert client.get(f"/cases/api/v1/public/commitments/{one}").status_code == 200
    assert client.get(f"/cases/public/commitments/{one}").status_code == 200


def test_the_pages_of_a_list_follow_each_other(world):
    officer, first, second, _ministry = world
    page = officer.get("/commitments?limit=1").json
    assert [one["id"] for one in page["items"]] == [first["id"]]
    assert [one["id"] for one in officer.get(f"/commitments?after={page['next']}").json["items"]] == [second["id"]]


def test_what_the_assembly_made_of_acts_is_narrowed_by_its_word(bench, world):
    officer, *_ = world
    assert officer.get("/commitment-origins?fidelity=same").json["items"] == []
    assert Browser(officer).get("/cases/staff/commitment-origins?fidelity=same").status_code == 200
    assert officer.get("/commitment-origins?fidelity=worse").status_code == 422
