"""What a complainant may hand in, and what it is called then."""

#: As shared.uploads names the kinds.
TAKEN = ("jpg", "png", "heic", "pdf", "docx", "mp4", "m4a", "txt")
MOST_FILES = 10
LARGEST_TOGETHER = 200 * 1024 * 1024


def neutral_name(number: int, extension: str) -> str:
    """`prova-01.pdf`: a person's own file name may hold a child's name."""
    return f"prova-{number:02d}.{extension}"
