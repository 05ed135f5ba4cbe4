"""What anyone sees: the register, one act with its state at each body, and the figures with what they are a part of."""

import pytest

from services.cases import words
from services.cases.domain.standing import State
from services.cases.models import ActAddressee, Recommendation
from shared.directory import KnownInstitution
from tests.cases.pages_world import NOBODY, office, said, world

__all__ = ["office", "world"]


@pytest.fixture
def shown(world):
    """An act that was delivered, answered and published."""
    act = world.issued()
    world.delivered(act, days_ago=3)
    world.replied(act)
    world.published(act)
    return act


def test_a_published_act_is_in_the_register(world, shown):
    words = said(world.client().get("/cases/public").text)
    assert shown.number in words
    assert "Shembull: të caktohet ndihmës mësues" in words
    assert f"Bashkia Shembull {world.suffix}" in words


def test_the_register_stands_under_the_navigation_of_the_public(world):
    page = world.client().get("/cases/public").text
    assert 'href="/intake/complain"' in page
    assert "/cases/staff" not in page


def test_an_act_that_nobody_decided_to_publish_is_nowhere(world):
    act = world.issued()
    world.delivered(act)
    client = world.client()
    assert act.number not in client.get("/cases/public").text
    assert client.get(f"/cases/public/recommendations/{act.number}").status_code == 404


def test_one_act_shows_its_state_at_each_body(world, shown):
    words = said(world.client().get(f"/cases/public/recommendations/{shown.number}").text)
    assert "Të shqyrtohen rastet e ngjashme." in words
    assert "E refuzoi, me arsye" in words
    assert "E pavlerësuar" in words


def test_a_body_that_only_learns_of_an_act_is_not_shown_as_asked(world, shown):
    ministry = world.bodies["ministry"]
    with world.platform.database.transaction() as session:
        act = session.get_one(Recommendation, shown.id)
        known = session.get_one(KnownInstitution, ministry)
        told = {"name_sq": known.name_sq, "name_en": known.name_en, "institution_class": "ministry", "place": 9}
        copy = ActAddressee(recommendation_id=act.id, institution_id=ministry, role="for_information", **told)
        session.add(copy)
    listed = world.client().get("/cases/public").text
    assert known.name_sq not in said(listed)
    whole = said(world.client().get(f"/cases/public/recommendations/{shown.number}").text)
    assert f"Për dijeni {known.name_sq}" in whole
    assert shown.number not in world.client().get(f"/cases/public?institution={ministry}").text


def test_the_register_says_where_each_act_stands_in_the_words_of_the_figures(world, shown):
    words = said(world.client().get(f"/cases/public?institution={world.bodies['municipality']}").text)
    assert "E refuzuar" in words
    late = world.issued()
    world.delivered(late, days_ago=60)
    world.published(late)
    words = said(world.client().get(f"/cases/public?institution={world.bodies['municipality']}").text)
    assert "Pa përgjigje pas afatit" in words


def test_a_withdrawn_act_stays_in_the_register_and_is_marked(world, shown):
    data = {"withdrawal-ground": "issued_in_error", "withdrawal-reason": "Institucioni nuk ekziston."}
    client = world.client("approver")
    assert world.post(client, f"/cases/staff/recommendations/{shown.id}/withdrawal", data).status_code == 303
    words = said(world.client().get(f"/cases/public/recommendations/{shown.number}").text)
    assert "Ky akt është tërhequr." in words
    assert "Institucioni nuk ekziston." not in words


def test_nothing_of_the_case_is_in_the_public_page(world, shown):
    page = world.client().get(f"/cases/public/recommendations/{shown.number}").text
    assert str(shown.case_id) not in page
    assert "Nuk ka fonde në buxhet." not in page
    assert "Shembull case_officer" not in page


@pytest.mark.parametrize("number", ["x", "R-2026-00001-0", "R-1999-99999-9", "%00", "a" * 5000, "..%2F..%2Fstaff"])
def test_a_number_that_is_none_is_not_found(world, number):
    assert world.client().get(f"/cases/public/recommendations/{number}").status_code == 404


