"""The log that is kept is sealed piece by piece as it comes: what was changed in it is found before anything is touched."""

import hashlib
import hmac
import json
import shutil
from base64 import b64decode
from pathlib import Path

import pytest

from tests.deploy.houses import House, Kept

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def pieces(kept: Kept) -> list[Path]:
    """Whole ones, the oldest first."""
    return [path for path in kept.files("histories/*/log/*") if len(path.name) == 24]


def told(kept: Kept) -> dict[str, object]:
    found: dict[str, object] = json.loads(kept.files("histories/*/kept.json")[-1].read_text())
    return found


def lived(house: House, kept: Kept) -> None:
    """Three whole pieces of log after the copy, and the beginning of a fourth."""
    for n in (2, 3, 4):
        house.run(f"INSERT INTO fact VALUES ({n})", "SELECT pg_switch_wal()")
    house.run("INSERT INTO fact VALUES (5)")
    kept.reach()


def refused(house: House, kept: Kept, words: str) -> None:
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert (status, words in said) == (1, True), said


def flipped(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_restore_opens_sealed_pieces_and_refuses_changed_exchanged_and_unsealed_ones(
    house: House, kept: Kept
) -> None:
    lived(house, kept)
    kept.end()
    house.server.stop()
    whole = pieces(kept)
    seals = kept.files("histories/*/seals/*")
    assert {path.name for path in whole} <= {path.name for path in seals}
    first, second = whole[-2:]
    before = [first.read_bytes(), second.read_bytes()]
    flipped(first, 5000)
    refused(house, kept, f"{first.name} was changed")
    first.write_bytes(before[1])
    second.write_bytes(before[0])
    refused(house, kept, f"{first.name} was changed")
    first.write_bytes(before[0])
    second.write_bytes(before[1])
    seal = next(path for path in seals if path.name == second.name)
    kept_seal = seal.read_text()
    seal.unlink()
    refused(house, kept, f"{second.name} is not sealed")
    status, said = house.at("backup", "verify", str(kept.folder))
    assert (status, f"{second.name} is not sealed" in said) == (1, True), said
    seal.write_text(kept_seal)
    status, said = house.at("backup", "verify", str(kept.folder))
    assert (status, "whole: " in said) == (0, True), said
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert status == 0, said
    house.start()
    assert house.facts() == [1, 2, 3, 4, 5]


def test_the_piece_that_is_being_written_is_sealed_as_far_as_everything_is_kept(house: House, kept: Kept) -> None:
    lived(house, kept)
    kept.end()
    house.server.stop()
    last = next(path for path in kept.files("histories/*/log/*.partial"))
    assert told(kept)["segment"] == last.name[:24]
    sealed = int(str(told(kept)["sealed"]))
    assert 0 < sealed < last.stat().st_size
    before = last.read_bytes()
    flipped(last, sealed - 1)
    refused(house, kept, f"{last.name[:24]} was changed")
    last.write_bytes(before)
    last.rename(last.with_suffix(".elsewhere"))
    refused(house, kept, f"{last.name[:24]} is missing")
    last.with_suffix(".elsewhere").rename(last)
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert status == 0, said


def test_to_an_instant_nothing_is_taken_that_is_not_sealed(house: House, kept: Kept) -> None:
    """What lies behind the seal might be anybody's: here it is the true log, and is left out all the same."""
    lived(house, kept)
    instant = kept.reach()
    kept.end()
    house.server.stop()
    last = next(path for path in kept.files("histories/*/log/*.partial"))
    sealed = int(str(told(kept)["sealed"]))
    last.write_bytes(last.read_bytes()[:sealed] + b"\xff" * (last.stat().st_size - sealed))
    shutil.copy(last, last.with_name(f"{int(last.name[:24], 16) + 1:024X}"))
    status, said = house.at("restore", str(kept.folder), "--replace", "--to", instant.isoformat())
    assert status == 0, said
    house.start()
    assert house.facts() == [1, 2, 3, 4, 5]
    laid = house.root / "postgres" / "data" / "pg_wal"
    assert not [path for path in laid.iterdir() if path.is_file() and b"\xff" * 4096 in path.read_bytes()]


def test_who_goes_on_looks_whether_what_was_sealed_still_is_so_and_else_begins_anew(house: House, kept: Kept) -> None:
    lived(house, kept)
    kept.end()
    kept.start()
    house.run("INSERT INTO fact VALUES (6)")
    kept.reach()
    kept.end()
    assert len(kept.files("histories/*")) == 1
    sealed = int(str(told(kept)["sealed"]))
    last = next(path for path in kept.files("histories/*/log/*.partial"))
    flipped(last, sealed - 1)
    kept.start().said(f"another history begins: {last.name[:24]} was changed")
    kept.said("copied: ")
    kept.reach()
    assert len(kept.files("histories/*")) == 2


def test_what_a_release_kept_that_sealed_nothing_is_sealed_from_then_on(house: House, kept: Kept) -> None:
    lived(house, kept)
    kept.end()
    shutil.rmtree(kept.files("histories/*/seals")[0])
    of_before(house, kept)
    status, said = house.at("backup", "verify", str(kept.folder))
    assert (status, "its log is not sealed" in said) == (0, True), said
    kept.start()
    kept.reach()
    assert {path.name for path in pieces(kept)} <= {path.name for path in kept.files("histories/*/seals/*")}
    kept.end()
    house.server.stop()
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert status == 0, said


def of_before(house: House, kept: Kept) -> None:
    """`kept.json` as it was written then, under its seal of then."""
    path = kept.files("histories/*/kept.json")[-1]
    plain = {name: value for name, value in told(kept).items() if name in {"history", "beat", "until"}} | {"seal": ""}
    own = hmac.digest(b64decode(house.keys["backup_key"]), b"besa.backup.kept.v1", "sha256")
    plain["seal"] = hmac.new(own, json.dumps(plain, sort_keys=True).encode(), hashlib.sha256).hexdigest()
    path.write_text(json.dumps(plain))
