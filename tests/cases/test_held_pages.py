"""Messages that wait are a list with pages."""

import re
from html import unescape

from services.cases.pages import held_messages
from tests.cases.test_checks import NAME, case, page, two, write_to

__all__ = ["case", "page", "two"]


def test_messages_that_wait_are_read_a_page_at_a_time_through_both_doors(case, bench, two, page, monkeypatch):
    bench.sealed = (NAME,)
    for number in range(3):
        write_to(case, f"{number}: na shkroi edhe {NAME}.")
    path = f"/cases/{case.case_id}/held-messages"
    first = case.officer.get(f"{path}?limit=2").json
    second = case.officer.get(f"{path}?limit=2&after={first['next']}").json
    assert ([one["text"][0] for one in first["items"]], bool(first["next"])) == (["0", "1"], True)
    assert ([one["text"][0] for one in second["items"]], second["next"]) == (["2"], None)
    assert case.officer.get(f"{path}?after=x").status_code == 400
    of_another = bench.platform.cursors.write(["another list"], ["x"])
    assert case.officer.get(f"{path}?after={of_another}").status_code == 400
    monkeypatch.setattr(held_messages, "PER_PAGE", 2)
    shown = page(case.officer, f"/cases/staff/cases/{case.case_id}/held-messages").text
    assert shown.count("na shkroi edhe") == 2
    following = re.search(r'href="([^"]*after=[^"]*)"', shown)
    assert following
    assert page(case.officer, unescape(following[1])).text.count("na shkroi edhe") == 1
