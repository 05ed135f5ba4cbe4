"""docs/states.md: what the code runs on, printed for jurists by `make docs`. No process of the platform loads it."""
