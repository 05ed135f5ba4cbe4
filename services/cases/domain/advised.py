"""In whose words an advice to sue is written."""

from enum import StrEnum


class Advised(StrEnum):
    """As the copy says it of its addressee; each is a key of greetings and of names in letters.yaml."""

    ADULT = "injured"
    CHILD = "injured_child"
