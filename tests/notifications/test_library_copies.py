"""Printed copies: ordered, received, and counted by municipality where they are given out."""

from datetime import timedelta

from shared.clock import utc_now
from shared.pages.languages import TIMEZONE
from tests.notifications.library import get, published, second, writer

__all__ = ["second", "writer"]


def test_copies_are_ordered_come_and_are_counted_where_they_were_given_out(bench, writer, second):
    for name in ("shembull", "tjeter"):
        bench.institution(key=f"bashkia-{name}", municipality=f"bashkia-{name}", name_sq=f"Bashkia {name}")
    at = f"/{published(writer, second, 'Fletëpalosja')}"
    today, tomorrow = utc_now().astimezone(TIMEZONE).date(), utc_now().astimezone(TIMEZONE).date() + timedelta(days=1)
    order = {"version": 1, "language": "sq", "copies": 100, "ordered_on": today.isoformat()}
    for wrong, status in (
        ({"language": "el"}, 422),
        ({"copies": 0}, 422),
        ({"ordered_on": str(tomorrow)}, 422),
        ({"version": 2}, 404),
    ):
        assert writer.call(f"{at}/orders", order | wrong).status_code == status, wrong
    [ordered] = writer.call(f"{at}/orders", order).json["orders"]
    give = {
        "version": 1,
        "language": "sq",
        "municipality": "bashkia-shembull",
        "copies": 60,
        "given_on": today.isoformat(),
    }
    assert writer.call(f"{at}/handouts", give).status_code == 422, "none came yet"
    receipt = f"{at}/orders/{ordered['id']}/receipt"
    assert [writer.call(receipt, {"received_on": str(today)}).status_code for _ in "ab"] == [200, 409]
    assert writer.call(f"{at}/handouts", give | {"municipality": "bashkia-askund"}).status_code == 422
    assert [writer.call(f"{at}/handouts", give).status_code for _ in "ab"] == [201, 422]
    day = {f"handout-given_on-{part}": getattr(today, part) for part in ("day", "month", "year")}
    form = {"handout-what": "1:sq", "handout-municipality": "bashkia-shembull", "handout-copies": "-61", **day}
    assert "Nuk ka aq kopje" in writer.press(f"{at}/handouts", form, at=f"{at}/copies").text
    assert writer.press(f"{at}/handouts", form | {"handout-copies": "-10"}, at=f"{at}/copies").status_code == 303
    assert writer.call(f"{at}/copies", method="GET").json["stocks"] == [
        {"version": 1, "language": "sq", "received": 100, "given": 50}
    ]
    page = get(bench, "/notifications/publications/distribution").text
    assert "50 kopje të shtypura, në 1 nga 2 bashki" in page
    rows = get(bench, "/notifications/publications/distribution.csv").text.splitlines()
    assert rows[1].startswith("bashkia-shembull,") and rows[1].endswith(",50") and rows[2].endswith(",0")
    assert get(bench, "/notifications/api/v1/public/distribution").json["given"] == 50
    ordering = {name.replace("handout-given", "order-ordered"): value for name, value in day.items()}
    ordering |= {"order-what": "1:en", "order-copies": "5"}
    assert writer.press(f"{at}/orders", ordering, at=f"{at}/copies").status_code == 303
    receiving = {name.replace("handout-given", "receipt-received"): value for name, value in day.items()}
    waiting = writer.call(f"{at}/copies", method="GET").json["orders"][1]["id"]
    assert writer.press(f"{at}/receipts", receiving | {"receipt-order": "x"}, at=f"{at}/copies").status_code == 404
    assert writer.press(f"{at}/receipts", receiving | {"receipt-order": waiting}, at=f"{at}/copies").status_code == 303
