"""The image's entry point hands the variables of a service's volume on, exactly, and what is given goes first."""

import subprocess
from pathlib import Path

ENTRYPOINT = Path(__file__).parents[2] / "deploy" / "entrypoint.sh"
KEY = "DOCUMENT_KEY=a2V5LWVuZGluZy1pbi1wYWRkaW5nLW9mLTMyLWJ5dA=="


def test_values_keep_their_equal_signs_and_the_environment_goes_first(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "intake.env").write_text(f'{KEY}\nMAIL_URL=file:///kept\nSTAFF_VERIFY_KEY={{"x":"a b"}}\n')
    worker = tmp_path / "worker-keys"
    worker.mkdir()
    (worker / "intake.env").write_text("RELAY_URL=postgresql://relay@db/x?a=b\n")
    script = ENTRYPOINT.read_text().replace("in /keys /worker-keys", f"in {keys} {worker}")
    here = {
        "PATH": "/usr/bin:/bin",
        "SERVICE": "intake",
        "MAIL_URL": "smtp://given",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "p"),
    }
    ran = subprocess.run(
        ["bash", "-c", script, "entrypoint", "env"], env=here, capture_output=True, text=True, check=True
    )
    lines = ran.stdout.splitlines()
    assert KEY in lines
    assert "RELAY_URL=postgresql://relay@db/x?a=b" in lines
    assert "MAIL_URL=smtp://given" in lines
    assert 'STAFF_VERIFY_KEY={"x":"a b"}' in lines
