"""How long texts may be: the same for the API and for the forms of the pages."""

LONGEST_NARRATIVE = 20_000
LONGEST_MESSAGE = 5000
