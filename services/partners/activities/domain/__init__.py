"""The rules of activities: their life, how they are counted, and how a calendar is written."""
