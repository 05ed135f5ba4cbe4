"""From the body of a request to a draft."""

from typing import Any

from services.cases.actions.drafts import Draft, DraftAddressee, DraftItem
from services.cases.domain.bodies import Role


def draft_of(body: dict[str, Any]) -> Draft:
    """The whole content of a draft; items and addressees are dicts as their schemas load them."""
    return Draft(
        kind=body["kind"],
        title=body["title"],
        grounds=body["grounds"],
        items=[DraftItem(**item) for item in body["items"]],
        addressees=[DraftAddressee(one["institution_id"], Role(one["role"])) for one in body["addressees"]],
        language=body["language"],
        supersedes=body["supersedes"],
        judicial_matter=body["judicial_matter"],
    )
