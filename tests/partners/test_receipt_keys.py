"""Receipts are signed with a key of their own; whoever holds an old one can check it after the key was changed."""

import shutil
import time
from dataclasses import replace

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from services.partners.actions.receipts import Signer
from shared.documents.ring import FRESH, SIGNS
from shared.documents.wraps import Wraps
from tests.partners.bench import answers_to
from tests.partners.test_commands import run


@pytest.fixture
def ring(bench, letter, monkeypatch):
    """Of the service, from now on: what stands in a world that others find was written without it."""
    del letter
    documents = bench.platform.documents
    given = replace(bench.platform.settings, document_ring_keys=(b"r" * 32,))
    monkeypatch.setattr(documents, "wraps", Wraps(documents.objects, given))
    folder = given.documents_url.removeprefix("file://")
    shutil.rmtree(f"{folder}/keys", ignore_errors=True)
    yield documents.wraps.ring
    shutil.rmtree(f"{folder}/keys")


def answered(machine, dispatch_id, reasons):
    body = answers_to(machine, dispatch_id)
    body["items"][0]["reasons"] = reasons
    answer = machine.post(f"/dispatches/{dispatch_id}/replies", body)
    assert answer.status_code == 201, answer.text
    return answer.json


def published(machine):
    return {key["kid"]: key for key in machine.client.get("/partners/api/v1/keys").json["keys"]}


def signed_by(receipt, keys):
    """The kid in the receipt, if that published key has signed it. Raises `BadSignatureError`."""
    header = jws.extract_compact(receipt["signature"].encode()).headers()
    jws.deserialize_compact(receipt["signature"], OKPKey.import_key(keys[header["kid"]]), algorithms=["Ed25519"])
    return header["kid"]


def test_receipts_of_before_and_after_a_change_of_the_key_can_be_checked_with_what_is_published(
    bench, letter, ring, monkeypatch
):
    machine, dispatch_id = letter
    with monkeypatch.context() as before:
        before.setattr(bench.platform.documents, "wraps", None)
        oldest = answered(machine, dispatch_id, "Ende s’ka fonde.")
    first = answered(machine, dispatch_id, "Fondet janë kërkuar.")
    made = run(bench, "rotate-receipt-key")["kid"]
    last = answered(machine, dispatch_id, "Fondet janë gjetur.")
    keys = published(machine)
    used = [signed_by(receipt, keys) for receipt in (oldest, first, last)]
    assert len(set(used)) == 3
    assert used[-1] == made == next(iter(keys))
    assert ["exp" in keys[kid] for kid in used] == [True, True, False]
    assert ["nbf" in keys[kid] for kid in used] == [False, True, True]
    assert keys[used[0]]["exp"] <= keys[used[1]]["nbf"] <= time.time()
    assert not any("d" in key for key in keys.values())
    with pytest.raises(BadSignatureError):
        signed_by(first, {used[1]: keys[made]})


def test_the_key_of_receipts_is_not_that_of_sessions_and_its_old_private_halves_are_gone(bench, letter, ring):
    machine, dispatch_id = letter
    first = signed_by(answered(machine, dispatch_id, "Ende s’ka fonde."), published(machine))
    assert first not in {key["kid"] for key in Signer(bench.platform.settings.secret_key).public_keys()["keys"]}
    run(bench, "rotate-receipt-key")
    private = {key.kid: bool(key.private) for key in ring.made(SIGNS, anew=True)}
    assert sorted(private.values()) == [False, False, True]
    assert FRESH <= 60, "who runs signs with the former key for a minute at most, and `exp` says so"


def test_another_secret_key_changes_no_receipt_key(bench, letter, ring, monkeypatch):
    machine, dispatch_id = letter
    answered(machine, dispatch_id, "Ende s’ka fonde.")
    keys = published(machine)
    assert Signer("another secret key of a service " * 2, ring).public_keys()["keys"] == list(keys.values())


def test_without_a_ring_no_key_is_changed(bench):
    assert "DOCUMENT_RING_KEY is not set" in run(bench, "rotate-receipt-key", fails=True)
