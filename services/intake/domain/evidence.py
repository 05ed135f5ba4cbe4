"""What a complainant may hand in, and what it is called then."""

from uuid import UUID

#: As shared.uploads names the kinds.
TAKEN = ("jpg", "png", "heic", "pdf", "docx", "mp4", "m4a", "txt")
MOST_FILES = 10
LARGEST_TOGETHER = 200 * 1024 * 1024


def place(evidence_id: UUID) -> str:
    """What a file is sealed for with its own key."""
    return f"evidence.document.{evidence_id}"


def neutral_name(number: int, extension: str = "") -> str:
    """`prova-01.pdf`: a person's own file name may hold a child's name. Without an extension where that of the clean copy follows."""
    return f"prova-{number:02d}.{extension}".rstrip(".")
