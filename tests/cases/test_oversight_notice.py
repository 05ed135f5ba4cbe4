"""A notice to who oversees or directs: only to a body of which the directory says so, a ministry too."""

import pytest

from shared.directory import KnownInstitution
from tests.cases.pages_world import office, said, world
from tests.cases.test_eight_duties_pages import body, drafted

__all__ = ["office", "world"]

SAYS = {
    "sq": "Sipas regjistrit të institucioneve, sot ky nuk mbikëqyr dhe nuk drejton asnjë institucion të çështjes.",
    "en": "By the directory of institutions, it neither oversees nor directs any body in the case today.",
}


def relate(world, ministry, *kinds):
    """The body of the case stands so to the ministry, by the directory."""
    with world.platform.database.transaction() as session:
        below = session.get_one(KnownInstitution, world.bodies["municipality"])
        relations = [{"kind": kind, "to": str(ministry), "valid_from": None, "valid_to": None} for kind in kinds]
        below.record = {**below.record, "relations": relations}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("kinds", [(), ("data_reporting",)])
def test_a_ministry_without_such_a_relation_is_a_fault_in_words_while_drafting(world, language, kinds):
    case, ministry = world.case(), body(world, "ministry")
    relate(world, ministry, *kinds)
    path = f"/cases/staff/cases/{case}/recommendations/new?lang={language}"
    refused = world.post(world.client("case_officer"), path, drafted(case, "oversight_notice", ministry))
    assert refused.status_code == 422
    assert SAYS[language] in said(refused.text)


@pytest.mark.parametrize("kind", ["hierarchical", "legality_oversight", "political"])
def test_a_ministry_that_oversees_or_directs_by_the_directory_may_be_turned_to(world, kind):
    case, ministry = world.case(), body(world, "ministry")
    relate(world, ministry, kind)
    path = f"/cases/staff/cases/{case}/recommendations/new"
    saved = world.post(world.client("case_officer"), path, drafted(case, "oversight_notice", ministry))
    assert saved.status_code == 303, said(saved.text)
