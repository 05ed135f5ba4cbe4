"""What changes in the duty: the roster that people enter, and the calls that follow from it."""
