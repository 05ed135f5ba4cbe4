"""What cases is told about the office's provider of log-ins: all of it, or a start that says what is missing."""

import pytest
from environs import EnvValidationError

from deploy.environment import environment, load_secrets
from shared.settings import load

GIVEN = {"OIDC_ISSUER": "https://login.example.org/office", "OIDC_CLIENT_ID": "besa", "OIDC_CLIENT_SECRET": "x"}


@pytest.fixture
def told(tmp_path, monkeypatch):
    addresses = {
        "database": "postgresql+psycopg://x@127.0.0.1/x",
        "broker": "memory://",
        "public": "http://127.0.0.1:1",
    }
    for name, value in environment("cases", tmp_path, load_secrets(tmp_path), addresses).items():
        monkeypatch.setenv(name, value)

    def read(**changes):
        for name, value in changes.items():
            monkeypatch.setenv(name, value)
        return load("cases")

    return read


def test_it_is_read_whole_and_without_one_there_is_none(told):
    assert told().oidc_issuer == ""
    read = told(**GIVEN, OIDC_SECOND_FACTOR="mfa,hwk")
    assert (read.oidc_client_id, read.oidc_second_factor) == ("besa", ("mfa", "hwk"))
    assert "client_secret" not in repr(read)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"OIDC_ISSUER": "http://login.example.org"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://login.example.org?x=1"}, "OIDC_ISSUER"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
    ],
)
def test_half_of_it_is_named_at_the_start(told, changes, named):
    with pytest.raises(EnvValidationError) as refused:
        told(**{**GIVEN, **changes})
    assert list(refused.value.error_messages) == [named]
