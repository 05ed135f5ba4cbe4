"""Which files are taken in, by content and by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.uploads import KINDS, LARGEST, FileRefusedError, accept
from shared.uploads import examine as examine_for
from tests.intake.files import (
    DOCX,
    EICAR,
    EXE,
    HEIC,
    HTML,
    JPG,
    M4A,
    MP4,
    PDF,
    PNG,
    SVG,
    ZIP,
    docx_with_macros,
    spreadsheet,
)

ALL = tuple(KINDS)
XLSX = spreadsheet()


def examine(name, content, taken=ALL):
    return examine_for(name, content, taken)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        examine(name, content)
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "media_type", "extension"),
    [
        ("foto.jpg", JPG, "image/jpeg", "jpg"),
        ("FOTO.JPEG", JPG, "image/jpeg", "jpg"),
        ("ekrani.png", PNG, "image/png", "png"),
        ("iphone.heic", HEIC, "image/heic", "heic"),
        ("vendim.pdf", PDF, "application/pdf", "pdf"),
        ("letra.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("tabela.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("video.mp4", MP4, "video/mp4", "mp4"),
        ("zeri.m4a", M4A, "audio/mp4", "m4a"),
        ("shenim.txt", "Më thirri në zyrë.\n".encode(), "text/plain", "txt"),
        ("bmw.txt", b"BMW e zeze me targa", "text/plain", "txt"),
    ],
)
def test_the_kinds_of_the_list_are_taken(name, content, media_type, extension):
    kind = examine(name, content)
    assert (kind.media_type, kind.extension) == (media_type, extension)


def boxed(major: bytes, *brands: bytes) -> bytes:
    body = major + b"\x00" * 4 + b"".join(brands)
    return (len(body) + 8).to_bytes(4, "big") + b"ftyp" + body + b"\x00" * 64


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (boxed(b"mif1", b"mif1", b"heic"), "heic"),
        (boxed(b"msf1", b"msf1", b"hevc", b"heic"), "heic"),
        (boxed(b"mp42"), "mp4"),
        (boxed(b"iso5", b"iso6", b"mp41"), "mp4"),
        (boxed(b"avc1", b"isom"), "mp4"),
        (boxed(b"M4V ", b"M4V ", b"mp42"), "mp4"),
        (boxed(b"3gp4", b"isom", b"3gp4"), "mp4"),
        (boxed(b"M4A ", b"isom", b"mp42"), "m4a"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif" + b"\x00" * 40, "jpg"),
        (b"M4A quhet rruga", "txt"),
    ],
)
def test_what_telephones_write_is_known_by_its_brands(content, extension):
    assert examine("", content).extension == extension


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("avif", boxed(b"avif", b"mif1", b"isom")),
        ("avif by its second brand", boxed(b"mif1", b"avif", b"mp41")),
        ("quicktime", boxed(b"qt  ", b"qt  ")),
        ("a box longer than the file", b"\x00\x00\xff\xff" + boxed(b"heic")[4:]),
        ("a box of no length", b"\x00" * 4 + boxed(b"mp42", b"isom")[4:]),
        ("half a signature", b"\x89PNG\n\x1a\n" + PNG[8:]),
        ("an animation", PNG[:33] + b"\x00\x00\x00\x08acTL" + b"\x00" * 12 + b"IDAT"),
        ("pdf and tar in one", PDF[:9] + b"%" + b" " * 247 + b"ustar\n" + PDF[9:]),
        ("pdf and dicom in one", PDF[:9] + b"%" + b" " * 118 + b"DICM\n" + PDF[9:]),
    ],
)
def test_what_only_resembles_a_kind_is_refused(what, content):
    assert refusal("", content) == "file_type_not_allowed", what


@pytest.mark.parametrize(
    "name",
    [
        "", "vendim", "...", ".htaccess", "../../etc/passwd", "..\\..\\x.pdf", "CON.pdf", "x.pdf.", "x.pdf ", "a" * 5000,
        "Zanafilla Kanarina.pdf", "x\x00.pdf", "a.exe.pdf", "Shkresa nr. 7", "vendim.2024",
    ],
)  # fmt: skip
def test_a_name_is_no_path_and_may_be_odd(name):
    assert examine(name, PDF).extension == "pdf"


@pytest.mark.parametrize("name", ["foto.jpg", "a.pdf.exe", "a.html", "a.docx", "a.php", "..%2fevil.php"])
def test_an_ending_that_the_content_contradicts_is_refused(name):
    assert refusal(name, PDF) == "file_name_mismatch"


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("exe named pdf", EXE),
        ("elf", b"\x7fELF" + b"\x00" * 64),
        ("html", HTML),
        ("html after blanks", b"  \n\n" + HTML),
        ("svg", SVG),
        ("gif", b"GIF89a/*" + b"\x00" * 64),
        ("zip", ZIP),
        ("word with macros", docx_with_macros()),
        ("pdf with something before it", b"x" + PDF),
        ("pdf with html before it", HTML + PDF),
        ("pdf with html in its head", PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n<script>alert(1)</script>\n")),
        ("pdf with html behind it", PDF + b"<html><script>alert(1)</script>"),
        ("pdf with a zip behind it", PDF + ZIP),
        ("pdf with a zip inside", PDF.replace(b"%%EOF", ZIP + b"\n%%EOF")),
        ("pdf that was cut off", PDF[:-10]),
        ("picture with a zip behind it", JPG + ZIP),
        ("picture with html in its head", JPG[:20] + HTML + JPG[20:]),
        ("script", b"#!/bin/sh\nrm -rf /\n"),
        ("rtf", b"{\\rtf1 hello}"),
        ("postscript", b"%!PS-Adobe-3.0\n"),
        ("text with NUL", b"abc\x00def"),
        ("text in another encoding", "Më".encode("utf-16")),
        ("text in latin-1", "Më thirri".encode("latin-1")),
        ("xml", b"<?xml version='1.0'?><a/>"),
    ],
)
def test_any_other_content_is_refused_whatever_its_name(what, content):
    for name in ("x.pdf", "x.jpg", "x.txt", "x"):
        assert refusal(name, content) == "file_type_not_allowed", what


def test_a_picture_may_hold_php_in_a_comment():
    assert examine("x.jpg", JPG + b"<?php system('id'); ?>").extension == "jpg"


def test_the_test_virus_is_refused_as_such():
    assert refusal("eicar.txt", EICAR) == "file_infected"


def test_an_empty_file_is_refused():
    assert refusal("x.txt", b"") == "file_empty"


def test_twenty_mebibytes_fit_and_one_byte_more_does_not():
    assert examine("x.txt", b"a" * LARGEST).extension == "txt"
    assert refusal("x.txt", b"a" * (LARGEST + 1)) == "file_too_large"


@settings(max_examples=300)
@given(st.binary(max_size=2000), st.text(max_size=30))
def test_no_content_and_no_name_breaks_the_look(content, name):
    try:
        kind = examine(name, content)
    except FileRefusedError as refused:
        assert refused.code.startswith("file_")
    else:
        assert kind.extension in set(KINDS)


def test_a_kind_that_the_service_does_not_take_is_refused():
    for name, content in (("a.docx", DOCX), ("a.xlsx", XLSX), ("a.txt", b"hello"), ("a.mp4", MP4)):
        with pytest.raises(FileRefusedError) as refused:
            examine(name, content, ("pdf", "jpg", "png"))
        assert refused.value.code == "file_type_not_allowed"
    assert examine("a.pdf", PDF, ("pdf",)).media_type == "application/pdf"


def test_a_form_is_told_every_ending_of_what_is_taken():
    assert accept(("pdf", "jpg")) == ".pdf,.jpg,.jpeg,.jpe"
