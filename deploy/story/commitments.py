"""Commitments to walk through: what the Committee on the Rights of the Child asked in 2012 and in 2023, and others beside it, as the file
commitments.csv has them. Numbers of documents and of paragraphs are real; a paragraph that nobody read in its document is left out; the texts
are paraphrased, and which body owes what is the office's own reading. What is said of them is a sample, and says so.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.credentials import Credentials
from deploy.story.office import CASES
from deploy.story.speaking import Api, RefusedError, wait_for

COMMITMENTS = f"{CASES}/commitments"
FILE = Path(__file__).with_name("commitments.csv")
SAMPLE = "Shembull: kështu e gjeti një person i shpikur, për të provuar faqet."
SEEN = {"kind": "public_source", "address": "https://shembull.al/e-shpikur", "seen_on": "2026-01-15"}
#: Of the first document: what the State says of a paragraph, and what the office found.
SAID: dict[str, tuple[str, dict[str, Any] | None]] = {
    "20": ("implemented", {"word": "partly"}),
    "36": ("implemented", {"word": "not"}),
    "42": ("partly", {"word": "partly"}),
    "57": ("implemented", {"word": "implemented", "done_on": "2020-06-30"}),
    "77": ("not", {"word": "not_assessable", "unassessable": "no_information"}),
    "81": ("partly", None),
}


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """Take the file over, write on both sides and confirm it; nothing where that was done before. Raises `StoryError`."""
    staff = {role: Api.bearer(url, account["token"]) for role, account in credentials["staff"].items()}
    officer, approver = staff["case_officer"], staff["approver"]
    wait_for(f"commitments at {url}", lambda: officer.reaches(COMMITMENTS))
    if officer.get(COMMITMENTS, limit=1)["items"]:
        tell("The sample commitments are there from an earlier run")
        return
    brought = wait_for(f"bodies at {url}", lambda: _taken_over(approver))
    by_item = {one["item"]: one for one in officer.get(COMMITMENTS, issuer="un_crc", limit=200)["items"]}
    for item, (claimed, found) in SAID.items():
        path = f"{COMMITMENTS}/{by_item[item]['id']}"
        said = {"fact": "claimed", "word": claimed, "since": "2021-02-15", "source": "Shembull: CRC/C/ALB/5-6"}
        words = [said, *([{"fact": "assessed", "text": SAMPLE, "evidence": [SEEN], **found}] if found else [])]
        for one in words:
            _confirmed(officer, approver, path, one)
    officer.post(f"{COMMITMENTS}/{by_item['36']['id']}/links", {"indicator": "birth60"})
    tell(
        f"{brought} commitments of the State are in the register; of {len(SAID)} it is written what the State says and what was found"
    )


def _taken_over(approver: Api) -> int | None:
    """How many are new; none while the directory has not arrived yet, so that a body is not known."""
    try:
        sent = approver.post_file(f"{COMMITMENTS}/imports?apply=true", FILE.name, FILE.read_bytes(), "text/csv")
    except RefusedError as error:
        if error.code == "import_refused" or error.status == 422:
            return None
        raise
    return int(sent["counts"]["new"])


def _confirmed(officer: Api, approver: Api, path: str, said: dict[str, Any]) -> None:
    """Written by one and confirmed by another, once it was compared with the sealed files."""
    word = officer.post(f"{path}/words", said)["words"][-1]

    def compared() -> bool:
        known = next(one for one in officer.get(path)["words"] if one["id"] == word["id"])
        return bool(known["names_check"] and known["names_check"]["state"] == "checked")

    wait_for("the look at a word", compared)
    approver.post(f"{path}/words/{word['id']}/confirmation", {"content_hash": word["content_hash"]})
