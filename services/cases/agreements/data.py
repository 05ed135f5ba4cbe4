"""What agreements rest on, from the data files: what the office writes first of one."""

from datetime import date

from services.cases import data

#: Under this key the office's own clauses stand among what is asked of it (issuers.yaml).
ISSUER = "agreement"
KIND = "agreement_clauses"


def texts() -> dict[str, str]:
    """In Albanian, the language in which letters are written first."""
    return {entry["key"]: entry["text_sq"] for entry in data.entries("agreements", "agreement_texts")}


def day(on: date) -> str:
    """As it stands in what the office writes first."""
    return f"{on.day}.{on.month}.{on.year}"
