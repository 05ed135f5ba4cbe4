"""A file comes in by `shared.files.taking.take` and goes out by `file_parts.shown` or `original`: no door looks at one by itself."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = {path: path.read_text() for path in (ROOT / "services").rglob("*.py")}
SHARED = {path: path.read_text() for path in (ROOT / "shared").rglob("*.py")}
#: What is made here and only carried by the same headers: batches of letters, a head of the trail, the copy of a visit.
MADE_HERE = {
    "services/partners/api/post.py",
    "services/partners/pages/post.py",
    "services/cases/office/pages/__init__.py",
    "services/cases/visits/schemas/offline_page.py",
}
#: Lists of rows and of answers, read by parsers of our own and given out to nobody.
ROWS = {
    "services/cases/incoming/pages/comparing.py",
    "services/cases/visits/pages/bringing.py",
    "services/partners/pages/exchange.py",
    "services/partners/pages/figures.py",
}


def where(sources: dict[Path, str], pattern: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path, text in sources.items() if re.search(pattern, text)}


def test_no_service_examines_or_reads_an_uploaded_file_by_itself():
    assert where(SERVICES, r"\bexamine\(|\.stream\b|\bFileStorage\b.*\.read\(|\.data\.read\(") == ROWS
    assert where(SHARED, r"\bexamine\(") == {"shared/uploads.py", "shared/files/taking.py"}


def test_every_way_in_of_a_file_is_the_one_rule():
    assert where(SERVICES, r"file_parts\.(?:read|single)\(|taking\.take\(") == {
        "services/cases/api/scans.py",
        "services/cases/pages/evidence.py",
        "services/cases/pages/paper.py",
        "services/intake/api/mailbox.py",
        "services/intake/pages/mailbox.py",
        "services/notifications/library/api.py",
        "services/notifications/library/pages/desk.py",
        "services/partners/api/files.py",
        "services/partners/api/post.py",
        "services/partners/pages/post.py",
        "services/partners/pages/replies.py",
    }
    assert where(SERVICES, r"taking\.keep\(") == {
        "services/cases/actions/scans.py",
        "services/intake/actions/mailbox.py",
        "services/notifications/library/actions/versions.py",
        "services/partners/actions/files.py",
        "services/partners/actions/posting.py",
    }


def test_every_way_out_of_a_file_is_its_clean_copy():
    assert where(SERVICES, r"\battachment\(.*(?:documents\.get|mimetype)|file_parts\.attachment\(") <= MADE_HERE
    assert where(SHARED | SERVICES, r"\bPIL\b|\bimport pypdf\b|from pypdf") == {
        "shared/pdf.py",
        "shared/files/following.py",
        "shared/files/images.py",
        "shared/files/layers.py",
        "shared/files/objects.py",
        "shared/files/pages.py",
        "shared/files/painting.py",
        "shared/files/photographs.py",
        "shared/files/reading.py",
    }
