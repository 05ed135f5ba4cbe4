"""The page on which the office opens a case of its own initiative."""

import pytest

from tests.cases.pages_world import NOBODY, office, said, summary_links, world

__all__ = ["office", "world"]


class TestOwnInitiative:
    def filled(self, world, **other):
        return {
            "do": "save",
            "trigger": "media",
            "source": "Gazeta Shembull, 3 nëntor 2026",
            "title": "Shembull: kantinat e kopshteve",
            "memo": "Zyra vendosi të veprojë.",
            "rights": "24, 27",
            "bodies-0-institution_id": str(world.bodies["municipality"]),
            "places": "",
            **other,
        }

    def test_the_office_opens_a_case_on_its_own(self, world):
        client = world.client("case_officer")
        response = world.post(client, "/cases/staff/cases/new", self.filled(world))
        assert response.status_code == 303, said(response.text)
        words = said(client.get(response.headers["Location"]).text)
        assert "Shembull: kantinat e kopshteve" in words
        assert "Me nismën e zyrës" in words
        assert "Zyra vendosi të veprojë." in words

    def test_bodies_are_found_by_their_town_and_added_without_a_script(self, world):
        client, url = world.client("case_officer"), "/cases/staff/cases/new"
        found = world.post(client, url, {"do": "search", "search": f"bajram curri {world.suffix}", "title": "Titull"})
        assert found.status_code == 200
        assert f"add:{world.bodies['school']}" in found.text
        assert 'value="Titull"' in found.text
        added = world.post(client, url, {"do": f"add:{world.bodies['school']}", "title": "Titull"})
        assert f'value="{world.bodies["school"]}"' in added.text
        data = {"do": "remove:bodies:0", "bodies-0-institution_id": str(world.bodies["school"])}
        assert f'value="{world.bodies["school"]}"' not in world.post(client, url, data).text

    def test_an_empty_form_names_every_field_that_is_missing(self, world):
        response = world.post(world.client("case_officer"), "/cases/staff/cases/new", {"do": "save"})
        assert response.status_code == 422
        assert summary_links(response.text) == ["trigger", "source", "title", "memo", "rights"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"trigger": "gossip"},
            {"rights": "99"},
            {"rights": "28,"},
            {"places": "bashkia-kurrkund"},
            {"title": "x" * 201},
            {"memo": "x" * 20_001},
            {"source": "\x00"},
            {"bodies-0-institution_id": "x"},
            {"bodies-0-institution_id": NOBODY},
            {"bodies-²-institution_id": "x"},
            {"do": "add:x"},
            {"do": f"add:{NOBODY}"},
            {"do": "remove:title:0"},
            {"do": "remove:bodies:-1"},
            {"do": "remove:bodies:²"},
            {"do": "nonsense"},
        ],
    )
    def test_strange_input_opens_nothing_and_is_never_a_fault(self, world, wrong):
        response = world.post(world.client("case_officer"), "/cases/staff/cases/new", self.filled(world, **wrong))
        allowed = wrong == {"rights": "28,"} or "bodies-²-institution_id" in wrong
        assert response.status_code == 303 if allowed else response.status_code in (200, 404, 422)
