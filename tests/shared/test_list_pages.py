"""What a list says once holds behind both doors, for every kind of filter: page two, the cursor, what is refused, what is kept."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from shared.app import create_app
from shared.lists import in_address
from shared.settings import Settings
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests.databases import as_owner
from tests.house.listings import STRANGE, chosen_in, narrowing, strange
from tests.shared.demo_lists import Base, Letter, LetterListing, service

PAGE, API = "/demo/letters", "/demo/api/v1/letters"
ASKED = narrowing(LetterListing)
IN_FORM = [in_address(name) for name, one in LetterListing.filters().items() if one.label is not None]
SIGNING, VERIFY = new_signing_key()


@pytest.fixture(scope="module")
def demo(databases, tmp_path_factory) -> Iterator[Flask]:
    settings = Settings(
        service="demo", database_url=as_owner(databases["notifications"]), broker_url="memory://",
        documents_url=tmp_path_factory.mktemp("documents").as_uri(), document_key=b"k" * 32, secret_key="s" * 32,
        staff_verify_key=VERIFY, secure_cookies=False,
    )  # fmt: skip
    app = create_app(service(), settings)
    database = app.extensions["besa"].database
    Base.metadata.create_all(database.engine)
    yield app
    Base.metadata.drop_all(database.engine)
    database.dispose()


@pytest.fixture
def staff(demo) -> str:
    """The token of somebody who may read; there are letters, of each kind more than one page holds."""
    staff_id, began = uuid4(), datetime.now(UTC) - timedelta(minutes=1)
    with demo.extensions["besa"].database.transaction() as session:
        session.execute(delete(Letter))
        session.add(StaffAccount(id=staff_id, roles=["auditor"], active=True, sessions_valid_from=began))
        session.add_all(letter(number, as_asked=number % 4 != 0) for number in range(20))
    return issue_token(SIGNING, staff_id)


def letter(number: int, *, as_asked: bool) -> Letter:
    """One that each filter of `ASKED` finds, or none but that of its state."""
    if as_asked:
        writer = UUID(ASKED["writer"])
        return Letter(id=UUID(int=number), place=ASKED["place"], words="a", open=True, urgent=True, writer=writer)
    return Letter(id=UUID(int=number), place="shkodra", words="o", open=False, urgent=False, writer=UUID(int=1))


@pytest.fixture
def page(demo, staff):
    """Give `page(address)`: as a browser of staff gets it."""
    client = demo.test_client()
    client.set_cookie("besa_staff", staff)
    return client.get


@pytest.fixture
def api(demo, staff):
    """Give `api(address)`: as a program of staff gets it."""
    return lambda address, **query: demo.test_client().get(
        address, headers={"Authorization": f"Bearer {staff}"}, query_string=query or None
    )


def shown(answer: TestResponse) -> list[str]:
    return re.findall(r'data-letter="([^"]+)"', answer.text)


def link(answer: TestResponse, rel: str) -> str:
    found = re.search(rf'<a[^>]*href="([^"]+)" rel="{rel}"', re.sub(r"\s+", " ", answer.text))
    assert found, f"no link to the {rel} page"
    return unescape(found[1])


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_the_sample_list_has_a_filter_of_every_kind():
    assert set(IN_FORM) == {"place", "q", "state"}
    assert set(ASKED) - set(IN_FORM) == {"urgent", "writer"}


@pytest.mark.parametrize("name", ASKED)
def test_page_two_is_asked_for_with_the_filter_and_leads_back_with_it(page, name):
    first = page(f"{PAGE}?{name}={ASKED[name]}")
    following = link(first, "next")
    assert query_of(following) == {name: ASKED[name], "after": query_of(following)["after"]}
    second = page(following)
    assert query_of(link(second, "prev")) == {name: ASKED[name]}
    assert shown(first) and shown(second) and not set(shown(first)) & set(shown(second))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("other", [None, *ASKED])
def test_a_cursor_goes_on_with_the_filters_that_it_was_given_for_and_with_no_others(page, api, name, other):
    after = query_of(link(page(f"{PAGE}?{name}={ASKED[name]}"), "next"))["after"]
    query = {"after": after} | ({other: ASKED[other]} if other else {})
    expected = 200 if other == name else 400
    assert page(PAGE, query_string=query).status_code == expected
    assert api(API, **query).status_code == expected


@pytest.mark.parametrize("name", strange(LetterListing))
def test_what_a_list_does_not_know_is_refused_and_nothing_is_listed(page, api, name):
    answer = page(PAGE, query_string={name: STRANGE})
    assert (answer.status_code, shown(answer)) == (422, [])
    assert "Ka një problem" in answer.text
    assert api(API, **{name: STRANGE}).status_code == 422


def test_a_name_that_is_no_filter_is_refused_by_the_api(api):
    assert api(API, colour="red").status_code == 422


@pytest.mark.parametrize("name", ASKED)
def test_the_form_sends_what_was_chosen_again_whether_it_shows_it_or_not(page, name):
    assert chosen_in(page(f"{PAGE}?{name}={ASKED[name]}").text) == {"state": "open", name: ASKED[name]}


@pytest.mark.parametrize("name", ASKED)
def test_both_doors_narrow_the_list_alike(page, api, name):
    in_json = [one["id"] for one in api(API, **{name: ASKED[name], "limit": 2}).get_json()["items"]]
    assert shown(page(f"{PAGE}?{name}={ASKED[name]}")) == in_json
    assert str(UUID(int=0)) not in in_json or name == "state"


@pytest.mark.parametrize("name", ASKED)
def test_whoever_has_to_log_in_comes_back_to_what_they_asked_for(demo, page, name):
    asked = f"{PAGE}?{name}={ASKED[name]}"
    answer = demo.test_client().get(asked)
    assert answer.status_code == 302
    wanted = query_of(answer.headers["Location"])["next"]
    assert wanted == asked
    assert shown(page(wanted)) == shown(page(asked))
