"""Credentials that are none. Who may call which route is held by tests/security/matrix.yaml."""

import pytest

from tests.partners.bench import API


@pytest.mark.parametrize("path", ["/institutions", "/dispatches", "/institutions/mine/contacts", "/files"])
def test_without_a_credential_a_caller_is_told_which_kind_is_wanted(bench, path):
    method = "POST" if path == "/files" else "GET"
    answer = bench.app.test_client().open(f"{API}{path}", method=method)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_that_was_tampered_with_is_no_credential(bench):
    caller = bench.staff("admin")
    caller.token = caller.token[:-3] + "abc"
    assert caller.get("/institutions").status_code == 401
