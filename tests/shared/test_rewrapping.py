"""Documents wrapped anew: after a change of keys, out of the key of all, out of the escrow; and a kill in the middle."""

import os
import shutil
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from subprocess import PIPE, Popen
from typing import Any
from uuid import uuid4

import pytest

from shared.clock import utc_now
from shared.documents import Documents, NotForUsError
from shared.documents.rewrapping import SETTLED, give_to_escrow, names_in, recover, rewrap, take_over
from shared.documents.ring import OPENS, public_of
from shared.documents.wraps import escrow_of
from shared.edges import Document, DocumentName
from shared.events.catalogue import ComplainantInformed
from shared.sealing import new_key
from tests.keyed import SERVICES, WORDS, House, opening, told


@dataclass(frozen=True, kw_only=True)
class Letter(Document):
    pdf: DocumentName


def informed(message: str) -> ComplainantInformed:
    return ComplainantInformed(complaint_id=uuid4(), case_id=uuid4(), message=message)


def wrapped(house: House, service: str, kid: str) -> set[str]:
    return {path.name for path in (house.folder / "wraps" / service / kid).glob("*/*")}


def test_a_new_key_is_in_use_at_once_everywhere_and_the_old_one_goes_when_nothing_lies_under_it(house):
    here = house.begun()
    running, writer = here["intake"], here["cases"]
    names = [writer.put(WORDS) for _ in range(3)]
    for name in names:
        writer.share(name, ["intake"])
    [old] = running.wraps.ring.own(OPENS)
    new = house.documents("intake").wraps.ring.make(OPENS)
    late = writer.put(WORDS)
    writer.share(late, ["intake"])
    fresh = house.documents("cases").put(WORDS)
    house.documents("cases").share(fresh, ["intake"])
    assert wrapped(house, "intake", old.kid) == {*names, late}, "who runs believes the old key for a minute"
    assert wrapped(house, "intake", new.kid) == {fresh}
    assert [running.get(name) for name in (*names, late, fresh)] == [WORDS] * 5
    assert rewrap(house.documents("intake"), utc_now()) == 4
    assert wrapped(house, "intake", old.kid) == set()
    assert wrapped(house, "intake", new.kid) == {*names, late, fresh}
    assert len(house.documents("intake").wraps.ring.own(OPENS)) == 2, "somebody may still write for it"
    rewrap(house.documents("intake"), utc_now() + SETTLED + timedelta(minutes=1))
    assert house.documents("intake").wraps.ring.own(OPENS) == (new,)
    assert [running.get(name) for name in (*names, late, fresh)] == [WORDS] * 5


def test_a_turn_ends_with_its_time_and_the_next_goes_on(house):
    here = house.begun()["cases"]
    names = [here.put(WORDS) for _ in range(5)]
    here.wraps.ring.make(OPENS)
    assert rewrap(here, utc_now(), budget=1e-9) == 0
    assert rewrap(here, utc_now()) == 5
    assert {opening(house, name)[0] for name in names} == {"cases"}


def test_what_is_erased_while_it_is_wrapped_anew_leaves_no_key_behind(house):
    here = house.begun()["cases"]
    name = here.put(WORDS)
    here.wraps.ring.make(OPENS)
    (house.folder / name[:2] / name).unlink()
    rewrap(here, utc_now())
    assert list(house.folder.rglob(name)) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from shared.clock import utc_now
from shared.documents import rewrapping, wraps
from tests.keyed import House
house = House(Path(sys.argv[1]), seed=b"k")
steps, erase = int(sys.argv[2]), wraps.Objects.erase
put = wraps.Objects.put

def counted(method):
    def step(*given, **named):
        global steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*given, **named)
    return step

