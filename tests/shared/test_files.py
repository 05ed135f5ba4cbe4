"""Files from outside: opened by a process that has nothing but the file, shown as a clean copy only, and never lost."""

import base64
import io
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from shared.documents import NotForUsError
from shared.files import copies, isolation, setting, taking
from shared.files.copies import Box, NotShownError
from shared.files.isolation import UndecidedError
from shared.sealing import new_key
from shared.uploads import KINDS, FileRefusedError
from tests.clamd import clamd
from tests.hostile_files import FILES, MARKS, office, pdf_with
from tests.sample_files import JPG, PDF, PNG, picture
from tests.waiting import wait_until

TAKEN = tuple(KINDS)
STUB = """
import sys, pathlib
sys.path.insert(0, {root!r})
from tests.hostile_files import pdf_with
import os, resource
assert sys.argv[1] == "file.docx" and not any(name.endswith(("_KEY", "_URL")) for name in os.environ)
limits = [resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1] for name in ("AS", "CPU", "FSIZE", "CORE", "NOFILE")]
assert limits == [4 * 1024 ** 3, 60, 40 * 1024 ** 2, 0, 1024], limits
assert os.path.basename(os.getcwd()).startswith("besa-file-") and os.stat(".").st_mode & 0o777 == 0o700
print("x" * 100_000, flush=True)
pathlib.Path("file.pdf").write_bytes(pdf_with("a script"))
"""


def settings(**more):
    return SimpleNamespace(**{"service": "sample", "scanner_url": "", "office_command": (), **more})


def take(content, name="a.pdf", **more):
    return taking.take(name, content, TAKEN, settings(**more))


def test_a_small_file_is_not_written_out_into_an_enormous_one(monkeypatch):
    """Pages that share what is painted on them are written one by one."""
    monkeypatch.setattr(isolation, "LARGEST_COPY", 400_000)
    writer, painted = PdfWriter(), DecodedStreamObject()
    painted.set_data(b"(%s) Tj" % base64.b64encode(random.Random(1).randbytes(30_000)))
    shared = writer._add_object(painted.flate_encode())
    for _ in range(40):
        writer.add_blank_page(100, 100)[NameObject("/Contents")] = shared
    with io.BytesIO() as made:
        writer.write(made)
        small = made.getvalue()
    with pytest.raises(FileRefusedError) as refused:
        take(small)
    assert (refused.value.code, len(small) < 60_000) == ("file_too_complex", True)


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused_or_comes_out_clean(what):
    hostile = FILES[what]
    try:
        sent = take(hostile.content, hostile.name)
    except FileRefusedError as refused:
        assert refused.code in hostile.becomes.split("|")
    else:
        assert sent.verdict.state in hostile.becomes.split("|")
        assert [mark for mark in MARKS if mark in sent.verdict.content] == []
        assert hostile.content not in (sent.verdict.content, b"")


def test_a_picture_stands_as_it_was_seen_and_keeps_nothing_but_its_points():
    clean = take(FILES["JPEG with author, place and comment"].content, "a.jpg").verdict.content
    with Image.open(io.BytesIO(clean)) as shown:
        # Turned by a quarter, as its telephone said.
        assert shown.size == (20, 40)
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_each_mode_are_written_anew(mode):
    with Image.open(io.BytesIO(take(picture("PNG", mode), "a.png").verdict.content)) as shown:
        assert shown.size == (4, 4)


def test_a_pdf_keeps_its_words_its_pictures_and_what_was_filled_in():
    clean = PdfReader(io.BytesIO(take(pdf_with("a field with a script")).verdict.content))
    [page] = clean.pages
    assert "Vendimi i bashkise" in page.extract_text()
    assert "E plotesuar" in page.extract_text()
    # As it lies in the page, whatever its telephone said: who shows a PDF does not turn it.
    assert page.images[0].image.size == (40, 20)
    assert "/Annots" not in page


