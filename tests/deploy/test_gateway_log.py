"""The gateway writes no one-time link into its logs, with the real nginx."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

CONFIG = Path("deploy/nginx/nginx.conf")
TOKEN = "kodi-i-lidhjes-qe-hap-letren"

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx here")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Its address, and the folder with its logs, the access log switched on as the file says; no service is there."""
    port, nobody = free_port(), free_port()
    replaced = {
        "listen 8000;": f"listen 127.0.0.1:{port};",
        "http://$besa-web:8000": f"http://127.0.0.1:{nobody}",
        "error_log /dev/stderr warn;": f"error_log {tmp_path}/error.log warn;",
        "access_log off;": f"access_log {tmp_path}/access.log besa;",
        "pid /tmp/nginx.pid;": f"pid {tmp_path}/nginx.pid;",
    }
    text = CONFIG.read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", f"{tmp_path}/error.log"]
    with subprocess.Popen([*command, "-g", "daemon off;"]) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}", tmp_path
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx did not start")


def test_no_log_says_a_one_time_link_though_its_service_is_away(gateway: tuple[str, Path]) -> None:
    url, folder = gateway
    for path in ("", "/again", "%2Fagain", "?x=1"):
        assert requests.get(f"{url}/partners/link/{TOKEN}{path}", timeout=5).status_code == 503
        assert requests.post(f"{url}/partners//link/./{TOKEN}{path}", timeout=5).status_code == 503
    assert requests.get(f"{url}/partners/inbox", timeout=5).status_code == 503
    logs = {name: (folder / f"{name}.log").read_text(encoding="utf-8") for name in ("error", "access")}
    assert "/partners/inbox" in logs["error"], "errors of other pages are written"
    assert "GET /partners/link/* 503" in logs["access"]
    assert [name for name, text in logs.items() if TOKEN in text] == []