wraps.Objects.erase, wraps.Objects.put = counted(erase), counted(put)
rewrapping.rewrap(house.documents("cases"), utc_now())
"""


def test_a_kill_at_any_step_of_a_re_wrapping_loses_nothing_and_the_next_one_ends_it(tmp_path):
    house = House(tmp_path / "documents", seed=b"k")
    here = house.begun()["cases"]
    names = [here.put(WORDS) for _ in range(4)]
    [old] = here.wraps.ring.own(OPENS)
    new = here.wraps.ring.make(OPENS)
    for steps in (0, 1, 2, 3):
        ran = Popen([sys.executable, "-c", KILLED, str(house.folder), str(steps)], stderr=PIPE)
        assert ran.wait(timeout=60) == -signal.SIGKILL, ran.stderr.read()
        ran.stderr.close()
        assert [opening(house, name) for name in names] == [["cases"]] * 4
    rewrap(house.documents("cases"), utc_now())
    assert (wrapped(house, "cases", old.kid), wrapped(house, "cases", new.kid)) == (set(), set(names))


def test_documents_of_before_stay_open_to_who_was_told_them_and_to_nobody_else_when_the_key_of_all_is_gone(
    tmp_path, source
):
    before = Documents((tmp_path / "documents").as_uri(), b"k" * 32)
    pdf, note = before.put(WORDS), before.put(WORDS)
    letter = before.keep(Letter(pdf=pdf))
    told(source, before, informed(letter))
    house = House(tmp_path / "documents", document_key=b"k" * 32)
    house.begun()
    assert opening(house, note) == list(SERVICES)
    assert names_in(source) >= {letter}
    assert take_over(house.documents("cases"), source) == (2, [])
    assert take_over(house.documents("cases"), source) == (0, [])
    house.documents("cases").share(letter, ["notifications"])
    without = {"document_key": None}
    assert house.documents("cases", **without).get(pdf) == WORDS
    for name in (letter, pdf):
        assert opening(house, name, **without) == ["cases", "notifications"]
    assert opening(house, note, **without) == []
    house.documents("cases", **without).share(letter, ["partners"])
    assert opening(house, pdf, **without) == ["cases", "notifications", "partners"]
    house.documents("cases", **without).erase(pdf)
    assert list(house.folder.rglob(pdf)) == []


def test_a_copy_of_a_document_of_before_is_wrapped_anew_as_any_other(tmp_path, source):
    before = Documents((tmp_path / "documents").as_uri(), b"k" * 32)
    name = before.put(WORDS)
    told(source, before, informed(name))
    house = House(tmp_path / "documents", document_key=b"k" * 32)
    house.begun()
    take_over(house.documents("cases"), source)
    house.documents("cases").wraps.ring.make(OPENS)
    assert rewrap(house.documents("cases"), utc_now()) == 1
    assert opening(house, name, document_key=None) == ["cases"]


def test_a_document_of_before_that_does_not_open_is_named(tmp_path, source):
    name = Documents((tmp_path / "documents").as_uri(), b"other" * 6 + b"xx").put(WORDS)
    told(source, Documents((tmp_path / "documents").as_uri(), b"k" * 32), informed(name))
    house = House(tmp_path / "documents", document_key=b"k" * 32)
    assert take_over(house.begun()["cases"], source) == (0, [name])


def test_a_service_whose_keys_are_lost_has_its_documents_back_out_of_the_escrow(tmp_path, source):
    private = new_key()
    escrow: dict[str, Any] = {"document_escrow_key": public_of(OPENS, private)}
    house = House(tmp_path / "documents")
    early = house.begun()["cases"].put(WORDS)
    here = house.documents("cases", **escrow)
    assert give_to_escrow(here) == 1
    pdf = here.put(WORDS)
    letter = here.keep(Letter(pdf=pdf))
    for name in (early, letter):
        told(source, here, informed(name))
    other = house.documents("partners", **escrow).put(WORDS)
    shutil.rmtree(house.folder / "keys" / "cases")
    fresh = {"document_ring_keys": (os.urandom(32),), **escrow}
    with pytest.raises(NotForUsError):
        house.documents("cases", **fresh).get(pdf)
    assert recover(house.documents("cases", **fresh), source, escrow_of(new_key())) == (0, sorted([early, letter]))
    assert recover(house.documents("cases", **fresh), source, escrow_of(private)) == (3, [])
    alone = house.documents("cases", **fresh)
    assert [alone.get(name) for name in (early, pdf)] == [WORDS, WORDS]
    assert alone.open(letter).names == (pdf,)
    assert other not in {path.name for path in (house.folder / "wraps" / "cases").rglob("*")}
    [mine] = alone.wraps.ring.own(OPENS)
    under = {path.parents[1].name for path in (house.folder / "wraps" / "cases").rglob("*") if path.is_file()}
    assert under == {mine.kid}, "what was wrapped for the lost key is gone"