class TestOfTheProcess:
    def test_it_opens_no_file_no_socket_and_begins_no_process(self):
        tried = (
            "import errno, socket, os\n"
            "from shared.files import worker\n"
            "worker.confine(5)\n"
            "def refused(what, *given):\n"
            "    try: what(*given)\n"
            "    except OSError as error: return error.errno == errno.EMFILE\n"
            "    return False\n"
            "os.close(0)\n"
            "print(refused(open, '/etc/passwd'), refused(open, '/tmp/x', 'w'), refused(socket.socket),"
            " refused(socket.socket, socket.AF_UNIX), refused(os.pipe), len(os.environ))\n"
        )
        status, said = isolation.run([sys.executable, "-E", "-s", "-c", tried], b"", 20)
        assert (status, said.split()[:5]) == (0, [b"True"] * 5)

    def test_it_knows_nothing_of_the_environment_of_its_service(self, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "MARK-SECRET")
        status, said = isolation.run([sys.executable, "-c", "import os; print(sorted(os.environ))"], b"", 20)
        assert status == 0
        assert b"MARK-SECRET" not in said and b"SECRET_KEY" not in said

    def test_memory_beyond_the_limit_is_refused_to_it(self):
        tried = "from shared.files import worker\nworker.confine(5)\nbytes(2 * 1024 ** 3)\n"
        assert isolation.run([sys.executable, "-E", "-s", "-c", tried], b"", 20)[0] == 1

    def test_what_takes_longer_ends_with_all_that_it_began(self):
        tried = "import subprocess, sys, time; subprocess.Popen(['sleep', '67']); time.sleep(60)"
        began = time.monotonic()
        with pytest.raises(UndecidedError):
            isolation.run([sys.executable, "-c", tried], b"", 2)
        assert time.monotonic() - began < 10

    def test_the_services_themselves_load_nothing_that_opens_files(self):
        loaded = subprocess.run(
            [sys.executable, "-c", "import sys, shared.file_parts; print('PIL' in sys.modules, 'pypdf' in sys.modules)"],
            capture_output=True, text=True, check=True, cwd=isolation._ROOT,
        )  # fmt: skip
        assert loaded.stdout.split() == ["False", "False"]


class TestWhatWaits:
    def test_a_process_that_is_killed_in_the_middle_loses_nothing(self, documents, monkeypatch):
        run = isolation.run

        def killed(command, content, seconds, *folder):
            return run([sys.executable, "-c", f"import os; os.kill(os.getpid(), {signal.SIGKILL})"], content, seconds)

        monkeypatch.setattr(isolation, "run", killed)
        sent = take(PDF)
        name = taking.keep(documents, "sample", sent)
        with pytest.raises(NotShownError, match="not given out"):
            taking.shown(documents, settings(), name)
        assert documents.get(name) == PDF
        monkeypatch.setattr(isolation, "run", run)
        assert taking.settle(documents, settings()) == 0
        assert taking.shown(documents, settings(), name).content.startswith(b"%PDF-")
        assert list(copies.all_waiting(documents, "sample")) == []

    def test_what_ends_three_processes_is_opened_by_none_and_kept_as_it_came(self, documents, monkeypatch):
        monkeypatch.setattr(isolation, "run", lambda *_: (-signal.SIGKILL, b""))
        name = taking.keep(documents, "sample", take(PDF))
        assert [taking.settle(documents, settings()) for _ in range(3)] == [1, 1, 0]
        with pytest.raises(NotShownError) as refused:
            taking.shown(documents, settings(), name)
        assert refused.value.code == "file_kept"
        assert documents.get(name) == PDF

    def test_a_file_that_came_before_there_were_copies_is_judged_when_it_is_asked_for(self, documents):
        name = documents.put(FILES["PDF with a script"].content)
        shown = taking.shown(documents, settings(), name)
        assert b"MARK-SCRIPT" not in shown.content

    def test_a_copy_lies_sealed_for_whoever_may_read_the_file_and_goes_with_it(self, documents, tmp_path):
        box = Box(new_key(), "sample.place")
        name = taking.keep(documents, "sample", take(PDF), box)
        stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        assert len(stored) == 2
        assert not any(b"%PDF" in one or b"clean" in one for one in stored)
        assert taking.shown(documents, settings(), name, box).content.startswith(b"%PDF-")
        documents.erase(name)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_who_is_told_of_a_file_reads_the_copy_of_it_also_one_that_was_made_later_and_nobody_else_does(self, house):
        here = house.begun()
        name = taking.keep(here["partners"], "partners", take(PDF, scanner_url="unix:///nowhere"))
        here["partners"].share(name, ["cases"])
        assert taking.settle(here["partners"], settings(service="partners")) == 0
        shown = taking.shown(house.documents("cases"), settings(service="cases"), name)
        assert shown.content.startswith(b"%PDF-")
        with pytest.raises(NotForUsError):
            taking.shown(house.documents("notifications"), settings(service="notifications"), name)

    def test_a_file_that_was_erased_while_it_waited_is_forgotten(self, documents):
        away = settings(scanner_url="unix:///nowhere")
        name = taking.keep(documents, "sample", take(PDF, scanner_url=away.scanner_url))
        documents.erase(name)
        assert taking.settle(documents, settings()) == 0
        assert list(copies.all_waiting(documents, "sample")) == []


