"""The embedded way: one process with all four services, their workers as threads, and a broker in memory.

For a demonstration on one machine. What the process held in memory goes with it; nothing is lost, because the databases
keep what was published (see `republish`).
"""
