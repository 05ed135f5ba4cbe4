"""The gateway's files under a real nginx: whom it believes, how it listens, what it says when a service is away."""

import http.client
import http.server
import json
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from babel.messages.pofile import read_po
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.servers.processes import free_block
from tests.waiting import wait_until

FILES = Path(__file__).parents[2] / "deploy" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
NAME = "gateway.example"


class _Echo(http.server.BaseHTTPRequestHandler):
    """A service that says which headers the gateway gave it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
            self.send_header(f"Told-{name}", self.headers.get(name, "-"))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def service() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def certificate(folder: Path) -> None:
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(private)


class Gateway:
    """Our files, with nothing changed in them but folders, ports and the address of the service behind."""

    def __init__(self, folder: Path, listen: str, caller: str, service: int, swap: tuple[str, str] = ("", "")) -> None:
        assert NGINX, "install Debian's package nginx-light"
        self.plain, self.tls = free_block(2), free_block(2) + 1
        certificate(folder / "tls")
        laid = {"nginx": "nginx", "besa/site": "site", "besa/listen": listen, "besa/caller": caller}
        (folder / "besa").mkdir()
        for name, source in laid.items():
            text = (FILES / f"{source}.conf").read_text()
            for old, new in (
                ("/etc/nginx/besa", str(folder / "besa")), ("/etc/nginx/tls", str(folder / "tls")), ("/tmp/nginx.pid", str(folder / "pid")),
                ("http://$besa-web:8000", f"http://127.0.0.1:{service}"), ("/dev/stderr", str(folder / "errors")),
                ("access_log off;", f"access_log {folder}/requests besa;"),
                ("listen 8000", f"listen 127.0.0.1:{self.plain}"), ("listen 8443", f"listen 127.0.0.1:{self.tls}"), swap,
            ):  # fmt: skip
                text = text.replace(old, new) if old else text
            (folder / f"{name}.conf").write_text(text)
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        self.folder = folder
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_until(self._answers, "the gateway answers")

    def _answers(self) -> bool:
        try:
            requests.get(f"http://127.0.0.1:{self.plain}/", allow_redirects=False, timeout=2)
        except requests.ConnectionError:
            return False
        return True

    def get(self, path: str = "/cases/livez", **headers: str) -> requests.Response:
        return requests.get(f"http://127.0.0.1:{self.plain}{path}", headers=headers, allow_redirects=False, timeout=10)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def gateway(tmp_path, service) -> Iterator[object]:
    running: list[Gateway] = []

    def start(listen: str, caller: str, port: int = service, swap: tuple[str, str] = ("", "")) -> Gateway:
        running.append(Gateway(tmp_path, listen, caller, port, swap))
        return running[-1]

    yield start
    for one in running:
        one.end()


def test_a_caller_says_nothing_about_itself_that_is_believed(gateway):
    got = gateway("listen-http", "caller-direct").get(
        **{"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    )
    assert got.headers["Told-X-Forwarded-For"] == "127.0.0.1"
    assert got.headers["Told-X-Forwarded-Proto"] == "http"
    assert got.headers["Told-X-Forwarded-Host"] == "-"


def test_a_terminator_is_believed_from_its_own_addresses(gateway):
    here = gateway("listen-http", "caller-terminator", swap=("10.0.0.0/8", "127.0.0.0/8"))
    got = here.get(**{"X-Forwarded-For": "203.0.113.5, 192.0.2.9", "X-Forwarded-Proto": "https"})
    assert got.headers["Told-X-Forwarded-For"] == "192.0.2.9", (
        "the last one that is no terminator, not what the caller wrote before"
    )
    assert got.headers["Told-X-Forwarded-Proto"] == "https"


def test_from_any_other_address_nobody_is_a_terminator(gateway):
    got = gateway("listen-http", "caller-terminator").get(
        **{"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https"}
    )
    assert got.headers["Told-X-Forwarded-For"] == "127.0.0.1"
    assert got.headers["Told-X-Forwarded-Proto"] == "http"


def test_with_certificates_it_speaks_tls_and_sends_plain_callers_there(gateway):
    here = gateway("listen-tls", "caller-direct")
    plain = here.get("/intake/complain?a=1", Host=NAME)
    assert (plain.status_code, plain.headers["Location"]) == (308, f"https://{NAME}/intake/complain?a=1")
    trust = ssl.create_default_context(cafile=str(here.folder / "tls" / "fullchain.pem"))
    connection = http.client.HTTPSConnection("127.0.0.1", here.tls, timeout=10, context=trust)
    trust.check_hostname = False
    connection.request("GET", "/cases/livez")
    answer = connection.getresponse()
    assert answer.headers["Told-X-Forwarded-Proto"] == "https"
    connection.close()


def large(here: Gateway, path: str) -> tuple[int, str | None, str]:
    """Status, content type and text of what a body of 22 MiB is answered, before any of it was sent."""
    connection = http.client.HTTPConnection("127.0.0.1", here.plain, timeout=10)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(22 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.headers["Content-Type"], answer.read().decode()
    connection.close()
    return found


def test_what_is_no_services_is_not_there_and_what_it_refuses_itself_is_a_problem_or_a_page_in_both_languages(gateway):
    here = gateway("listen-http", "caller-direct")
    assert here.get("/").status_code == 302
    for path in ("/cases/metrics", "/elsewhere", "/elsewhere/staff/tasks"):
        got = here.get(path)
        got.encoding = "utf-8"
        assert (got.status_code, got.headers["Content-Type"]) == (404, "text/html"), path
        assert '<html lang="sq">' in got.text and "Faqja nuk u gjet" in got.text
        assert '<section lang="en"><h2>Page not found</h2>' in got.text
    for path in ("/elsewhere/api/v1/cases", "/api/v1/cases?a=1", "/casesmore/livez"):
        got = here.get(path)
        assert (got.status_code, got.headers["Content-Type"]) == (404, "application/problem+json"), path
        assert got.json() == {
            "type": "urn:besa:problem:not_found",
            "title": "Not Found",
            "status": 404,
            "code": "not_found",
        }
    status, kind, text = large(here, "/cases/api/v1/documents")
    assert (status, kind, json.loads(text)["code"]) == (413, "application/problem+json", "content_too_large")
    status, kind, text = large(here, "/intake/complain")
    assert (status, kind) == (413, "text/html")
    assert "Ajo që dërguat është shumë e madhe" in text and "What you sent is too large" in text
    got = here.get("/cases/api/v1/cases", **{"X-Long": "x" * 9000})
    assert (got.status_code, got.json()["code"]) == (400, "bad_request")
    got = here.get("/cases/staff/tasks", **{"X-Long": "x" * 9000})
    assert (got.status_code, got.headers["Content-Type"]) == (400, "text/html")


def test_its_pages_say_what_those_of_a_service_say():
    said = (FILES / "nginx.conf").read_text()
    with (FILES.parents[1] / "shared/pages/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        english = {entry.id: entry.string for entry in read_po(file)}
    for status in ("400", "404", "413"):
        title_sq, detail_sq, title_en, detail_en = re.findall(rf'^ +{status} "(.*)";$', said, re.MULTILINE)
        assert (english[title_sq], english[detail_sq]) == (title_en, detail_en)


def test_a_service_that_is_away_is_a_problem_with_a_time_to_try_again(gateway):
    got = gateway("listen-http", "caller-direct", port=free_block(1)).get()
    assert (got.status_code, got.headers["Retry-After"]) == (503, "5")
    assert got.json()["code"] == "try_again"


def test_a_person_whose_service_is_away_gets_a_page_in_both_languages(gateway):
    got = gateway("listen-http", "caller-direct", port=free_block(1)).get("/cases/staff/tasks")
    assert (got.status_code, got.headers["Retry-After"]) == (503, "5")
    assert got.headers["Content-Type"] == "text/html"
    got.encoding = "utf-8"
    assert "Provoni përsëri pas pak minutash" in got.text
    assert "Try again in a few minutes" in got.text


def test_no_log_says_a_one_time_link_though_its_service_is_away(gateway):
    here, token = gateway("listen-http", "caller-direct", port=free_block(1)), "kodi-i-lidhjes-qe-hap-letren"
    for path in ("", "/again", "%2Fagain", "?x=1"):
        assert here.get(f"/partners/link/{token}{path}").status_code == 503
        assert here.get(f"/partners//link/./{token}{path}").status_code == 503
    assert here.get("/partners/inbox").status_code == 503
    here.end()
    errors, requests_made = ((here.folder / name).read_text() for name in ("errors", "requests"))
    assert "/partners/inbox" in errors, "errors of other pages are written"
    assert "GET /partners/link/* 503" in requests_made, "whoever switches this log on reads the way and not the link"
    assert token not in errors + requests_made