class TestOfAScanner:
    """A stub that speaks as clamd does."""

    @pytest.mark.parametrize(("content", "name"), [(PDF, "a.pdf"), (JPG, "a.jpg"), (PNG, "a.png"), (b"fjali", "a.txt")])
    def test_up_it_lets_through_what_is_clean(self, content, name):
        with clamd(b"stream: OK\0") as (url, heard):
            assert take(content, name, scanner_url=url).verdict.state == copies.CLEAN
        assert bytes(heard) == content

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            (b"stream: Sample-Virus FOUND\0", "file_infected"),
            (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "file_unscannable"),
            (b"INSTREAM size limit exceeded. ERROR\0", "file_unscannable"),
        ],
    )
    def test_what_it_finds_and_what_it_cannot_look_at_is_refused(self, answer, code):
        with clamd(answer) as (url, _), pytest.raises(FileRefusedError) as refused:
            take(PDF, scanner_url=url)
        assert refused.value.code == code

    def test_beyond_its_limit_it_ends_the_stream_and_its_answer_is_read_all_the_same(self):
        stub = clamd(b"INSTREAM size limit exceeded. ERROR\0", most=100_000)
        with stub as (url, _), pytest.raises(FileRefusedError) as refused:
            take(b"a" * 5_000_000, "a.txt", scanner_url=url)
        assert refused.value.code == "file_unscannable"

    @pytest.mark.parametrize("answer", [b"", b"stream: what ERROR\0"])
    def test_down_or_without_a_verdict_the_file_waits_and_is_shown_once_it_is_up(self, documents, answer):
        with clamd(answer) as (url, _):
            sent = take(PDF, scanner_url=url)
        assert sent.verdict is None
        name = taking.keep(documents, "sample", sent)
        for _ in range(5):
            assert taking.settle(documents, settings(scanner_url="tcp://127.0.0.1:9")) == 1
        with pytest.raises(NotShownError) as refused:
            taking.shown(documents, settings(scanner_url="tcp://127.0.0.1:9"), name)
        assert refused.value.code == "file_waits"
        with clamd(b"stream: OK\0") as (url, _):
            assert taking.settle(documents, settings(scanner_url=url)) == 0
        assert taking.shown(documents, settings(), name).state == copies.CLEAN

    def test_however_slowly_it_answers_a_sender_waits_no_longer_than_for_the_door(self, monkeypatch):
        monkeypatch.setattr(taking, "AT_THE_DOOR", 1)
        began = time.monotonic()
        with clamd(b"stream: " + b"." * 60, pause=0.1) as (url, _):
            assert take(PDF, scanner_url=url).verdict is None
            assert time.monotonic() - began < 3

    def test_what_it_finds_later_is_opened_by_nobody(self, documents):
        name = taking.keep(documents, "sample", take(PDF, scanner_url="tcp://127.0.0.1:9"))
        with clamd(b"stream: Sample-Virus FOUND\0") as (url, _):
            assert taking.settle(documents, settings(scanner_url=url)) == 0
        with pytest.raises(NotShownError) as refused:
            taking.shown(documents, settings(), name)
        assert refused.value.code == "file_refused"
        assert list(copies.all_waiting(documents, "sample")) == []

    def test_of_what_it_finds_later_somebody_is_told_also_if_a_reader_came_first_or_the_telling_failed(self, documents):
        name = taking.keep(documents, "sample", take(PDF, scanner_url="tcp://127.0.0.1:9"))
        with clamd(b"stream: Sample-Virus FOUND\0") as (url, _), pytest.raises(NotShownError):
            taking.shown(documents, settings(scanner_url=url), name)
        told = []

        def refused(*what):
            told.append(what)
            if len(told) == 1:
                raise ConnectionError

        with pytest.raises(ConnectionError):
            taking.settle(documents, settings(), refused=refused)
        for _ in range(2):
            assert taking.settle(documents, settings(), refused=refused) == 0
        assert told == [(name, "file_infected")] * 2


