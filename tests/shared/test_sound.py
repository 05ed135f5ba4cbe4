"""What is said of a sound is in none that anybody is to have."""

import pytest

from shared.files import taking
from shared.uploads import FileRefusedError
from tests.shared.test_files import settings

SAID = b"Interviste me Zanafilla Perrallori"


def box(kind, *inside):
    held = b"".join(inside)
    return (len(held) + 8).to_bytes(4, "big") + kind + held


def sound(track=b"soun", *more, moov=(), name=b"SoundHandler", source=b""):
    data = box(b"dref", b"\0\0\0\0\0\0\0\1", box(b"url ", b"\0\0\0\1", source))
    handler = box(b"hdlr", bytes(8), track, bytes(12), name, b"\0")
    media = box(b"mdia", handler, box(b"minf", box(b"smhd", bytes(8)), box(b"dinf", data)))
    made = box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"tkhd", bytes(84)), media), *moov)
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + made + b"".join(more) + box(b"mdat", b"the sound")


TITLE = box(b"\xa9nam", box(b"data", b"\0\0\0\1\0\0\0\0", SAID))
TAGGED = {
    "a title": sound(moov=[box(b"udta", box(b"meta", b"\0\0\0\0", box(b"ilst", TITLE)))]),
    "a title beside the film": sound(b"soun", box(b"meta", b"\0\0\0\0", box(b"ilst", TITLE))),
    "a comment in room that is free": sound(b"soun", box(b"free", SAID)),
    "a box of somebody": sound(b"soun", box(b"uuid", bytes(16), SAID)),
    "the name of its track": sound(name=SAID),
}


def take(content, **more):
    return taking.take("a.m4a", content, ("m4a",), settings(), **more).content


@pytest.mark.parametrize("what", TAGGED)
def test_a_sound_that_anybody_is_to_have_comes_in_without_what_is_said_of_it(what):
    tagged = TAGGED[what]
    bare = take(tagged, public=True)
    assert SAID in tagged and SAID not in bare
    assert (len(bare), bare.index(b"the sound")) == (len(tagged), tagged.index(b"the sound"))


def test_what_was_handed_in_as_evidence_stays_as_it_came():
    assert take(TAGGED["a title"]) == TAGGED["a title"]


REFUSED = {
    "chapters": (sound(b"text"), "file_not_only_sound"),
    "a film": (sound(b"vide"), "file_not_only_sound"),
    "a sound that lies elsewhere": (sound(source=b"http://somewhere.example/a"), "file_active"),
    "half of a file": (sound()[:-40], "file_broken"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_one_that_is_more_than_a_sound_or_no_whole_one_is_refused(what):
    content, code = REFUSED[what]
    with pytest.raises(FileRefusedError) as refused:
        take(content, public=True)
    assert refused.value.code == code
