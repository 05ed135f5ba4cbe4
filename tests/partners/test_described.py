"""What OpenAPI says of the routes that a partner's programmer reads first."""

from typing import Any

import pytest

from services.partners.domain.feed import IN_FEED, TYPES

API = "/partners/api/v1"


@pytest.fixture
def described(bench: Any) -> Any:
    return bench.app.test_client().get(f"{API}/openapi.json").json


@pytest.mark.parametrize(
    "path", ["/dispatches/{dispatch_id}/document", "/dispatches/{dispatch_id}/enclosures/{name}", "/keys"]
)
def test_what_is_answered_has_content(described: Any, path: str) -> None:
    answer = described["paths"][f"{API}{path}"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["type"] == "object"


def test_the_feed_lists_its_types_and_what_each_says(described: Any) -> None:
    item = described["components"]["schemas"]["FeedItem"]["properties"]
    assert item["type"]["enum"] == list(TYPES)
    assert "dispatch.available" in TYPES
    assert {"due", "rung", "reply_due", "granted", "assessed_on", "reason"} <= set(item["details"]["properties"])
    assert item["details"]["properties"]["assessed_on"]["format"] == "date"


def test_every_notice_that_is_heard_has_a_type_of_its_own() -> None:
    assert len(set(IN_FEED.values())) == len(IN_FEED)