class TestOfATextWithoutLayout:
    """Word and Excel: a PDF where a program is set that makes one, else only as it came."""

    def test_without_a_program_it_is_kept(self, documents):
        sent = take(office(), "a.docx")
        name = taking.keep(documents, "sample", sent)
        with pytest.raises(NotShownError) as refused:
            taking.shown(documents, settings(), name)
        assert refused.value.code == "file_kept"

    def test_with_one_it_is_set_behind_the_senders_back_and_what_it_made_is_cleaned_too(self, documents, tmp_path):
        stub = tmp_path / "stub.py"
        stub.write_text(STUB.format(root=str(isolation._ROOT)))
        with_office = settings(office_command=(sys.executable, str(stub)))
        sent = take(office(), "a.docx", office_command=with_office.office_command)
        assert sent.verdict is None
        name = taking.keep(documents, "sample", sent)
        assert taking.settle(documents, with_office) == 0
        shown = taking.shown(documents, with_office, name)
        assert shown.media_type == "application/pdf"
        assert [mark for mark in MARKS if mark in shown.content] == []

    def test_a_way_to_somewhere_else_is_no_file_that_was_set(self):
        for made in ("ln -s /etc/passwd file.pdf", "mkfifo file.pdf", "mkdir file.pdf", ":"):
            with pytest.raises(UndecidedError):
                setting.as_pdf("docx", b"x", ("sh", "-c", made))

    def test_it_lies_in_memory_where_there_is_room(self):
        assert setting._lies_in_memory(Path("/dev/shm")) and not setting._lies_in_memory(Path("/proc"))
        assert setting._lies_in_memory(Path(setting._place()))

    def test_what_a_killed_process_left_in_clear_is_swept_and_what_a_living_one_holds_is_not(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(setting, "_MEMORY", tmp_path)
        holds = f"import sys; sys.path.insert(0, {str(isolation._ROOT)!r}); from shared.files import setting; import time, pathlib\n"
        holds += f"setting._place = lambda: {str(tmp_path)!r}\n"
        holds += "with setting._folder() as here: (here / 'file.docx').write_bytes(b'x'); print(here, flush=True); time.sleep(60)"
        with subprocess.Popen([sys.executable, "-c", holds], stdout=subprocess.PIPE) as held:
            left = Path(held.stdout.readline().decode().strip())
            setting.sweep()
            assert (left / "file.docx").exists()
            held.kill()
        setting.sweep()
        assert (left.parent, left.exists()) == (tmp_path, False)

    def test_the_command_ends_with_who_began_it(self, tmp_path):
        begins = f"import sys; sys.path.insert(0, {str(isolation._ROOT)!r}); from shared.files import setting\n"
        says = tmp_path / "says"
        begins += f"setting.as_pdf('docx', b'x', ('sh', '-c', 'echo $$ > {says}; exec sleep 60'))"
        with subprocess.Popen([sys.executable, "-c", begins]) as began:
            wait_until(lambda: says.exists() and says.read_text().strip(), "it says who it is")
            began.kill()
        told = Path(f"/proc/{says.read_text().strip()}/cmdline")
        wait_until(lambda: not told.exists() or not told.read_bytes(), "it ends", 10)
        assert not told.exists() or not told.read_bytes()
        setting.sweep()
