"""Each line of an error summary leads to an element of its page, in the order of the page: looked at in whatever page any test gets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient

_SUMMARY = re.compile(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', re.DOTALL)
_LINE = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_LINK = re.compile(r'<a href="#([^"]+)"')


def unlinked(page: str) -> list[str]:
    """The lines of its error summaries that lead to nothing on it."""
    lines = [line.strip() for summary in _SUMMARY.findall(page) for line in _LINE.findall(summary)]
    return [line for line in lines if not (link := _LINK.search(line)) or f'id="{link[1]}"' not in page]


def disordered(page: str) -> list[str]:
    """What its error summaries lead to, where that is not in the order of the page; empty where it is."""
    for summary in _SUMMARY.findall(page):
        links = _LINK.findall(summary)
        places = [page.find(f'id="{link}"') for link in links]
        if places != sorted(places):
            return list(links)
    return []


@contextmanager
def looked_at() -> Iterator[None]:
    """Fails whatever asks for a page with such a line, by whichever service."""
    asks = FlaskClient.open

    def ask(client: FlaskClient, *args: Any, **more: Any) -> Any:
        answer = asks(client, *args, **more)
        if (
            answer.status_code in {200, 409, 422, 429}
            and answer.mimetype == "text/html"
            and not answer.content_encoding
        ):
            page = answer.get_data(as_text=True)
            nowhere, crossed = unlinked(page), disordered(page)
            assert not nowhere, f"lines of an error summary lead nowhere: {nowhere}"
            assert not crossed, f"lines of an error summary are not in the order of the page: {crossed}"
        return answer

    FlaskClient.open = ask  # type: ignore[method-assign]  # for as long as the tests run
    try:
        yield
    finally:
        FlaskClient.open = asks  # type: ignore[method-assign]  # as it was
