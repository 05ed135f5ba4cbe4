"""From the body of a request to a letter on paper."""

from typing import Any

from services.cases.actions.paper import PaperItem, PaperReply
from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position


def letter_of(body: dict[str, Any]) -> PaperReply:
    """A reply on paper."""
    items = [
        PaperItem(
            item_id=item["item_id"],
            position=Position(item["position"]),
            reasons=item["reasons"],
            claimed=Claimed(item["claimed"]) if item["claimed"] else None,
            promised_date=item["promised_date"],
            competent_institution_id=item["competent_institution_id"],
        )
        for item in body["items"]
    ]
    return PaperReply(body["institution_id"], body["received_on"], body["text"], body["scan_id"], items)
