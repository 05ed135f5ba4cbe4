"""`python -m tests.upgrade --from COMMIT`: from the code of that commit to this one, under load, with both running."""
