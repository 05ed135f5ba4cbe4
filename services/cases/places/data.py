"""After how long without a sign a place is silent, from the data file."""

from services.cases import data


def silent_months() -> int:
    """A place without visit, activity or complaint for so many months is silent."""
    [entry] = data.entries("places", "place_windows")
    return int(entry["months"])
