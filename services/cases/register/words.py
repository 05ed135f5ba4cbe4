"""What the register and its neighbours call things, in the language of whoever reads."""

from collections.abc import Mapping

from services.cases import words
from services.cases.data import taxonomy
from services.cases.domain.timeliness import local_date
from shared.clock import utc_now
from shared.lists import Words
from shared.words import language


def clusters() -> Mapping[str, Words]:
    """The clusters of the Convention as they stand today, by key."""
    entries = taxonomy.cluster_names(local_date(utc_now()))
    return {key: f"{key}. {words.of_pair(entry, 'name', language())}" for key, entry in entries.items()}
