"""Counting by network without knowing the network."""

from datetime import date

import pytest

from services.intake.domain.addresses import bucket_of, is_this_machine

SECRET, TODAY = b"s" * 32, date(2026, 11, 25)


def bucket(address, day=TODAY, secret=SECRET):
    return bucket_of(secret, address, day)


def test_one_address_is_one_bucket_for_a_day():
    assert bucket("203.0.113.7") == bucket("203.0.113.7")
    assert bucket("203.0.113.7") != bucket("203.0.113.8")
    assert bucket("203.0.113.7") != bucket("203.0.113.7", date(2026, 11, 26))
    assert bucket("203.0.113.7") != bucket("203.0.113.7", secret=b"t" * 32)
    assert "203" not in bucket("203.0.113.7")


def test_a_home_with_ipv6_is_one_bucket():
    assert bucket("2001:db8:1:2::1") == bucket("2001:db8:1:2:ffff::9")
    assert bucket("2001:db8:1:2::1") != bucket("2001:db8:1:3::1")
    assert bucket("::ffff:203.0.113.7") != bucket("::ffff:203.0.113.8")


def test_what_is_no_address_is_one_bucket_of_its_own():
    assert bucket("") == bucket("somewhere") != bucket("203.0.113.7")


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("203.0.113.7", False), ("", False), ("localhost", False)],
)  # fmt: skip
def test_only_loopback_is_this_machine(address, here):
    assert is_this_machine(address) is here
