"""The document store: nothing readable on disk, nothing changed unseen, names that give nothing away."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.documents import DocumentDamagedError, DocumentMissingError, Documents
from shared.edges import Document
from shared.retry import RetryLaterError
from shared.sealing import SealBrokenError, derive, new_key, seal, unseal

WORDS = "Fëmija tha: nuk dua të kthehem".encode()


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]


def test_what_is_put_is_got_again(documents):
    assert documents.get(documents.put(WORDS)) == WORDS


def test_a_document_is_named_by_its_stored_bytes_and_unreadable_on_disk(documents, tmp_path):
    name = documents.put(WORDS)
    [stored] = files(tmp_path)
    assert stored.name == name == hashlib.sha256(stored.read_bytes()).hexdigest()
    assert b"kthehem" not in stored.read_bytes()


def test_the_same_words_twice_have_two_names(documents):
    # A name that depended on the words would let anyone who guesses them find out.
    assert documents.put(WORDS) != documents.put(WORDS)
    assert hashlib.sha256(WORDS).hexdigest() not in {documents.put(WORDS), documents.put(WORDS)}


def test_a_changed_byte_is_seen(documents, tmp_path):
    name = documents.put(WORDS)
    [stored] = files(tmp_path)
    content = bytearray(stored.read_bytes())
    content[20] ^= 1
    stored.write_bytes(content)
    with pytest.raises(DocumentDamagedError):
        documents.get(name)


@dataclass(frozen=True, kw_only=True)
class Note(Document):
    text: str


def test_a_value_that_is_kept_is_read_again_with_what_a_newer_writer_added_left_out(documents):
    assert documents.read(Note, documents.keep(Note(text="Shembull"))) == Note(text="Shembull")
    assert documents.read(Note, documents.put_json({"text": "Shembull", "added": 1})) == Note(text="Shembull")


def test_a_document_of_another_shape_is_no_fault_of_whoever_asks_for_it(documents):
    with pytest.raises(DocumentDamagedError):
        documents.read(Note, documents.put_json({"title": "Shembull"}))
    with pytest.raises(DocumentDamagedError):
        documents.read_all(Note, documents.put_json([{"title": "Shembull"}]))


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "0" * 64])
def test_an_unknown_or_malformed_name_is_missing(documents, name):
    with pytest.raises(DocumentMissingError):
        documents.get(name)


def test_another_key_opens_nothing(documents, tmp_path):
    name = documents.put(WORDS)
    with pytest.raises(SealBrokenError):
        Documents(f"file://{tmp_path}/documents", b"x" * 32).get(name)


def test_erased_is_gone_and_erasing_twice_is_no_error(documents, tmp_path):
    name = documents.put(WORDS)
    documents.erase(name)
    documents.erase(name)
    assert files(tmp_path) == []


def test_a_store_that_cannot_be_written_says_try_later(tmp_path):
    documents = Documents(f"file://{tmp_path}/documents", b"k" * 32)
    for folder in range(256):
        (tmp_path / "documents" / f"{folder:02x}").write_text("a file where a folder must be")
    with pytest.raises(RetryLaterError):
        documents.put(WORDS)


def test_a_sealed_value_opens_only_in_its_own_place():
    key = new_key()
    sealed = seal(key, b"value", "complaint.narrative.1")
    assert unseal(key, sealed, "complaint.narrative.1") == b"value"
    with pytest.raises(SealBrokenError):
        unseal(key, sealed, "complaint.narrative.2")
    with pytest.raises(SealBrokenError):
        unseal(key, b"", "complaint.narrative.1")


def test_derived_keys_differ_by_purpose():
    assert derive(b"s" * 32, "a") != derive(b"s" * 32, "b")
    assert derive(b"s" * 32, "a") == derive(b"s" * 32, "a")


@pytest.fixture
def synced(monkeypatch):
    """What was given to the disk, as paths, in order."""
    paths: list[Path] = []
    sync = os.fsync

    def told(descriptor: int) -> None:
        paths.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", told)
    return paths


def test_a_document_is_on_disk_with_its_folders_before_its_name_is_given(documents, tmp_path, synced):
    name = documents.put(WORDS)
    shelf = tmp_path / "documents" / name[:2]
    assert synced == [shelf / name, shelf, shelf.parent]


def test_a_document_that_was_there_already_is_on_disk_too_before_its_name_is_given(documents, tmp_path, synced):
    # Whoever put it first may have died between writing and syncing it.
    stored = documents.stored(documents.put(WORDS))
    synced.clear()
    name = documents.put_back(stored)
    shelf = tmp_path / "documents" / name[:2]
    assert synced == [shelf / name, shelf]
    synced.clear()
    elsewhere = Documents((tmp_path / "documents").as_uri(), b"k" * 32)
    elsewhere.put_back(stored)
    assert synced == [shelf / name, shelf, shelf.parent], "another process does not know what this one synced"


@pytest.mark.parametrize("folder", ["Besë", "dy fjalë", "50% e më shumë"])
def test_documents_lie_in_the_folder_that_is_named_whatever_its_letters(tmp_path, folder):
    url = (tmp_path / folder).as_uri()
    name = Documents(url, b"k" * 32).put(WORDS)
    assert (tmp_path / folder / name[:2] / name).is_file()
    assert Documents(url, b"k" * 32).get(name) == WORDS