def test_the_figures_of_a_body_say_what_they_are_a_part_of(world, shown):
    # With those of `shown` they are six: what is less than five is not told.
    for _ in range(2):
        another = world.issued()
        world.delivered(another)
        world.published(another)
    words = said(world.client().get(f"/cases/public/institutions/{world.bodies['municipality']}").text)
    assert f"Bashkia Shembull {world.suffix}" in words
    assert "U numëruan" in words
    assert "Detyrime (nga" in words
    assert "E zbatuar quhet vetëm ajo që zyra e ka vërtetuar me provë" in words


def test_the_figures_of_all_list_each_body(world, shown):
    page = world.client().get("/cases/public/compliance").text
    assert f"/cases/public/institutions/{world.bodies['municipality']}" in page
    # All is public and owed by one: where its own numbers are too small, so are those of all.
    words = said(page)
    too_small = "Me më pak se 5 detyrime" in words
    assert ("Numrat e të gjithëve do të tregonin ata të një institucioni" in words) is too_small, words


def test_a_body_of_which_nothing_is_counted_says_so(world):
    words = said(world.client().get(f"/cases/public/institutions/{world.bodies['prosecution']}").text)
    assert "Nuk ka asnjë akt në fuqi me afat përgjigjeje që publiku mund ta lexojë" in words


@pytest.mark.parametrize("path", ["/institutions/x", f"/institutions/{NOBODY}", "?after=x"])
def test_strange_addresses_are_refused(world, path):
    assert world.client().get(f"/cases/public{path}").status_code in (400, 404)


def test_a_body_that_is_no_id_is_refused_and_the_register_lists_nothing(world, shown):
    answer = world.client().get("/cases/public?institution=x")
    assert answer.status_code == 422
    assert "Adresa kërkon diçka që kjo listë nuk e njeh." in said(answer.text)
    assert shown.number not in answer.text


def test_the_register_of_one_body_is_reached_from_its_figures(world, shown):
    client = world.client()
    page = client.get(f"/cases/public/institutions/{world.bodies['municipality']}").text
    address = f"/cases/public?institution={world.bodies['municipality']}"
    assert address in page
    assert shown.number in client.get(address).text
    other = client.get(f"/cases/public?institution={world.bodies['school']}").text
    assert shown.number not in other


def test_english_readers_get_the_english_name_of_a_body(world, shown):
    page = world.client().get(f"/cases/public/recommendations/{shown.number}?lang=en").text
    assert f"Sample Municipality {world.suffix}" in page


@pytest.mark.parametrize("case", ["refused", "late", "withdrawn"])
def test_list_page_api_and_figures_say_one_word_for_where_an_obligation_stands(world, case):
    act = world.issued()
    world.delivered(act, days_ago=60 if case == "late" else 3)
    if case == "refused":
        world.replied(act)
    world.published(act)
    client = world.client()
    if case == "withdrawn":
        data = {"withdrawal-ground": "issued_in_error", "withdrawal-reason": "Gabim."}
        world.post(world.client("approver"), f"/cases/staff/recommendations/{act.id}/withdrawal", data)
    label = {"refused": "E refuzuar", "late": "Pa përgjigje pas afatit", "withdrawn": "I tërhequr"}[case]
    state = {"refused": "refused", "late": "no_reply", "withdrawn": "withdrawn"}[case]
    told = client.get(f"/cases/api/v1/public/recommendations/{act.number}").json
    listed = client.get(f"/cases/api/v1/public/recommendations?institution={world.bodies['municipality']}").json[
        "items"
    ]
    [in_list] = [one for one in listed if one["number"] == act.number]
    for answer in (told, in_list):
        assert state in {one["state"] for item in answer["items"] for one in item["obligations"]}
    page = said(client.get(f"/cases/public/recommendations/{act.number}").text)
    assert label in page[page.index("Çfarë u kërkua") :]
    register = client.get(f"/cases/public?institution={world.bodies['municipality']}").text
    row = register[register.index(act.number) :].partition("</tr>")[0]
    assert label in said(row)
    assert {"refused": words.STATES[State.REFUSED], "late": words.STATES[State.NO_REPLY]}.get(case, label) == label, (
        "as figures say it"
    )
